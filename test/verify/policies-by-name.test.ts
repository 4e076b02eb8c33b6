import { renderedCell } from './support/rendered-cell';
import type { Overrides } from '../../src/cell/overrides';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { verify } from '../../src/verify';
import type { ReadOutput } from '../../src/verify/read';
import { cellWith } from '../support/cells';

const receivers: Overrides['receivers'] = {
  saas: { protocol: 'https', host: 'x.saas.example' }, all: { protocol: 'https', host: '*.cloud.example', port: 8443 }, queue: { protocol: 'kafka', tls: true, brokers: ['b1.kafka.example:9093'] },
};
const TENANT = { hosts: ['t.cfapps.eu10.hana.ondemand.com'] };
const CILIUM = cellWith({ receivers, cluster: { cni: { name: 'cilium', version: '1.19', networkPolicy: true } }, egress: { fqdnPolicy: 'cilium' } });
const GKE = cellWith({
  receivers: { saas: receivers.saas!, queue: receivers.queue! }, cluster: { platform: 'gke', cni: { networkPolicy: true } }, egress: { fqdnPolicy: 'gke' },
  btp: {
    flows: {
      'content-deployment': { hosts: ['eic-1.s3.eu-central-1.amazonaws.com'] }, 'security-material': TENANT, 'system-internal-events': TENANT, 'configuration-service': TENANT,
      'xsuaa': TENANT, 'destination-service': TENANT, 'audit-log-service': TENANT,
    },
  },
});

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- fields are changed as they stand in files
type Loose = any;

/** The output after a change of the spec of one object. */
function changed(cell: EdgeIntegrationCell, id: string, change: (spec: Loose) => void): ReadOutput {
  const output = structuredClone(renderedCell(cell));
  change(output.objects.find((object) => object.id === id)!.value.spec);
  return output;
}

const messages = (cell: EdgeIntegrationCell, output: ReadOutput, code: string) => verify(cell, output).problems.filter((problem) => problem.code === code).map(({ message }) => message);
const WORKER = { cilium: 'CiliumNetworkPolicy edge-icell/eic-plant-fqdn-worker', gke: 'FQDNNetworkPolicy edge-icell/eic-plant-fqdn-worker' };
const DNS = 'CiliumNetworkPolicy edge-icell/eic-plant-dns';

describe.each([['cilium', CILIUM], ['gke', GKE]] as const)('%s', (_, cell) => {
  const { probes, problems } = verify(cell, renderedCell(cell));
  const policy = ({ layers }: (typeof probes)[number]) => layers.find(({ layer }) => layer === 'network-policy')!;
  const ofFlow = (kind: string) => probes.filter((probe) => probe.kind === kind && probe.from.namespace === 'edge-icell' && !probe.flow.startsWith('cluster/'));

  test('nothing is wrong, nothing unknown, and nothing is said of objects', () => {
    expect(probes.filter(({ outcome }) => outcome === 'wrong' || outcome === 'unknown')).toEqual([]);
    expect(problems.filter(({ code }) => code === 'EIC725' || code === 'EIC727')).toEqual([]);
  });

  test('flows to hosts on the Internet are allowed by name', () => {
    const codes = new Set(ofFlow('own').filter(({ flow, to }) => flow === 'receiver/saas' && to.host !== null).map((probe) => policy(probe).code));
    expect(codes).toEqual(new Set(['network-policy/rule-by-name']));
  });

  test.each(['foreign-address', 'foreign-ipv6', 'ip-literal', 'other-port', 'quic', 'dns-elsewhere', 'private-address', 'metadata'])('%s is denied by the policies', (kind) => {
    expect(ofFlow(kind).length).toBeGreaterThan(0);
    expect(ofFlow(kind).filter((probe) => policy(probe).verdict !== 'deny').map(({ id }) => id)).toEqual([]);
  });

  test.each(['look-alike', 'sibling', 'no-sni', 'plaintext'])('%s at the address of an allowed name is not seen by them', (kind) => {
    expect(ofFlow(kind).filter(({ flow }) => flow === 'receiver/saas').map((probe) => policy(probe).verdict)).toContain('cannot-see');
    expect(ofFlow(kind).filter((probe) => policy(probe).verdict === 'allow')).toEqual([]);
  });

  test('another component does not reach the host of a receiver', () => {
    const denied = ofFlow('other-component').filter(({ flow, from }) => flow === 'receiver/saas' && from.component === 'policyengine');
    expect(denied.map((probe) => policy(probe).verdict)).toEqual(['deny']);
  });

  test('DNS answers for any name, and that stays open for its reason', () => {
    const tunnels = probes.filter(({ kind }) => kind === 'dns-tunnel');
    expect(tunnels.length).toBeGreaterThan(0);
    expect(new Set(tunnels.map(({ residual }) => residual?.code))).toEqual(new Set(['residual/dns-resolves-any-name']));
  });
});

test('Cilium: where its DNS proxy looks names of the flows and of the cluster up alone, no name carries data out', () => {
  const output = structuredClone(renderedCell(CILIUM)) as Loose;
  const hosts = CILIUM.plan.egress.flatMap(({ to }) => to.hosts.map(({ name, wildcard }) => (wildcard ? { matchPattern: `**.${name}` } : { matchName: name })));
  for (const object of output.objects.filter(({ id }: { id: string }) => id.endsWith('/eic-plant-dns'))) {
    object.value.spec.egress[0].toPorts[0].rules.dns = [...hosts, { matchPattern: '**.cluster.local' }];
  }
  const { probes, problems } = verify(CILIUM, output as ReadOutput);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const tunnels = probes.filter(({ kind }) => kind === 'dns-tunnel');
  expect(new Set(tunnels.map(({ verdict, outcome, residual }) => `${verdict} ${outcome} ${residual?.code}`))).toEqual(new Set(['deny as-expected undefined']));
  expect(new Set(tunnels.flatMap(({ layers }) => layers.map(({ code }) => code)))).toContain('network-policy/name-refused');
});

