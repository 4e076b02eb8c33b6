import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { eic, fileWith, problemsIn } from './eic';
import { Verification } from '../../src/verify';
import { newFolder } from '../support/folders';
import { ROOT } from '../support/scripts';

const CELL = join(ROOT, 'examples/cells/azure-cluster-btp-aws.yaml');
const OUTPUT = join(ROOT, 'examples/cells/expected');
const POLICIES = 'plant-mannheim/manifests/60-network-policies.yaml';

/** The output with one file changed. */
function changed(file: string, change: (text: string) => string): string {
  const folder = newFolder();
  cpSync(join(OUTPUT, 'plant-mannheim'), join(folder, 'plant-mannheim'), { recursive: true });
  const text = readFileSync(join(folder, file), 'utf8');
  const next = change(text);
  expect(next).not.toBe(text);
  writeFileSync(join(folder, file), next);
  return folder;
}

describe('eic verify', () => {
  test('an output that is right: exit 0, and the document of design 4.4', async () => {
    const { code, out, err } = await eic('verify', CELL, '-d', OUTPUT, '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { cell, summary, probes } = JSON.parse(out) as Verification;
    expect(cell).toBe('plant-mannheim');
    expect(summary).toMatchObject({ wrong: 0, unknown: 0, probes: probes.length });
    for (const { id, layers, expected, verdict } of probes) {
      expect(id).toMatch(/^[a-z]/);
      expect(['allow', 'deny']).toContain(expected);
      expect(['allow', 'deny', 'residual', 'unknown']).toContain(verdict);
      for (const { code: why, rule } of layers) {
        expect(why).toMatch(/^[a-z-]+\/[a-z0-9-]+$/);
        if (rule !== null) expect(Object.keys(rule).sort()).toEqual(['file', 'object', 'path']);
      }
    }
  });

  test('--strict stops at residual risks that nobody accepted', async () => {
    expect((await eic('verify', CELL, '-d', OUTPUT, '--strict')).code).toBe(1);
  });

  test.each([
    ['a flow that is blocked', POLICIES, (text: string) => text.replaceAll('port: 44300', 'port: 44301'), 'EIC720', 'receivers.s4'],
    ['a policy that is too wide', POLICIES, (text: string) => text.replaceAll('cidr: 10.20.9.5/32', 'cidr: 10.20.0.0/16'), 'EIC721', 'receivers.erp'],
    ['a server name that is too wide', 'plant-mannheim/terraform/hub/cdk.tf.json', (text: string) => text.replaceAll('"api.carrier.example"', '"*.example"'), 'EIC725', ''],
    ['mutual TLS that is off', 'plant-mannheim/manifests/20-peer-authentications.yaml', (text: string) => text.replaceAll('STRICT', 'PERMISSIVE'), 'EIC725', ''],
    ['an object of an earlier definition', 'plant-mannheim/manifests/10-service-entries.yaml', (text: string) => text.replace('edge-integration-cell/flows: receiver/orders', 'edge-integration-cell/flows: receiver/gone'), 'EIC725', ''],
  ] as const)('%s', async (_, file, change, code, path) => {
    const run = await eic('verify', CELL, '-d', changed(file, change), '--json');
    const { problems } = JSON.parse(run.out) as Verification;
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(run.code).toBe(1);
    expect(errors.map((problem) => `${problem.code} ${problem.path}`)).toContain(`${code} ${path}`);
  });

  test('a target that is missing', async () => {
    const folder = join(OUTPUT, 'plant-mannheim/manifests');
    const run = await eic('verify', CELL, '-d', folder, '--json');
    expect(run.code).toBe(1);
    expect(problemsIn(run).map(({ code, path }) => `${code} ${path}`)).toContain('EIC726 firewall.hub');
  });

  test('SARIF 2.1.0', async () => {
    const file = join(newFolder(), 'eic.sarif');
    await eic('verify', CELL, '-d', OUTPUT, '--sarif', file);
    const sarif = JSON.parse(readFileSync(file, 'utf8')) as { version: string; runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; ruleIndex: number; level: string }[] }[] };
    expect(sarif.version).toBe('2.1.0');
    const [{ tool: { driver: { rules } }, results }] = sarif.runs as [typeof sarif.runs[number]];
    expect(results.length).toBeGreaterThan(0);
    for (const { ruleId, ruleIndex, level } of results) {
      expect(rules[ruleIndex]!.id).toBe(ruleId);
      expect(['error', 'warning', 'note']).toContain(level);
    }
  });

  test.each([
    ['broken YAML', 'a: [', /EIC204/], ['broken JSON', '{"a": ', /EIC20\d/], ['nothing of ours', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n', /EIC72[016]/],
  ])('bad input: %s is never proof', async (_, text, code) => {
    const run = await eic('verify', CELL, '-d', fileWith(text, 'a.yaml'), '--json');
    expect(run.code).toBe(1);
    expect(problemsIn(run).map((problem) => problem.code).join(' ')).toMatch(code);
  });

  test.each([[[]], [['-d', '/nowhere']]])('usage: %j', async (words) => {
    const run = await eic('verify', CELL, ...words, '--json');
    expect(run.code).toBe(2);
    expect(problemsIn(run).map(({ code }) => code)).toEqual(['EIC901']);
  });
});

