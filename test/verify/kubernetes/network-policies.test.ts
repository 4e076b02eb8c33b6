import { join } from 'node:path';
import { Connection } from '../../../src/verify/connection';
import { NetworkPolicies, PolicyPod, podsOfObjects } from '../../../src/verify/kubernetes';
import type { NetworkPolicyOptions } from '../../../src/verify/kubernetes';
import { KubernetesObject, ReadObject, readOutput } from '../../../src/verify/read';
import { ROOT } from '../../support/scripts';

const pod = (namespace: string, name: string, place: number, more: Partial<PolicyPod> = {}): PolicyPod =>
  ({ namespace, name, labels: { app: name }, addresses: [`10.244.0.${place}`, `fd00:244::${place}`], namedPorts: [{ name: 'web', port: 8080, protocol: 'TCP' }], ...more });
const PODS = [pod('blue', 'worker', 1), pod('blue', 'other', 2), pod('red', 'db', 3), pod('blue', 'host', 4, { hostNetwork: true }), pod('dark', 'unsaid', 5, { namedPorts: undefined as never })];

const object = (apiVersion: string, kind: string, namespace: string | undefined, body: object, name = 'policy'): ReadObject => ({
  file: 'a.yaml', id: `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
  value: { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) }, ...body } as KubernetesObject,
});
const policy = (spec: object, namespace = 'blue') => object('networking.k8s.io/v1', 'NetworkPolicy', namespace, { spec });
const egress = (...rules: object[]) => policy({ podSelector: {}, policyTypes: ['Egress'], egress: rules });
const NAMESPACES = [['blue', 'prod'], ['red', 'test']].map(([name, env]) => ({ ...object('v1', 'Namespace', undefined, {}, name), value: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: name!, labels: { env: env! } } } }));

const connection = (to: string, port = 443, more: Partial<Connection> = {}): Connection =>
  ({ from: { namespace: 'blue', pod: 'worker', podAddresses: ['10.244.0.1', 'fd00:244::1'], egressAddresses: [] }, to: { host: null, address: to, port }, protocol: 'tcp', serverName: null, httpHost: null, ...more });
const judge = (objects: readonly ReadObject[], asked: Connection, options: NetworkPolicyOptions = { cni: 'calico' }) => {
  const { verdict, code, rule } = new NetworkPolicies([...NAMESPACES, ...objects], PODS, options).egress(asked);
  return [verdict, code.replace('network-policy/', ''), rule?.path];
};

const ALLOW = (path = 'spec.egress[0]') => ['allow', 'rule', path];
const DENY = ['deny', 'no-rule', undefined];
const block = (cidr: string, ...except: string[]) => ({ ipBlock: { cidr, except } });

describe('egress', () => {
  test.each<[string, readonly ReadObject[], Connection, readonly unknown[]]>([
    ['no policy', [], connection('203.0.113.7'), ['allow', 'not-selected', undefined]],
    ['a policy of another namespace', [policy({ podSelector: {}, policyTypes: ['Egress'] }, 'red')], connection('203.0.113.7'), ['allow', 'not-selected', undefined]],
    ['a policy for ingress only', [policy({ podSelector: {} })], connection('203.0.113.7'), ['allow', 'not-selected', undefined]],
    ['an empty list of egress rules is not of type Egress by default', [policy({ podSelector: {}, egress: [] })], connection('203.0.113.7'), ['allow', 'not-selected', undefined]],
    ['egress rules make it of type Egress', [policy({ podSelector: {}, egress: [{ ports: [{ port: 80 }] }] })], connection('203.0.113.7'), DENY],
    ['type Egress without rules', [egress()], connection('203.0.113.7'), DENY],
    ['an empty rule', [egress({})], connection('203.0.113.7'), ALLOW()],
    ['empty lists in a rule', [egress({ to: [], ports: [] })], connection('203.0.113.7'), ALLOW()],
    ['policies add up', [egress(), { ...egress({}), id: 'NetworkPolicy blue/second' }], connection('203.0.113.7'), ALLOW()],
    ['the second rule', [egress({ ports: [{ port: 80 }] }, { ports: [{ port: 443 }] })], connection('203.0.113.7'), ALLOW('spec.egress[1]')],
    ['a block', [egress({ to: [block('203.0.113.0/24')] })], connection('203.0.113.7'), ALLOW()],
    ['outside a block', [egress({ to: [block('203.0.113.0/24')] })], connection('203.0.114.7'), DENY],
    ['an exception', [egress({ to: [block('203.0.113.0/24', '203.0.113.0/29')] })], connection('203.0.113.7'), DENY],
    ['beside an exception', [egress({ to: [block('203.0.113.0/24', '203.0.113.0/29')] })], connection('203.0.113.8'), ALLOW()],
    ['an exception of one block, and another block', [egress({ to: [block('0.0.0.0/0', '203.0.113.0/24'), block('203.0.113.7/32')] })], connection('203.0.113.7'), ALLOW()],
    ['IPv6 is not in 0.0.0.0/0', [egress({ to: [block('0.0.0.0/0')] })], connection('2001:db8::7'), DENY],
    ['IPv4 is not in ::/0', [egress({ to: [block('::/0')] })], connection('203.0.113.7'), DENY],
    ['a block of IPv6', [egress({ to: [block('2000::/3', '2001:db8::/32')] })], connection('2001:db9::7'), ALLOW()],
    ['an exception of IPv6', [egress({ to: [block('2000::/3', '2001:db8::/32')] })], connection('2001:db8::7'), DENY],
    ['an IPv4-mapped address is sent as IPv4', [egress({ to: [block('203.0.113.0/24')] })], connection('::ffff:203.0.113.7'), ALLOW()],
    ['another port', [egress({ ports: [{ port: 443 }] })], connection('203.0.113.7', 444), DENY],
    ['TCP by default', [egress({ ports: [{ port: 443 }] })], connection('203.0.113.7', 443, { protocol: 'quic' }), DENY],
    ['UDP', [egress({ ports: [{ protocol: 'UDP', port: 443 }] })], connection('203.0.113.7', 443, { protocol: 'quic' }), ALLOW()],
    ['DNS over UDP is not DNS over TCP', [egress({ ports: [{ protocol: 'UDP', port: 53 }] })], connection('203.0.113.7', 53), DENY],
    ['all ports of a protocol', [egress({ ports: [{ protocol: 'UDP' }] })], connection('203.0.113.7', 9, { protocol: 'udp' }), ALLOW()],
    ['the last port of a range', [egress({ ports: [{ port: 440, endPort: 443 }] })], connection('203.0.113.7'), ALLOW()],
    ['beyond a range', [egress({ ports: [{ port: 440, endPort: 443 }] })], connection('203.0.113.7', 444), DENY],
    ['a named port of the pod that is called', [egress({ ports: [{ port: 'web' }] })], connection('10.244.0.3', 8080), ALLOW()],
    ['another port of it', [egress({ ports: [{ port: 'web' }] })], connection('10.244.0.3', 8081), DENY],
    ['a named port outside', [egress({ ports: [{ port: 'web' }] })], connection('203.0.113.7', 8080), DENY],
    ['a named port of a pod whose ports are not known', [egress({ ports: [{ port: 'web' }] })], connection('10.244.0.5', 8080), ['unknown', 'port-name-not-known', 'spec.egress[0]']],
    ['pods of the same namespace', [egress({ to: [{ podSelector: { matchLabels: { app: 'other' } } }] })], connection('10.244.0.2'), ALLOW()],
    ['not pods of another namespace', [egress({ to: [{ podSelector: {} }] })], connection('10.244.0.3'), DENY],
    ['pods of namespaces', [egress({ to: [{ namespaceSelector: { matchLabels: { env: 'test' } } }] })], connection('fd00:244::3'), ALLOW()],
    ['pods of namespaces by name', [egress({ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'dark' } } }] })], connection('10.244.0.5'), ALLOW()],
    ['labels of a namespace that is not there', [egress({ to: [{ namespaceSelector: { matchLabels: { env: 'test' } } }] })], connection('10.244.0.5'), ['unknown', 'labels-not-known', 'spec.egress[0]']],
    ['both selectors must match', [egress({ to: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'x' } } }] })], connection('10.244.0.3'), DENY],
    ['NotIn on a label that is missing', [policy({ podSelector: { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['1'] }] }, policyTypes: ['Egress'] })], connection('203.0.113.7'), DENY],
    ['In on a label that is missing', [policy({ podSelector: { matchExpressions: [{ key: 'tier', operator: 'In', values: ['1'] }] }, policyTypes: ['Egress'] })], connection('203.0.113.7'), ['allow', 'not-selected', undefined]],
    ['Exists', [policy({ podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] }, policyTypes: ['Egress'] })], connection('203.0.113.7'), DENY],
    ['DoesNotExist', [policy({ podSelector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, policyTypes: ['Egress'] })], connection('203.0.113.7'), ['allow', 'not-selected', undefined]],
    ['a label named as what every object has', [policy({ podSelector: { matchExpressions: [{ key: 'constructor', operator: 'Exists' }] }, policyTypes: ['Egress'] })], connection('203.0.113.7'), ['allow', 'not-selected', undefined]],
    ['ICMP', [egress({})], connection('203.0.113.7', 1, { protocol: 'icmp' }), ['cannot-see', 'no-transport', undefined]],
    ['a pod on the network of its node', [egress()], connection('203.0.113.7', 443, { from: { namespace: 'blue', pod: 'host', egressAddresses: [] } }), ['absent', 'host-network', undefined]],
    ['a node', [egress()], connection('203.0.113.7', 443, { from: { egressAddresses: ['10.10.0.5'] } }), ['absent', 'not-a-pod', undefined]],
    ['a pod that nobody knows', [egress()], connection('203.0.113.7', 443, { from: { namespace: 'blue', pod: 'ghost', egressAddresses: [] } }), ['unknown', 'pod-not-known', undefined]],
  ])('%s', (_, objects, asked, expected) => {
    expect(judge(objects, asked)).toEqual(expected);
  });

  test.each<[string, NetworkPolicyOptions, readonly unknown[]]>([
    ['calico', { cni: 'calico' }, ALLOW()],
    ['cilium', { cni: 'cilium' }, DENY],
    ['another plug-in', { cni: 'other' }, ['unknown', 'block-on-pod', 'spec.egress[0]']],
  ])('a block that holds the address of a pod, with %s', (_, options, expected) => {
    expect(judge([egress({ to: [block('10.244.0.0/16')] })], connection('10.244.0.3'), options)).toEqual(expected);
  });

  test.each<[string, object]>([
    ['a field that is not known', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ fqdn: 'x' }] }] }],
    ['no network', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0' } }] }] }],
    ['leading zeros', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '010.0.0.0/8' } }] }] }],
    ['an IPv4-mapped network', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '::ffff:0:0/96' } }] }] }],
    ['a port as text', { podSelector: {}, policyTypes: ['Egress'], egress: [{ ports: [{ port: '443' }] }] }],
    ['a range that ends before it begins', { podSelector: {}, policyTypes: ['Egress'], egress: [{ ports: [{ port: 443, endPort: 80 }] }] }],
    ['an operator that is not known', { podSelector: { matchExpressions: [{ key: 'app', operator: 'Gt', values: ['1'] }] }, policyTypes: ['Egress'] }],
    ['a type that is not known', { podSelector: {}, policyTypes: ['egress'] }],
    ['a peer that names nobody', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{}] }] }],
    ['a list that is a map', { podSelector: {}, policyTypes: ['Egress'], egress: {} }],
  ])('%s is unknown, never allowed', (_, spec) => {
    expect(judge([policy(spec)], connection('203.0.113.7'))).toEqual(['unknown', 'not-understood', '']);
    expect(judge([policy(spec, 'red')], connection('203.0.113.7'))).toEqual(['allow', 'not-selected', undefined]);
  });
});

describe('ingress', () => {
  const ingress = (objects: readonly ReadObject[], asked: Connection) => {
    const { verdict, code } = new NetworkPolicies([...NAMESPACES, ...objects], PODS, { cni: 'calico' }).ingress(asked);
    return [verdict, code.replace('network-policy/', '')];
  };
  const from = (...peers: object[]) => [policy({ podSelector: {}, ingress: [{ from: peers, ports: [{ port: 'web' }] }] }, 'red')];

  test.each<[string, readonly ReadObject[], Connection, readonly string[]]>([
    ['all that are not selected', [], connection('10.244.0.3', 8080), ['allow', 'not-selected']],
    ['what is no pod', from(), connection('203.0.113.7', 8080), ['absent', 'not-a-pod']],
    ['from a namespace', from({ namespaceSelector: { matchLabels: { env: 'prod' } } }), connection('10.244.0.3', 8080), ['allow', 'rule']],
    ['from another namespace', from({ namespaceSelector: { matchLabels: { env: 'test' } } }), connection('10.244.0.3', 8080), ['deny', 'no-rule']],
    ['another port', from({ namespaceSelector: {} }), connection('10.244.0.3', 8081), ['deny', 'no-rule']],
    ['from outside', from(block('198.51.100.0/24')), connection('10.244.0.3', 8080, { from: { egressAddresses: ['198.51.100.9'] } }), ['allow', 'rule']],
    ['from outside, by selectors', from({ namespaceSelector: {} }), connection('10.244.0.3', 8080, { from: { egressAddresses: ['198.51.100.9'] } }), ['deny', 'no-rule']],
    ['from an address that is not known in that version', from(block('2001:db8::/32')), connection('fd00:244::3', 8080, { from: { egressAddresses: ['198.51.100.9'] } }), ['unknown', 'address-not-known']],
    ['from a pod that nobody knows', from({ namespaceSelector: {}, podSelector: { matchLabels: { app: 'x' } } }), connection('10.244.0.3', 8080, { from: { namespace: 'blue', pod: 'ghost', podAddresses: ['10.244.0.99'], egressAddresses: [] } }), ['unknown', 'labels-not-known']],
  ])('%s', (_, objects, asked, expected) => {
    expect(ingress(objects, asked)).toEqual(expected);
  });
});

describe('policies of Cilium', () => {
  const cilium = (spec: object, kind = 'CiliumNetworkPolicy', namespace: string | undefined = 'blue') => object('cilium.io/v2', kind, namespace, { spec });
  const entities = (entity: string, port = '443') => cilium({ endpointSelector: {}, egress: [{ toEntities: [entity], toPorts: [{ ports: [{ port, protocol: 'TCP' }] }] }] });
  const options = { cni: 'cilium', nodeNetworks: ['10.10.0.0/22'], apiServer: ['10.10.4.4/32', '10.10.0.4/32'] };

  test.each<[string, readonly ReadObject[], Connection, readonly unknown[]]>([
    ['the API server', [egress(), entities('kube-apiserver')], connection('10.10.4.4'), ALLOW()],
    ['the API server on a node, which no block matches', [egress({ to: [block('10.10.0.0/16')] })], connection('10.10.0.4'), DENY],
    ['another port of it', [egress(), entities('kube-apiserver')], connection('10.10.4.4', 6443), DENY],
    ['another address', [egress(), entities('kube-apiserver')], connection('10.10.5.5'), DENY],
    ['alone it closes the pod', [entities('kube-apiserver')], connection('203.0.113.7'), DENY],
    ['the DNS cache of the node', [egress(), entities('host', '53')], connection('169.254.20.10', 53), ALLOW()],
    ['a node, which may be another one', [egress(), entities('host', '53')], connection('10.10.0.9', 53), ['unknown', 'entity', 'spec.egress[0]']],
    ['metadata is not the node', [egress(), entities('host', '53')], connection('169.254.169.254', 53), DENY],
    ['another entity is unknown', [egress(), entities('world')], connection('203.0.113.7'), ['unknown', 'other-kind', '']],
    ['and stays out of what is allowed anyway', [egress({}), entities('world')], connection('203.0.113.7'), ALLOW()],
    ['a deny may take back what is allowed', [egress({}), cilium({ endpointSelector: {}, egressDeny: [{ toEntities: ['world'] }] })], connection('203.0.113.7'), ['unknown', 'other-kind', '']],
    ['by a key with a source before it, it may select the pod', [egress(), cilium({ endpointSelector: { matchLabels: { 'k8s:app': 'x' } }, egress: [{ toFQDNs: [] }] })], connection('203.0.113.7'), ['unknown', 'other-kind', '']],
    ['of another namespace it does not count', [egress(), object('cilium.io/v2', 'CiliumNetworkPolicy', 'red', { spec: { endpointSelector: {}, egress: [{}] } })], connection('203.0.113.7'), DENY],
    ['for the whole cluster', [egress(), object('cilium.io/v2', 'CiliumClusterwideNetworkPolicy', undefined, { spec: { endpointSelector: {}, egress: [{}] } })], connection('203.0.113.7'), ['unknown', 'other-kind', '']],
    ['for nodes', [egress(), object('cilium.io/v2', 'CiliumClusterwideNetworkPolicy', undefined, { spec: { nodeSelector: {}, egress: [{}] } })], connection('203.0.113.7'), DENY],
  ])('%s', (_, objects, asked, expected) => {
    expect(judge(objects, asked, options)).toEqual(expected);
  });

  test('without Cilium nothing enforces them', () => {
    expect(judge([egress(), entities('world')], connection('203.0.113.7'), { cni: 'calico' })).toEqual(DENY);
  });
});

test.each<[string, ReadObject, readonly unknown[], readonly unknown[]]>([
  ['AdminNetworkPolicy', object('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', undefined, { spec: { subject: { namespaces: { matchLabels: { env: 'prod' } } } } }), ['unknown', 'other-kind', ''], ['unknown', 'other-kind', '']],
  ['AdminNetworkPolicy for others', object('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', undefined, { spec: { subject: { namespaces: { matchLabels: { env: 'test' } } } } }), ['allow', 'not-selected', undefined], ALLOW()],
  ['BaselineAdminNetworkPolicy, below every NetworkPolicy', object('policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy', undefined, { spec: { subject: { namespaces: {} } } }), ['unknown', 'other-kind', ''], ALLOW()],
  ['NetworkPolicy of Calico', object('projectcalico.org/v3', 'NetworkPolicy', 'blue', { spec: { selector: 'all()' } }), ['unknown', 'other-kind', ''], ['unknown', 'other-kind', '']],
  ['GlobalNetworkPolicy of Calico', object('crd.projectcalico.org/v1', 'GlobalNetworkPolicy', undefined, { spec: {} }), ['unknown', 'other-kind', ''], ['unknown', 'other-kind', '']],
  ['EgressFirewall of OpenShift', object('k8s.ovn.org/v1', 'EgressFirewall', 'blue', { spec: {} }), ['unknown', 'other-kind', ''], ['unknown', 'other-kind', '']],
  ['FQDNNetworkPolicy of GKE for others', object('networking.gke.io/v1alpha1', 'FQDNNetworkPolicy', 'blue', { spec: { podSelector: { matchLabels: { app: 'other' } } } }), ['allow', 'not-selected', undefined], ALLOW()],
])('%s', (_, other, alone, besideAllow) => {
  expect(judge([other], connection('203.0.113.7'))).toEqual(alone);
  expect(judge([other, egress({})], connection('203.0.113.7'))).toEqual(besideAllow);
});

test('pods of an export have addresses and named ports; those that have ended are gone', () => {
  const podObject = (name: string, spec: object, status: object) => object('v1', 'Pod', 'blue', { spec, status }, name);
  expect(podsOfObjects([
    podObject('a', { containers: [{ ports: [{ name: 'web', containerPort: 8080 }, { containerPort: 9090 }] }] }, { phase: 'Running', podIPs: [{ ip: '10.244.0.1' }, { ip: 'fd00::1' }], podIP: '10.244.0.1' }),
    podObject('b', { hostNetwork: true }, {}),
    podObject('c', {}, { phase: 'Succeeded' }),
  ])).toEqual([
    { namespace: 'blue', name: 'a', labels: {}, addresses: ['10.244.0.1', 'fd00::1'], namedPorts: [{ name: 'web', port: 8080, protocol: 'TCP' }], hostNetwork: false },
    { namespace: 'blue', name: 'b', labels: {}, addresses: [], namedPorts: [], hostNetwork: true },
  ]);
});

test('2,000 verdicts on an example take little time', () => {
  const { objects } = readOutput([join(ROOT, 'examples/cells/expected/plant-mannheim')]);
  const worker: PolicyPod = { namespace: 'edge-icell', name: 'worker', labels: { 'app': 'worker', 'app.kubernetes.io/name': 'worker' }, addresses: ['10.244.0.9'] };
  const asked = Array.from({ length: 2000 }, (_, index) => connection(`203.0.113.${index % 200}`, 400 + index % 100, { from: { namespace: 'edge-icell', pod: 'worker', egressAddresses: [] } }));
  const verdicts = new Set<string>();
  // Processor time of the fastest of a few runs: other tests run meanwhile.
  const milliseconds = Math.min(...Array.from({ length: 5 }, () => {
    const policies = new NetworkPolicies(objects, [worker], { cni: 'calico' });
    const start = process.cpuUsage();
    for (const one of asked) verdicts.add(policies.egress(one).verdict);
    return process.cpuUsage(start).user / 1000;
  }));
  console.log(`2,000 verdicts: ${milliseconds.toFixed(1)} ms`);
  expect(verdicts).toEqual(new Set(['allow', 'deny']));
  expect(milliseconds).toBeLessThan(60);
});
