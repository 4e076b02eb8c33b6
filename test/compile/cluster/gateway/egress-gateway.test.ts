import * as fc from 'fast-check';
import { Overrides } from '../../../../src/cell/overrides';
import { compileCluster, EgressGatewayRow } from '../../../../src/compile/cluster';
import { gatewayPort } from '../../../../src/compile/cluster/gateway';
import { cellWith } from '../../../support/cells';

const btp = { hosts: ['t.cfapps.eu10.hana.ondemand.com'] };
/** SAP's flows with exact hosts, so that the gateway carries all of them. */
const NARROW: NonNullable<Overrides['btp']>['flows'] = {
  'content-deployment': { hosts: ['eic-1.s3.eu-central-1.amazonaws.com'] }, 'security-material': btp, 'system-internal-events': btp, 'configuration-service': btp,
  'xsuaa': btp, 'destination-service': btp, 'audit-log-service': btp,
};
const image = `registry.acme.example/nginx@sha256:${'a'.repeat(64)}`;
const compile = (overrides: Overrides) => { const cell = cellWith(overrides); return compileCluster(cell.definition, cell.plan); };
const behind = (overrides: Overrides = {}) => compile({ btp: { flows: NARROW }, ...overrides, egress: { gateway: { enabled: true }, ...overrides.egress } });
const proxied = (overrides: Overrides = {}) => compile({ ...overrides, egress: { wildcards: 'sniProxy', sniProxy: { image }, gateway: { enabled: true }, ...overrides.egress } });
const codes = ({ problems }: ReturnType<typeof compile>) => problems.map(({ code, path }) => `${code} ${path}`);
const gatewayOf = (compiled: ReturnType<typeof compile>): EgressGatewayRow => { expect(codes(compiled)).toEqual([]); return compiled.egressGateway!; };
const destination = (gateway: EgressGatewayRow, host: string, port = 443) => gateway.destinations.filter((one) => one.entry.host === host && one.port === port);

describe('what takes the gateway', () => {
  test('nothing without being asked', () => {
    expect(compile({}).egressGateway).toBeUndefined();
  });

  test('every exact host, and TCP by address; edgelm only where it is enforced', () => {
    const receivers: Overrides['receivers'] = { bank: { protocol: 'sftp', host: 'sftp.bank.example', addresses: ['203.0.113.7/32'] }, s4: { protocol: 'https', host: 's4.corp.example', port: 44300 } };
    const names = (overrides: Overrides) => gatewayOf(behind(overrides)).destinations.map(({ entry, port, kind }) => `${kind} ${entry.host}:${port}`).sort();
    expect(names({ receivers })).toEqual(['tcp sftp.bank.example:22', 'tls eic-1.s3.eu-central-1.amazonaws.com:443', 'tls s4.corp.example:44300', 'tls t.cfapps.eu10.hana.ondemand.com:443']);
    expect(names({ cluster: { namespaces: { edgelm: 'enforce' } } })).toContain('tls connectivitytunnel.cf.eu10.hana.ondemand.com:443');
  });

  test('in observe the pods are there, and traffic goes on as without', () => {
    const observed = behind({ enforcement: 'observe' });
    const without = compile({ btp: { flows: NARROW }, enforcement: 'observe' });
    expect(gatewayOf(observed)).toMatchObject({ routed: false, destinations: [], meshRoutes: [], gatewayRoutes: [], allows: [], ports: [15021] });
    for (const part of ['serviceEntries', 'peerAuthentications', 'sidecars', 'networkPolicies', 'callerLists'] as const) expect(observed[part]).toEqual(without[part]);
  });

  test('in observe the proxy runs with an empty list, and wildcards pass as before', () => {
    const { sniProxy } = gatewayOf(proxied({ enforcement: 'observe' }));
    expect(sniProxy!.listeners).toEqual([{ listen: 20443, port: 443, hosts: [] }]);
    expect(sniProxy!.config).not.toContain('~*');
  });
});

