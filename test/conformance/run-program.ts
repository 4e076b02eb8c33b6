import { spawn } from 'node:child_process';

export interface ProgramResult {
  readonly code: number;
  /** What went to standard output and standard error, in the order it came. */
  readonly output: string;
}

export interface ProgramOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 90_000;

/** Runs a program to its end; a failure to start, or taking too long, is a result too. */
export function runProgram(program: string, args: readonly string[], options: ProgramOptions): Promise<ProgramResult> {
  const { cwd, env = {}, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  return new Promise((resolve) => {
    // A group of its own: what the program starts ends with it.
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const chunks: Buffer[] = [];
    const output = (): string => Buffer.concat(chunks).toString('utf8');
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    const stop = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has just ended by itself.
      }
    };
    process.once('exit', stop);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      stop();
    }, timeoutMs);
    const finish = (result: ProgramResult): void => {
      clearTimeout(timer);
      process.off('exit', stop);
      resolve(result);
    };
    child.on('error', (error) => finish({ code: -1, output: error.message }));
    child.on('close', (code) => finish({ code: code ?? -1, output: late ? `${output()}\nstopped after ${timeoutMs} ms` : output() }));
  });
}
