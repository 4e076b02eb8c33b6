import { ANSWERS, dialled, judge, lookedUp, NAMED, object, query } from './objects';
import type { ReadObject } from '../../../src/verify/read';

const cilium = (egress: readonly object[], name = 'names', more: object = {}, endpointSelector: object = {}) => object('cilium.io/v2', 'CiliumNetworkPolicy', 'blue', { endpointSelector, egress, ...more }, name);
const policy = (...egress: readonly object[]) => object('networking.k8s.io/v1', 'NetworkPolicy', 'blue', { podSelector: {}, policyTypes: ['Egress'], egress }, 'plain');
const tcp = (...ports: readonly number[]) => [{ ports: ports.map((port) => ({ port: String(port), protocol: 'TCP' })) }];
const names = (...toFQDNs: readonly object[]) => cilium([{ toFQDNs, toPorts: tcp(443) }]);
const KUBE_DNS = [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'kube-system', 'k8s:k8s-app': 'kube-dns' } }];
const dns = (rules: readonly object[] = [{ matchPattern: '*' }], ports: readonly object[] = [{ port: '53', protocol: 'UDP' }, { port: '53', protocol: 'TCP' }]) =>
  cilium([{ toEndpoints: KUBE_DNS, toPorts: [{ ports, rules: { dns: rules } }] }], 'dns');
const plainDns = policy({ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }], ports: [{ port: 53, protocol: 'UDP' }] });

const API = names({ matchName: 'api.example.com' });
const BY_NAME = ['allow', 'rule-by-name', 'names spec.egress[0]'];
const DENY = ['deny', 'no-rule', undefined];
const NOT_LEARNED = ['unknown', 'names-not-learned', 'names spec.egress[0]'];

describe('Cilium, names', () => {
  test.each<[string, readonly ReadObject[], ReturnType<typeof dialled>, readonly unknown[]]>([
    ['a name that was looked up', [API, dns()], lookedUp('api.example.com', '203.0.113.7'), BY_NAME],
    ['its address, dialled as it is', [API, dns()], dialled('203.0.113.7'), BY_NAME],
    ['whatever name is sent there', [API, dns()], lookedUp('evil.example', '203.0.113.7'), BY_NAME],
    ['another name with the same address', [names({ matchName: 'shared.example.net' }), dns()], dialled('203.0.113.7'), BY_NAME],
    ['an address that DNS gave for another name', [API, dns()], dialled('203.0.113.9'), DENY],
    ['an address that DNS gave for nothing', [API, dns()], dialled('198.51.100.1'), DENY],
    ['another port', [API, dns()], dialled('203.0.113.7', 444), DENY],
    ['UDP', [API, dns()], dialled('203.0.113.7', 443, { protocol: 'quic' }), DENY],
    ['every port without a list of them', [cilium([{ toFQDNs: [{ matchName: 'api.example.com' }] }]), dns()], dialled('203.0.113.7', 9, { protocol: 'udp' }), BY_NAME],
    ['a pattern of one label', [names({ matchPattern: '*.example.com' }), dns()], dialled('203.0.113.7'), BY_NAME],
    ['which is not two', [names({ matchPattern: '*.example.com' }), dns()], dialled('203.0.113.8'), DENY],
    ['a pattern of many labels', [names({ matchPattern: '**.example.com' }), dns()], dialled('203.0.113.8'), BY_NAME],
    ['every name, which is not every address', [names({ matchPattern: '*' }), dns()], dialled('198.51.100.1'), DENY],
    ['a private address that DNS gave', [names({ matchName: 'private.example.com' }), dns()], dialled('10.9.9.9'), BY_NAME],
    ['a pod, which no rule by name opens', [names({ matchName: 'pod.example.com' }), dns()], dialled('10.244.0.2'), DENY],
    ['a node, which is a setting', [names({ matchName: 'node.example.com' }), dns()], dialled('10.10.0.9'), ['unknown', 'block-on-pod', 'names spec.egress[0]']],
    ['other pods', [cilium([{ toFQDNs: [{ matchName: 'api.example.com' }] }], 'names', {}, { matchLabels: { app: 'other' } }), dns()], dialled('203.0.113.7'), DENY],
    ['policies add up', [API, dns(), policy({ to: [{ ipBlock: { cidr: '198.51.100.0/24' } }] })], dialled('198.51.100.1'), ['allow', 'rule', 'plain spec.egress[0]']],
    ['and a policy by name closes', [names({ matchName: 'api.example.com' })], dialled('198.51.100.1'), DENY],
    ['which enableDefaultDeny takes back', [cilium([{ toFQDNs: [{ matchName: 'api.example.com' }] }], 'names', { enableDefaultDeny: { egress: false } })], dialled('198.51.100.1'), ['allow', 'not-selected', undefined]],
    ['an empty rule allows nothing', [cilium([{}])], dialled('203.0.113.7'), DENY],
    ['a rule without peers allows everybody', [cilium([{ toPorts: tcp(443) }])], dialled('198.51.100.1'), ['allow', 'rule', 'names spec.egress[0]']],
  ])('%s', (_, objects, asked, expected) => {
    expect(judge(objects, asked)).toEqual(expected);
  });
});