describe('ports of the gateway', () => {
  test.each([[443, 20443], [22, 20022], [44300, 20300], [10999, 30999], [11000, 20000], [65535, 30535]])('%i becomes %i', (port, expected) => {
    expect(gatewayPort(port)).toBe(expected);
  });

  test('are clear of Istio\'s own and of ephemeral ports, and ranges stay whole', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 65535 }), fc.integer({ min: 1, max: 200 }), (port, length) => {
      expect(gatewayPort(port)).toBeGreaterThan(15090);
      expect(gatewayPort(port)).toBeLessThan(32768);
      if (port + length <= 65535) expect(gatewayPort(port + length)).not.toBe(gatewayPort(port));
    }));
  });
});

describe('identity', () => {
  const components = { worker: { serviceAccount: 'worker' }, edc: { serviceAccount: 'edc' } };
  const receivers: Overrides['receivers'] = { one: { protocol: 'https', host: 'one.example.org' }, two: { protocol: 'https', host: 'two.example.org', from: ['worker', 'policyengine'] } };

  test('by account where all are given, else by namespace; never by both', () => {
    const gateway = gatewayOf(behind({ receivers, cluster: { components, trustDomain: 'mesh.acme.example' } }));
    const sources = (host: string) => destination(gateway, host)[0]!.sources;
    expect(sources('one.example.org')).toEqual({ principals: ['mesh.acme.example/ns/edge-icell/sa/worker'], namespaces: [] });
    expect(sources('two.example.org')).toEqual({ principals: [], namespaces: ['edge-icell'] });
    expect(sources('eic-1.s3.eu-central-1.amazonaws.com')).toEqual({ principals: ['mesh.acme.example/ns/edge-icell/sa/edc'], namespaces: [] });
  });

  test('by namespace with componentScope: namespace', () => {
    const gateway = gatewayOf(behind({ receivers, cluster: { components }, egress: { componentScope: 'namespace' } }));
    expect(destination(gateway, 'one.example.org')[0]!.sources).toEqual({ principals: [], namespaces: ['edge-icell'] });
  });

  test('a host on two ports is told apart by the port of the gateway', () => {
    const both: Overrides['receivers'] = { a: { protocol: 'https', host: 'a.example.org' }, b: { protocol: 'https', host: 'a.example.org', port: 8443, from: ['edc'] } };
    const { allows } = gatewayOf(behind({ receivers: both, cluster: { components } }));
    expect(allows.filter(({ sni }) => sni === 'a.example.org').map(({ gatewayPort: port, sources }) => [port, sources.principals])).toEqual([
      [20443, ['cluster.local/ns/edge-icell/sa/worker']], [28443, ['cluster.local/ns/edge-icell/sa/edc']],
    ]);
  });

  test('who may reach a wildcard may reach a name below it that another flow names', () => {
    const more: Overrides = { receivers: { x: { protocol: 'https', host: 'x.saas.example', from: ['edc'] }, all: { protocol: 'https', host: '*.saas.example' } }, cluster: { components } };
    expect(destination(gatewayOf(proxied(more)), 'x.saas.example')[0]!.sources.principals).toEqual(['cluster.local/ns/edge-icell/sa/edc', 'cluster.local/ns/edge-icell/sa/worker']);
    expect(destination(gatewayOf(proxied(more)), '*.saas.example')[0]!.sources.principals).toEqual(['cluster.local/ns/edge-icell/sa/worker']);
  });
});

describe('TCP by address', () => {
  test('each address is a destination of its own: the gateway must not choose among them', () => {
    const gateway = gatewayOf(behind({ receivers: { erp: { protocol: 'rfc', host: 'erp.corp.example', ports: [3300], addresses: ['10.20.9.5/32', '10.20.9.6/32', '2001:db8::7/128'], network: 'private' } } }));
    const own = gateway.destinations.filter(({ kind }) => kind === 'tcp');
    expect(own.map(({ sni, entry }) => [sni, entry.addresses, entry.resolution])).toEqual([
      ['receiver-erp-10-20-9-5.eic.internal', ['10.20.9.5'], 'STATIC'], ['receiver-erp-10-20-9-6.eic.internal', ['10.20.9.6'], 'STATIC'],
      ['receiver-erp-2001-db8--7.eic.internal', ['2001:db8::7'], 'STATIC'],
    ]);
    expect(gateway.meshRoutes.flatMap(({ routes }) => routes).flatMap(({ address }) => address ?? [])).toEqual(['10.20.9.5/32', '10.20.9.6/32', '2001:db8::7/128']);
  });

  test('without a gateway the entry stays one, as dialled', () => {
    const { serviceEntries } = compile({ receivers: { bank: { protocol: 'sftp', host: 'b.example.org', addresses: ['203.0.113.7/32', '203.0.113.8/32'] } } });
    expect(serviceEntries.filter(({ host }) => host === 'b.example.org')).toMatchObject([{ resolution: 'NONE', addresses: ['203.0.113.7', '203.0.113.8'], exportTo: ['edge-icell'] }]);
  });
});

