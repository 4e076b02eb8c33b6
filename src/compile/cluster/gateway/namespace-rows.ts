import { Definition, dnsLocation } from '../../../cell';
import { compareText } from '../../../errors';
import { Flow, flowIds } from '../../../plan';
import { PeerAuthenticationRow } from '../callers';
import { objectName } from '../names';
import { EgressRuleRow, flowRules, IngressRuleRow, NetworkPolicyRow, PolicyScope, proxyRules } from '../network-policies';
import { SidecarRow } from '../sidecars';
import { EgressGatewayRow } from './egress-gateway';

/** What is enforced in the gateway's own namespace, in the rows that other namespaces have too. */
export interface GatewayNamespaceRows {
  readonly peerAuthentications: readonly PeerAuthenticationRow[];
  readonly sidecars: readonly SidecarRow[];
  readonly networkPolicies: readonly NetworkPolicyRow[];
  /** What its pods reach by name. */
  readonly policyScopes: readonly PolicyScope[];
}

/** Ports on which Istio's proxies give their metrics. */
const METRICS_PORTS = [15020, 15090];

/** Nothing where there is no gateway, and in observe. */
export function gatewayNamespaceRows(definition: Definition, gateway: EgressGatewayRow | undefined): GatewayNamespaceRows {
  if (gateway === undefined || !gateway.routed) return { peerAuthentications: [], sidecars: [], networkPolicies: [], policyScopes: [] };
  const { name: cell } = definition;
  return {
    peerAuthentications: [{ name: objectName(cell, 'strict'), namespace: gateway.namespace, permissivePorts: [], reason: 'mutual TLS for the egress gateway and the SNI proxy' }],
    sidecars: sidecars(definition, gateway),
    networkPolicies: networkPolicies(definition, gateway),
    policyScopes: policyScopes(gateway),
  };
}

/** The proxy's sidecar repeats the list of names: identity and name are checked twice. */
function sidecars({ cluster }: Definition, { sniProxy, destinations }: EgressGatewayRow): SidecarRow[] {
  if (sniProxy === undefined) return [];
  const system = [...new Set([cluster.istio.namespace, dnsLocation(cluster).namespace])].sort(compareText).map((namespace) => `${namespace}/*`);
  return [{
    name: sniProxy.name, namespace: sniProxy.namespace, labels: sniProxy.labels, mode: 'REGISTRY_ONLY', hosts: [...system, ...[...sniProxy.imports].sort(compareText)],
    flows: flowIds(destinations.filter(({ kind }) => kind === 'wildcard').flatMap(({ flows }) => flows)),
  }];
}

/** Here both directions are ours: the gateway alone is called by the cell, the proxy by the gateway alone. */
function networkPolicies(definition: Definition, gateway: EgressGatewayRow): NetworkPolicyRow[] {
  const { namespace, labels, sniProxy, destinations, clients, ports } = gateway;
  const row = (what: string, more: Omit<NetworkPolicyRow, 'name' | 'namespace' | 'open'>): NetworkPolicyRow => ({ name: objectName(definition.name, what), namespace, open: false, ...more });
  const scrapers = definition.cluster.monitoring.namespaces;
  const base = row('base', {
    egress: proxyRules(definition),
    ingress: scrapers.length === 0 ? [] : [{ from: [{ namespaces: [...scrapers].sort(compareText) }], ports: METRICS_PORTS.map(tcp) }],
  });
  const direct = destinations.filter(({ kind }) => kind !== 'wildcard');
  const wild = destinations.filter(({ kind }) => kind === 'wildcard');
  const toProxy: EgressRuleRow[] = sniProxy === undefined ? [] : [{
    to: [{ namespaces: [namespace], labels: sniProxy.labels }],
    ports: sniProxy.listeners.map(({ listen }) => listen).sort((a, b) => a - b).map(tcp),
    flows: flowIds(wild.flatMap(({ flows }) => flows)),
  }];
  const fromClients: IngressRuleRow[] = clients.length === 0 ? [] : [{ from: [{ namespaces: clients }], ports: ports.map(tcp) }];
  return [
    base,
    row('egress', { pods: { labels, notIn: [] }, egress: [...toProxy, ...flowRules(distinct(direct.flatMap(({ flows }) => flows)), definition)], ingress: fromClients }),
    ...(sniProxy === undefined ? [] : [row('sni-proxy', {
      pods: { labels: sniProxy.labels, notIn: [] },
      egress: flowRules(distinct(wild.flatMap(({ flows }) => flows)), definition),
      ingress: [{ from: [{ namespaces: [namespace], labels }], ports: sniProxy.listeners.map(({ listen }) => listen).sort((a, b) => a - b).map(tcp) }],
    })]),
  ];
}

/** The gateway resolves exact hosts, the proxy names below wildcards. */
function policyScopes({ namespace, labels, sniProxy, destinations }: EgressGatewayRow): PolicyScope[] {
  const flowsOf = (wild: boolean) => distinct(destinations.filter(({ kind }) => (kind === 'wildcard') === wild).flatMap(({ flows }) => flows));
  return [
    { what: 'egress', namespace, pods: { labels, notIn: [] }, flows: flowsOf(false), hosts: 'exact' },
    ...(sniProxy === undefined ? [] : [{ what: 'sni-proxy', namespace, pods: { labels: sniProxy.labels, notIn: [] }, flows: flowsOf(true), hosts: 'wildcard' as const }]),
  ];
}

const tcp = (port: number) => ({ protocol: 'TCP' as const, port });

const distinct = (flows: readonly Flow[]): Flow[] => [...new Set(flows)].sort((a, b) => compareText(a.key, b.key));