describe('Cilium, what is learned from DNS', () => {
  const onTcp = [{ port: '53', protocol: 'TCP' }];
  test.each<[string, readonly ReadObject[], typeof NAMED, readonly unknown[]]>([
    ['through the proxy', [API, dns()], NAMED, BY_NAME],
    ['by a rule of any protocol', [API, dns(undefined, [{ port: '53' }])], NAMED, BY_NAME],
    ['by a named port', [API, dns(undefined, [{ port: 'dns', protocol: 'UDP' }])], NAMED, BY_NAME],
    ['by a rule to everybody', [API, cilium([{ toPorts: [{ ports: [{ port: '53', protocol: 'ANY' }], rules: { dns: [{ matchPattern: '*' }] } }] }], 'dns')], NAMED, BY_NAME],
    ['no rule for DNS', [API], NAMED, NOT_LEARNED],
    ['a rule without names', [API, cilium([{ toEndpoints: KUBE_DNS, toPorts: [{ ports: [{ port: '53', protocol: 'UDP' }] }] }], 'dns')], NAMED, NOT_LEARNED],
    ['a NetworkPolicy lets DNS pass beside it', [API, dns(), plainDns], NAMED, NOT_LEARNED],
    ['a block of addresses does not, with Cilium', [API, dns(), policy({ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] })], NAMED, BY_NAME],
    ['an open rule does', [cilium([{ toFQDNs: [{ matchName: 'api.example.com' }], toPorts: tcp(443) }, { toPorts: [{ ports: [{ port: '53', protocol: 'UDP' }] }] }]), dns()], NAMED, NOT_LEARNED],
    ['other names are looked up', [API, dns([{ matchName: 'store.example.com' }])], NAMED, NOT_LEARNED],
    ['the name is looked up by a pattern', [API, dns([{ matchPattern: '*.example.com' }])], NAMED, BY_NAME],
    ['TCP alone', [API, dns(undefined, onTcp)], NAMED, NOT_LEARNED],
    ['other pods are the DNS', [API, dns()], { ...NAMED, dns: { namespace: 'dns', selector: { role: 'resolver' }, ports: [53] } }, NOT_LEARNED],
    ['another port is that of DNS', [API, dns()], { ...NAMED, dns: { ...NAMED.dns!, ports: [1053] } }, NOT_LEARNED],
    ['nothing is known of DNS', [API, dns()], { cni: 'cilium', answers: Object.entries(ANSWERS) }, NOT_LEARNED],
    ['beside a policy that is not understood', [API, dns(), cilium([{ toServices: [] }], 'other')], NAMED, ['unknown', 'other-kind', 'other']],
    ['a plug-in that is not known', [API, dns()], { ...NAMED, cni: undefined as never }, ['unknown', 'other-kind', 'dns']],
    ['another plug-in', [API, dns(), policy()], { ...NAMED, cni: 'calico' }, DENY],
  ])('%s', (_, objects, options, expected) => {
    expect(judge(objects, lookedUp('api.example.com', '203.0.113.7'), options)).toEqual(expected);
  });

  test('a version that is not known leaves patterns of many labels open', () => {
    const objects = [names({ matchPattern: '**.example.com' }), dns()];
    const unknown = { ...NAMED, cniVersion: undefined as never };
    expect(judge(objects, dialled('203.0.113.8'), unknown)).toEqual(['unknown', 'pattern-not-known', 'names spec.egress[0]']);
    expect(judge(objects, dialled('203.0.113.7'), unknown)).toEqual(BY_NAME);
    expect(judge(objects, dialled('203.0.113.8'), { ...NAMED, cniVersion: '1.18' })).toEqual(DENY);
  });
});

