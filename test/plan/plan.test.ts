import Ajv2020 from 'ajv/dist/2020';
import * as fc from 'fast-check';
import { Receiver } from '../../src/cell/props';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { PROTOCOLS } from '../../src/net';
import { cellWith, minimalProps } from '../support/cells';
import { fullProps } from '../support/full-cell';
import { readRepositoryFile } from '../support/scripts';

const cells = [new EdgeIntegrationCell(minimalProps()), new EdgeIntegrationCell(fullProps())] as const;
const each = cells.map((cell) => [cell.name, cell] as const);

/** `plan.json` as design 4.4 fixes it; more fields may come. */
const SCHEMA = {
  type: 'object',
  required: ['apiVersion', 'kind', 'cell', 'generator', 'flows', 'findings'],
  properties: {
    apiVersion: { const: 'edge-integration-cell/v1' },
    kind: { const: 'ConnectivityPlan' },
    cell: { type: 'string' },
    generator: { type: 'object', required: ['version', 'catalog'], properties: { version: { type: 'string' }, catalog: { type: 'string' } }, additionalProperties: false },
    flows: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'direction', 'from', 'to', 'via', 'ports', 'protocol', 'evidence', 'reasons'],
        properties: {
          id: { type: 'string', pattern: '^[a-z0-9-]+(/[a-z0-9-]+)?$' },
          key: { type: 'string', pattern: '^[a-z0-9-]+(/[a-z0-9-]+)?(:[a-z0-9-]+)?$' },
          direction: { enum: ['egress', 'ingress'] },
          from: {
            type: 'array',
            minItems: 1,
            items: {
              oneOf: [
                { type: 'object', required: ['namespace', 'component'], properties: { namespace: { type: 'string' }, component: { type: 'string' } }, additionalProperties: false },
                { type: 'object', required: ['namespace'], properties: { namespace: { type: 'string' } }, additionalProperties: false },
                { type: 'object', required: ['cidr'], properties: { cidr: { type: 'string', pattern: '^[0-9a-f.:]+/[0-9]+$' } }, additionalProperties: false },
                { type: 'object', required: ['nodes'], properties: { nodes: { const: true } }, additionalProperties: false },
              ],
            },
          },
          to: {
            type: 'object',
            required: ['hosts', 'cidrs', 'component'],
            properties: {
              hosts: { type: 'array', items: { type: 'string', pattern: '^(\\*\\.)?[a-z0-9.-]+$' } },
              cidrs: { type: 'array', items: { type: 'string', pattern: '^[0-9a-f.:]+/[0-9]+$' } },
              component: { type: ['string', 'null'] },
            },
            additionalProperties: false,
          },
          via: { enum: [null, 'proxy'] },
          ports: { type: 'array', minItems: 1, items: { anyOf: [{ type: 'integer', minimum: 1, maximum: 65535 }, { type: 'string', pattern: '^[0-9]+-[0-9]+$' }] } },
          protocol: { enum: [...PROTOCOLS.keys()] },
          evidence: { enum: ['documented', 'vendor', 'inferred', 'declared'] },
          reasons: {
            type: 'array',
            minItems: 1,
            items: { type: 'object', required: ['text', 'source'], properties: { text: { type: 'string', minLength: 3 }, source: { type: 'string', minLength: 3 } }, additionalProperties: false },
          },
        },
      },
    },
    findings: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code', 'severity', 'flow', 'path', 'message', 'remedy', 'accepted'],
        properties: {
          code: { type: 'string', pattern: '^EIC5\\d\\d$' },
          severity: { enum: ['error', 'warning', 'info'] },
          flow: { type: ['string', 'null'] },
          path: { type: 'string' },
          message: { type: 'string', minLength: 10 },
          remedy: { type: 'string', minLength: 10 },
          accepted: { type: ['string', 'null'] },
        },
        additionalProperties: false,
      },
    },
  },
};

