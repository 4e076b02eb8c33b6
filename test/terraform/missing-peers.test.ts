import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '../..');
const FOLDERS = ['azure', 'aws', 'gcp', 'terraform', 'compile', 'plan', 'cell', 'catalog', 'net', 'errors'];
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

/** Requires a cloud where only some optional packages are installed: its exports, or the problems of what it throws. */
function requireCloud(cloud: string, installed: readonly string[]): unknown {
  const modules = join(folder, 'package/node_modules');
  rmSync(modules, { recursive: true, force: true });
  for (const name of [...NEEDED, ...installed]) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  const script = `try { console.log(JSON.stringify(Object.keys(require("./lib/${cloud}")))) } catch (error) { console.log(JSON.stringify(error.problems ?? error.stack)) }`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: join(folder, 'package'), encoding: 'utf8' }));
}

describe.each([
  ['azure', '@cdktf/provider-azurerm', '14.23.1', ['AzureEgressNetwork', 'AzureFirewallRules']],
  ['aws', '@cdktf/provider-aws', '21.22.1', ['AwsEgressNetwork', 'AwsNetworkFirewallRules']],
  ['gcp', '@cdktf/provider-google', '16.12.1', ['GcpEgressNetwork', 'GcpFirewallRules']],
])('%s', (cloud, provider, version, constructs) => {
  const peers = ['cdktf', provider, 'constructs'];

  it('loads with engine and provider, and exports the constructs only', () => {
    expect((requireCloud(cloud, peers) as string[]).sort()).toEqual(constructs);
  });

  it.each([
    ['all of them', peers, `npm install cdktf@0.21.0 ${provider}@${version} constructs@^10.7`],
    ['engine and provider', ['cdktf', provider], `npm install cdktf@0.21.0 ${provider}@${version}`],
    ['the provider', [provider], `npm install ${provider}@${version}`],
    ['the engine', ['cdktf'], 'npm install cdktf@0.21.0'],
  ])('without %s fails with the command that installs it', (_, missing, command) => {
    const problems = requireCloud(cloud, peers.filter((name) => !missing.includes(name)));
    expect(problems).toEqual([{ code: 'EIC902', severity: 'error', path: '', docs: 'docs/errors.md#eic902', message: `edge-integration-cell/${cloud} needs ${missing.join(' and ')}: ${command}` }]);
  });
});