describe('Cilium, the DNS proxy', () => {
  const SOME = dns([{ matchPattern: '**.example.com' }, { matchName: 'x.example' }]);
  test.each<[string, readonly ReadObject[], ReturnType<typeof query>, readonly unknown[]]>([
    ['a name of a pattern', [SOME], query('a.b.example.com'), ['allow', 'rule', 'dns spec.egress[0]']],
    ['a name', [SOME], query('x.example', 'tcp'), ['allow', 'rule', 'dns spec.egress[0]']],
    ['another name', [SOME], query('secret.tunnel.example'), ['deny', 'name-refused', 'dns spec.egress[0]']],
    ['some name', [SOME], query(null), ['allow', 'rule', 'dns spec.egress[0]']],
    ['every name', [dns()], query('secret.tunnel.example'), ['allow', 'rule', 'dns spec.egress[0]']],
    ['a rule without names beside it', [SOME, plainDns], query('secret.tunnel.example'), ['allow', 'rule', 'plain spec.egress[0]']],
    ['names of several rules add up', [SOME, cilium([{ toEndpoints: KUBE_DNS, toPorts: [{ ports: [{ port: '53', protocol: 'UDP' }], rules: { dns: [{ matchName: 'tunnel.example' }] } }] }], 'more')], query('tunnel.example'), ['allow', 'rule', 'more spec.egress[0]']],
    ['a policy that is not understood beside it', [SOME, cilium([{ toServices: [] }], 'other')], query('secret.tunnel.example'), ['unknown', 'other-kind', 'other']],
    ['DNS of others', [SOME], dialled('198.51.100.1', 53, { protocol: 'udp' }), DENY],
  ])('%s', (_, objects, asked, expected) => {
    expect(judge(objects, asked)).toEqual(expected);
  });
});

describe('Cilium, endpoints and networks', () => {
  const to = (rule: object) => [cilium([rule])];
  const ALLOW = ['allow', 'rule', 'names spec.egress[0]'];
  test.each<[string, object, ReturnType<typeof dialled>, readonly unknown[]]>([
    ['pods of the same namespace', { toEndpoints: [{}] }, dialled('10.244.0.2'), ALLOW],
    ['not of another', { toEndpoints: [{}] }, dialled('10.244.0.3'), DENY],
    ['by label', { toEndpoints: [{ matchLabels: { app: 'other' } }] }, dialled('10.244.0.2'), ALLOW],
    ['by namespace', { toEndpoints: [{ matchLabels: { 'io.kubernetes.pod.namespace': 'red' } }] }, dialled('10.244.0.3'), ALLOW],
    ['by an expression of namespaces', { toEndpoints: [{ matchExpressions: [{ key: 'k8s:io.kubernetes.pod.namespace', operator: 'In', values: ['red', 'green'] }] }] }, dialled('10.244.0.3'), ALLOW],
    ['by a label of the namespace', { toEndpoints: [{ matchLabels: { 'k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name': 'red' } }] }, dialled('10.244.0.3'), ALLOW],
    ['a namespace and another label', { toEndpoints: [{ matchLabels: { 'io.kubernetes.pod.namespace': 'red', 'any:app': 'other' } }] }, dialled('10.244.0.3'), DENY],
    ['pods are not the Internet', { toEndpoints: [{}] }, dialled('203.0.113.7'), DENY],
    ['a network', { toCIDR: ['203.0.113.0/24'] }, dialled('203.0.113.7'), ALLOW],
    ['an address', { toCIDR: ['203.0.113.7'] }, dialled('203.0.113.7'), ALLOW],
    ['a part of a network', { toCIDRSet: [{ cidr: '203.0.113.0/24', except: ['203.0.113.0/29'] }] }, dialled('203.0.113.7'), DENY],
    ['the rest of it', { toCIDRSet: [{ cidr: '203.0.113.0/24', except: ['203.0.113.0/29'] }] }, dialled('203.0.113.8'), ALLOW],
    ['a network holds no pods', { toCIDR: ['0.0.0.0/0'] }, dialled('10.244.0.2'), DENY],
    ['a range of ports', { toCIDR: ['0.0.0.0/0'], toPorts: [{ ports: [{ port: '440', endPort: 443, protocol: 'TCP' }] }] }, dialled('203.0.113.7'), ALLOW],
    ['port 0 is every port', { toCIDR: ['0.0.0.0/0'], toPorts: [{ ports: [{ port: '0', protocol: 'TCP' }] }] }, dialled('203.0.113.7'), ALLOW],
    ['no protocol is every protocol', { toCIDR: ['0.0.0.0/0'], toPorts: [{ ports: [{ port: '443' }] }] }, dialled('203.0.113.7', 443, { protocol: 'quic' }), ALLOW],
    ['the second list of ports', { toCIDR: ['0.0.0.0/0'], toPorts: [...tcp(80), ...tcp(443)] }, dialled('203.0.113.7'), ALLOW],
  ])('%s', (_, rule, asked, expected) => {
    expect(judge(to(rule), asked)).toEqual(expected);
  });
});

