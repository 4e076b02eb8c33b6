import { join } from 'node:path';
import { entriesOf } from './rendered';
import { runProgram, type ProgramResult } from './run-program';
import { temporaryDirectory } from './temporary';

export interface SynthesisOptions {
  /** The project, with `examples/cells`. */
  readonly root: string;
  /** The command line before `synth`; by default the project's own `eic`. */
  readonly eic?: readonly string[];
}

/** What `eic synth` did with the examples. */
export interface Synthesis {
  readonly files: readonly string[];
  /** Where it wrote. */
  readonly directory: string;
  /** Undefined where there was nothing to do. */
  readonly result: ProgramResult | undefined;
}

export async function synthesize({ root, eic = [process.execPath, join(root, 'bin/eic')] }: SynthesisOptions): Promise<Synthesis> {
  const cells = join(root, 'examples/cells');
  const files = entriesOf(cells).filter((file) => file.endsWith('.yaml')).map((file) => join(cells, file));
  const directory = temporaryDirectory('eic-synth-');
  if (files.length === 0) return { files, directory, result: undefined };
  const [program = '', ...before] = eic;
  return { files, directory, result: await runProgram(program, [...before, 'synth', ...files, '-o', directory], { cwd: root }) };
}
