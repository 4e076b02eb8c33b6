import { join } from 'node:path';
import * as fc from 'fast-check';
import { fullDefinition, minimalWith, POLICY } from './definitions';
import { eic, fileWith, problemsIn } from './eic';
import { CATALOG_VERSION } from '../../src/catalog';
import { NOT_RENDERED } from '../../src/compile/not-rendered';
import { PlanDocument } from '../../src/compile/plan-document';
import { KINDS } from '../../src/errors';
import { Data, minimalFile } from '../support/cells';
import { newFolder } from '../support/folders';
import { ROOT } from '../support/scripts';

const EXAMPLES = join(ROOT, 'examples/cells');

interface PlanJson extends PlanDocument {
  readonly cell: string;
  readonly generator: { readonly version: string; readonly catalog: string };
  readonly flows: readonly Readonly<Record<string, unknown>>[];
}

const planOf = async (data: unknown): Promise<PlanJson> => JSON.parse((await eic('plan', fileWith(data), '--json')).out) as PlanJson;

describe('--json', () => {
  test('is the document of design 4.4', async () => {
    const { code, out, err } = await eic('plan', fileWith(fullDefinition()), '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.endsWith('}\n')).toBe(true);
    const plan = JSON.parse(out) as PlanJson;
    expect(plan).toMatchObject({
      apiVersion: 'edge-integration-cell/v1', kind: 'ConnectivityPlan', cell: 'plant', generator: { version: expect.any(String), catalog: CATALOG_VERSION },
    });
    expect(plan.flows.length).toBeGreaterThan(20);
    for (const flow of plan.flows) {
      expect(flow).toMatchObject({
        id: expect.stringMatching(/^[a-z0-9-]+(\/[a-z0-9-]+)?$/), direction: expect.stringMatching(/^(egress|ingress)$/), protocol: expect.any(String),
        evidence: expect.stringMatching(/^(documented|vendor|inferred|declared)$/), to: { hosts: expect.any(Array), cidrs: expect.any(Array) },
      });
      expect([null, 'proxy']).toContain(flow.via);
      const { from, ports, reasons, to } = flow as unknown as { from: Data[]; ports: unknown[]; reasons: unknown[]; to: { component: unknown } };
      expect(from.length).toBeGreaterThan(0);
      for (const source of from) expect(['namespace', 'namespace,component', 'cidr', 'nodes']).toContain(Object.keys(source).join());
      for (const port of ports) expect(typeof port === 'number' || /^\d+-\d+$/.test(port as string)).toBe(true);
      expect(reasons.length).toBeGreaterThan(0);
      for (const reason of reasons) expect(reason).toEqual({ text: expect.stringMatching(/./), source: expect.stringMatching(/./) });
      expect(to.component === null || typeof to.component === 'string').toBe(true);
    }
    for (const finding of plan.findings) {
      expect(finding).toEqual({
        code: expect.stringMatching(/^EIC5\d\d$/), severity: expect.stringMatching(/^(warning|info)$/), flow: finding.flow === null ? null : expect.any(String),
        path: expect.any(String), message: expect.any(String), remedy: expect.stringMatching(/./), accepted: finding.accepted === null ? null : expect.any(String),
      });
    }
    expect(Object.keys(plan.targets)).toEqual(['cluster', 'accounts', 'existing', 'given', 'hub', 'inspection', 'net', 'prefix', 'spoke', 'tags', 'vpc', 'vpcs']);
    for (const row of [...plan.targets.cluster!, ...plan.targets.hub!]) {
      expect(row).toEqual({
        flow: expect.any(String), rule: expect.any(String), mechanism: expect.any(String), evidence: expect.stringMatching(/^(sni|host|dns|ip)$/), exact: expect.any(Boolean),
      });
      expect(plan.flows.map(({ id }) => id)).toContain(row.flow);
    }
  });

  test('holds the findings of plan and targets in order, the accepted ones with their reason', async () => {
    const { findings } = await planOf(fullDefinition());
    const keys = findings.map(({ code, flow, path }) => `${code} ${flow ?? ''} ${path}`);
    expect(keys).toEqual([...keys].sort());
    expect(findings).toContainEqual(expect.objectContaining({ code: 'EIC503', flow: 'ingress/partners', accepted: 'all partners use our CA' }));
    expect(findings).toContainEqual(expect.objectContaining({ code: KINDS.ownDefaultDeny.code, path: 'firewall.hub.azure.rules.defaultDeny' }));
  });

  test('is an object for one cell and a list for several, in the order of the files', async () => {
    const one = await eic('plan', join(EXAMPLES, 'minimal.yaml'), '--json');
    expect(JSON.parse(one.out)).toMatchObject({ cell: 'minimal' });
    const all = JSON.parse((await eic('plan', EXAMPLES, '--format', 'json')).out) as PlanJson[];
    expect(all.map(({ cell }) => cell)).toEqual(['works-gent', 'plant-mannheim', 'works-lyon', 'hub-rotterdam', 'minimal']);
    expect(all[4]).toEqual(JSON.parse(one.out));
  });

  test('does not depend on the order of the input', async () => {
    const shuffled = (value: unknown, order: (size: number) => number[]): unknown => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      const entries = Object.entries(value);
      return Object.fromEntries(order(entries.length).map((index) => entries[index]!).map(([key, inner]) => [key, shuffled(inner, order)]));
    };
    const expected = (await eic('plan', fileWith(fullDefinition()), '--json')).out;
    await fc.assert(fc.asyncProperty(fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), async (numbers) => {
      const order = (size: number) => Array.from({ length: size }, (_, index) => index).sort((a, b) => numbers[a % 40]! - numbers[b % 40]! || a - b);
      expect((await eic('plan', fileWith(shuffled(fullDefinition(), order)), '--json')).out).toBe(expected);
    }), { numRuns: 15 });
  });
});