test.each<[string, object]>([
  ['two kinds of peers', { toFQDNs: [{ matchName: 'api.example.com' }], toCIDR: ['0.0.0.0/0'] }],
  ['no names', { toFQDNs: [] }],
  ['a name that is none', { toFQDNs: [{ matchName: 'a b' }] }],
  ['a field of a name', { toFQDNs: [{ matchName: 'api.example.com', matchRegex: '.*' }] }],
  ['server names', { toFQDNs: [{ matchName: 'api.example.com' }], toPorts: [{ ports: [{ port: '443' }], serverNames: ['x'] }] }],
  ['rules of HTTP', { toPorts: [{ ports: [{ port: '443' }], rules: { http: [{}] } }] }],
  ['rules of DNS without names', { toPorts: [{ ports: [{ port: '53' }], rules: { dns: [] } }] }],
  ['an empty rule of DNS', { toPorts: [{ ports: [{ port: '53' }], rules: { dns: [{}] } }] }],
  ['a port that is none', { toPorts: [{ ports: [{ port: '70000' }] }] }],
  ['a port as a number', { toPorts: [{ ports: [{ port: 443 }] }] }],
  ['a range that ends before it begins', { toPorts: [{ ports: [{ port: '443', endPort: 80 }] }] }],
  ['ICMP', { icmps: [{ fields: [{ type: 8 }] }] }],
  ['services', { toServices: [{ k8sService: { serviceName: 'x' } }] }],
  ['a group of networks', { toCIDRSet: [{ cidrGroupRef: 'x' }] }],
  ['a reserved label', { toEndpoints: [{ matchLabels: { 'reserved:host': '' } }] }],
  ['authentication', { toEndpoints: [{}], authentication: { mode: 'required' } }],
  ['a text', 'x' as never],
])('Cilium: %s is not understood, never allowed', (_, rule) => {
  expect(judge([cilium([rule])], lookedUp('api.example.com', '203.0.113.7'))).toEqual(['unknown', 'other-kind', 'names']);
  expect(judge([cilium([rule])], query('api.example.com'))[0]).toBe('unknown');
});

test.each<[string, object]>([
  ['enableDefaultDeny of ingress', { enableDefaultDeny: { ingress: true } }], ['ingress', { ingress: [{}] }], ['a deny', { egressDeny: [{ toEntities: ['world'] }] }],
  ['enableDefaultDeny as text', { enableDefaultDeny: { egress: 'false' } }],
])('Cilium: %s is not understood', (_, more) => {
  expect(judge([cilium([{ toFQDNs: [{ matchName: 'api.example.com' }] }], 'names', more), dns()], dialled('203.0.113.7'))[0]).toBe('unknown');
});