test('Cilium: DNS beside its proxy makes names unknown, never open', () => {
  const output = changed(CILIUM, 'NetworkPolicy edge-icell/eic-plant-base', (spec) => {
    spec.egress.push({ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }], ports: [{ port: 53, protocol: 'UDP' }] });
  });
  const { probes } = verify(CILIUM, output);
  const own = probes.filter(({ kind, flow, from, to }) => kind === 'own' && flow === 'receiver/saas' && from.namespace === 'edge-icell' && to.host !== null);
  expect(new Set(own.map(({ verdict, outcome }) => `${verdict} ${outcome}`))).toEqual(new Set(['unknown unknown']));
});

test.each<[string, EdgeIntegrationCell, string, (spec: Loose) => void, RegExp]>([
  ['another host', CILIUM, WORKER.cilium, (spec) => { spec.egress[0].toFQDNs.push({ matchName: 'evil.example' }); }, /evil\.example on port/],
  ['a wildcard over an exact name', CILIUM, WORKER.cilium, (spec) => { spec.egress.find((rule: Loose) => JSON.stringify(rule).includes('x.saas.example')).toFQDNs.push({ matchPattern: '**.saas.example' }); }, /\*\*\.saas\.example on port 443/],
  ['every name', CILIUM, WORKER.cilium, (spec) => { spec.egress[0].toFQDNs.push({ matchPattern: '*' }); }, /\* on port/],
  ['a star inside a name', CILIUM, WORKER.cilium, (spec) => { spec.egress[0].toFQDNs.push({ matchPattern: 'x*.saas.example' }); }, /x\*\.saas\.example on port/],
  ['every port', CILIUM, WORKER.cilium, (spec) => { delete spec.egress[0].toPorts; }, /on every port/],
  ['a range of ports', CILIUM, WORKER.cilium, (spec) => { spec.egress[0].toPorts[0].ports[0].endPort = 65535; }, /-65535/],
  ['a network', CILIUM, DNS, (spec) => { spec.egress.push({ toCIDR: ['0.0.0.0/0'], toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }] }); }, /0\.0\.0\.0\/0 on port 443/],
  ['an entity', CILIUM, DNS, (spec) => { spec.egress.push({ toEntities: ['world'], toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }] }); }, /world on port 443/],
  ['everybody', CILIUM, DNS, (spec) => { delete spec.egress[0].toEndpoints; }, /everybody on port 53/],
  ['pods on other ports', CILIUM, DNS, (spec) => { spec.egress[0].toPorts[0].ports.push({ port: '9153', protocol: 'TCP' }); }, /pods on port 9153/],
  ['another host', GKE, WORKER.gke, (spec) => { spec.egress[0].matches.push({ name: 'evil.example' }); }, /evil\.example on port/],
  ['a pattern', GKE, WORKER.gke, (spec) => { spec.egress[0].matches.push({ pattern: '*.saas.example' }); }, /\*\.saas\.example on port/],
  ['every port', GKE, WORKER.gke, (spec) => { delete spec.egress[0].ports; }, /on every port/],
])('%s in a policy by name is wider than the plan', (_, cell, id, change, message) => {
  expect(messages(cell, changed(cell, id, change), 'EIC725').join('\n')).toMatch(message);
});

test.each<[string, EdgeIntegrationCell, string, (spec: Loose) => void, RegExp]>([
  ['a host', CILIUM, WORKER.cilium, (spec) => { for (const rule of spec.egress) rule.toFQDNs = rule.toFQDNs.filter(({ matchName }: Loose) => matchName !== 'x.saas.example'); }, /x\.saas\.example on port 443 by name for receiver\/saas/],
  ['a wildcard', CILIUM, WORKER.cilium, (spec) => { for (const rule of spec.egress) rule.toFQDNs = rule.toFQDNs.filter(({ matchPattern }: Loose) => matchPattern !== '**.cloud.example'); }, /\*\.cloud\.example on port 8443/],
  ['many labels', CILIUM, WORKER.cilium, (spec) => { for (const rule of spec.egress) for (const name of rule.toFQDNs) if (name.matchPattern !== undefined) name.matchPattern = name.matchPattern.replace('**.', '*.*.'); }, /\*\.cloud\.example on port 8443/],
  ['a protocol', CILIUM, WORKER.cilium, (spec) => { delete spec.egress[0].toPorts[0].ports[0].protocol; }, /give number and protocol/],
  ['who it is for', CILIUM, WORKER.cilium, (spec) => { delete spec.endpointSelector.matchLabels.app; }, /the CiliumNetworkPolicy of worker in edge-icell, got: none/],
  ['DNS over TCP', CILIUM, DNS, (spec) => { spec.egress[0].toPorts[0].ports.shift(); }, /for DNS of all pods in edge-icell, got: none/],
  ['the proxy', CILIUM, DNS, (spec) => { delete spec.egress[0].toPorts[0].rules; }, /for DNS of all pods in edge-icell, got: none/],
  ['a host', GKE, WORKER.gke, (spec) => { spec.egress[0].matches.pop(); spec.egress[1].matches.pop(); }, /by name for/],
  ['who it is for', GKE, WORKER.gke, (spec) => { spec.podSelector = {}; }, /the FQDNNetworkPolicy of worker in edge-icell, got: none/],
])('%s less in a policy by name is not as the plan has it', (_, cell, id, change, message) => {
  expect(messages(cell, changed(cell, id, change), 'EIC727').some((one) => message.test(one))).toBe(true);
});