describe('NetworkPolicies', () => {
  const receivers: Overrides['receivers'] = { s4: { protocol: 'https', host: 's4.corp.example', port: 44300, network: 'private', addresses: ['10.20.0.0/24'] }, saas: { protocol: 'https', host: 'x.saas.example' } };
  const cidrs = (rows: ReturnType<typeof compile>['networkPolicies']) => [...new Set(rows.flatMap(({ egress }) => egress.flatMap(({ to }) => to.flatMap((peer) => ('cidr' in peer ? [peer.cidr] : [])))))].sort();

  test('only the gateway reaches the Internet and declared addresses', () => {
    const { networkPolicies } = behind({ receivers });
    expect(cidrs(networkPolicies.filter(({ namespace }) => namespace !== 'eic-egress'))).toEqual(['10.10.4.4/32']);
    expect(cidrs(networkPolicies.filter(({ name }) => name === 'eic-plant-egress'))).toEqual(['0.0.0.0/0', '10.20.0.0/24']);
    expect(cidrs(networkPolicies.filter(({ namespace, name }) => namespace === 'eic-egress' && name === 'eic-plant-base'))).toEqual([]);
  });

  test('a component reaches the gateway on the ports of its own flows', () => {
    const worker = behind({ receivers }).networkPolicies.find(({ namespace, name }) => namespace === 'edge-icell' && name === 'eic-plant-worker')!;
    expect(worker.egress).toContainEqual({ to: [{ namespaces: ['eic-egress'], labels: { app: 'eic-plant-egress', istio: 'eic-plant-egress' } }], ports: [{ protocol: 'TCP', port: 20300 }], flows: ['receiver/s4'] });
    const edc = behind({ receivers }).networkPolicies.find(({ namespace, name }) => namespace === 'edge-icell' && name === 'eic-plant-edc')!;
    expect(edc.egress.flatMap(({ ports }) => ports.map(({ port }) => port))).toEqual([20443]);
  });

  test('behind the proxy: the gateway reaches the proxy only, the proxy the Internet, and it is called by the gateway alone', () => {
    const rows = proxied().networkPolicies.filter(({ namespace }) => namespace === 'eic-egress');
    const [gateway, proxy] = ['egress', 'sni-proxy'].map((name) => rows.find((row) => row.name === `eic-plant-${name}`)!);
    expect(cidrs([gateway!])).toEqual([]);
    expect(cidrs([proxy!])).toEqual(['0.0.0.0/0']);
    expect(proxy!.ingress).toEqual([{ from: [{ namespaces: ['eic-egress'], labels: { app: 'eic-plant-egress', istio: 'eic-plant-egress' } }], ports: [{ protocol: 'TCP', port: 20443 }] }]);
    expect(rows.every(({ ingress }) => ingress !== undefined)).toBe(true);
  });

  test('scrapers are let in where the definition names them', () => {
    const rows = behind({ cluster: { monitoring: { namespaces: ['monitoring'] } } }).networkPolicies;
    expect(rows.find(({ namespace, name }) => namespace === 'eic-egress' && name === 'eic-plant-base')!.ingress).toEqual([
      { from: [{ namespaces: ['monitoring'] }], ports: [{ protocol: 'TCP', port: 15020 }, { protocol: 'TCP', port: 15090 }] },
    ]);
  });
});