describe('GKE', () => {
  const gke = { ...NAMED, cni: undefined as never, cniVersion: undefined as never, dataplaneV2: true };
  const fqdn = (spec: object, apiVersion = 'networking.gke.io/v1alpha1') => object(apiVersion, 'FQDNNetworkPolicy', 'blue', { podSelector: {}, ...spec }, 'names');
  const match = (...matches: readonly object[]) => fqdn({ egress: [{ matches, ports: [{ protocol: 'TCP', port: 443 }] }] });
  test.each<[string, readonly ReadObject[], ReturnType<typeof dialled>, readonly unknown[]]>([
    ['a name', [match({ name: 'api.example.com' })], dialled('203.0.113.7'), BY_NAME],
    ['beside a NetworkPolicy that lets DNS pass, as Google documents', [match({ name: 'api.example.com' }), plainDns], dialled('203.0.113.7'), BY_NAME],
    ['another address', [match({ name: 'api.example.com' })], dialled('203.0.113.9'), DENY],
    ['another port', [match({ name: 'api.example.com' })], dialled('203.0.113.7', 444), DENY],
    ['a pattern is one label', [match({ pattern: '*.example.com' })], dialled('203.0.113.7'), BY_NAME],
    ['and not two', [match({ pattern: '*.example.com' })], dialled('203.0.113.8'), DENY],
    ['no ports are all ports', [fqdn({ egress: [{ matches: [{ name: 'api.example.com' }] }] })], dialled('203.0.113.7', 9, { protocol: 'udp' }), BY_NAME],
    ['no protocol is every protocol', [fqdn({ egress: [{ matches: [{ name: 'api.example.com' }], ports: [{ port: 443 }] }] })], dialled('203.0.113.7', 443, { protocol: 'quic' }), BY_NAME],
    ['no port is every port', [fqdn({ egress: [{ matches: [{ name: 'api.example.com' }], ports: [{ protocol: 'UDP' }] }] })], dialled('203.0.113.7', 443), DENY],
    ['version v1', [fqdn({ egress: [{ matches: [{ name: 'api.example.com' }] }] }, 'networking.gke.io/v1')], dialled('203.0.113.7'), BY_NAME],
    ['it brings DNS with it', [match({ name: 'api.example.com' })], query('secret.tunnel.example', 'tcp'), ['allow', 'rule', 'names spec']],
    ['of the cluster alone', [match({ name: 'api.example.com' })], dialled('198.51.100.1', 53, { protocol: 'udp' }), DENY],
    ['it adds to NetworkPolicies', [match({ name: 'api.example.com' }), policy({ to: [{ ipBlock: { cidr: '198.51.100.0/24' } }] })], dialled('198.51.100.1'), ['allow', 'rule', 'plain spec.egress[0]']],
    ['a pod', [match({ name: 'pod.example.com' })], dialled('10.244.0.2'), DENY],
  ])('%s', (_, objects, asked, expected) => {
    expect(judge(objects, asked, gke)).toEqual(expected);
  });

  test.each<[string, object]>([
    ['no rules', { egress: [] }], ['no names', { egress: [{ matches: [] }] }], ['two kinds of names', { egress: [{ matches: [{ name: 'a.example', pattern: '*' }] }] }],
    ['another protocol', { egress: [{ matches: [{ name: 'api.example.com' }], ports: [{ protocol: 'SCTP' }] }] }], ['a port as text', { egress: [{ matches: [{ name: 'api.example.com' }], ports: [{ port: '443' }] }] }],
    ['an unknown field', { egress: [{ matches: [{ name: 'api.example.com' }], to: [] }] }], ['ingress', { egress: [{ matches: [{ name: 'api.example.com' }] }], ingress: [{}] }],
    ['a list that is a map', { egress: {} }],
  ])('%s is not understood, never allowed', (_, spec) => {
    expect(judge([fqdn(spec)], dialled('203.0.113.7'), gke)).toEqual(['unknown', 'other-kind', 'names']);
    expect(judge([fqdn(spec), policy({})], dialled('203.0.113.7'), gke)).toEqual(['allow', 'rule', 'plain spec.egress[0]']);
  });

  test('elsewhere nobody reads it, and nothing is proven', () => {
    expect(judge([match({ name: 'api.example.com' })], dialled('203.0.113.7'), NAMED)).toEqual(['unknown', 'other-kind', 'names']);
    expect(judge([fqdn({ egress: [{ to: [{ fqdns: ['api.example.com'] }] }] }, 'networking.gke.io/v1alpha3')], dialled('203.0.113.7'), gke)).toEqual(['unknown', 'other-kind', 'names']);
  });
});
