// Writes src/cluster/probe/program.generated.ts: the probe's program as text, from program.ts. `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const ts = createRequire(import.meta.url)('typescript');
const path = (name) => fileURLToPath(new URL(`../src/cluster/probe/${name}`, import.meta.url));
const { outputText } = ts.transpileModule(readFileSync(path('program.ts'), 'utf8'), {
  compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, removeComments: true, newLine: ts.NewLineKind.LineFeed },
});
const lines = outputText.trimEnd().split('\n').map((line) => `  ${JSON.stringify(line)},\n`);
const text = `// Written by scripts/probe.mjs from program.ts.\n\n/** The program of the connectivity probe, as Node runs it. */\nexport const PROGRAM = [\n${lines.join('')}].join('\\n');\n`;
if (!process.argv.includes('--check')) writeFileSync(path('program.generated.ts'), text);
else if (readFileSync(path('program.generated.ts'), 'utf8') !== text) {
  console.error('src/cluster/probe/program.generated.ts is not that of program.ts: run node scripts/probe.mjs');
  process.exitCode = 1;
}
