import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Import, importsOf, sourceFiles } from './support/imports';
import { ROOT } from './support/scripts';

/** What each folder of src may import besides itself, folders and single files: design 5. A folder that is not here is in the wrong place. */
const PURE = ['errors', 'net', 'catalog', 'cell', 'plan'];
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  'errors': [],
  'net': ['errors'],
  'catalog': ['errors', 'net'],
  'cell': ['errors', 'net', 'catalog'],
  'plan': ['errors', 'net', 'catalog', 'cell'],
  'compile': [...PURE, 'read-cell.ts'],
  'terraform': [...PURE, 'compile', 'read-cell.ts'],
  'cluster': [...PURE, 'compile', 'edge-integration-cell.ts'],
  'azure': [...PURE, 'compile', 'terraform', 'edge-integration-cell.ts'],
  'aws': [...PURE, 'compile', 'terraform', 'edge-integration-cell.ts'],
  'gcp': [...PURE, 'compile', 'terraform', 'edge-integration-cell.ts'],
  'verify': [...PURE, 'read-cell.ts', 'edge-integration-cell.ts'],
  'testing': [...PURE, 'verify', 'edge-integration-cell.ts'],
  'cli': [...PURE, 'compile', 'terraform', 'cluster', 'azure', 'aws', 'gcp', 'verify', ''],
  // the files of src itself: the package's entry and the class that all renderers take
  '': PURE,
};

const files = sourceFiles();
const imports = files.flatMap(importsOf);
const folderOf = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '');
const show = ({ from, to }: Import) => `${from} imports ${to}`;
const own = imports.filter(({ isOwn }) => isOwn);
const packages = imports.filter(({ to, isOwn }) => !isOwn && !to.startsWith('.') && !to.startsWith('node:'));
const packageOf = (module: string) => module.split('/').slice(0, module.startsWith('@') ? 2 : 1).join('/');

test('the test sees what there is', () => {
  expect(files.length).toBeGreaterThan(60);
  expect(own.length).toBeGreaterThan(200);
  expect(imports.filter(({ to }) => to === 'tldts').map(({ isType, isLazy }) => [isType, isLazy])).toEqual([[true, false], [false, true]]);
  expect(imports.filter(({ from, to }) => from === 'cell/file/definition-file.ts' && to === 'cell/file/yaml-source.ts').length).toBeGreaterThan(1);
});

test('every relative import is a file of src, or the package.json', () => {
  expect(imports.filter(({ to, isOwn }) => !isOwn && to.startsWith('.')).filter(({ to }) => to !== '../package.json').map(show)).toEqual([]);
});

test('folders import along the directions of the design, types too', () => {
  expect(Object.keys(LAYERS).sort()).toEqual([...new Set(files.map(folderOf))].sort());
  const isAllowed = (from: string, to: string) => [folderOf(to), to].some((target) => LAYERS[folderOf(from)]!.includes(target));
  const wrong = own.filter(({ from, to }) => folderOf(from) !== folderOf(to) && !isAllowed(from, to));
  expect(wrong.map(show)).toEqual([]);
});

test('targets are compiled without each other', () => {
  const target = (file: string) => /^compile\/([^/]+)\//.exec(file)?.[1];
  expect(own.filter(({ from, to }) => target(from) !== undefined && target(to) !== undefined && target(from) !== target(to)).map(show)).toEqual([]);
});

test('the directions have no cycle', () => {
  const reach = (folder: string, seen: readonly string[]): void => {
    expect(seen).not.toContain(folder);
    for (const next of LAYERS[folder]!.map((target) => (target.endsWith('.ts') ? '' : target))) reach(next, [...seen, folder]);
  };
  for (const folder of Object.keys(LAYERS)) reach(folder, []);
});

