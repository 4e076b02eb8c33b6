import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { EdgeIntegrationCellProps } from '../src/cell/props';
import { EdgeIntegrationCell } from '../src/edge-integration-cell';
import { cellWith, codesOf, dataWith, minimalFile, minimalProps, problemsOf, setAt } from './support/cells';
import { fullProps } from './support/full-cell';

/** Objects and lists within a value that could be changed. */
function thawed(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return [...(Object.isFrozen(value) ? [] : [path]), ...Object.entries(value).flatMap(([key, entry]) => thawed(entry, `${path}.${key}`))];
}

describe('a cell', () => {
  test('has a name, a plan and a definition with defaults', () => {
    const cell = new EdgeIntegrationCell(minimalProps());
    expect(cell.name).toBe('plant');
    expect(cell.plan.cell).toBe('plant');
    expect(cell.definition).toMatchObject({ enforcement: 'enforce', receivers: {}, cluster: { istioVersion: '1.24', access: 'standard' }, btp: { narrow: 'none' } });
  });

  test.each([['small', minimalProps], ['full', fullProps]])('cannot be changed (%s)', (_, props) => {
    const cell = new EdgeIntegrationCell(props());
    expect(Object.isFrozen(cell)).toBe(true);
    expect(thawed({ definition: cell.definition, plan: cell.plan }).filter((path) => path !== '')).toEqual([]);
  });

  test('does not freeze or keep what it was given', () => {
    const props = fullProps();
    const cell = new EdgeIntegrationCell(props);
    expect(thawed(props).length).toBeGreaterThan(50);
    setAt(props as never, ['receivers', 's4', 'host'], 'evil.example.com');
    expect(cell.extend({}).plan.flow('receiver/s4')[0]?.to.hosts.map(String)).toEqual(['s4.corp.example']);
  });

  test('is the same of props, of data and of a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cell-'));
    try {
      const file = join(folder, 'cell.json');
      writeFileSync(file, JSON.stringify({ apiVersion: 'edge-integration-cell/v1', kind: 'EdgeIntegrationCell', ...fullProps() }));
      const cells = [
        new EdgeIntegrationCell(fullProps()),
        EdgeIntegrationCell.fromData(fullProps()),
        EdgeIntegrationCell.fromData({ apiVersion: 'edge-integration-cell/v1', kind: 'EdgeIntegrationCell', ...fullProps() }),
        EdgeIntegrationCell.fromFile(file),
      ];
      for (const cell of cells) {
        expect(JSON.stringify(cell.definition)).toBe(JSON.stringify(cells[0]!.definition));
        expect(JSON.stringify(cell.plan)).toBe(JSON.stringify(cells[0]!.plan));
        expect(JSON.stringify(cell.extend({ name: 'other' }).definition)).toBe(JSON.stringify(cells[0]!.extend({ name: 'other' }).definition));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('takes each value of a list once', () => {
    const cell = cellWith({ cluster: { nodeCidrs: ['10.10.0.0/22', '10.10.0.0/22'] }, receivers: { a: { protocol: 'https', host: 'A.acme.example', ports: [443, 443, 444] } } });
    expect(cell.definition.cluster.nodeCidrs).toEqual(['10.10.0.0/22']);
    expect(cell.definition.receivers.a).toMatchObject({ host: 'a.acme.example', ports: [443, 444] });
  });

  test('is known, also of another copy of the package', async () => {
    expect(EdgeIntegrationCell.isEdgeIntegrationCell(cellWith())).toBe(true);
    await jest.isolateModulesAsync(async () => {
      const copy = await import('../src/edge-integration-cell');
      const foreign = new copy.EdgeIntegrationCell(minimalProps());
      expect(foreign).not.toBeInstanceOf(EdgeIntegrationCell);
      expect(EdgeIntegrationCell.isEdgeIntegrationCell(foreign)).toBe(true);
    });
    for (const other of [{}, null, undefined, 'cell', minimalProps()]) expect(EdgeIntegrationCell.isEdgeIntegrationCell(other)).toBe(false);
  });
});

describe('data', () => {
  test('of a file has apiVersion and kind, each as it must be', () => {
    expect(codesOf(() => EdgeIntegrationCell.fromData({ ...minimalFile(), apiVersion: 'v2' }))).toEqual(['EIC104 apiVersion']);
    expect(codesOf(() => EdgeIntegrationCell.fromData({ ...minimalFile(), kind: 'Cell' }))).toEqual(['EIC104 kind']);
    expect(codesOf(() => EdgeIntegrationCell.fromData({ ...minimalFile(), kind: undefined }))).toEqual(['EIC103 kind']);
  });

  test('of a file may have a firewall section, which is for eic; props may not', () => {
    expect(EdgeIntegrationCell.fromData({ ...minimalFile(), firewall: { anything: '${goes}' } }).name).toBe('plant');
    expect(codesOf(() => new EdgeIntegrationCell({ ...minimalProps(), firewall: {} } as EdgeIntegrationCellProps))).toEqual(['EIC101 firewall']);
    expect(codesOf(() => new EdgeIntegrationCell(minimalFile() as unknown as EdgeIntegrationCellProps))).toEqual(['EIC101 apiVersion', 'EIC101 kind']);
  });

  test.each<[unknown]>([[undefined], [null], [1], ['x'], [[]], [new Date(0)], [() => 1]])('%p is no cell', (data) => {
    expect(codesOf(() => EdgeIntegrationCell.fromData(data))).toEqual(['EIC102 ']);
  });

  test('with __proto__ is refused, and changes nothing', () => {
    const data = JSON.parse('{"__proto__": {"polluted": 1}, "receivers": {"__proto__": {"protocol": "https"}}}') as object;
    expect(codesOf(() => EdgeIntegrationCell.fromData({ ...dataWith(), ...data, ['__proto__']: { polluted: 1 } }))).toEqual(['EIC101 __proto__', 'EIC105 receivers.__proto__']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

test('all problems come at once, with code, path, rule, value and way out', () => {
  const problems = problemsOf(() => EdgeIntegrationCell.fromData({
    name: 'Plant',
    btp: { region: 'xx99', flows: { 'content-deploy': {}, 'xsuaa': { ports: [0] } }, unknown: 1 },
    cluster: { platform: 'azure', istioVersion: 1.3, nodeCidrs: ['10.0.0.1/8'], podCidrs: [], httpProxy: { host: 'p.acme.example' } },
    services: { cloudAlm: { enabled: true }, focusedRun: { port: '8443' }, revocation: { enabled: 'yes' } },
    ingress: { sources: ['0.0.0.0/0'], virtualHosts: { default: { host: 'eic.acme.example' }, api: { host: 'eic.acme.example' } }, additionalPorts: [443] },
    receivers: { a: { protocol: 'https' }, b: { protocol: 'kafka', host: 'x' }, c: { protocol: 'sftp', host: 'c.acme.example', proxy: 'none' } },
    egress: { wildcards: 'dynamicDns' },
    accept: [{ flows: [], risk: 'x', reason: '' }],
    recievers: {},
  }));
  expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'EIC109 accept[0].reason',
    'EIC104 accept[0].risk',
    'EIC101 btp.flows.content-deploy',
    'EIC108 btp.flows.xsuaa.ports[0]',
    'EIC301 btp.region',
    'EIC101 btp.unknown',
    'EIC103 cluster.apiServer',
    'EIC103 cluster.existingPolicies',
    'EIC103 cluster.httpProxy.addresses',
    'EIC103 cluster.httpProxy.port',
    'EIC102 cluster.istioVersion',
    'EIC107 cluster.nodeCidrs[0]',
    'EIC104 cluster.platform',
    'EIC103 cluster.podCidrs',
    'EIC302 ingress.additionalPorts[0]',
    'EIC103 ingress.clientAddress',
    'EIC107 ingress.sources[0]',
    'EIC308 ingress.virtualHosts.api.host',
    'EIC105 name',
    'EIC103 receivers.a.host',
    'EIC106 receivers.b.host',
    'EIC303 receivers.c.proxy',
    'EIC101 recievers',
    'EIC103 services.cloudAlm.dataCenter',
    'EIC102 services.focusedRun.port',
    'EIC102 services.revocation.enabled',
  ]);
  for (const { message, docs } of problems) {
    expect(message).toMatch(/^must (be given: \S.*|\S.*, got: .*)$/);
    expect(docs).toMatch(/^docs\/errors\.md#eic\d{3}$/);
  }
});

test('the error names the cell, printable whatever its name', () => {
  const text = (data: unknown) => {
    try {
      EdgeIntegrationCell.fromData(data);
    } catch (error) {
      return (error as Error).message.split('\n')[0];
    }
    return 'nothing was thrown';
  };
  expect(text({ ...dataWith(), unknown: 1 })).toBe('edge integration cell "plant" has 1 problem:');
  expect(text({ ...dataWith(), name: '\u202e\n"' })).toBe('edge integration cell "\\u202e\\u000a\\"" has 1 problem:');
  expect(text({ ...dataWith(), name: 'x'.repeat(1e6) })).toMatch(/^.{1,150}$/);
  expect(text(5)).toBe('edge integration cell (without name) has 1 problem:');
});

describe('extend', () => {
  const base = new EdgeIntegrationCell(fullProps());

  test('merges maps, replaces lists and values', () => {
    const cell = base.extend({
      name: 'plant-2',
      cluster: { nodeCidrs: ['10.12.0.0/22'], istio: { revision: 'other' } },
      receivers: { new: { protocol: 'https', host: 'new.acme.example' }, s4: { protocol: 'https', port: 443 } },
    });
    expect(cell.name).toBe('plant-2');
    expect(cell.definition.cluster).toMatchObject({ nodeCidrs: ['10.12.0.0/22'], podCidrs: ['10.244.0.0/16', 'fd12:244::/48'], istio: { revision: 'other', gatewayNamespace: 'istio-gateways' } });
    expect(Object.keys(cell.definition.receivers)).toEqual(['bank', 'erp', 'events', 'jwks', 'mes', 'new', 'queue', 's4', 'suppliers', 'via-proxy']);
    expect(cell.definition.receivers.s4).toMatchObject({ host: 's4.corp.example', port: 443, network: 'private' });
  });

  test('takes away what is undefined', () => {
    const receivers = { s4: undefined as never, mes: undefined as never };
    const cell = base.extend({ receivers, cluster: { httpProxy: undefined }, personas: undefined });
    expect(Object.keys(cell.definition.receivers)).not.toContain('s4');
    expect(cell.definition.cluster.httpProxy).toBeUndefined();
    expect(cell.definition.personas).toEqual({});
    expect(cell.plan.flow('http-proxy')).toEqual([]);
    expect(base.extend({ enforcement: undefined }).definition.enforcement).toBe('enforce');
  });

  test('leaves the cell as it is', () => {
    const before = JSON.stringify([base.definition, base.plan]);
    base.extend({ name: 'other', receivers: { s4: undefined as never }, accept: [] });
    expect(JSON.stringify([base.definition, base.plan])).toBe(before);
  });

  test('keeps nothing of what it was given', () => {
    const receivers = { new: { protocol: 'https' as const, host: 'new.acme.example' } };
    const cell = base.extend({ receivers });
    receivers.new.host = 'evil.example.com';
    expect(cell.extend({}).definition.receivers.new?.host).toBe('new.acme.example');
  });

  test('checks the whole', () => {
    expect(codesOf(() => base.extend({ name: 'Bad', receivers: { x: {} as never } }))).toEqual(['EIC105 name', 'EIC103 receivers.x.protocol']);
    expect(codesOf(() => base.extend({ proxies: undefined }))).toEqual(['EIC303 receivers.via-proxy.proxy']);
    expect(codesOf(() => base.extend({ unknown: 1 } as never))).toEqual(['EIC101 unknown']);
    for (const junk of [null, 5, 'x', []]) expect(codesOf(() => base.extend(junk as never))).toEqual(['EIC102 ']);
  });

  test('cannot reach the prototype of anything', () => {
    const evil = JSON.parse('{"__proto__": {"polluted": 1}, "receivers": {"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}}') as never;
    expect(codesOf(() => base.extend(evil))).toContain('EIC101 __proto__');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(cellWith({ receivers: { constructor: { protocol: 'https', host: 'a.acme.example' } } as never }).plan.flow('receiver/constructor')).toHaveLength(1);
  });

  test('step by step is at once, as long as the steps touch different keys', () => {
    const label = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(fc.property(fc.uniqueArray(label, { minLength: 2, maxLength: 6 }), (keys) => {
      const receiver = (key: string) => ({ [key]: { protocol: 'https' as const, host: `${key}.acme.example` } });
      const steps = keys.reduce((cell, key) => cell.extend({ receivers: receiver(key) }), cellWith());
      const once = cellWith({ receivers: Object.assign({}, ...keys.map(receiver)) as never });
      expect(JSON.stringify(steps.plan)).toBe(JSON.stringify(once.plan));
    }), { numRuns: 30 });
  });
});
