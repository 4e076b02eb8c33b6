import { ask, Asked, shownAsked } from '../ask';
import { lacking } from '../settings';
import { AzureNetworkSettings, AzureView } from './view';
import { Cidr, isWeb } from '../../../net';
import { addressIn } from '../../addresses';
import { Lack } from '../wanted';

const HIGHEST_PORT = 65535;
/** Below one of the domains that Azure lets pass for its own infrastructure before its implicit deny. */
const INFRASTRUCTURE = 'eic-probe.core.windows.net';
const STRANGER = 'eic-probe.stranger.example';

/**
 * The firewall is ours, so what no rule allows is denied by a rule with a name, whoever asks: it stands in the log as such, and comes before the names
 * that Azure allows for itself. Web ports are left to application rules, since a network rule would come before all of them.
 */
export function finalDeny({ wanted, layer, groups }: AzureView, { otherWebPorts }: AzureNetworkSettings): Lack[] {
  const { definition, flows, enforced } = wanted;
  // A firewall with rules of others only is theirs.
  if (!enforced || groups.length === 0) return [];
  const web = new Set([80, 443, ...otherWebPorts, ...flows.filter(({ transport }) => isWeb(transport)).flatMap(({ ports }) => ports.flatMap(({ first, last }) => [first, last]))]);
  const open = flows.flatMap(({ ports, transport }) => (isWeb(transport) ? [] : ports));
  const beside = [1, HIGHEST_PORT, ...[...web].flatMap((port) => [port - 1, port + 1])]
    .filter((port) => port >= 1 && port <= HIGHEST_PORT && !web.has(port) && !open.some(({ first, last }) => first <= port && port <= last));
  const { foreign } = layer.book;
  const byNetwork: Asked[] = [
    { address: foreign, port: 0, protocol: 'icmp' }, ...[1, 443, HIGHEST_PORT].map((port): Asked => ({ address: foreign, port, protocol: 'udp' })),
    ...[...new Set(beside)].map((port): Asked => ({ address: foreign, port, protocol: 'tcp' })),
  ];
  // A wildcard of the plan may hold names of Azure.
  const strangers = [STRANGER, INFRASTRUCTURE].filter((host) => !flows.some(({ to }) => to.hosts.some((pattern) => pattern.matches(host))));
  const byName = [...web].flatMap((port) => strangers.flatMap((host) => (['tls', 'http'] as const).map((protocol): Asked => ({ host, address: foreign, port, protocol }))));
  const nodes = definition.cluster.nodeCidrs.map((text) => Cidr.trusted(text)).filter(({ version }) => version === 4).slice(0, 1).map((network) => addressIn(network, 5));
  return ['192.0.2.5', ...nodes].flatMap((from) => [...byNetwork, ...byName].flatMap((asked) => {
    const { code } = ask(layer, from, asked);
    const kind = asked.host !== undefined && (asked.port === 80 || asked.port === 443) ? 'application' : asked.host === undefined ? 'network' : '(network|application)';
    return new RegExp(`^azure-firewall/${kind}-rule-deny$`).test(code) ? []
      : [lacking(`be denied by a rule of the final deny (${kind === 'application' ? 'application' : 'network'}): ${shownAsked(asked)} from ${from}`, `${code} of ${layer.name}`)];
  }));
}
