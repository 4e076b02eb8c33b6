import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { fullDefinition, minimalWith } from './definitions';
import { eic, eicIn, fileWith, problemsIn } from './eic';
import { filesOf, treeOf } from './trees';
import { Data, minimalFile } from '../support/cells';
import { newFolder } from '../support/folders';
import { ROOT } from '../support/scripts';

const MINIMAL = join(ROOT, 'examples/cells/minimal.yaml');

/** The full definition without its firewalls. */
function clusterOnly(): Data {
  const { firewall: _, ...rest } = fullDefinition();
  return rest;
}

/** The Kubernetes objects below a folder. */
function objectsIn(folder: string): Data[] {
  return filesOf(folder).filter((file) => file.endsWith('.yaml')).flatMap((file) => {
    const documents = parseAllDocuments(readFileSync(join(folder, file), 'utf8'));
    if (!Array.isArray(documents)) throw new Error(`${file} is empty`);
    expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
    return documents.map((document) => document.toJS() as Data);
  });
}

test('writes manifests and plan.json, and says so', async () => {
  const out = newFolder();
  const { code, out: text, err } = await eic('synth', MINIMAL, '-o', out);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const files = filesOf(join(out, 'minimal')).filter((file) => !file.startsWith('.'));
  expect(files).toEqual([expect.stringMatching(/^manifests\/10-/), ...files.slice(1, -1).map(() => expect.stringMatching(/^manifests\/\d\d-[a-z-]+\.yaml$/) as string), 'plan.json']);
  expect(text.split('\n')).toEqual([
    ...files.map((file) => `written    minimal/${file}`), `1 cell in ${out}: ${files.length} files written`, expect.stringMatching(/^\d+ findings: \d+ warnings, \d+ infos?, 0 accepted; eic plan shows them$/), '',
  ]);
  expect(objectsIn(out).length).toBeGreaterThan(10);
  expect((await eic('synth', MINIMAL, '-o', out)).out.split('\n').slice(0, files.length)).toEqual(files.map((file) => `unchanged  minimal/${file}`));
});

test('writes to out where no folder is given', async () => {
  const before = process.cwd();
  process.chdir(newFolder());
  try {
    expect((await eic('synth', MINIMAL)).code).toBe(0);
    expect(filesOf('out')).toContain('minimal/plan.json');
  } finally {
    process.chdir(before);
  }
});

test('plan.json is what eic plan --json prints, by another file name and order', async () => {
  const [out, file] = [newFolder(), fileWith(clusterOnly())];
  expect((await eic('synth', file, '-o', out)).code).toBe(0);
  expect(readFileSync(join(out, 'plant/plan.json'), 'utf8')).toBe((await eic('plan', file, '--json')).out);
  const reversed = (value: unknown): unknown => (typeof value !== 'object' || value === null || Array.isArray(value) ? value
    : Object.fromEntries(Object.entries(value).reverse().map(([key, inner]) => [key, reversed(inner)])));
  const before = treeOf(out);
  const other = await eic('synth', fileWith(reversed(clusterOnly()), 'other.json'), '-o', out, '--json');
  expect(treeOf(out)).toEqual(before);
  expect((JSON.parse(other.out) as { cells: { files: { status: string }[] }[] }).cells[0]!.files.map(({ status }) => status)).not.toContain('written');
});

test('--json says what became of each file, and counts the findings', async () => {
  const out = newFolder();
  const file = fileWith(minimalWith({ 'accept': [{ flows: ['xsuaa'], risk: 'shared-tenant-wildcard', reason: 'known' }], 'cluster/cni': { networkPolicy: true } }));
  const { out: text } = await eic('synth', file, '-o', out, '--json');
  const { findings } = JSON.parse((await eic('plan', file, '--json')).out) as { findings: { severity: string; accepted: string | null }[] };
  const open = findings.filter(({ accepted }) => accepted === null);
  expect(JSON.parse(text)).toEqual({
    cells: [{
      cell: 'plant',
      files: filesOf(join(out, 'plant')).filter((path) => !path.startsWith('.')).map((path) => ({ path, status: 'written' })),
      findings: { warning: open.filter(({ severity }) => severity === 'warning').length, info: open.filter(({ severity }) => severity === 'info').length, accepted: 1 },
      snippets: {},
    }],
  });
});

