import { away, lacksAfter, Loose } from '../../support/changed-output';
import { clusterOutput } from '../../support/mutated-outputs';

const { cell, output } = clusterOutput('gateway: own names');
const [BASE, GATEWAY, PROXY] = ['base', 'egress', 'sni-proxy'].map((what) => `NetworkPolicy acme-egress/eic-rich-${what}`) as [string, string, string];
const CLIENT = 'NetworkPolicy edge-icell/eic-rich-worker';
const ANYBODY = [{ namespaceSelector: {} }];

test.each<[string, string, (object: Loose) => unknown, RegExp]>([
  ['no policy for every pod', BASE, away, /^EIC727 must have the NetworkPolicy of every pod in acme-egress/],
  ['no DNS', BASE, ({ spec }) => { spec.egress.shift(); }, /let DNS on port 53 over TCP pass/],
  ['another istiod', BASE, ({ spec }) => { spec.egress[1].to[0].podSelector.matchLabels.app = 'other'; }, /let the control plane of Istio pass/],
  ['metrics for everybody', BASE, ({ spec }) => { spec.ingress[0].from = ANYBODY; }, /spec\.ingress/],
  ['egress alone', BASE, ({ spec }) => { spec.policyTypes = ['Egress']; }, /spec\.policyTypes/],
  ['no policy of the gateway', GATEWAY, away, /NetworkPolicy of the egress gateway in acme-egress/],
  ['callers of every namespace', GATEWAY, ({ spec }) => { spec.ingress[0].from = ANYBODY; }, /spec\.ingress/],
  ['callers of another namespace, too', GATEWAY, ({ spec }) => { spec.ingress[0].from.push({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'default' } } }); }, /spec\.ingress/],
  ['every port', GATEWAY, ({ spec }) => { delete spec.ingress[0].ports; }, /spec\.ingress/],
  ['one port less', GATEWAY, ({ spec }) => { spec.ingress[0].ports.pop(); }, /spec\.ingress/],
  ['no way to the proxy', GATEWAY, ({ spec }) => { spec.egress = spec.egress.filter(({ to }: Loose) => to[0].podSelector === undefined); }, /let port 20443 of the SNI proxy pass/],
  ['an address less', GATEWAY, ({ spec }) => { for (const rule of spec.egress) rule.to = rule.to.filter(({ ipBlock }: Loose) => ipBlock?.cidr !== '10.30.1.5/32'); }, /data-store to 10\.30\.1\.5\/32 on TCP 6379/],
  ['a rule to everybody', GATEWAY, ({ spec }) => { delete spec.egress[0].to; }, /name whom the rule leads to/],
  ['an empty rule', GATEWAY, ({ spec }) => { spec.egress.push({}); }, /have no empty rule/],
  ['no policy of the proxy', PROXY, away, /NetworkPolicy of the SNI proxy in acme-egress/],
  ['all pods of the namespace at the proxy', PROXY, ({ spec }) => { delete spec.ingress[0].from[0].podSelector; }, /spec\.ingress/],
  ['a policy of no pod', PROXY, ({ spec }) => { spec.podSelector.matchLabels.app = 'other'; }, /NetworkPolicy of the SNI proxy/],
  ['no way from pods to the gateway', CLIENT, ({ spec }) => { spec.egress.splice(4, 1); }, /to port \d+ of the egress gateway pass by a rule of its own/],
  ['every port of the gateway', CLIENT, ({ spec }) => { delete spec.egress[4].ports; }, /of the egress gateway pass by a rule of its own/],
])('%s: noticed', (_, id, change, message) => {
  expect(lacksAfter(cell, output, id, change).filter((text) => message.test(text))).not.toEqual([]);
});

test('nothing is missed in policies as they are written, with Cilium, a cache of DNS, and several clients', () => {
  for (const name of ['gateway: own names', 'gateway: node-local dns', 'gateway: fqdn cilium', 'gateway: edgelm', 'gateway: no scrapers']) {
    const other = clusterOutput(name);
    expect(lacksAfter(other.cell, other.output, other.output.objects[0]!.id, () => undefined)).toEqual([]);
  }
});
