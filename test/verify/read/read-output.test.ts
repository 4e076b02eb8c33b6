import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readOutput, ReadOutput } from '../../../src/verify/read';
import { newFolder } from '../../support/folders';
import { ROOT } from '../../support/scripts';

type Files = Readonly<Record<string, string | Buffer | object>>;

/** A folder with files; what is no text is written as JSON. */
function folderWith(files: Files): string {
  const folder = newFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  }
  return folder;
}
const read = (files: Files): ReadOutput => readOutput([folderWith(files)]);
const ids = ({ objects }: ReadOutput) => objects.map(({ id }) => id);
const places = ({ problems }: ReadOutput) => problems.map(({ code, line, column }) => [code, line, column]);
const unclear = ({ notUnderstood }: ReadOutput) => notUnderstood.map(({ object, message }) => `${object}: ${message}`);

const policy = (name: string, namespace = 'blue') => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec: { podSelector: {} } });
const POLICY = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: NAME\n  namespace: blue\nspec:\n  podSelector: {}\n';
const named = (name: string) => POLICY.replace('NAME', name);

describe('what eic synth writes', () => {
  const output = readOutput([join(ROOT, 'examples/cells/expected/plant-mannheim')]);

  test('is read whole, and nothing is in the way', () => {
    expect(output.problems).toEqual([]);
    expect(output.notUnderstood).toEqual([]);
    const manifests = ['10-service-entries', '20-peer-authentications', '30-authorization-policies', '40-virtual-hosts', '50-sidecars', '60-network-policies'];
    const count = manifests.map((name) => readFileSync(join(ROOT, `examples/cells/expected/plant-mannheim/manifests/${name}.yaml`), 'utf8').split(/^kind:/m).length - 1).reduce((a, b) => a + b);
    expect(output.objects).toHaveLength(count);
    expect(Object.keys(output.terraform)).toEqual(['hub']);
    expect(output.terraform.hub!.providers).toEqual({ azurerm: '4.55.0' });
    expect(output.terraform.hub!.resources.map(({ address, mode }) => [address, mode])).toEqual([['azurerm_firewall_policy_rule_collection_group.Rules_Group_75B7CD6E', 'managed']]);
  });

  test('with the line of each object', () => {
    const [, second] = output.objects;
    const lines = readFileSync(second!.file, 'utf8').split('\n');
    expect(second!.line).toBe(lines.indexOf('---') + 2);
  });
});

