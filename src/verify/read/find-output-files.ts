import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compareText, KINDS, Problem, problemOf } from '../../errors';

/** A file to be read, and what its place says. */
export interface OutputFile {
  readonly path: string;
  /** Path of its folder below the one that was named, with `/`; empty for the folder itself, and for a file that was named. */
  readonly folder: string;
  /** Was the file itself named, and not a folder above it? */
  readonly isNamed: boolean;
}

/** What may hold something to be applied, by the end of its name. */
const READ = /\.(?:ya?ml|json|tfstate|tf|tofu)$/i;

/** Files behind paths of files and folders, in stable order, each once. Hidden files and `node_modules` are left out. */
export function findOutputFiles(paths: readonly string[]): { readonly files: readonly OutputFile[]; readonly problems: readonly Problem[] } {
  const files = new Map<string, OutputFile>();
  const problems: Problem[] = [];
  const broken = (file: string, error: unknown) => problems.push({
    ...problemOf(KINDS.notReadable, '', `must be a readable file or folder: ${(error as NodeJS.ErrnoException).code ?? String(error)}`), file, line: 1, column: 1,
  });
  const add = (file: OutputFile) => {
    const real = realpathSync(file.path);
    if (!files.has(real)) files.set(real, file);
  };
  const walk = (path: string, folder: string, above: readonly string[]): number => {
    const real = realpathSync(path);
    if (above.includes(real)) throw Object.assign(new Error(`${path} leads back to ${real}`), { code: 'ELOOP' });
    let count = 0;
    for (const name of readdirSync(path).sort(compareText)) {
      if (name.startsWith('.') || name === 'node_modules') continue;
      const inner = join(path, name);
      try {
        if (statSync(inner).isDirectory()) {
          count += walk(inner, folder === '' ? name : `${folder}/${name}`, [...above, real]);
        } else if (READ.test(name)) {
          add({ path: inner, folder, isNamed: false });
          count++;
        }
      } catch (error) {
        broken(inner, error);
      }
    }
    return count;
  };
  for (const path of [...paths].sort(compareText)) {
    try {
      if (!statSync(path).isDirectory()) add({ path, folder: '', isNamed: true });
      else if (walk(path, '', []) === 0) problems.push({ ...problemOf(KINDS.nothingToVerify, '', 'must hold manifests or Terraform in JSON, got: none; `eic synth` writes them'), file: path, line: 1, column: 1 });
    } catch (error) {
      broken(path, error);
    }
  }
  return { files: [...files.values()], problems };
}

/** The name of a file without what tells its format. */
export function stemOf(path: string): string {
  return basename(path).replace(/(?:\.tf)?\.[^.]+$/, '');
}