describe('refused', () => {
  const wildcard = 'EIC401 btp.flows.content-deployment.hosts';
  test.each(['auto', 'passthrough'] as const)('wildcards behind the gateway with %s, with the remedies', (wildcards) => {
    const compiled = compile({ egress: { wildcards, gateway: { enabled: true } } });
    expect(codes(compiled)).toContain(wildcard);
    for (const { message } of compiled.problems) expect(message).toMatch(/name exact hosts, or use egress\.wildcards: sniProxy with egress\.sniProxy\.image$/);
    expect(new Set(codes(compiled)).size).toBe(compiled.problems.length);
  });

  test('wildcards behind the gateway with dynamicDns', () => {
    expect(codes(compile({ egress: { wildcards: 'dynamicDns', gateway: { enabled: true } }, cluster: { istioVersion: '1.30', existingPolicies: 'none' } }))).toContain(wildcard);
    expect(codes(compile({ enforcement: 'observe', egress: { gateway: { enabled: true } } }))).toEqual([]);
  });

  const cases: [string, Overrides, string[]][] = [
    ['TCP without addresses', { receivers: { a: { protocol: 'sftp', host: 'a.example.org' } } }, ['EIC401 receivers.a.addresses']],
    ['TCP with a network', { receivers: { a: { protocol: 'sftp', host: 'a.example.org', addresses: ['203.0.113.0/28'] } } }, ['EIC401 receivers.a.addresses']],
    ['plain HTTP', { receivers: { a: { protocol: 'http', host: 'a.example.org' } } }, ['EIC401 receivers.a']],
    ['UDP without addresses', { flows: { a: { from: ['worker'], hosts: ['a.example.org'], ports: [123], protocol: 'ntp', reason: 'time' } } }, ['EIC401 flows.a.addresses']],
    ['two destinations that need one server name', { receivers: { a: { protocol: 'https', host: 'a.example.org' }, b: { protocol: 'https', host: 'a.example.org', port: 11443 } } }, ['EIC406 receivers.b.ports']],
    ['SAP\'s own namespace', { egress: { gateway: { enabled: true, namespace: 'edgelm' } } }, ['EIC302 egress.gateway.namespace']],
    ['the control plane\'s namespace', { egress: { gateway: { enabled: true, namespace: 'istio-system' } } }, ['EIC302 egress.gateway.namespace']],
  ];
  test.each(cases)('%s', (_, overrides, expected) => {
    expect(codes(behind(overrides))).toEqual(expected);
  });

  test('two wildcards that need one port of the proxy, naming both', () => {
    const compiled = proxied({ receivers: { a: { protocol: 'https', host: '*.a.example' }, b: { protocol: 'https', host: '*.b.example', port: 11443 } } });
    expect(codes(compiled)).toEqual(['EIC406 receivers.b.ports']);
    expect(compiled.problems[0]!.message).toContain('port 443 of ');
  });

  test('UDP by address stays direct', () => {
    const { networkPolicies, problems } = behind({ flows: { a: { from: ['worker'], addresses: ['10.85.0.1/32'], network: 'private', ports: [123], protocol: 'ntp', reason: 'time' } } });
    expect(problems).toEqual([]);
    expect(networkPolicies.find(({ name, namespace }) => name === 'eic-plant-worker' && namespace === 'edge-icell')!.egress).toContainEqual(
      { to: [{ cidr: '10.85.0.1/32', except: [] }], ports: [{ protocol: 'UDP', port: 123 }], flows: ['flow/a'] });
  });
});

test('long and like keys get names of their own', () => {
  const receivers = Object.fromEntries([`${'a'.repeat(62)}b`, `${'a'.repeat(62)}c`, 'strict', 'nothing', 'egress', 'sni-proxy', 'base', '__proto__x'.replace(/_/g, 'p')].map((key, index): [string, object] =>
    [key, { protocol: 'sftp', host: `h${index}.example.org`, addresses: [`203.0.113.${index}/32`] }])) as Overrides['receivers'];
  const gateway = gatewayOf(behind({ receivers }));
  for (const names of [gateway.destinations.map(({ subset }) => subset), gateway.allows.map(({ name }) => name)]) {
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
  }
});

test('2,000 receivers behind the gateway', () => {
  const receivers = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`r${index}`,
    index % 2 === 0 ? { protocol: 'https', host: `h${index}.example.org` } : { protocol: 'sftp', host: `h${index}.example.org`, addresses: [`198.51.${index % 100}.${Math.floor(index / 100)}/32`] }])) as Overrides['receivers'];
  const gateway = gatewayOf(proxied({ receivers }));
  expect(gateway.destinations).toHaveLength(2002);
  expect(gateway.ports).toEqual([20022, 20443]);
});