test('several cells have a folder each; what a cell had is removed when it has it no more', async () => {
  const [out, folder] = [newFolder(), newFolder()];
  const additional = { 'ingress/virtualHosts/additional': { partners: { host: 'partners.acme.example', credentialName: 'partners-tls', tls: 'SIMPLE' } } };
  fileWith(minimalWith({ name: 'one', ...additional }), 'one.yaml', folder);
  fileWith(minimalWith({ name: 'two' }), 'two.yaml', folder);
  await eic('synth', folder, '-o', out);
  expect([...new Set(filesOf(out).map((file) => file.split('/')[0]))]).toEqual(['one', 'two']);
  expect(filesOf(out)).toContain('one/manifests/40-virtual-hosts.yaml');
  fileWith(minimalWith({ name: 'one' }), 'one.yaml', folder);
  expect((await eic('synth', join(folder, 'one.yaml'), '-o', out)).out).toContain('removed    one/manifests/40-virtual-hosts.yaml\n');
  expect(filesOf(out)).not.toContain('one/manifests/40-virtual-hosts.yaml');
  expect(filesOf(out)).toContain('two/plan.json');
});

describe('nothing is written', () => {
  test('with --strict, where a warning is not accepted: exit code 1', async () => {
    const [out, file] = [newFolder(), fileWith(minimalFile())];
    const run = await eic('synth', file, '-o', out, '--strict', '--json');
    expect(run).toMatchObject({ code: 1, err: '' });
    expect(problemsIn(run)).toContainEqual(expect.objectContaining({ code: 'EIC501', severity: 'warning', path: 'btp.flows.xsuaa', file, line: expect.any(Number), docs: 'docs/errors.md#eic501' }));
    expect(problemsIn(run).every(({ severity }) => severity === 'warning')).toBe(true);
    expect(treeOf(out)).toEqual({});
    expect((await eic('synth', fileWith(minimalWith({ 'btp/flows': everyFlowNarrow() })), '-o', out, '--strict')).code).toBe(0);
  });

  test('where a target cannot express a flow: exit code 1', async () => {
    const [out, folder] = [join(newFolder(), 'out'), newFolder()];
    fileWith(minimalFile(), 'a.yaml', folder);
    const bad = fileWith(minimalWith({ 'name': 'bad', 'receivers/a': { protocol: 'tcp', host: 'a.acme.example', port: 7000, addresses: ['203.0.113.0/24'] }, 'receivers/b': { protocol: 'tcp', host: 'b.acme.example', port: 7000, addresses: ['203.0.113.7/32'] } }), 'b.yaml', folder);
    const run = await eic('synth', folder, '-o', out, '--json');
    expect(run.code).toBe(1);
    expect(problemsIn(run)).toContainEqual(expect.objectContaining({ code: 'EIC406', file: bad, line: expect.any(Number) }));
    expect(treeOf(join(out, '..'))).toEqual({});
  });

  test('where the output is not ours, or cannot be written: exit code 2', async () => {
    const out = newFolder();
    mkdirSync(join(out, 'minimal'));
    writeFileSync(join(out, 'minimal/plan.json'), 'mine');
    const foreign = await eic('synth', MINIMAL, '-o', out, '--json');
    expect(foreign.code).toBe(2);
    expect(problemsIn(foreign)).toEqual([expect.objectContaining({ code: 'EIC905', file: join(out, 'minimal/plan.json') })]);
    expect((await eic('synth', MINIMAL, '-o', out)).err).toMatch(`${join(out, 'minimal/plan.json')}: EIC905 must not be there`);
    expect(treeOf(out)).toEqual({ 'minimal/': '', 'minimal/plan.json': 'mine' });
    const run = await eic('synth', MINIMAL, '-o', join(out, 'minimal/plan.json'), '--json');
    expect(run.code).toBe(2);
    expect(problemsIn(run)).toEqual([expect.objectContaining({ code: 'EIC904' })]);
  });
});