describe.each(each)('the plan of %s', (_, cell) => {
  const { flows, findings } = cell.plan;

  test('is JSON as the design fixes it', () => {
    const conforms = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(SCHEMA);
    const data = JSON.parse(JSON.stringify(cell.plan)) as { generator: unknown; cell: string };
    expect([conforms(data), conforms.errors]).toEqual([true, null]);
    expect(data.cell).toBe(cell.name);
    expect(data.generator).toEqual({ version: (JSON.parse(readRepositoryFile('package.json')) as { version: string }).version, catalog: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string });
  });

  test('has unique keys, which are the id or begin with it', () => {
    expect(new Set(flows.map(({ key }) => key)).size).toBe(flows.length);
    for (const { id, key } of flows) expect(key === id || key.startsWith(`${id}:`)).toBe(true);
  });

  test('is ordered by key, and every list in it', () => {
    const sorted = (texts: readonly string[]) => [...texts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    expect(flows.map(({ key }) => key)).toEqual(sorted(flows.map(({ key }) => key)));
    for (const { to, ports } of flows) {
      expect(to.hosts.map(String)).toEqual(sorted([...new Set(to.hosts.map(String))]));
      for (const list of [to.cidrs, ports] as const) {
        list.slice(1).forEach((entry, index) => expect(entry.compare(list[index] as never)).toBeGreaterThan(0));
      }
    }
    expect(findings.map(({ code, flow }) => `${code} ${flow ?? ''}`)).toEqual(sorted(findings.map(({ code, flow }) => `${code} ${flow ?? ''}`)));
  });

  test('has a target for every flow, and a place in the definition', () => {
    for (const { key, direction, to, network, addressBound, path } of flows) {
      if (direction === 'egress') expect([key, to.hosts.length + to.cidrs.length > 0]).toEqual([key, true]);
      expect([key, !(network === 'private' && direction === 'egress') || to.cidrs.length > 0]).toEqual([key, true]);
      expect([key, addressBound && to.cidrs.length === 0]).toEqual([key, false]);
      expect(path).toMatch(/^(btp|cluster|services|ingress|receivers|proxies|externalServices|flows)\b/);
    }
  });

  test('has findings of flows that are there', () => {
    for (const { flow } of findings) expect(flow === null || cell.plan.flow(flow).length > 0).toBe(true);
  });

  test('tells egress from ingress', () => {
    expect([...cell.plan.egress, ...cell.plan.ingress].map(({ key }) => key).sort()).toEqual(flows.map(({ key }) => key).sort());
    for (const flow of cell.plan.ingress) expect(flow.from.every(({ cidr }) => cidr !== undefined)).toBe(true);
    for (const flow of cell.plan.egress) expect(flow.from.some(({ cidr }) => cidr !== undefined)).toBe(false);
    expect(cell.plan.flow('nothing')).toEqual([]);
  });
});

test('ids are those of the design', () => {
  const documented = [
    'content-deployment', 'security-material', 'system-internal-events', 'application-monitoring', 'configuration-service', 'xsuaa', 'destination-service', 'audit-log-service',
    'registry', 'edge-lifecycle-management', 'cloud-connector', 'ingress/default', 'ingress/api',
  ];
  expect([...new Set(cells[0].plan.flows.map(({ id }) => id))].sort()).toEqual([...documented].sort());
  const all = new Set(cells[1].plan.flows.map(({ id }) => id));
  for (const id of ['cloud-alm', 'receiver/s4', 'external-service/database', 'external-service/data-store', 'proxy/dmz', 'ingress/partners', 'flow/licence-server']) expect([id, all.has(id)]).toEqual([id, true]);
});

const receiver = fc.record({
  protocol: fc.constantFrom('https', 'sftp', 'smtps', 'amqp' as const),
  host: fc.constantFrom('a', 'b', '*.c').map((name) => `${name}.new.example`),
  from: fc.subarray(['worker', 'policyengine', 'esac'], { minLength: 1 }),
  addresses: fc.subarray(['203.0.113.7/32', '10.20.0.0/24']),
}) as fc.Arbitrary<Receiver>;
const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/).filter((key) => !Object.hasOwn(fullProps().receivers!, key));

test('one receiver more is one flow more, and no other flow changes', () => {
  fc.assert(fc.property(fc.constantFrom(...cells), label, receiver, (cell, key, props) => {
    const more = cell.extend({ receivers: { [key]: props } });
    const added = more.plan.flows.filter(({ id }) => id === `receiver/${key}`);
    expect(added).toHaveLength(1);
    expect(JSON.stringify(more.plan.flows.filter((flow) => !added.includes(flow)))).toBe(JSON.stringify(cell.plan.flows));
    expect(JSON.stringify(more.plan.findings.filter(({ flow }) => flow !== `receiver/${key}`))).toBe(JSON.stringify(cell.plan.findings));
  }), { numRuns: 60 });
});

test('one flow, proxy, virtual host or port more changes no other flow either', () => {
  const base = cellWith();
  const additions = {
    'flow/x': { flows: { x: { from: ['worker'], hosts: ['x.acme.example'], ports: [443], protocol: 'https', reason: 'why' } } },
    'proxy/x': { proxies: { x: { protocol: 'http', host: 'x.acme.example', port: 8080, addresses: ['10.81.0.9/32'] } } },
    'ingress/x': { ingress: { virtualHosts: { ...minimalProps().ingress.virtualHosts, additional: { x: { host: 'x.acme.example', credentialName: 'x' } } } } },
    'ingress/port-5000': { ingress: { additionalPorts: [5000] } },
    'external-service/database': { externalServices: { database: { type: 'postgresql', host: 'x.acme.example' } } },
  } as const;
  for (const [id, overrides] of Object.entries(additions)) {
    const more = base.extend(overrides);
    expect(more.plan.flow(id)).toHaveLength(1);
    expect(JSON.stringify(more.plan.flows.filter((flow) => flow.id !== id))).toBe(JSON.stringify(base.plan.flows));
  }
});

test('the order of lists changes nothing', () => {
  const turned = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turned).reverse();
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, turned(entry)])) : value;
  };
  expect(JSON.stringify(EdgeIntegrationCell.fromData(turned(fullProps())).plan)).toBe(JSON.stringify(cells[1].plan));
});

test('the locale changes nothing', () => {
  const compare = jest.spyOn(String.prototype, 'localeCompare').mockImplementation(() => {
    throw new Error('a plan does not depend on the locale');
  });
  expect(JSON.stringify(new EdgeIntegrationCell(fullProps()).plan)).toBe(JSON.stringify(cells[1].plan));
  compare.mockRestore();
});
