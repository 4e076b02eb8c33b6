import { Definition } from '../../../cell';
import { child } from '../../../cell/spec';
import { compareText, KINDS, Problems } from '../../../errors';
import { HostPattern } from '../../../net';
import { Flow } from '../../../plan';
import { KUBERNETES_NAME, NameGuard, shortened } from '../../names';
import { protectedNamespaces } from '../scopes';
import { ServiceEntryRow } from '../service-entries';
import { carriedByGateway, gatewayPort, GatewaySettings } from './settings';

/** Who may use a destination. */
export interface AllowedSources {
  /** `<trust domain>/ns/<namespace>/sa/<account>` */
  readonly principals: readonly string[];
  /** Namespaces whose accounts are not all known. */
  readonly namespaces: readonly string[];
}

/** One host and port behind the gateway. */
export interface Destination {
  /** Unique part of names: the entry's, and the port. */
  readonly what: string;
  readonly subset: string;
  readonly entry: ServiceEntryRow;
  /** Port of the host. */
  readonly port: number;
  /** Port of the gateway. */
  readonly gatewayPort: number;
  /** Server name by which pods ask the gateway for it: the host, or a made-up name for a wildcard. */
  readonly sni: string;
  readonly kind: 'tls' | 'tcp' | 'wildcard';
  /** Namespaces whose pods use it. */
  readonly clients: readonly string[];
  readonly sources: AllowedSources;
  readonly flows: readonly Flow[];
}

/** Every host and port that leaves by the gateway, in the order of the entries. */
export function destinationsOf(definition: Definition, { namespace }: GatewaySettings, entries: readonly ServiceEntryRow[], problems: Problems): Destination[] {
  const guard = new NameGuard(problems);
  const own = new Set(protectedNamespaces(definition));
  const carried = (flow: Flow) => carriedByGateway(flow, definition) && flow.from.some((source) => source.namespace !== undefined && own.has(source.namespace));
  const wildcards = entries.filter(({ host }) => host.startsWith('*.')).map((entry) => ({ entry, pattern: HostPattern.trusted(entry.host) }));
  const destinations = entries.flatMap((entry) => entry.ports.filter(({ protocol }) => protocol !== 'HTTP').flatMap(({ number, protocol }): Destination[] => {
    const flows = entry.flows.filter((flow) => carried(flow) && hasPort(flow, number));
    if (flows.length === 0) return [];
    const name = entry.name.slice(`eic-${definition.name}-`.length);
    const what = `${name}-${number}`;
    const clients = clientsOf(flows, own);
    const wildcard = entry.host.startsWith('*.');
    return [{
      what, subset: guard.claim(shortened(what, KUBERNETES_NAME), `${entry.host}:${number}`, flows[0]!.path), entry, port: number, gatewayPort: gatewayPort(number),
      sni: wildcard ? `${name}.${namespace}.internal` : entry.host, kind: wildcard ? 'wildcard' : protocol === 'TLS' ? 'tls' : 'tcp',
      clients, sources: sourcesOf([...flows, ...coveringFlows(entry, number, wildcards).filter(carried)], clients, definition), flows,
    }];
  }));
  checkServerNames(destinations, problems);
  return destinations;
}

const hasPort = ({ ports }: Flow, number: number): boolean => ports.some(({ first, last }) => first <= number && number <= last);

function clientsOf(flows: readonly Flow[], own: ReadonlySet<string>): string[] {
  const namespaces = flows.flatMap(({ from }) => from.flatMap(({ namespace }) => (namespace !== undefined && own.has(namespace) ? [namespace] : [])));
  return [...new Set(namespaces)].sort(compareText);
}

/** Who may reach a wildcard may reach each name below it; where a name has a destination of its own, those pods arrive there too. */
function coveringFlows(own: ServiceEntryRow, port: number, wildcards: readonly { readonly entry: ServiceEntryRow; readonly pattern: HostPattern }[]): Flow[] {
  const host = HostPattern.trusted(own.host);
  return wildcards.filter(({ entry, pattern }) => entry !== own && pattern.covers(host)).flatMap(({ entry }) => entry.flows.filter((flow) => hasPort(flow, port)));
}

/** By account where the definition names it, else by namespace; a namespace says all that its accounts say. */
function sourcesOf(flows: readonly Flow[], clients: readonly string[], { cluster, egress }: Definition): AllowedSources {
  const namespaces = new Set<string>();
  const principals = new Map<string, string>();
  for (const { namespace, component } of flows.flatMap(({ from }) => from)) {
    if (namespace === undefined || !clients.includes(namespace)) continue;
    const account = component === undefined || egress.componentScope === 'namespace' ? undefined : cluster.components[component]?.serviceAccount;
    if (account === undefined) namespaces.add(namespace);
    else principals.set(`${cluster.trustDomain}/ns/${namespace}/sa/${account}`, namespace);
  }
  return {
    principals: [...principals].filter(([, namespace]) => !namespaces.has(namespace)).map(([principal]) => principal).sort(compareText),
    namespaces: [...namespaces].sort(compareText),
  };
}

/** One port of the gateway tells destinations apart by server name only. */
function checkServerNames(destinations: readonly Destination[], problems: Problems): void {
  const seen = new Map<string, Destination>();
  for (const destination of destinations) {
    const key = `${destination.gatewayPort} ${destination.sni}`;
    const other = seen.get(key);
    if (other === undefined) {
      seen.set(key, destination);
    } else {
      const [flow] = destination.flows;
      problems.must(KINDS.collision, child(flow!.path, 'ports'),
        `not need the server name ${destination.sni} on port ${destination.gatewayPort} of the egress gateway, which port ${other.port} of ${other.flows[0]!.path} has`, destination.port,
        'use one port of the host, or give it another name');
    }
  }
}