test('files that are loaded together have no cycle', () => {
  const loads = own.filter(({ isType, isLazy }) => !isType && !isLazy);
  const next = new Map(files.map((file) => [file, loads.filter(({ from }) => from === file).map(({ to }) => to)]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (done.has(file) || path.includes(file)) return;
    for (const other of next.get(file) ?? []) visit(other, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});

/** Modules that a file loads, itself or by what it imports, at once or later. */
function reachable(start: string): Set<string> {
  const modules = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { to, isOwn, isType } of imports.filter(({ from }) => from === file)) {
      if (isType) continue;
      if (isOwn) visit(to);
      else modules.add(to);
    }
  };
  visit(start);
  return modules;
}

const CDK = /^(cdk8s|cdktf|cdktn|constructs|@cdktf|@cdktn)/;

test.each(['index.ts', 'edge-integration-cell.ts', 'read-cell.ts', 'plan/index.ts'])('%s reaches no CDK', (file) => {
  expect([...reachable(file)].filter((module) => CDK.test(module))).toEqual([]);
});

test.each(files.filter((file) => folderOf(file) === 'compile'))('%s reaches no CDK', (file) => {
  expect([...reachable(file)].filter((module) => CDK.test(module))).toEqual([]);
});

test('each CDK is imported in its place only', () => {
  const loads = packages.filter(({ isType }) => !isType);
  const importers = (module: string) => [...new Set(loads.filter(({ to }) => packageOf(to) === module).map(({ from }) => from))].sort();
  expect(importers('cdktf')).toEqual(['terraform/engine.ts']);
  expect(importers('@cdktf/provider-azurerm')).toEqual(['azure/bindings.ts', 'azure/network-bindings.ts']);
  expect(importers('@cdktf/provider-aws')).toEqual(['aws/bindings.ts', 'aws/network-bindings.ts']);
  expect(importers('@cdktf/provider-google')).toEqual(['gcp/bindings.ts', 'gcp/network-bindings.ts']);
  expect(importers('cdk8s-plus-28').length).toBeLessThanOrEqual(1);
  for (const module of ['cdk8s', 'cdk8s-plus-28']) for (const file of importers(module)) expect(folderOf(file)).toMatch(/^(cluster|cli)$/);
  expect(packages.filter(({ to }) => /^cdktn/.test(to)).map(show)).toEqual([]);
  expect(packages.filter(({ to }) => to.startsWith('cdktf/')).map(show)).toEqual([]);
});

test('providers are imported resource by resource, as their barrels load 500 MB', () => {
  const providers = packages.filter(({ to }) => to.startsWith('@cdktf/'));
  expect(providers.length).toBeGreaterThan(0);
  expect(providers.filter(({ to }) => !/^@cdktf\/provider-[a-z]+\/lib\/[a-z0-9-]+$/.test(to)).map(show)).toEqual([]);
});

test('packages are those that package.json asks for', () => {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
  const known = new Set([...Object.keys(dependencies!), ...Object.keys(peerDependencies!)]);
  expect(packages.filter(({ to }) => !known.has(packageOf(to))).map(show)).toEqual([]);
});

describe('the built package', () => {
  const loaded = (code: string): string[] => JSON.parse(execFileSync(process.execPath, ['-e', `${code}; console.log(JSON.stringify(Object.keys(require.cache)))`], { cwd: ROOT, encoding: 'utf8' })) as string[];
  const modules = (paths: readonly string[]) => [...new Set(paths.flatMap((path) => /node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(path)?.[1] ?? []))].sort();
  const cell = `new p.EdgeIntegrationCell(${JSON.stringify({
    name: 'a',
    btp: { region: 'eu10' },
    cluster: { platform: 'aks', nodeCidrs: ['10.1.0.0/16'], podCidrs: ['10.2.0.0/16'], apiServer: { cidrs: ['10.1.0.1/32'] } },
    ingress: { virtualHosts: { default: { host: 'a.acme.example' }, api: { host: 'b.acme.example' } } },
  })})`;

  beforeAll(() => {
    if (!existsSync(join(ROOT, 'lib', 'index.js'))) execFileSync(process.execPath, [join(ROOT, 'scripts', 'build.mjs')]);
  });

  test('loads its own files and what reads addresses, no CDK, parser or table of suffixes', () => {
    expect(modules(loaded('require("./lib")'))).toEqual(['ipaddr.js']);
  });

  test('plans a cell with no more than that', () => {
    expect(modules(loaded(`const p = require("./lib"); if (JSON.stringify(${cell}.plan).length < 1000) process.exit(1)`))).toEqual(['ipaddr.js']);
  });
});

test.each(readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name))('src/%s says in a few lines what it is', (folder) => {
  const lines = readFileSync(join(ROOT, 'src', folder, 'README.md'), 'utf8').trim().split('\n');
  expect(lines[0]).toBe(`# ${folder}`);
  expect(lines.filter((line) => line !== '').length).toBeGreaterThanOrEqual(2);
  expect(lines.length).toBeLessThanOrEqual(12);
});

test('files have at most 250 lines', () => {
  const long = files.filter((file) => file !== 'cell/props.ts').map((file) => [file, readFileSync(join(ROOT, 'src', file), 'utf8').split('\n').length - 1] as const);
  expect(long.filter(([, lines]) => lines > 250)).toEqual([]);
});

test('names of files are kebab-case', () => {
  expect(files.filter((file) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.generated)?\.ts$/.test(file))).toEqual([]);
});
