import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { main } from '../../src/cli/main';
import { Problem } from '../../src/errors';

/** What a run of `eic` left behind. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The surroundings of a run; by default no terminal and nothing to read. */
export interface Surroundings {
  readonly stdin?: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** Is standard output a terminal of this width? */
  readonly columns?: number;
  /** Is standard error a terminal? */
  readonly terminal?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Is told what standard output holds, whenever that grows. */
  readonly watch?: (text: string) => void;
}

class Captured extends Writable {
  public text = '';

  public constructor(public readonly isTTY: boolean, public readonly columns?: number, private readonly watch: (text: string) => void = () => undefined) {
    super({ decodeStrings: false });
  }

  public override _write(chunk: string | Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    this.watch(this.text);
    done();
  }
}

/** Runs `eic` in this process. */
export async function eicIn({ stdin = new PassThrough(), columns, terminal = false, env = {}, watch }: Surroundings, ...argv: string[]): Promise<Run> {
  const stdout = new Captured(columns !== undefined, columns, watch);
  const stderr = new Captured(terminal, columns);
  const code = await main(argv, { stdin, stdout, stderr, env });
  return { code, out: stdout.text, err: stderr.text };
}

/** Runs `eic` in this process, without a terminal. */
export async function eic(...argv: string[]): Promise<Run> {
  return eicIn({}, ...argv);
}

/** The problems of a run with `--json`. */
export function problemsIn({ out }: Run): readonly Problem[] {
  return (JSON.parse(out) as { problems: Problem[] }).problems;
}

/** A new empty folder. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'eic-test-'));
}

/** Writes a file to a new folder, or to one that is there. Text as it is, data as JSON, which is YAML too. */
export function fileWith(content: unknown, name = 'cell.yaml', folder = newFolder()): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content, null, 2));
  return file;
}
