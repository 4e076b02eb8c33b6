import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '../..');
const FOLDERS = ['azure', 'terraform', 'compile', 'plan', 'cell', 'catalog', 'net', 'errors'];
const PEERS = ['cdktf', '@cdktf/provider-azurerm', 'constructs'];
const NEEDED = ['ipaddr.js', 'fastest-levenshtein', 'tldts', 'tldts-core', 'yaml'];

let folder: string;

/** The package as it is installed: compiled, beside the modules that a test gives it. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'eic-peers-'));
  const files = FOLDERS.flatMap((name) => readdirSync(join(ROOT, 'src', name), { recursive: true, encoding: 'utf8' }).map((file) => join(name, file)));
  for (const file of [...files, ...readdirSync(join(ROOT, 'src'))].filter((name) => name.endsWith('.ts'))) {
    const { outputText } = ts.transpileModule(readFileSync(join(ROOT, 'src', file), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    });
    const out = join(folder, 'package/lib', file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, outputText);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Requires `azure` where only some optional packages are installed: its exports, or the problems of what it throws. */
function requireAzure(installed: readonly string[]): unknown {
  const modules = join(folder, 'package/node_modules');
  rmSync(modules, { recursive: true, force: true });
  for (const name of [...NEEDED, ...installed]) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  const script = 'try { console.log(JSON.stringify(Object.keys(require("./lib/azure")))) } catch (error) { console.log(JSON.stringify(error.problems ?? error.stack)) }';
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: join(folder, 'package'), encoding: 'utf8' }));
}

it('loads with engine and provider, and exports the construct only', () => {
  expect(requireAzure(PEERS)).toEqual(['AzureEgressNetwork', 'AzureFirewallRules']);
});

it.each([
  ['all of them', PEERS, 'npm install cdktf@0.21.0 @cdktf/provider-azurerm@14.23.1 constructs@^10.7'],
  ['engine and provider', ['cdktf', '@cdktf/provider-azurerm'], 'npm install cdktf@0.21.0 @cdktf/provider-azurerm@14.23.1'],
  ['the provider', ['@cdktf/provider-azurerm'], 'npm install @cdktf/provider-azurerm@14.23.1'],
  ['the engine', ['cdktf'], 'npm install cdktf@0.21.0'],
])('without %s fails with the command that installs it', (_, missing, command) => {
  const problems = requireAzure(PEERS.filter((name) => !missing.includes(name)));
  expect(problems).toEqual([{ code: 'EIC902', severity: 'error', path: '', docs: 'docs/errors.md#eic902', message: `edge-integration-cell/azure needs ${missing.join(' and ')}: ${command}` }]);
});
