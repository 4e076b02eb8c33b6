import { ask, Asked, endsOf, ofVersion, shownAsked } from '../ask';
import { lacking } from '../settings';
import { carriesPlatform, coverage, ruleForEachFlow } from './coverage';
import { gcpNetwork } from './network';
import { privateApis } from './private-apis';
import { ownRuleFields } from './rule-fields';
import { GcpView } from './view';
import { webProxy } from './web-proxy';
import { Cidr } from '../../../net';
import { FirewallTargets } from '../../../read-cell';
import { Layer } from '../../layer';
import { firewallLayers } from '../../layers/firewall-layer';
import { EgressAddresses } from '../../pods';
import { ReadOutput } from '../../read';
import { blockOf, blocksOf, TerraformValues } from '../../rules';
import { gcpCluster, gke } from '../../wider/firewall-needs';
import { isOwnName } from '../own-names';
import { Lack, Wanted } from '../wanted';

/** A port that nobody uses: what answers there is the deny after all rules. */
const UNUSED_PORT = 9;
/** Of the documentation network of IPv6 (RFC 3849): a VM gets such an address when the network gets IPv6. */
const VM_V6 = '2001:db8::5';
/** Of the upper halves of both versions, of nobody: documentation (RFC 5737), and space that is not assigned. */
const [UPPER_V4, UPPER_V6] = ['203.0.113.9', 'e000::9'] as const;
const KUBELET_PORT = 10250;

/** What nodes and platform need, what rules of ours are to have each for itself, and what they are to deny. */
export function gcpFirewalls(wanted: Wanted, { terraform }: ReadOutput, layers: readonly Layer[], targets: FirewallTargets): Lack[] {
  return firewallLayers(layers, 'gcp-firewall').flatMap((layer) => {
    const values = new TerraformValues(terraform[layer.target]!);
    const target = targets[layer.target]?.gcp === undefined ? undefined : targets[layer.target];
    const cell = wanted.definition.name;
    const rules = values.ofType('google_compute_network_firewall_policy_rule').filter(({ values: { rule_name: name, description } }) =>
      isOwnName(name, cell) && (typeof description !== 'string' || description === '' || description.endsWith(` ${cell}`)));
    const view: GcpView = { wanted, layer, values, target, settings: target?.gcp?.rules ?? target?.gcp?.network, rules };
    const ofNetwork = target?.gcp?.network === undefined ? [] : gcpNetwork(view, target.gcp.network);
    const carries = carriesPlatform(view);
    const ofRules = () => [...coverage(view), ...ruleForEachFlow(view), ...privateApis(view, carries), ...webProxy(view, carries), ...ownRuleFields(view)];
    return [...cutOff(view), ...notDenied(view), ...ofNetwork, ...(rules.length === 0 ? [] : ofRules())];
  });
}

/** A firewall that denies at every VM must let pass what keeps the cluster alive. */
function cutOff({ wanted: { definition }, layer, values, target, rules }: GcpView): Lack[] {
  // Of a policy of others that is not in the files, other rules may come first.
  const isTheirs = rules.length === 0 && (target === undefined || values.ofType('google_compute_network_firewall_policy').length === 0);
  if (isTheirs) return [];
  // Addresses of Services become those of pods at the node, before any rule of the network.
  const services = new Set(definition.cluster.serviceCidrs.map((text) => String(Cidr.trusted(text))));
  const needs = [...gcpCluster(definition), ...(target?.gcp?.platformEgress === 'gke' ? gke(target) : [])];
  const nodes = new EgressAddresses(definition.cluster).ofNode();
  return needs.flatMap(({ to, ports }): Asked[] => {
    const numbers = ports.map((port) => (port.isSingle ? port.first : KUBELET_PORT));
    return numbers.flatMap((port) => [
      ...to.hosts.map((host): Asked => ({ host: String(host), address: layer.book.foreign, port, protocol: 'tls' })),
      ...to.cidrs.filter((cidr) => !services.has(String(cidr))).flatMap(endsOf).map((address): Asked => ({ address, port, protocol: 'tcp' })),
    ]);
  }).flatMap((asked) => {
    const from = ofVersion(nodes, asked.address);
    if (from === undefined) return [];
    const { verdict, code } = ask(layer, from, asked);
    return verdict === 'deny' ? [lacking(`let pass what keeps the nodes alive: ${shownAsked(asked)} from ${from}`, `${code} of ${layer.name}`)] : [];
  });
}

/** Where the definition asks for a deny of ours, what no rule allows is denied by a rule, in both versions: the implied rule of a network lets everything out. */
function notDenied({ wanted: { definition, enforced }, layer, settings, rules }: GcpView): Lack[] {
  const isDenied = settings === undefined ? rules.some(({ values: { action, match } }) => action === 'deny' && blocksOf(blockOf(match).layer4_configs).some((config) => config.ip_protocol === 'all')) : settings.defaultDeny !== 'none';
  if (!enforced || !isDenied) return [];
  const nodes = new EgressAddresses(definition.cluster).ofNode();
  const [v4, v6] = [ofVersion(nodes, UPPER_V4) ?? '192.0.2.5', ofVersion(nodes, UPPER_V6) ?? VM_V6];
  const pairs = [[v4, layer.book.foreign], [v4, UPPER_V4], [v6, layer.book.foreignV6], [v6, UPPER_V6]] as const;
  return pairs.flatMap(([from, address]) => (['tcp', 'udp', 'icmp'] as const).flatMap((protocol) => {
    const asked: Asked = { address, port: UNUSED_PORT, protocol };
    const { verdict, code, rule } = ask(layer, from, asked);
    return verdict === 'deny' && rule !== null ? [] : [lacking(`deny by a rule what no rule allows: ${shownAsked(asked)} from ${from}`, `${code} of ${layer.name}`)];
  }));
}
