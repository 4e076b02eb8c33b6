import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../../errors';

/** In every cell's folder: which files are ours to overwrite and remove. */
export const LIST_NAME = '.eic-files.json';

/** The only paths that `eic synth` writes; a list that names others was not written by it. */
const OURS = /^(plan\.json|manifests\/[0-9a-z-]+\.yaml|terraform\/[0-9a-z-]+\/cdk\.tf\.json)$/;

/** Path in the cell's folder, to the SHA-256 of what was written there. */
export type WrittenFiles = ReadonlyMap<string, string>;

/** The list in a folder; empty where there is none, undefined where it is not one of ours. */
export function readWrittenFiles(folder: string): WrittenFiles | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, LIST_NAME), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
  try {
    const { files } = JSON.parse(text) as { files: { path: string; sha256: string }[] };
    const written = new Map(files.map(({ path, sha256 }) => [path, sha256]));
    return [...written].every(([path, sha256]) => isOurs(path) && /^[0-9a-f]{64}$/.test(sha256)) ? written : undefined;
  } catch {
    return undefined;
  }
}

/** The list as text; the same files give the same bytes. */
export function writtenFilesText(written: WrittenFiles): string {
  const files = [...written].sort(([a], [b]) => compareText(a, b)).map(([path, sha256]) => ({ path, sha256 }));
  return `${JSON.stringify({ writtenBy: 'eic synth', files }, null, 2)}\n`;
}

/** Is this a path that we write? Others would be taken for foreign by the next run. */
export function isOurs(path: string): boolean {
  return OURS.test(path);
}

export function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
