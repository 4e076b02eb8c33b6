import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkOf, failed, ok, tail, type Check } from '../check';
import type { Engines } from '../engines';
import { checkManifests, checkStack, entriesOf, foldersOf } from '../rendered';
import { runProgram } from '../run-program';
import { temporaryDirectory } from '../temporary';

export interface ExamplesOptions {
  /** The project, with `examples/cells`. */
  readonly root: string;
  /** The command line before `synth`; by default the project's own `eic`. */
  readonly eic?: readonly string[];
}

/** What `eic synth` writes for every example must be accepted by Kubernetes, Istio and Terraform. */
export async function checkExamples({ root, eic = [process.execPath, join(root, 'bin/eic')] }: ExamplesOptions, engines: Engines): Promise<Check[]> {
  const cells = join(root, 'examples/cells');
  const files = entriesOf(cells).filter((file) => file.endsWith('.yaml')).map((file) => join(cells, file));
  if (files.length === 0) return [failed('examples/cells', 'there is no *.yaml')];

  const out = temporaryDirectory('eic-synth-');
  const [program = '', ...before] = eic;
  const { code, output } = await runProgram(program, [...before, 'synth', ...files, '-o', out], { cwd: root });
  const name = `eic synth (${files.length} cells)`;
  if (code !== 0) return [failed(name, `exit ${code}: ${tail(output)}`)];

  const rendered = foldersOf(out);
  const checks = await Promise.all(rendered.map(async (cell) => checkCell(join(out, cell), cell, engines)));
  return [
    ok(name),
    checkOf('every cell is written', rendered.length < files.length ? [`${files.length} files gave ${rendered.join(', ') || 'nothing'}`] : []),
    ...found(rendered.flatMap((cell) => entriesOf(join(out, cell, 'manifests'))), 'manifest'),
    ...found(rendered.flatMap((cell) => foldersOf(join(out, cell, 'terraform'))), 'terraform folder'),
    ...checks.flat(),
  ];
}

const found = (entries: readonly string[], what: string): Check[] =>
  [checkOf(`a ${what} is written`, entries.length === 0 ? ['none'] : [])];

async function checkCell(directory: string, cell: string, { validator, providers }: Engines): Promise<Check[]> {
  const terraform = join(directory, 'terraform');
  const stacks = foldersOf(terraform).map(async (target) => {
    const label = `${cell}/terraform/${target}`;
    if (!existsSync(join(terraform, target, 'cdk.tf.json'))) return failed(label, 'no cdk.tf.json');
    return providers ? checkStack(label, join(terraform, target), providers) : undefined;
  });
  return [
    checkOf(`${cell}/plan.json is written`, existsSync(join(directory, 'plan.json')) ? [] : ['missing']),
    ...(validator ? checkManifests(`${cell}/manifests`, join(directory, 'manifests'), validator) : []),
    ...(await Promise.all(stacks)).filter((check) => check !== undefined),
  ];
}