describe('what is not rendered yet', () => {
  /** A definition that asks for the field. */
  const ASKING: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    'cluster.istio.revision': { 'cluster/istio': { revision: 'rev-1' } },
    'cluster.istio.distribution': { 'cluster/istio': { distribution: 'ossm' } },
    'ingress.additionalPorts': { 'ingress/additionalPorts': [8000] },
    'ingress.additionalTlsPorts': { 'ingress/additionalTlsPorts': [6619] },
  };

  test('there is a case for each field, and the minimal definition asks for none', async () => {
    expect(Object.keys(ASKING)).toEqual(NOT_RENDERED.map(({ path }) => path));
    expect((await planOf(minimalFile())).findings.filter(({ code }) => code === 'EIC505')).toEqual([]);
  });

  test.each(NOT_RENDERED.map(({ path, message, remedy }) => [path, message, remedy]))('%s is named', async (path, message, remedy) => {
    const data = minimalWith(ASKING[path]!);
    const notRendered = (await planOf(data)).findings.filter(({ code }) => code === 'EIC505');
    expect(notRendered).toEqual([{ code: 'EIC505', severity: 'info', flow: null, path, message, remedy, accepted: null }]);
    expect((await eic('plan', fileWith(data))).out).toContain(`\nNot rendered yet\n${path}: ${message}; ${remedy}\n`);
  });
});

