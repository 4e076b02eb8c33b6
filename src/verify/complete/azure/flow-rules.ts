import { egressSources } from '../../../cell';
import { Cidr } from '../../../net';
import { Flow } from '../../../plan';
import { Layer } from '../../layer';
import { firewallLayers } from '../../layers/firewall-layer';
import { ReadOutput } from '../../read';
import { AllowedTraffic } from '../../rules';
import { isOwnGroup } from '../own-names';
import { lacking } from '../settings';
import { Lack, Wanted } from '../wanted';

const GROUP = 'azurerm_firewall_policy_rule_collection_group';

/** Each host and port of a flow is let through from each address of the cell; two flows that share one have a rule each. Rules of others may hold several. */
export function firewalls({ flows, definition }: Wanted, { terraform }: ReadOutput, layers: readonly Layer[]): Lack[] {
  const wanted = new Map<string, { readonly host: string; readonly port: string; readonly flows: Flow[] }>();
  for (const flow of flows) {
    for (const host of flow.to.hosts.map(String)) {
      for (const port of flow.ports.map(String)) {
        const entry = wanted.get(`${host} ${port}`) ?? { host, port, flows: [] };
        if (entry.flows.at(-1) !== flow) entry.flows.push(flow);
        wanted.set(`${host} ${port}`, entry);
      }
    }
  }
  return firewallLayers(layers, 'azure-firewall')
    .filter(({ target }) => terraform[target]!.resources.some(({ type, values: { name } }) => type === GROUP && isOwnGroup(name, definition.name)))
    .flatMap((layer) => egressSources(definition.cluster).flatMap((source) => {
      const rules = rulesByHost(layer.allowedFrom([source]));
      if (rules.size === 0) return [];
      return [...wanted.values()].flatMap(({ host, port, flows: own }) => {
        const count = rules.get(`${host} ${port}`)?.size ?? 0;
        // By address where the rules look at no name of this flow.
        const byName = own.filter((flow) => (flow.transport === 'https' || flow.transport === 'http') && isFrom(flow, source, definition.cluster));
        if (count >= byName.length) return [];
        const rule = `have a rule of ${layer.name} for each of ${byName.map(({ key }) => key).join(', ')} to ${host} on port ${port} from ${source}`;
        return [lacking(rule, count === 0 ? 'none' : `only ${count}`)];
      });
    }));
}

/** What nodes call themselves comes from their addresses only, unless the firewall sees other ones of them. */
function isFrom({ from }: Flow, source: string, { nodeCidrs, egressSources: seen }: Wanted['definition']['cluster']): boolean {
  const isOfNodes = (text: string) => nodeCidrs.some((node) => Cidr.trusted(node).overlaps(Cidr.trusted(text)));
  return from.some(({ nodes }) => nodes !== true) || isOfNodes(source) || seen?.some(isOfNodes) === false;
}

function rulesByHost(traffic: readonly AllowedTraffic[]): ReadonlyMap<string, ReadonlySet<string>> {
  const rules = new Map<string, Set<string>>();
  for (const { rule, hosts, ports } of traffic) {
    for (const host of hosts) {
      for (const port of ports) rules.set(`${host} ${port}`, (rules.get(`${host} ${port}`) ?? new Set()).add(`${rule.object} ${rule.path}`));
    }
  }
  return rules;
}
