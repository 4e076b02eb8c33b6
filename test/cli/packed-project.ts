import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newFolder } from './eic';
import { ROOT } from '../support/scripts';

/** What a program left behind. */
export interface ProgramRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program; fails where it cannot be started. */
export function runProgram(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env): ProgramRun {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

function must(run: ProgramRun): string {
  if (run.status !== 0) throw new Error(`exit ${run.status}: ${run.stdout}${run.stderr}`);
  return run.stdout;
}

/** Builds the sources beside the project, so that its own `lib` is left alone, and packs them as npm publishes them. */
export function pack(): string {
  const folder = newFolder();
  const tsc = require.resolve('typescript/bin/tsc');
  must(runProgram(process.execPath, [tsc, '-p', join(ROOT, 'tsconfig.json'), '--outDir', join(folder, 'lib')], ROOT));
  const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { files: string[] };
  for (const path of ['package.json', 'LICENSE', 'README.md', ...files.filter((file) => !/^!|^lib$/.test(file))]) {
    if (existsSync(join(ROOT, path))) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  }
  const packed = must(runProgram('npm', ['pack', '--json', '--ignore-scripts', '--loglevel=error'], folder));
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  return join(folder, filename);
}

/** A project in which the packed package is installed, with these packages of ours beside it and no others. */
export class PackedProject {
  public readonly folder = newFolder();
  private readonly home = join(this.folder, 'node_modules/edge-integration-cell');

  public constructor(tarball: string, packages: readonly string[]) {
    mkdirSync(this.home, { recursive: true });
    must(runProgram('tar', ['-xzf', tarball, '-C', this.home, '--strip-components=1'], this.folder));
    for (const name of packages) {
      const link = join(this.folder, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules', name), link);
    }
    const { bin } = JSON.parse(readFileSync(join(this.home, 'package.json'), 'utf8')) as { bin: Readonly<Record<string, string>> };
    mkdirSync(join(this.folder, 'node_modules/.bin'));
    for (const [name, path] of Object.entries(bin)) {
      symlinkSync(join(this.home, path), join(this.folder, 'node_modules/.bin', name));
      chmodSync(join(this.home, path), 0o755); // as npm does
    }
  }

  /** Path of the command, as npx finds it. */
  public get command(): string {
    return join(this.folder, 'node_modules/.bin/eic');
  }

  /** Runs the packed command. */
  public eic(...args: string[]): ProgramRun {
    return runProgram(this.command, args, this.folder);
  }

  /** Packages, and files of ours, that the command loads. */
  public loaded(...args: string[]): readonly string[] {
    const [hook, list] = [join(this.folder, 'hook.js'), join(this.folder, 'loaded.json')];
    writeFileSync(hook, `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(list)}, JSON.stringify(Object.keys(require.cache))));`);
    const { status, stderr } = runProgram(process.execPath, ['-r', hook, this.command, ...args], this.folder);
    if (status !== 0) throw new Error(`exit ${status}: ${stderr}`);
    const files = JSON.parse(readFileSync(list, 'utf8')) as string[];
    return files.filter((file) => file !== hook).map((file) => file.replace(/^.*node_modules\//, ''));
  }
}
