import { ask, Asked, endsOf, shownAsked } from '../ask';
import { finalDeny } from './final-deny';
import { azureNetwork } from './network';
import { AzureView, isPolicy } from './view';
import { Cidr } from '../../../net';
import { FirewallTargets } from '../../../read-cell';
import { addressIn } from '../../addresses';
import { Layer } from '../../layer';
import { firewallLayers } from '../../layers/firewall-layer';
import { ReadOutput } from '../../read';
import { blocksOf, TerraformValues } from '../../rules';
import { isOwnGroup } from '../own-names';
import { lacking, Settings } from '../settings';
import { Lack, Wanted } from '../wanted';

const GROUP = 'azurerm_firewall_policy_rule_collection_group';
/** Hosts of the tag `AzureKubernetesService` that every node asks (Microsoft Learn, "Outbound network and FQDN rules for AKS clusters"). */
const AKS_HOSTS = ['mcr.microsoft.com', 'management.azure.com', 'login.microsoftonline.com', 'packages.microsoft.com'];

/** What the definition says of each Azure Firewall besides the flows of the plan: the platform's needs, places of groups, the final deny, the network. */
export function azureFirewalls(wanted: Wanted, { terraform }: ReadOutput, layers: readonly Layer[], targets: FirewallTargets): Lack[] {
  return firewallLayers(layers, 'azure-firewall').flatMap((layer) => {
    const target = targets[layer.target]?.azure;
    if (target === undefined) return [];
    const values = new TerraformValues(terraform[layer.target]!);
    const groups = values.ofType(GROUP).filter(({ values: { name } }) => isOwnGroup(name, wanted.definition.name));
    const view: AzureView = { wanted, layer, values, target, groups };
    return [...cutOff(view), ...places(view), ...(target.network === undefined ? [] : [...finalDeny(view, target.network), ...azureNetwork(view, target.network)])];
  });
}

/** What AKS asks of the firewall from its nodes, where the definition asks for it. By tag, rules of ours hold its HTTP names too, as in Microsoft's example. */
function cutOff({ wanted: { definition }, layer, target, groups }: AzureView): Lack[] {
  if (target.platformEgress !== 'aks') return [];
  const { cluster } = definition;
  const firstOf = (texts: readonly string[]) => texts.map((text) => Cidr.trusted(text)).filter(({ version }) => version === 4).map((network) => addressIn(network, 5));
  const nodes = firstOf((target.rules ?? target.network)?.platformSources ?? cluster.nodeCidrs);
  const questions = (from: readonly string[], asked: readonly Asked[]) => from.flatMap((source) => asked.map((one) => ({ source, asked: one })));
  const byName = (port: number, protocol: Asked['protocol']) => AKS_HOSTS.map((host): Asked => ({ host, address: layer.book.foreign, port, protocol }));
  const api = (cluster.apiServer?.cidrs ?? []).map((text) => Cidr.trusted(text)).filter(({ version }) => version === 4).flatMap(endsOf)
    .map((address): Asked => ({ address, port: cluster.apiServer!.port, protocol: 'tcp' }));
  return [
    ...questions(nodes, [...byName(443, 'tls'), ...(groups.length > 0 ? byName(80, 'http') : [])]),
    ...questions([...nodes, ...firstOf(cluster.egressSources ?? [])], api),
  ].flatMap(({ source, asked }) => {
    const { verdict, code, rule } = ask(layer, source, asked);
    // The names of a tag are Microsoft's, so that a rule with it is never certain; without any rule there is none to be uncertain.
    const isElsewhere = groups.length === 0 && code.endsWith('/rest-of-policy-not-read');
    return verdict === 'allow' || (verdict === 'unknown' && rule !== null) || verdict === 'absent' || isElsewhere ? []
      : [lacking(`let pass what AKS needs (platformEgress): ${shownAsked(asked)} from ${source}`, `${code} of ${layer.name}`)];
  });
}

/** Groups of ours stand at the priorities of the definition, in the policy of the definition. */
function places({ wanted, values, target, groups }: AzureView): Lack[] {
  const settings = new Settings();
  const { name } = wanted.definition;
  const { firewallPolicyId, priority, platformPriority } = (target.rules ?? target.network)!;
  const wantedPlaces: Record<string, number | undefined> = {
    [`eic-${name}`]: priority, [`eic-${name}.aks`]: platformPriority ?? priority - 1, [`eic-${name}.deny`]: target.network?.denyPriority,
  };
  for (const group of groups) {
    const { name: own, priority: place, firewall_policy_id: policy } = group.values;
    const wantedPlace = wantedPlaces[String(own)];
    if (wantedPlace !== undefined) settings.be(group, 'priority', place, wantedPlace, 'the priority of the definition');
    settings.hold(isPolicy(values, policy, firewallPolicyId), group, 'firewall_policy_id', `be in the policy ${firewallPolicyId ?? 'of the files'}`, policy);
    for (const kind of ['network_rule_collection', 'application_rule_collection']) {
      const collections = blocksOf(group.values[kind]);
      const [allows, denies] = ['Allow', 'Deny'].map((action) => collections.filter((one) => one.action === action).map((one) => Number(one.priority)));
      settings.hold(Math.max(...allows!) < Math.min(...denies!), group, kind, 'try what allows before what denies', collections.map((one) => one.priority));
    }
  }
  return settings.lacks;
}
