import { egressSources } from '../../cell';
import { Flow } from '../../plan';
import { Layer } from '../layer';
import { FirewallLayer } from '../layers/firewall-layer';
import { ReadOutput } from '../read';
import { AllowedTraffic } from '../rules';
import { isOwnName } from './own-names';
import { Lack, Wanted } from './wanted';

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
  return layers.filter((layer): layer is FirewallLayer => layer instanceof FirewallLayer && layer.kind === 'azure-firewall')
    .filter(({ target }) => terraform[target]!.resources.some(({ type, values: { name } }) => type === GROUP && isOwnName(name, definition.name)))
    .flatMap((layer) => egressSources(definition.cluster).flatMap((source) => {
      const rules = rulesByHost(layer.allowedFrom([source]));
      if (rules.size === 0) return [];
      return [...wanted.values()].flatMap(({ host, port, flows: own }) => {
        const count = rules.get(`${host} ${port}`)?.size ?? 0;
        // By address where the rules look at no name of this flow.
        const byName = own.filter(({ transport }) => transport === 'https' || transport === 'http').length;
        return count >= byName ? [] : [{ message: `must have a rule for each of ${own.map(({ key }) => key).join(', ')} from ${source}, got: ${count} in ${layer.name} for ${host} on port ${port}` }];
      });
    }));
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
