import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileWith } from './eic';
import { pack, PackedProject, runProgram } from './packed-project';
import { treeOf } from './trees';
import { Problem } from '../../src/errors';
import { minimalFile } from '../support/cells';
import { ROOT } from '../support/scripts';

const [AZURE, MINIMAL] = ['azure-cluster-btp-aws.yaml', 'minimal.yaml'].map((name) => join(ROOT, 'examples/cells', name)) as [string, string];
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string; dependencies: Readonly<Record<string, string>> };
const DEPENDENCIES = Object.keys(manifest.dependencies);
const CLUSTER = [...DEPENDENCIES, 'cdk8s', 'cdk8s-plus-28', 'constructs'];
const PROVIDER = '@cdktf/provider-azurerm';

let tarball: string;

beforeAll(() => {
  tarball = pack();
}, 180_000);

const problemsIn = (text: string) => (JSON.parse(text) as { problems: Problem[] }).problems;
const packagesOf = (files: readonly string[]) => [...new Set(files.map((file) => /^(@[^/]+\/)?[^/]+/.exec(file)![0]))].sort();

test('what is packed is what runs, its licence and its documentation', () => {
  const names = runProgram('tar', ['-tzf', tarball], ROOT).stdout.trimEnd().split('\n').map((name) => name.replace(/^package\//, ''));
  expect(names).toEqual(expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'bin/eic', 'lib/index.js', 'lib/index.d.ts', 'lib/cli/main.js', 'docs/errors.md']));
  expect(names.filter((name) => !/^(package\.json|README\.md|LICENSE|bin\/eic|docs\/[a-z-]+\.md|lib\/.+\.(js|d\.ts))$/.test(name))).toEqual([]);
});

describe('with no provider', () => {
  let project: PackedProject;
  beforeAll(() => {
    project = new PackedProject(tarball, CLUSTER);
  });

  test('eic synth says what to install, before any work', () => {
    const run = project.eic('synth', AZURE, '-o', 'out', '--json');
    expect(run).toMatchObject({ status: 2, stderr: '' });
    expect(problemsIn(run.stdout)).toEqual([expect.objectContaining({
      code: 'EIC902', path: 'firewall.hub.azure', file: AZURE, line: expect.any(Number), column: expect.any(Number),
      message: expect.stringMatching(/: npm install cdktf@\d\S+ @cdktf\/provider-azurerm@\d\S+$/),
    })]);
    expect(Object.keys(treeOf(project.folder)).filter((path) => path.startsWith('out'))).toEqual([]);
    expect(project.eic('synth', AZURE).stderr).toMatch(/EIC902 firewall\.hub\.azure needs cdktf and @cdktf\/provider-azurerm: npm install /);
  });

  test('eic plan works, also for a firewall', () => {
    const run = project.eic('plan', AZURE, '--json');
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(run.stdout)).toMatchObject({ cell: 'plant-mannheim', generator: { version: manifest.version }, targets: { hub: expect.arrayContaining([]) } });
  });

  test('eic synth works for the cluster side', () => {
    expect(project.eic('synth', MINIMAL, '-o', 'out')).toMatchObject({ status: 0, stderr: '' });
    expect(Object.keys(treeOf(join(project.folder, 'out/minimal')))).toContain('plan.json');
  });

  test('eic schema, init, --help and --version work', () => {
    expect(JSON.parse(project.eic('schema').stdout)).toMatchObject({ type: 'object' });
    expect(project.eic('init', '--name', 'x')).toMatchObject({ status: 2 });
    expect(project.eic('--help')).toMatchObject({ status: 0, stderr: '' });
    expect(project.eic('--version')).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });
});

test('with the engine but no provider, the provider is what to install', () => {
  const run = new PackedProject(tarball, [...CLUSTER, 'cdktf']).eic('synth', AZURE, '--json');
  expect(run.status).toBe(2);
  expect(problemsIn(run.stdout)[0]!.message).toMatch(/^needs @cdktf\/provider-azurerm: npm install @cdktf\/provider-azurerm@\d\S+$/);
});

test('without cdk8s, eic synth says what to install', () => {
  const project = new PackedProject(tarball, DEPENDENCIES);
  const run = project.eic('synth', MINIMAL, '--json');
  expect(run.status).toBe(2);
  expect(problemsIn(run.stdout)).toEqual([expect.objectContaining({ code: 'EIC902', path: '', message: expect.stringMatching(/: npm install cdk8s@\S+ constructs@\S+$/) })]);
  expect(project.eic('plan', AZURE, '--json').status).toBe(0);
});

