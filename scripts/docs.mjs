// Writes what is generated from the code: docs/errors.md, docs/verdicts.md and src/cell/props.ts. `--check` fails instead of writing.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { errorsMarkdown } from './docs/errors-markdown.mjs';
import { propsTypeScript } from './docs/props-typescript.mjs';
import { verdictTables } from './docs/verdict-tables.mjs';
import { verdictsMarkdown } from './docs/verdicts-markdown.mjs';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
const { KINDS } = require('../lib/errors/index.js');
const { RESIDUALS } = require('../lib/verify/residuals.js');
const { SIGHTS } = require('../lib/verify/sight.js');
const { cellSpec } = require('../lib/cell/index.js');

const outputs = { 'docs/errors.md': errorsMarkdown(KINDS), 'docs/verdicts.md': verdictsMarkdown(verdictTables(), SIGHTS, RESIDUALS), 'src/cell/props.ts': propsTypeScript(cellSpec) };
for (const [file, text] of Object.entries(outputs)) {
  const current = existsSync(`${root}${file}`) ? readFileSync(`${root}${file}`, 'utf8') : '';
  if (current === text) continue;
  if (process.argv.includes('--check')) {
    console.error(`${file} is out of date: npm run docs`);
    process.exitCode = 1;
  } else {
    writeFileSync(`${root}${file}`, text);
    console.log(`wrote ${file}`);
  }
}
