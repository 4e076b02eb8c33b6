import { CELL_NAMESPACES, COMPONENTS, ELM_NAMESPACE } from '../catalog';
import { Definition, dnsLocation, egressSources, gatewayNamespace, namespaceOf, selectorOf } from '../cell';
import { compareText } from '../errors';
import { Cidr } from '../net';
import { addressIn, addressValue, NetworkIndex } from './addresses';

/** What a pod is to the questions. */
export type PodRole = 'component' | 'other' | 'gateway' | 'scraper' | 'dns' | 'istiod' | 'stranger' | 'plain-stranger';

/** A pod that the questions start at or end at; made from the catalogue and the definition. */
export interface SamplePod {
  readonly namespace: string;
  readonly name: string;
  readonly role: PodRole;
  /** @default - no component of the catalogue or definition */
  readonly component?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  /** Has it a proxy of Istio? */
  readonly inMesh: boolean;
  /** Addresses of the pod itself, one a family. */
  readonly addresses: readonly string[];
  /** Addresses as a firewall outside the cluster sees them, one a family. */
  readonly egressAddresses: readonly string[];
  /** Ports on which it takes calls. */
  readonly ports: readonly number[];
}

/** Names of namespaces that have nothing to do with the cell. */
export const STRANGER_NAMESPACE = 'eic-probe-stranger';
export const PLAIN_NAMESPACE = 'eic-probe-plain';
/** Port of a component where neither SAP nor the definition names one. */
const ANY_PORT = 8080;

/** Namespaces whose pods the cluster side protects. */
export function protectedNamespaces({ cluster }: Pick<Definition, 'cluster'>): readonly string[] {
  return cluster.namespaces.edgelm === 'enforce' ? [...CELL_NAMESPACES, ELM_NAMESPACE] : CELL_NAMESPACES;
}

/** The pods of a cell and of its neighbourhood, ordered by namespace and name. */
export function samplePods(definition: Definition): readonly SamplePod[] {
  const { cluster } = definition;
  const dns = dnsLocation(cluster);
  const names = [...new Set([...COMPONENTS.keys(), ...Object.keys(cluster.components)])].sort(compareText);
  type Row = Pick<SamplePod, 'namespace' | 'name' | 'role' | 'labels' | 'inMesh' | 'ports'> & { component?: string; serviceAccount?: string };
  const gateway = gatewayNamespace(cluster);
  const components = names.map((name): Row => ({
    namespace: namespaceOf(name, cluster), name, role: 'component', component: name, labels: selectorOf(name, cluster) ?? {}, inMesh: true,
    ports: [...new Set([...(COMPONENTS.get(name)?.servicePort === undefined ? [] : [COMPONENTS.get(name)!.servicePort!]), ...(cluster.components[name]?.ports ?? [])])],
    ...(cluster.components[name]?.serviceAccount === undefined ? {} : { serviceAccount: cluster.components[name]!.serviceAccount }),
  }));
  const exceptions = cluster.mtls.exceptions;
  const rows: Row[] = [
    ...components.map((row): Row => ({ ...row, ports: [...new Set([...row.ports, ...exceptions.filter((one) => isOfException(row, one)).flatMap(({ ports }) => ports)])] })),
    // The pods of an exception, where no component is, and its port at all others of the namespace.
    ...exceptions.flatMap((one, index): Row[] => (components.some((row) => isOfException(row, one)) ? []
      : [{ namespace: one.namespace, name: `eic-probe-plaintext-${index}`, role: 'other', labels: one.selector, inMesh: true, ports: one.ports }])),
    ...[...CELL_NAMESPACES, ELM_NAMESPACE].map((namespace): Row => {
      const ports = [...new Set(exceptions.filter((one) => one.namespace === namespace).flatMap((one) => one.ports))];
      return { namespace, name: 'eic-probe-other', role: 'other', labels: {}, inMesh: true, ports: ports.length === 0 ? [] : [...new Set([ANY_PORT, ...ports])] };
    }),
    { namespace: gateway, name: 'eic-probe-gateway', role: 'gateway', labels: cluster.istio.gatewaySelector, inMesh: true, ports: [] },
    // What the gateway itself sends has a mesh identity of its namespace, as a pod with a sidecar there has.
    { namespace: gateway, name: 'eic-probe-gateway-client', role: 'scraper', labels: {}, inMesh: true, ports: [] },
    ...cluster.monitoring.namespaces.map((namespace): Row => ({ namespace, name: 'eic-probe-scraper', role: 'scraper', labels: {}, inMesh: true, ports: [] })),
    { namespace: dns.namespace, name: 'eic-probe-dns', role: 'dns', labels: dns.selector, inMesh: false, ports: dns.ports },
    { namespace: cluster.istio.namespace, name: 'eic-probe-istiod', role: 'istiod', labels: { app: 'istiod' }, inMesh: false, ports: [15012] },
    { namespace: STRANGER_NAMESPACE, name: 'eic-probe-stranger', role: 'stranger', labels: {}, inMesh: true, ports: [ANY_PORT] },
    { namespace: PLAIN_NAMESPACE, name: 'eic-probe-plain', role: 'plain-stranger', labels: {}, inMesh: false, ports: [ANY_PORT] },
  ];
  const egress = new EgressAddresses(cluster);
  const networks = cluster.podCidrs.map((text) => Cidr.trusted(text));
  return rows
    .sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name))
    .map((pod, index): SamplePod => {
      const addresses = onePerFamily(networks.map((network) => addressIn(network, 10 + index)));
      return { serviceAccount: pod.name, ...pod, ports: pod.ports.length === 0 ? [ANY_PORT] : pod.ports, addresses, egressAddresses: egress.ofPod(addresses) };
    });
}

