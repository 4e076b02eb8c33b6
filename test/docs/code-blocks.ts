import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A fenced block of a page. */
export interface CodeBlock {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

export const ROOT = join(__dirname, '../..');

/** Pages of the project, as relative paths. */
export function pages(folder = ROOT): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'lib', 'out', '.git', 'expected', 'cdktf.out', 'dist'].includes(entry.name) ? [] : pages(path);
    return entry.name.endsWith('.md') ? [relative(ROOT, path)] : [];
  }).sort();
}

/** Fenced blocks of a page. */
export function codeBlocks(page: string): CodeBlock[] {
  const lines = readFileSync(join(ROOT, page), 'utf8').split('\n');
  const blocks: CodeBlock[] = [];
  let open: { line: number; language: string; text: string[] } | undefined;
  lines.forEach((text, index) => {
    const fence = /^```(\w*)$/.exec(text);
    if (fence !== null && open === undefined) {
      open = { line: index + 1, language: fence[1]!, text: [] };
    } else if (fence !== null) {
      blocks.push({ page, line: open!.line, language: open!.language, text: open!.text.join('\n') });
      open = undefined;
    } else {
      open?.text.push(text);
    }
  });
  if (open !== undefined) throw new Error(`${page}:${open.line}: a code block is not closed`);
  return blocks;
}

/** Indented lines of a page that are commands. */
export function indentedCommands(page: string): string[] {
  return readFileSync(join(ROOT, page), 'utf8').split('\n').filter((line) => /^ {4}\S/.test(line)).map((line) => line.trim());
}