describe('--strict', () => {
  const flows = (risk: string, ids: string[]) => ({ flows: ids, risk, reason: 'known' });
  const sap = ['audit-log-service', 'configuration-service', 'content-deployment', 'destination-service', 'security-material', 'system-internal-events', 'xsuaa'];
  const known = [flows('shared-tenant-wildcard', sap), flows('any-address-with-allowed-name', sap)];
  const accepted = minimalWith({ accept: known });
  const bare = { accept: known };
  const OPEN_HELLO = { hub: { aws: { rules: { region: 'eu-central-1', defaultDeny: 'sources', endlessHelloBound: false } } } };

  test.each([
    ['a warning that nobody accepted', minimalFile(), ['--strict'], 1],
    ['the same without --strict', minimalFile(), [], 0],
    ['accepted warnings', accepted, ['--strict'], 0],
    ['a warning of a target that nobody accepted', minimalWith({ ...bare, firewall: OPEN_HELLO }), ['--strict'], 1],
    ['an accepted warning of a target', minimalWith({ ...bare, firewall: OPEN_HELLO, accept: [...known, { targets: ['hub'], risk: 'endless-hello', reason: 'known' }] }), ['--strict'], 0],
    ['infos', minimalWith({ ...accepted, 'cluster/cni': { networkPolicy: false } }), ['--strict'], 0],
  ])('%s', async (_, data, options, code) => {
    const run = await eic('plan', fileWith(data), '--json', ...options);
    expect(run.code).toBe(code);
    expect(JSON.parse(run.out)).toMatchObject({ kind: 'ConnectivityPlan' });
  });
});

describe('a target that cannot express a flow', () => {
  const lines = `${JSON.stringify(minimalFile()).slice(0, -1)},
"firewall": { "hub": { "azure": { "rules": { "firewallPolicyId": "${POLICY}", "priority": 400, "tier": "Basic" } } } },
"receivers": {
  "any": { "protocol": "tcp", "host": "*.partner.example", "port": 7000 } } }`;

  test('is exit code 1, for machines with the problems only', async () => {
    const file = fileWith(lines);
    const run = await eic('plan', file, '--json');
    expect(run).toMatchObject({ code: 1, err: '' });
    expect(problemsIn(run)).toContainEqual(expect.objectContaining({ code: 'EIC401', path: 'receivers.any', file, line: 4, column: 10 }));
  });

  test('is told below the plan that it spoils', async () => {
    const file = fileWith(lines);
    for (const format of ['table', 'csv', 'markdown']) {
      const { code, out, err } = await eic('plan', file, '--format', format);
      expect(code).toBe(1);
      expect(out).toContain('*.partner.example');
      expect(err).toContain(`${file}:4:10: EIC401 receivers.any `);
    }
  });

  test('settings of the provider that nobody knows are an invalid definition', async () => {
    const run = await eic('plan', fileWith(minimalWith({ 'firewall/hub': { azure: { rules: { firewallPolicyId: POLICY, priority: 400 } }, provider: { subscription: 'x' } } })), '--json');
    expect(run.code).toBe(2);
    expect(problemsIn(run)).toEqual([expect.objectContaining({ code: 'EIC101', path: 'firewall.hub.provider.subscription' })]);
  });
});

describe('targets of one firewall policy', () => {
  const target = (priority: number, firewallPolicyId = POLICY) => ({ azure: { rules: { firewallPolicyId, priority } } });

  test('in two cells need two priorities, whatever the case of the id', async () => {
    const folder = newFolder();
    fileWith(minimalWith({ 'name': 'one', 'firewall/hub': target(400) }), 'a.yaml', folder);
    const second = fileWith(minimalWith({ 'name': 'two', 'firewall/hub': target(400, POLICY.toUpperCase().replace('FIREWALLPOLICIES', 'firewallPolicies')) }), 'b.yaml', folder);
    const run = await eic('plan', folder, '--json');
    expect(run.code).toBe(1);
    expect(problemsIn(run)).toEqual([expect.objectContaining({ code: 'EIC403', path: 'firewall.hub.azure.rules.priority', file: second })]);
    fileWith(minimalWith({ 'name': 'two', 'firewall/hub': target(500) }), 'b.yaml', folder);
    expect((await eic('plan', folder, '--json')).code).toBe(0);
  });

  test('of one cell are refused: both would write one group', async () => {
    const run = await eic('plan', fileWith(minimalWith({ 'firewall/a': target(400), 'firewall/b': target(500) })), '--json');
    expect(run.code).toBe(1);
    expect(problemsIn(run)).toEqual([expect.objectContaining({ code: 'EIC403', path: expect.stringMatching(/^firewall\.b\.azure\.rules/) })]);
  });
});