/** Is it one of the pods that an exception of mutual TLS is for? */
export function isOfException(pod: Pick<SamplePod, 'namespace' | 'labels'>, { namespace, selector }: Definition['cluster']['mtls']['exceptions'][number]): boolean {
  return pod.namespace === namespace && Object.entries(selector).every(([key, value]) => pod.labels[key] === value);
}

/** How traffic leaves the cluster: with the pod's address where the firewall sees pods, else with a node's. */
export class EgressAddresses {
  private readonly seen = new NetworkIndex<true>();
  private readonly sources: readonly Cidr[];
  private readonly nodes: readonly Cidr[];

  public constructor(cluster: Definition['cluster']) {
    this.sources = egressSources(cluster).map((text) => Cidr.trusted(text));
    for (const source of this.sources) this.seen.add(source, true);
    const nodes = cluster.nodeCidrs.map((text) => Cidr.trusted(text));
    const visible = nodes.filter((node) => this.sources.some((source) => source.overlaps(node)));
    this.nodes = visible.length > 0 ? visible.map((node) => this.sources.find((source) => node.contains(source)) ?? node) : this.sources;
  }

  public ofPod(addresses: readonly string[]): readonly string[] {
    return onePerFamily([...addresses.filter((address) => this.seen.has(address)), ...this.ofNode()]);
  }

  public ofNode(): readonly string[] {
    return onePerFamily(this.nodes.map((network) => addressIn(network, 5)));
  }

  /** An address in each network that the firewall sees, since rules must name all of them; of nodes those that nodes are in. */
  public each(ofNodes: boolean): readonly string[] {
    const networks = ofNodes ? this.nodes : this.sources;
    return networks.map((network) => addressIn(network, 6));
  }
}

function onePerFamily(addresses: readonly string[]): string[] {
  const first = new Map<number, string>();
  for (const address of addresses) {
    const { version } = addressValue(address);
    if (!first.has(version)) first.set(version, address);
  }
  return [...first.entries()].sort(([a], [b]) => a - b).map(([, address]) => address);
}
