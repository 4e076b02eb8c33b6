import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/** A new directory that is gone when this process ends. */
export function temporaryDirectory(prefix: string, parent = tmpdir()): string {
  if (made.length === 0) process.once('exit', () => made.forEach((directory) => rmSync(directory, { recursive: true, force: true })));
  mkdirSync(parent, { recursive: true });
  const directory = mkdtempSync(join(parent, prefix));
  made.push(directory);
  return directory;
}
