import { CELL_NAMESPACES, COMPONENTS, DNS_LOCATIONS, DnsLocation, ELM_NAMESPACE, Fact, RUNTIME_NAMESPACE } from '../catalog';
import type { Definition } from './definition';

type Cluster = Definition['cluster'];

/** Where the DNS pods are: the definition's word, else the platform's. */
export function dnsLocation({ platform, dns }: Cluster): Omit<DnsLocation, keyof Fact> {
  const known = DNS_LOCATIONS[platform]!;
  return { namespace: dns.namespace ?? known.namespace, selector: dns.selector ?? known.selector, ports: dns.ports ?? known.ports };
}

/** Namespace of the ingress gateway: `istio-system` with standard, `istio-gateways` with restricted access. */
export function gatewayNamespace({ access, istio }: Cluster): string {
  return istio.gatewayNamespace ?? (access === 'standard' ? 'istio-system' : 'istio-gateways');
}

/** Addresses of the cell as the cloud firewall sees them. */
export function egressSources({ egressSources: given, nodeCidrs }: Cluster): readonly string[] {
  return given ?? nodeCidrs;
}

/** Namespaces whose pods may call the cell's pods: those of the cell, `edgelm`, the gateway's, and who scrapes. */
export function callerNamespaces(cluster: Cluster): readonly string[] {
  return [...new Set([...CELL_NAMESPACES, ELM_NAMESPACE, gatewayNamespace(cluster), ...cluster.monitoring.namespaces])].sort();
}

/** Namespace of a component: the definition's word, else the catalogue's. */
export function namespaceOf(component: string, { components }: Cluster): string {
  return components[component]?.namespace ?? COMPONENTS.get(component)?.namespace ?? RUNTIME_NAMESPACE;
}

/** Labels of a component's pods: the definition's word, else the catalogue's; undefined where nobody says. */
export function selectorOf(component: string, { components }: Cluster): Readonly<Record<string, string>> | undefined {
  return components[component]?.selector ?? COMPONENTS.get(component)?.selector;
}
