import { Definition } from '../../../cell';
import { compareText, Problems } from '../../../errors';
import { objectName } from '../names';
import { ServiceEntryRow } from '../service-entries';
import { AllowedSources, Destination, destinationsOf } from './destinations';
import { gatewaySettingsOf, GatewaySettings, usesGateway } from './settings';
import { SniProxyRow, sniProxyOf } from './sni-proxy';
import { withPrefix } from '../../../net';
import { flowIds } from '../../../plan';

/** A route of the mesh: what pods send to a host goes to the gateway instead. */
export interface MeshRouteRow {
  readonly name: string;
  readonly namespace: string;
  readonly host: string;
  readonly exportTo: readonly string[];
  /** By server name, or by address where there is none. */
  readonly routes: readonly { readonly kind: 'tls' | 'tcp'; readonly port: number; readonly address?: string; readonly subset: string; readonly gatewayPort: number }[];
  readonly flows: readonly string[];
}

/** A route of the gateway: what arrives under a server name goes to the host, or to the SNI proxy. */
export interface GatewayRouteRow {
  readonly name: string;
  readonly sni: string;
  readonly routes: readonly { readonly gatewayPort: number; readonly destination: string; readonly port: number }[];
  readonly flows: readonly string[];
}

/** Who may use a destination of the gateway. */
export interface DestinationAllowRow {
  readonly name: string;
  readonly namespace: string;
  readonly sources: AllowedSources;
  readonly sni: string;
  readonly gatewayPort: number;
  readonly flows: readonly string[];
}

/** The egress gateway and what it forwards. In observe it forwards nothing: only its pods are there. */
export interface EgressGatewayRow extends GatewaySettings {
  /** Label of the namespace by which Istio injects its pods. */
  readonly injection: Readonly<Record<string, string>>;
  /** Labels of Pod Security for the namespace. */
  readonly podSecurity: Readonly<Record<string, string>>;
  /** Ports of the Service. */
  readonly ports: readonly number[];
  /** Does traffic take it? */
  readonly routed: boolean;
  readonly destinations: readonly Destination[];
  /** Namespaces whose pods use it. */
  readonly clients: readonly string[];
  readonly meshRoutes: readonly MeshRouteRow[];
  readonly gatewayRoutes: readonly GatewayRouteRow[];
  readonly allows: readonly DestinationAllowRow[];
  readonly sniProxy?: SniProxyRow;
}

/** Port of a gateway's readiness probe; its Service has it where there is no other. */
const STATUS_PORT = 15021;

/** The egress gateway of a cell; undefined where it asks for none. */
export function egressGatewayOf(definition: Definition, entries: readonly ServiceEntryRow[], problems: Problems): EgressGatewayRow | undefined {
  const settings = gatewaySettingsOf(definition);
  if (settings === undefined) return undefined;
  const routed = usesGateway(definition);
  const destinations = routed ? destinationsOf(definition, settings, entries, problems) : [];
  const sniProxy = sniProxyOf(definition, settings, destinations, problems);
  const ports = [...new Set(destinations.map((one) => one.gatewayPort))].sort((a, b) => a - b);
  const clients = [...new Set(destinations.flatMap((one) => one.clients))].sort(compareText);
  const byEntry = groupByEntry(destinations);
  return {
    ...settings, routed, destinations, clients,
    injection: injectionOf(definition),
    podSecurity: podSecurityOf(definition, sniProxy !== undefined),
    ports: ports.length === 0 ? [STATUS_PORT] : ports,
    meshRoutes: byEntry.map((own) => meshRoute(own, definition.name)),
    gatewayRoutes: byEntry.map((own) => gatewayRoute(own, sniProxy)),
    allows: destinations.map(({ what, sni, gatewayPort, sources, flows }) => ({
      name: objectName(definition.name, what), namespace: settings.namespace, sources, sni, gatewayPort, flows: flowIds(flows),
    })),
    ...(sniProxy === undefined ? {} : { sniProxy }),
  };
}

/** All ports of a host are in one route: two routes of the mesh for one host would hide each other (IST0109). */
function groupByEntry(destinations: readonly Destination[]): (readonly [Destination, ...Destination[]])[] {
  const groups = new Map<ServiceEntryRow, [Destination, ...Destination[]]>();
  for (const destination of destinations) {
    const own = groups.get(destination.entry);
    if (own === undefined) groups.set(destination.entry, [destination]);
    else own.push(destination);
  }
  return [...groups.values()];
}

function meshRoute(own: readonly [Destination, ...Destination[]], cell: string): MeshRouteRow {
  const { entry } = own[0];
  return {
    name: objectName(cell, `egress-${entry.name.slice(`eic-${cell}-`.length)}`), namespace: entry.namespace, host: entry.host,
    exportTo: [...new Set(own.flatMap(({ clients }) => clients))].sort(compareText),
    routes: own.flatMap(({ kind, port, subset, gatewayPort }): MeshRouteRow['routes'] => (kind === 'tcp'
      ? entry.addresses.map((address) => ({ kind, port, address: withPrefix(address), subset, gatewayPort }))
      : [{ kind: 'tls' as const, port, subset, gatewayPort }])),
    flows: flowIds(own.flatMap(({ flows }) => flows)),
  };
}

function gatewayRoute(own: readonly [Destination, ...Destination[]], proxy: SniProxyRow | undefined): GatewayRouteRow {
  const [{ entry, sni }] = own;
  return {
    name: entry.name, sni,
    routes: own.map(({ kind, port, gatewayPort }) => (kind === 'wildcard' && proxy !== undefined
      ? { gatewayPort, destination: proxy.service, port: gatewayPort } : { gatewayPort, destination: entry.host, port })),
    flows: flowIds(own.flatMap(({ flows }) => flows)),
  };
}

function injectionOf({ cluster: { istio } }: Definition): Readonly<Record<string, string>> {
  return istio.revision === undefined ? { 'istio-injection': 'enabled' } : { 'istio.io/rev': istio.revision };
}

/**
 * Our own pods are "restricted". The sidecar of the SNI proxy is not where Istio injects istio-init, which needs NET_ADMIN; with Istio's network plug-in,
 * as OpenShift always has it, it is.
 */
function podSecurityOf({ cluster }: Definition, withSidecar: boolean): Readonly<Record<string, string>> {
  const enforced = withSidecar && cluster.platform !== 'openshift' ? 'privileged' : 'restricted';
  return { 'pod-security.kubernetes.io/enforce': enforced, 'pod-security.kubernetes.io/audit': 'restricted', 'pod-security.kubernetes.io/warn': 'restricted' };
}
