import { Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { holdsCell } from './definition-file';
import { compareText, KINDS, Problem, problemOf } from '../../errors';

/** Definition files behind arguments, which are files or folders. */
export interface FoundFiles {
  readonly files: readonly string[];
  /** Documents of folders that are no cells. */
  readonly passedOver: number;
  readonly problems: readonly Problem[];
}

/** Expands folders, in stable order; a file that is named must hold a cell, one in a folder may hold something else. */
export function findDefinitionFiles(paths: readonly string[]): FoundFiles {
  const files = new Map<string, string>();
  const problems: Problem[] = [];
  let passedOver = 0;
  const report = (file: string, kind: typeof KINDS.noCell | typeof KINDS.notReadable, message: string) =>
    problems.push({ ...problemOf(kind, '', message), file, line: 1, column: 1 });
  for (const path of paths) {
    try {
      if (!statSync(path).isDirectory()) {
        files.set(realpathSync(path), path);
        continue;
      }
      const inside = yamlFiles(path);
      const cells = inside.filter(holdsCell);
      passedOver += inside.length - cells.length;
      for (const file of cells) if (!files.has(realpathSync(file))) files.set(realpathSync(file), file);
      if (cells.length === 0) report(path, KINDS.noCell, `must hold an EdgeIntegrationCell, got: ${inside.length} other files; \`eic init\` writes one`);
    } catch (error) {
      report(path, KINDS.notReadable, `must be a readable file or folder: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
    }
  }
  return { files: [...files.values()].sort(compareText), passedOver, problems };
}

/** YAML and JSON files below a folder; a link back to a folder above is an error of the file system (ELOOP). */
function yamlFiles(folder: string, above: readonly string[] = []): string[] {
  const real = realpathSync(folder);
  if (above.includes(real)) throw Object.assign(new Error(`${folder} leads back to ${real}`), { code: 'ELOOP' });
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => compareText(a.name, b.name));
  return entries.flatMap((entry: Dirent) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && statSync(path).isDirectory());
    if (isFolder) return yamlFiles(path, [...above, real]);
    return /\.(ya?ml|json)$/i.test(entry.name) ? [path] : [];
  });
}
