import { AwsFirewall, lackIn, networks } from './groups';
import { egressSources } from '../../../cell';
import { carriesName } from '../../../net';
import { Flow } from '../../../plan';
import { AllowedTraffic } from '../../rules';
import { Lack, missing, Wanted } from '../wanted';

/** What a rule passes, in a form that can be compared: protocol on the wire, name, network, port. */
export type Pass = string;

/** The pass of a name or network; empty: any. */
export function passOf(protocol: string, host: string, network: string, port: string): Pass {
  return [protocol, host, network, port].join(' ');
}

/** How many rules of the groups pass what, from an address or network. */
export function countsFrom(source: string, groups: AwsFirewall['rules'], { layer }: AwsFirewall): ReadonlyMap<Pass, number> {
  const own = new Set(groups.map(({ address }) => address));
  const counts = new Map<Pass, number>();
  for (const traffic of layer.allowedFrom([source])) {
    if (own.has(traffic.rule.object) && traffic.exact) for (const pass of passesOfRule(traffic)) counts.set(pass, (counts.get(pass) ?? 0) + 1);
  }
  return counts;
}

/** Each flow has a pass rule of its own for each host, network and port, from each address that it starts from, though a rule of another flow may hide that. */
export function flowRules({ flows, definition: { cluster } }: Wanted, firewall: AwsFirewall): Lack[] {
  const { layer, rules: [group], asked } = firewall;
  if (group === undefined) return asked?.rules === undefined && asked?.network === undefined ? [] : [missing(`rule group of the flows in ${layer.name}`)];
  const { file, address } = group;
  const [pods, nodes] = [egressSources(cluster), cluster.nodeCidrs];
  if (!layer.allowedFrom([...pods, ...nodes]).some(({ rule }) => rule.object === address)) {
    return [lackIn(file, 'be in the policy and pass the flows of the cell', `no pass from ${pods.join(', ')} in ${address} as ${layer.name} reads it`)];
  }
  return [...new Set([...pods, ...nodes])].flatMap((source) => {
    const there = countsFrom(source, firewall.rules, firewall);
    const wanted = new Map<Pass, string[]>();
    for (const flow of flows.filter(({ from }) => from.some((one) => (one.nodes === true ? nodes : pods).includes(source)))) {
      for (const pass of passesOfFlow(flow)) wanted.set(pass, [...wanted.get(pass) ?? [], flow.key]);
    }
    return [...wanted].filter(([pass, keys]) => (there.get(pass) ?? 0) < keys.length).map(([pass, keys]) =>
      (lackIn(file, `have a pass rule for each of ${keys.join(', ')} from ${source}`, `${there.get(pass) ?? 0} in ${address} for ${pass.replace(/ +/g, ' ')}`)));
  });
}

/** By name where the connection carries one, and then at the flow's networks where it has no other addresses. */
function passesOfFlow({ transport, to: { hosts, cidrs }, addressBound, ports }: Flow): readonly Pass[] {
  const isNamed = carriesName(transport) && hosts.length > 0;
  const protocol = isNamed ? (transport === 'http' ? 'http' : 'tls') : transport === 'udp' ? 'udp' : 'tcp';
  const places = isNamed && !(addressBound && cidrs.length > 0) ? [''] : networks(cidrs.map(String));
  return (isNamed ? hosts.map(String) : ['']).flatMap((host) => places.flatMap((place) => ports.map((port) => passOf(protocol, host, place, String(port)))));
}

function passesOfRule({ protocols, hosts, cidrs, ports }: AllowedTraffic): readonly Pass[] {
  const orAny = (texts: readonly string[]) => (texts.length === 0 ? [''] : texts);
  return protocols.flatMap((protocol) => orAny(hosts).flatMap((host) => orAny(networks(cidrs)).flatMap((place) => ports.map((port) => passOf(protocol, host, place, port)))));
}