/** Exact hosts for every flow of SAP's table. */
function everyFlowNarrow(): Data {
  const flows = ['security-material', 'system-internal-events', 'configuration-service', 'xsuaa', 'destination-service', 'audit-log-service'];
  return Object.fromEntries([
    ['content-deployment', { hosts: ['b.s3.eu-central-1.amazonaws.com'] }],
    ...flows.map((flow) => [flow, { hosts: [`${flow}.cfapps.eu10.hana.ondemand.com`] }] as const),
  ]);
}

test('progress is shown on a terminal, where work is long, and taken away', async () => {
  const folder = newFolder();
  for (let index = 0; index < 5; index++) fileWith(minimalWith({ name: `cell-${index}` }), `${index}.yaml`, folder);
  const { err, out } = await eicIn({ terminal: true }, 'synth', folder, '-o', newFolder());
  expect(err).toBe(`${Array.from({ length: 5 }, (_, index) => `\r\u001b[K${index + 1}/5 cell-${index}`).join('')}\r\u001b[K`);
  expect(out).toContain('5 cells in ');
  expect((await eicIn({ terminal: true }, 'synth', join(folder, '0.yaml'), '-o', newFolder())).err).toBe('');
  expect((await eic('synth', folder, '-o', newFolder())).err).toBe('');
});

describe('hostile text in a reason', () => {
  test.each([
    ['"; drop table flows; --'], ['${var.x} %{ if true } $${y}'], ['<script>alert(1)</script>'], ['{{ .Values.x }} {% x %}'], ['# no comment: - "a" \'b\' | > & * !tag'], ['${TfToken[TOKEN.7]} #{TfToken[x]}'], ['ünï — 漢字 🚀'],
  ])('%s is data in every output', async (reason) => {
    const out = newFolder();
    const file = fileWith(minimalWith({
      'flows/x': { from: ['worker'], hosts: ['x.acme.example'], ports: [443], protocol: 'https', reason },
      'cluster/mtls': { exceptions: [{ namespace: 'edge-icell', selector: { app: 'webhook' }, ports: [9443], reason }] },
      'accept': [{ flows: ['xsuaa'], risk: 'shared-tenant-wildcard', reason }],
    }));
    expect(await eic('synth', file, '-o', out)).toMatchObject({ code: 0, err: '' });
    const plan = JSON.parse(readFileSync(join(out, 'plant/plan.json'), 'utf8')) as { flows: { id: string; reasons: { text: string }[] }[]; findings: { accepted: string | null }[] };
    expect(plan.flows.find(({ id }) => id === 'flow/x')!.reasons[0]!.text).toBe(reason);
    expect(plan.findings.map(({ accepted }) => accepted)).toContain(reason);
    const exception = objectsIn(out).find(({ kind, spec }) => kind === 'PeerAuthentication' && (spec as Data).selector !== undefined)!;
    expect(Object.values((exception.metadata as { annotations: Data }).annotations)).toContain(reason);
    expect((await eic('plan', file)).out).toContain(reason);
  });
});

test('5,000 receivers are written, each allowed by name', async () => {
  const out = newFolder();
  const receivers = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`r${index}`, { protocol: 'https', host: `h${index}.partner.example` }]));
  const file = fileWith(minimalWith({ receivers }));
  expect((await eic('plan', file)).out).toMatch(/^receiver\/r4999 +edge-icell\/worker +h4999\.partner\.example +443 https +declared /m);
  expect((await eic('synth', file, '-o', out)).code).toBe(0);
  const entries = readFileSync(join(out, 'plant/manifests/10-service-entries.yaml'), 'utf8');
  expect(new Set(entries.match(/^ +- h\d+\.partner\.example$/gm)).size).toBe(5000);
}, 60_000);

test('more entries than a map may hold are refused, with the limit', async () => {
  const receivers = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`r${index}`, { protocol: 'https', host: `h${index}.partner.example` }]));
  const run = await eic('plan', fileWith(JSON.stringify(minimalWith({ receivers }))), '--json');
  expect(run.code).toBe(2);
  expect(problemsIn(run)).toContainEqual(expect.objectContaining({ code: 'EIC113', path: 'receivers', message: 'must have at most 10000 entries, got: 10001' }));
});
