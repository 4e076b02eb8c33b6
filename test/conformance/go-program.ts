import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { tail } from './check';
import { runProgram, type ProgramResult } from './run-program';

/** A Go program of ours, ready to run; or why it is not: something is missing here, or it does not build. */
export interface GoProgram {
  readonly file?: string;
  /** What this machine lacks. */
  readonly missing?: string;
  /** What is wrong with the program. */
  readonly broken?: string;
}

const SOURCES = ['go.mod', 'go.sum', 'main.go'];
const BUILD_TIMEOUT_MS = 30 * 60_000;
// Not cached by Go itself: with another toolchain than go.mod wants, say so instead of downloading one.
const ENVIRONMENT = { CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOFLAGS: '-mod=readonly', GOWORK: 'off' };

/** `EIC_CACHE`, else `~/.cache/eic-conformance`. */
export const cacheDirectory = (): string => process.env.EIC_CACHE ?? join(homedir(), '.cache/eic-conformance');

let building: Promise<unknown> = Promise.resolve();

/** Builds the module in a folder once for each state of its sources; Go is needed for that only. One build at a time: each takes all cores. */
export function goProgram(directory: string, linkerFlags: readonly string[] = []): Promise<GoProgram> {
  const hash = createHash('sha256').update(JSON.stringify([process.platform, process.arch, linkerFlags]));
  for (const source of SOURCES) hash.update(readFileSync(join(directory, source)));
  const file = join(cacheDirectory(), `${moduleName(directory)}-${hash.digest('hex').slice(0, 24)}`);
  const result = building.then(() => (existsSync(file) ? { file } : build(directory, file, linkerFlags)));
  building = result.catch(() => undefined);
  return result;
}

const moduleName = (directory: string): string => basename(/^module (\S+)$/m.exec(readFileSync(join(directory, 'go.mod'), 'utf8'))?.[1] ?? directory);

async function build(directory: string, file: string, linkerFlags: readonly string[]): Promise<GoProgram> {
  // Other checks with time limits go on meanwhile.
  const go = (...args: string[]): Promise<ProgramResult> =>
    runProgram('nice', ['-n', '5', 'go', ...args], { cwd: directory, env: ENVIRONMENT, timeoutMs: BUILD_TIMEOUT_MS });
  const version = await go('version');
  if (version.code !== 0) return { missing: 'no go in the PATH' };
  const download = await go('mod', 'download');
  if (download.code !== 0) return whyNoModules(download.output);
  mkdirSync(cacheDirectory(), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  try {
    const built = await go('build', '-buildvcs=false', '-trimpath', `-ldflags=${['-s', '-w', ...linkerFlags].join(' ')}`, '-o', unfinished, '.');
    if (built.code !== 0) return { broken: tail(built.output) };
    renameSync(unfinished, file);
    return { file };
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** A module that is not what go.sum says is no matter of the network. */
function whyNoModules(output: string): GoProgram {
  if (/checksum mismatch|SECURITY ERROR|missing go\.sum entry/.test(output)) return { broken: tail(output) };
  const [, wanted] = /(?:requires go >= |invalid go version ')([\d.]+)/.exec(output) ?? [];
  return { missing: wanted === undefined ? `no Go modules: ${tail(output)}` : `go is older than ${wanted}` };
}
