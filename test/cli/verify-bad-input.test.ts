// What is no output at all, or a hostile one, put to `eic verify`, `explain` and `diff`: said with code and place, no crash, and nothing is taken for proof.
import { once } from 'node:events';
import { createWriteStream, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eic, fileWith, problemsIn, Run } from './eic';
import { Verification } from '../../src/verify';
import { newFolder } from '../support/folders';
import { ROOT } from '../support/scripts';

const CELL = join(ROOT, 'examples/cells/azure-cluster-btp-aws.yaml');
const OUTPUT = join(ROOT, 'examples/cells/expected/plant-mannheim');
type Files = Readonly<Record<string, string | Buffer | object>>;

function folderWith(files: Files): string {
  const folder = newFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    fileWith(content, name, folder);
  }
  return folder;
}

const object = (more: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'edge-icell' }, ...more });
const deep = (open: string, close: string, times: number) => open.repeat(times) + close.repeat(times);
const BOMB = ['a0: &a0 [x, x, x, x, x, x, x, x, x]', ...Array.from({ length: 14 }, (_, index) => `a${index + 1}: &a${index + 1} [${Array(9).fill(`*a${index}`).join(', ')}]`)].join('\n');

/** What is wrong, the files, and the problem that says so; places where the file has one. */
const BAD: readonly [string, Files, { readonly code: string; readonly line?: number; readonly column?: number; readonly file?: string }][] = [
  ['broken YAML', { 'a.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: [a\n' }, { code: 'EIC204', file: 'a.yaml', line: 5, column: 1 }],
  ['broken JSON', { 'terraform/hub/cdk.tf.json': '{\n  "resource": {,}\n}' }, { code: 'EIC204', file: 'terraform/hub/cdk.tf.json', line: 2, column: 16 }],
  ['JSON that ends too early', { 'plan.json': '{"format_version": "1.2", "planned_values": {' }, { code: 'EIC204', file: 'plan.json', line: 1 }],
  ['a binary file', { 'a.yaml': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0xff, 0xfe]) }, { code: 'EIC203', file: 'a.yaml', line: 1, column: 1 }],
  ['a binary plan', { 'plan.json': Buffer.from('PK\u0003\u0004 and more', 'latin1') }, { code: 'EIC702', file: 'plan.json' }],
  ['HCL', { 'main.tf': 'resource "azurerm_firewall" "hub" {}\n' }, { code: 'EIC702', file: 'main.tf' }],
  ['an empty folder', {}, { code: 'EIC706' }],
  ['an empty file only', { 'a.yaml': '' }, { code: 'EIC726' }],
  ['comments only', { 'a.yaml': '# nothing\n---\n# here\n' }, { code: 'EIC726' }],
  ['kinds that have no part in it only', { 'a.json': object() }, { code: 'EIC721' }],
  ['a kind that its group has not', { 'a.json': object({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolcy' }) }, { code: 'EIC729', file: 'a.json' }],
  ['no object', { 'a.yaml': 'hello\n' }, { code: 'EIC704', file: 'a.yaml', line: 1 }],
  ['lists and maps of lists in each other without end', { 'a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: ${deep('[', ']', 20_000)}\n` }, { code: 'EIC204', file: 'a.yaml' }],
  ['JSON in JSON without end', { 'a.json': deep('{"a":', '', 100_000) }, { code: 'EIC204', file: 'a.json' }],
  ['a bomb of aliases', { 'a.yaml': BOMB }, { code: 'EIC208', file: 'a.yaml' }],
  ['a plan of a format that is not known', { 'plan.json': { format_version: '7.0', planned_values: {} } }, { code: 'EIC705', file: 'plan.json' }],
  ['a placeholder that nobody filled in', { 'a.yaml': 'apiVersion: v1\nkind: ${KIND}\nmetadata: {name: "${NAME}"}\n' }, { code: 'EIC729', file: 'a.yaml' }],
  ['a template of Helm', { 'a.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n' }, { code: 'EIC208', file: 'a.yaml', line: 4, column: 10 }],
];

/** Nothing that is permitted may count as passing, and nothing that is not as stopped by what was not read. */
function nothingIsAllowed({ out }: Run): void {
  const { probes } = JSON.parse(out) as Verification;
  const passed = probes.filter(({ layers }) => layers.some(({ layer, verdict }) => verdict === 'allow' && layer === 'firewall hub'));
  expect(passed).toEqual([]);
}

describe.each(BAD)('%s', (what, files, { code, file, line, column }) => {
  const folder = folderWith(files);
  const place = { code, ...(file === undefined ? {} : { file: join(folder, file) }), ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };

  test('eic verify exits with 1, and says what and where', async () => {
    const run = await eic('verify', CELL, '-d', folder, '--json');
    expect({ code: run.code, err: run.err }).toEqual({ code: 1, err: '' });
    expect(problemsIn(run)).toContainEqual(expect.objectContaining(place));
    nothingIsAllowed(run);
    if (!/^broken|empty|bomb/.test(what)) return; // for people, too: the same text, in another form
    const text = await eic('verify', CELL, '-d', folder);
    expect(text.code).toBe(1);
    expect(text.out).toContain(code);
  });

  test('eic explain and eic diff end without a crash, and prove nothing', async () => {
    const explained = await eic('explain', CELL, '-d', folder, '--from', 'worker', '--to', 's4.corp.example:44300', '--json');
    expect([0, 1, 2]).toContain(explained.code);
    expect(explained.err).not.toMatch(/at .*\.ts:\d+/);
    if (code.startsWith('EIC2') || /EIC70[1-6]/.test(code)) expect(explained.code).not.toBe(0);
    const diffed = await eic('diff', OUTPUT, folder, '--json');
    expect([0, 2]).toContain(diffed.code);
    if (code.startsWith('EIC2') || /EIC70[1-6]/.test(code)) expect(problemsIn(diffed)).toContainEqual(expect.objectContaining({ code }));
  });
});

test('a loop of links is said, and the rest is read', async () => {
  const folder = folderWith({ 'a.json': object(), 'sub/b.json': object({ metadata: { name: 'b', namespace: 'edge-icell' } }) });
  symlinkSync(folder, join(folder, 'sub/loop'));
  const run = await eic('verify', CELL, '-d', folder, '--json');
  expect(run.code).toBe(1);
  expect(problemsIn(run)).toContainEqual(expect.objectContaining({ code: 'EIC201', file: join(folder, 'sub/loop') }));
});

test('${…} in values of a plan is text, in a configuration an expression that decides nothing', async () => {
  const rule = { name: 'all', protocols: ['TCP'], source_addresses: ['*'], destination_addresses: ['${var.x}'], destination_ports: ['443'] };
  const values = { name: 'g', priority: 100, firewall_policy_id: '/x', network_rule_collection: [{ name: 'c', priority: 100, action: 'Allow', rule: [rule] }] };
  const folder = folderWith({ 'terraform/hub/cdk.tf.json': { resource: { azurerm_firewall_policy_rule_collection_group: { g: values } } } });
  const run = await eic('verify', CELL, '-d', OUTPUT.replace(/plant-mannheim$/, ''), '-d', join(folder, 'terraform/hub/cdk.tf.json'), '--json');
  expect(run.code).toBe(1);
  nothingIsAllowed(await eic('verify', CELL, '-d', folder, '--json'));
});

/** A list as `kubectl get -o yaml` or `-o json` writes it, of so many MiB. */
async function exportOf(file: string, mib: number, write: (index: number) => string, [head, between, tail]: readonly [string, string, string]): Promise<number> {
  const stream = createWriteStream(file);
  stream.write(head);
  let [size, index] = [0, 0];
  for (; size < mib * 1024 * 1024; index++) {
    const text = `${index === 0 ? '' : between}${write(index)}`;
    size += text.length;
    if (!stream.write(text)) await once(stream, 'drain');
  }
  stream.end(tail);
  await once(stream, 'finish');
  return index;
}

test('an export of 100 MiB ends in time and memory; what is too large is said', async () => {
  const folder = newFolder();
  const filler = 'x'.repeat(1500);
  const count = await exportOf(join(folder, 'all.json'), 100, (index) => JSON.stringify({
    apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: `p${index}`, namespace: `team-${index % 500}`, annotations: { note: filler } },
    spec: { podSelector: { matchLabels: { app: `a${index}` } }, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: `10.${index % 250}.0.0/16` } }], ports: [{ port: 443, protocol: 'TCP' }] }] },
  }), ['{"apiVersion":"v1","kind":"List","items":[', ',\n', ']}']);
  const started = Date.now();
  const before = process.memoryUsage().rss;
  const run = await eic('verify', CELL, '-d', folder, '-d', join(OUTPUT, 'terraform'), '-d', join(OUTPUT, 'manifests'), '--json');
  const [seconds, mib] = [(Date.now() - started) / 1000, Math.round((process.memoryUsage().rss - before) / 2 ** 20)];
  console.info(`100 MiB, ${count} objects: ${seconds.toFixed(1)} s, ${mib} MiB more`);
  expect(run.code).toBe(0);
  expect(seconds).toBeLessThan(120);
  const yaml = newFolder();
  writeFileSync(join(yaml, 'all.yaml'), 'a: 1\n'.repeat(8 * 1024 * 1024));
  expect(problemsIn(await eic('verify', CELL, '-d', yaml, '--json'))).toContainEqual(expect.objectContaining({ code: 'EIC701', file: join(yaml, 'all.yaml') }));
}, 300_000);