test('without cdk8s-plus-28, only personas say what to install', () => {
  const project = new PackedProject(tarball, CLUSTER.filter((name) => name !== 'cdk8s-plus-28'));
  const personas = fileWith({ ...minimalFile(), personas: { administrator: { groups: ['admins'] } } });
  const run = project.eic('synth', personas, '--json');
  expect(run.status).toBe(2);
  expect(problemsIn(run.stdout)).toEqual([
    expect.objectContaining({ code: 'EIC902', path: '', message: expect.stringMatching(/^needs cdk8s-plus-28 for manifests: npm install cdk8s-plus-28@\S+$/) }),
  ]);
  expect(project.eic('synth', MINIMAL, '-o', 'out', '--json').status).toBe(0);
});

describe('with one provider', () => {
  let project: PackedProject;
  beforeAll(() => {
    project = new PackedProject(tarball, [...CLUSTER, 'cdktf', PROVIDER]);
  });

  test('eic synth writes everything', () => {
    const run = project.eic('synth', AZURE, '-o', 'out', '--json');
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(Object.keys(treeOf(join(project.folder, 'out/plant-mannheim')))).toEqual(expect.arrayContaining(['plan.json', 'terraform/hub/cdk.tf.json', 'manifests/10-service-entries.yaml']));
  });

  test('eic synth loads one folder of the provider for each kind of resource, and no more packages than it needs', () => {
    const files = project.loaded('synth', AZURE, '-o', 'loaded');
    const folders = files.filter((file) => file.startsWith(PROVIDER)).map((file) => file.split('/')[3]);
    expect([...new Set(folders)].sort()).toEqual(['firewall-policy-rule-collection-group', 'provider']);
    expect(packagesOf(files)).toEqual(expect.arrayContaining(['cdk8s', 'cdktf', 'constructs', 'edge-integration-cell', 'ipaddr.js', 'yaml']));
    for (const unused of ['cdk8s-plus-28', 'cli-table3', '@cdktf/provider-aws']) expect(packagesOf(files)).not.toContain(unused);
  });

  test('eic plan loads no CDK and no provider', () => {
    expect(packagesOf(project.loaded('plan', AZURE, '--json'))).toEqual(['edge-integration-cell', 'ipaddr.js', 'yaml']);
    expect(packagesOf(project.loaded('plan', AZURE)).filter((name) => /cdk|constructs/.test(name))).toEqual([]);
  });

  test('eic synth of the cluster side loads no Terraform', () => {
    expect(packagesOf(project.loaded('synth', MINIMAL)).filter((name) => /cdktf|provider/.test(name))).toEqual([]);
  });

  test('help and version load nothing but a few files of ours', () => {
    expect(packagesOf(project.loaded('--help'))).toEqual(['edge-integration-cell']);
    expect(project.loaded('synth', '--help').length).toBeLessThan(20);
    expect(packagesOf(project.loaded('--version')).filter((name) => /cdk|yaml/.test(name))).toEqual([]);
  });
});

describe('as a process', () => {
  let project: PackedProject;
  beforeAll(() => {
    project = new PackedProject(tarball, CLUSTER);
  });

  test('exit codes are those of the contract', () => {
    const warning = fileWith(minimalFile());
    expect(project.eic('plan', warning, '--strict').status).toBe(1);
    expect(project.eic('plan', warning).status).toBe(0);
    expect(project.eic('plan', fileWith('a: {')).status).toBe(2);
    expect(project.eic('frobnicate').status).toBe(2);
  });

  test.each([['--json'], ['--format=csv'], ['--format=table']])('a reader that has seen enough is no error: %s', (format) => {
    const cells = join(ROOT, 'examples/cells');
    const wide = fileWith({ ...minimalFile(), receivers: Object.fromEntries(Array.from({ length: 800 }, (_, index) => [`r${index}`, { protocol: 'https', host: `h${index}.acme.example` }])) });
    const run = runProgram('bash', ['-c', `${project.command} plan ${cells}/*.yaml ${wide} ${format} | head -c 10; echo; echo "\${PIPESTATUS[0]}"`], project.folder);
    expect(run.stderr).toBe('');
    expect(run.stdout.split('\n').slice(-2)).toEqual(['0', '']);
  });
});