describe('eic explain', () => {
  const ask = async (...words: string[]) => eic('explain', CELL, '-d', OUTPUT, ...words);

  test.each([
    ['s4.corp.example:44300', 'allow', 'receiver/s4'], ['evil.example:443', 'deny', null], ['169.254.169.254:80', 'deny', null], ['[2001:db8::1]:443', 'deny', null],
  ])('worker to %s: %s', async (to, verdict, permittedBy) => {
    const { code, out } = await ask('--from', 'worker', '--to', to, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ verdict, permittedBy });
  });

  test('says which rule decides', async () => {
    const { out } = await ask('--from', 'worker', '--to', 's4.corp.example:44300');
    expect(out).toMatch(/permitted by receiver\/s4/);
    expect(out).toMatch(/NetworkPolicy edge-icell\/eic-plant-mannheim-worker spec\.egress\[2\]/);
    expect(out).toMatch(/allow, as the plan says/);
  });

  test('questions that cannot be put', async () => {
    const run = await ask('--from', 'workr', '--to', '*.example:443', '--json');
    expect(run.code).toBe(2);
    expect(problemsIn(run).map(({ code, path }) => `${code} ${path}`)).toEqual(['EIC728 from', 'EIC728 to']);
  });
});

describe('eic diff', () => {
  const other = fileWith(readFileSync(CELL, 'utf8').replace('port: 44300', 'port: 44301').replace(/^ {2}mes: .*\n/m, ''));

  test('two definitions', async () => {
    const { code, out } = await eic('diff', CELL, other, '--json');
    expect(code).toBe(0);
    expect((JSON.parse(out) as { flows: { key: string; change: string }[] }).flows.map(({ key, change }) => `${key} ${change}`)).toEqual(['receiver/mes closed', 'receiver/s4 changed']);
    expect((await eic('diff', CELL, other, '--exit-code')).code).toBe(1);
    expect((await eic('diff', CELL, CELL, '--exit-code')).code).toBe(0);
  });

  test('a definition and an export of the cluster, which is YAML as well', async () => {
    const files = readdirSync(join(OUTPUT, 'plant-mannheim/manifests')).map((file) => join(OUTPUT, 'plant-mannheim/manifests', file));
    const items = files.flatMap((file) => parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as unknown)).filter((item) => item !== null);
    const list = (chosen: readonly unknown[]) => fileWith(stringify({ apiVersion: 'v1', items: chosen, kind: 'List' }));
    const { code, out } = await eic('diff', CELL, list(items.slice(1)), '--json');
    expect(code).toBe(0);
    const removed = (JSON.parse(out) as { objects: { layer: string; change: string }[] }).objects.filter(({ layer }) => layer === 'cluster');
    expect(removed.map(({ change }) => change)).toEqual(['removed']);
  });

  test('two outputs, with the questions of a definition', async () => {
    const narrow = changed(POLICIES, (text) => text.replaceAll('port: 44300', 'port: 44301'));
    const { out } = await eic('diff', join(OUTPUT, 'plant-mannheim'), join(narrow, 'plant-mannheim'), '--cell', CELL, '--json');
    const { objects, verdicts } = JSON.parse(out) as { objects: { object: string }[]; verdicts: { id: string }[] };
    expect(objects.map(({ object }) => object)).toEqual(['NetworkPolicy edge-icell/eic-plant-mannheim-worker']);
    expect(verdicts.some(({ id }) => id.startsWith('receiver/s4/own/'))).toBe(true);
  });
});