describe('manifests', () => {
  test.each<[string, Files, readonly string[]]>([
    ['several documents, in the order of files', { 'b.yaml': `${named('b')}---\n${named('c')}`, 'a.yml': named('a') }, ['NetworkPolicy blue/a', 'NetworkPolicy blue/b', 'NetworkPolicy blue/c']],
    ['a list of kubectl', { 'a.yaml': `apiVersion: v1\nitems:\n- ${named('a').trim().replace(/\n/g, '\n  ')}\nkind: List\nmetadata:\n  resourceVersion: ""\n` }, ['NetworkPolicy blue/a']],
    ['a list in JSON', { 'a.json': { apiVersion: 'v1', kind: 'List', items: [policy('a'), { apiVersion: 'v1', kind: 'List', items: [policy('b')] }] } }, ['NetworkPolicy blue/a', 'NetworkPolicy blue/b']],
    ['a typed list, whose items leave out their kind', { 'a.json': { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicyList', items: [{ metadata: { name: 'a', namespace: 'blue' } }] } }, ['NetworkPolicy blue/a']],
    ['objects without a namespace', { 'a.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: blue}\n' }, ['Namespace blue']],
    ['one name in two namespaces, and of two kinds', { 'a.json': policy('a'), 'b.json': policy('a', 'red'), 'c.json': { ...policy('a'), apiVersion: 'projectcalico.org/v3' } }, ['NetworkPolicy blue/a', 'NetworkPolicy red/a', 'NetworkPolicy blue/a']],
    ['definitions and plans of ours are no objects', { 'cell.yaml': 'apiVersion: edge-integration-cell/v1\nkind: EdgeIntegrationCell\nname: a\n', 'plan.json': { apiVersion: 'edge-integration-cell/v1', kind: 'ConnectivityPlan' }, 'a.json': policy('a') }, ['NetworkPolicy blue/a']],
    ['hidden files, other files and node_modules are left out', { '.hidden/x.yaml': 'broken: [', 'README.md': '#', 'node_modules/x.yaml': 'broken: [', 'a.json': policy('a') }, ['NetworkPolicy blue/a']],
  ])('%s', (_, files, expected) => {
    const output = read(files);
    expect([ids(output), output.problems, output.notUnderstood]).toEqual([expected, [], []]);
  });

  test('items of a large list of kubectl are read one by one, with their lines', () => {
    const items = Array.from({ length: 6000 }, (_, index) => `- ${named(`p${index}`).trim().replace(/\n/g, '\n  ')}\n`);
    const text = `apiVersion: v1\nitems:\n${items.join('')}kind: List\nmetadata:\n  resourceVersion: ""\n`;
    expect(text.length).toBeGreaterThan(2 ** 20 / 2);
    const wide = text.replaceAll('podSelector: {}', `podSelector: {matchLabels: {app: ${'x'.repeat(120)}}}`);
    const [small, large] = [read({ 'a.yaml': text }), read({ 'a.yaml': wide })];
    expect(small.problems).toEqual([]);
    expect(large.problems).toEqual([]);
    expect(large.objects.map(({ id, line }) => [id, line])).toEqual(items.map((_, index) => [`NetworkPolicy blue/p${index}`, 3 + 7 * index]));
    expect(read({ 'a.yaml': wide.replace('name: p4000', 'name: [') }).problems.map(({ code, line }) => [code, line! > 28000 && line! < 28012])).toContainEqual(['EIC204', true]);
  }, 60_000);

  test.each<[string, Files, readonly (readonly unknown[])[]]>([
    ['broken YAML, with the place', { 'a.yaml': `${named('a')}---\nkind: [\n` }, [['EIC204', 10, 1]]],
    ['broken JSON, with the place', { 'a.json': '{\n  "kind": "a",\n  oops\n}' }, [['EIC204', 3, 3]]],
    ['JSON that ends too early', { 'a.json': '{\n"kind":' }, [['EIC204', 2, 8]]],
    ['a key twice in JSON', { 'a.json': '{"apiVersion": "v1",\n "kind": "A", "kind": "B"}' }, [['EIC205', 2, 15]]],
    ['a key twice in JSON, escaped', { 'a.json': '{"apiVersion": "v1", "kind": "A", "k\\u0069nd": "B"}' }, [['EIC205', 1, 35]]],
    ['a key twice in YAML', { 'a.yaml': 'kind: A\nkind: B\n' }, [['EIC205', 2, 1]]],
    ['an octal port, which kubectl reads as another', { 'a.yaml': 'kind: A\nport: 0443\n' }, [['EIC208', 2, 7]]],
    ['a number with an underscore, which kubectl reads as a number', { 'a.yaml': 'kind: A\nport: 4_43\n' }, [['EIC208', 2, 7]]],
    ['yes, which kubectl reads as true', { 'a.yaml': 'kind: A\nflag: yes\n' }, [['EIC208', 2, 7]]],
    ['a merge key', { 'a.yaml': 'a: &a {b: 1}\nc:\n  <<: *a\n' }, [['EIC208', 3, 3]]],
    ['no object', { 'a.yaml': 'just text\n' }, [['EIC704', 1, 1]]],
    ['a document without a kind', { 'a.yaml': 'apiVersion: v1\nmetadata: {name: a}\n' }, [['EIC704', 1, 1]]],
    ['an object without a name', { 'a.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {}\n' }, [['EIC704', 1, 1]]],
    ['a label that is no text', { 'a.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: a, labels: {b: 1}}\n' }, [['EIC704', 1, 1]]],
    ['lists in lists without end', { 'a.json': JSON.stringify(Array.from({ length: 9 }).reduce<object>((inner) => ({ apiVersion: 'v1', kind: 'List', items: [inner] }), {})) }, [['EIC704', 1, 1]]],
    ['the same object twice in a file', { 'a.yaml': `${named('a')}---\n${named('a')}` }, [['EIC703', 9, 1]]],
    ['the same object in two files, by another version of its group', { 'a.json': policy('a'), 'b.json': { ...policy('a'), apiVersion: 'networking.k8s.io/v1beta1' } }, [['EIC703', 1, 1]]],
    ['binary garbage', { 'a.yaml': Buffer.from([0, 1, 2, 3, 255]) }, [['EIC203', 1, 1]]],
    ['UTF-16', { 'a.json': Buffer.from('\ufeff{}', 'utf16le') }, [['EIC203', 1, 1]]],
    ['text that is no JSON', { 'a.json': 'hello' }, [['EIC204', 1, 1]]],
    ['nesting without end', { 'a.json': '['.repeat(200_000) + ']'.repeat(200_000) }, [['EIC705', 1, 1]]],
    ['an empty folder', {}, [['EIC706', 1, 1]]],
  ])('%s', (_, files, expected) => {
    const output = read(files);
    expect(places(output)).toEqual(expected);
    expect(output.problems.every(({ file, message }) => file !== undefined && message.length < 400)).toBe(true);
  });

  test('a bomb of aliases is refused, quickly', () => {
    const levels = ['a0: &a0 [x, x, x, x, x, x, x, x]', ...Array.from({ length: 12 }, (_, index) => `a${index + 1}: &a${index + 1} [${Array(8).fill(`*a${index}`).join(', ')}]`)];
    expect(read({ 'a.yaml': levels.join('\n') }).problems.map(({ code }) => code)).toEqual(['EIC208']);
  });

  test('a file that is broken does not hide the others', () => {
    const output = read({ 'a.yaml': 'kind: [\n', 'b.json': policy('b') });
    expect([ids(output), output.problems.length > 0]).toEqual([['NetworkPolicy blue/b'], true]);
  });

  test.each<[string, object, readonly string[]]>([
    ['a kind that its group has not', { ...policy('a'), kind: 'NetworkPolcy' }, ['NetworkPolcy blue/a: networking.k8s.io has no kind NetworkPolcy that is known here; it may decide about traffic']],
    ['a filter of an unknown group', { ...policy('a'), apiVersion: 'acme.example/v1', kind: 'EgressPolicy' }, ['EgressPolicy blue/a: EgressPolicy of acme.example may decide about traffic, and nothing here reads it']],
    ['a kind that has no part in traffic', { ...policy('a'), apiVersion: 'cert-manager.io/v1', kind: 'Certificate' }, []],
    ['a field that Istio has not', { apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: { name: 'a', namespace: 'blue' }, spec: { hosts: ['a.example'], exportto: ['.'] } }, ['ServiceEntry blue/a: spec.exportto is no field of ServiceEntry in Istio 1.31: an API server drops it, or a newer Istio reads it; correct its name']],
    ['Kustomize', { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: [] }, ['Kustomization: Kustomize changes what it names before it is applied; verify the output of `kubectl kustomize`']],
  ])('%s', (_, object, expected) => {
    expect(unclear(read({ 'a.json': object }))).toEqual(expected);
  });
});

describe('files and folders', () => {
  test('a loop of links is a problem, and the rest is read', () => {
    const folder = folderWith({ 'a.json': policy('a'), 'sub/b.json': policy('b') });
    symlinkSync(folder, join(folder, 'sub/loop'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'sub/lost.yaml'));
    const output = readOutput([folder]);
    expect([ids(output), output.problems.map(({ code, file }) => [code, file!.slice(folder.length)])]).toEqual([['NetworkPolicy blue/a', 'NetworkPolicy blue/b'], [['EIC201', '/sub/loop'], ['EIC201', '/sub/lost.yaml']]]);
  });

  test('a file that is named twice, or also by its folder, is read once', () => {
    const folder = folderWith({ 'a.json': policy('a') });
    expect(readOutput([join(folder, 'a.json'), folder, join(folder, 'a.json')])).toMatchObject({ objects: [{}], problems: [] });
  });

  test('what is not there is a problem', () => {
    expect(places(readOutput([join(newFolder(), 'none')]))).toEqual([['EIC201', 1, 1]]);
  });

  test('the order of paths changes nothing', () => {
    const [one, two] = [folderWith({ 'a.json': policy('a') }), folderWith({ 'b.json': policy('b') })];
    expect(readOutput([two, one])).toEqual(readOutput([one, two]));
  });

  test.each([['a.yaml', 32], ['a.json', 256]])('%s of more than %i MiB is refused before it is parsed', (name, mebibytes) => {
    const folder = folderWith({ [name]: Buffer.alloc(mebibytes * 2 ** 20 + 1, '#') });
    const [problem] = readOutput([folder]).problems;
    expect([problem?.code, problem?.message]).toEqual(['EIC701', expect.stringContaining(`at most ${mebibytes} MiB`)]);
  });
});
