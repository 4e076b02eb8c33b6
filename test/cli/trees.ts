import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Every file below a folder with its content, folders with `/` at the end, links with where they lead. */
export function treeOf(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder).sort().flatMap((name): [string, string][] => {
    const path = join(folder, name);
    const stat = lstatSync(path);
    if (stat.isSymbolicLink()) return [[name, `-> ${readlinkSync(path)}`]];
    if (!stat.isDirectory()) return [[name, readFileSync(path, 'utf8')]];
    return [[`${name}/`, ''], ...Object.entries(treeOf(path)).map(([inner, content]): [string, string] => [`${name}/${inner}`, content])];
  });
  return Object.fromEntries(entries);
}

/** Paths of the files below a folder, in order. */
export function filesOf(folder: string): string[] {
  return Object.keys(treeOf(folder)).filter((path) => !path.endsWith('/')).sort();
}
