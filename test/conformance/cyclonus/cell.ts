import { familyOf, type Family } from './address';

type Labels = Readonly<Record<string, string>>;

/** What is read of a definition, as its author wrote it: defaults are applied here, not by the library. */
export interface CellData {
  readonly name: string;
  readonly enforcement?: string;
  readonly cluster: {
    readonly platform: string;
    readonly nodeCidrs: readonly string[];
    readonly podCidrs: readonly string[];
    readonly serviceCidrs?: readonly string[];
    readonly apiServer?: { readonly cidrs: readonly string[]; readonly port?: number };
    readonly dns?: { readonly namespace?: string; readonly selector?: Labels; readonly ports?: readonly number[]; readonly nodeLocal?: boolean };
    readonly istio?: { readonly namespace?: string };
    readonly components?: Readonly<Record<string, { readonly namespace?: string; readonly selector?: Labels }>>;
    readonly namespaces?: { readonly edgelm?: string };
    readonly monitoring?: { readonly namespaces?: readonly string[] };
  };
  readonly egress?: {
    readonly componentScope?: string;
    readonly wildcards?: string;
    readonly gateway?: { readonly enabled?: boolean; readonly namespace?: string };
    readonly fqdnPolicy?: string;
  };
}

export interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  /** The component that its labels tell; of other pods nothing is known. */
  readonly component?: string;
}

/** The facts of a cell that decide what a NetworkPolicy should let through, besides the plan. */
export interface Cell {
  readonly name: string;
  readonly observe: boolean;
  /** Does each component reach its own flows only? */
  readonly byComponent: boolean;
  readonly families: readonly Family[];
  /** Nodes, pods and Services. */
  readonly networks: readonly string[];
  readonly podCidrs: readonly string[];
  readonly apiServer: { readonly cidrs: readonly string[]; readonly port: number } | undefined;
  readonly dns: { readonly namespace: string; readonly labels: Labels; readonly ports: readonly number[]; readonly nodeLocal: boolean };
  readonly istioNamespace: string;
  /** Namespaces whose pods are limited, and may talk to each other. */
  readonly namespaces: readonly string[];
  /** The egress gateway, where traffic takes it. */
  readonly gateway: Gateway | undefined;
  /** Does the network plug-in open the Internet by name, in a policy of its own? With Cilium that has DNS too. */
  readonly byName: string | undefined;
  readonly pods: readonly Pod[];
}

/** The egress gateway and its namespace; names and labels are those of docs/ids.md. */
export interface Gateway {
  readonly namespace: string;
  readonly labels: Labels;
  /** Labels of the SNI proxy; undefined where wildcards do not take it. */
  readonly proxy: Labels | undefined;
  /** Namespaces of those who scrape its metrics. */
  readonly scrapers: readonly string[];
}

/** Where the DNS of a platform runs, and where its pods listen. */
const KUBE_DNS = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, ports: [53] };
const OPENSHIFT_DNS = { namespace: 'openshift-dns', labels: { 'dns.operator.openshift.io/daemonset-dns': 'default' }, ports: [5353] };

/** The components whose labels SAP documents (shared/knowledge/sap-eic.md 2.3): `app` and `app.kubernetes.io/name`. */
const LABELLED = ['auditlog-agent', 'edc', 'edge-event-controller', 'esac', 'mdc', 'policyengine', 'worker'];
const NAMESPACE_OF: Readonly<Record<string, string>> = { 'ela-server': 'edge-icell-ela', 'ssb-solace': 'edge-icell-services', 'ssb-operator-manager': 'edge-icell-services', 'cloud-connector': 'edgelm' };

export function cellOf({ name, enforcement, cluster, egress }: CellData): Cell {
  const observe = enforcement === 'observe';
  const gateway = observe ? undefined : gatewayOf(name, cluster, egress);
  const dns = cluster.platform === 'openshift' ? OPENSHIFT_DNS : KUBE_DNS;
  const namespaces = ['edge-icell', 'edge-icell-ela', 'edge-icell-services', ...(cluster.namespaces?.edgelm === 'enforce' ? ['edgelm'] : [])];
  return {
    name,
    observe,
    byComponent: egress?.componentScope !== 'namespace',
    families: [...new Set(cluster.podCidrs.map(familyOf))],
    networks: [...cluster.nodeCidrs, ...cluster.podCidrs, ...cluster.serviceCidrs ?? []],
    podCidrs: cluster.podCidrs,
    apiServer: cluster.apiServer && { cidrs: cluster.apiServer.cidrs, port: cluster.apiServer.port ?? 443 },
    dns: {
      namespace: cluster.dns?.namespace ?? dns.namespace,
      labels: cluster.dns?.selector ?? dns.labels,
      ports: cluster.dns?.ports ?? dns.ports,
      nodeLocal: cluster.dns?.nodeLocal === true,
    },
    istioNamespace: cluster.istio?.namespace ?? 'istio-system',
    namespaces,
    gateway,
    byName: observe || egress?.fqdnPolicy === 'none' ? undefined : egress?.fqdnPolicy,
    pods: [...componentPods(cluster), ...unknownPods(namespaces), ...gateway === undefined ? [] : gatewayPods(gateway)],
  };
}

function gatewayOf(cell: string, { monitoring }: CellData['cluster'], egress: CellData['egress']): Gateway | undefined {
  if (egress?.gateway?.enabled !== true) return undefined;
  const name = `eic-${cell}-egress`;
  return {
    namespace: egress.gateway.namespace ?? 'eic-egress',
    labels: { app: name, istio: name },
    proxy: egress.wildcards === 'sniProxy' ? { app: `eic-${cell}-sni-proxy` } : undefined,
    scrapers: monitoring?.namespaces ?? [],
  };
}

/** Those of the gateway's namespace, one there that is neither, and one who scrapes. */
export const gatewayPods = ({ namespace, labels, proxy, scrapers }: Gateway): Pod[] => [
  { name: 'gateway', namespace, labels: { ...labels, 'pod-template-hash': '5c9d' } },
  ...proxy === undefined ? [] : [{ name: 'sni-proxy', namespace, labels: { ...proxy, 'pod-template-hash': '77f4' } }],
  { name: 'stray', namespace, labels: { app: 'stray' } },
  ...scrapers.map((scraper) => ({ name: 'prometheus', namespace: scraper, labels: { app: 'prometheus' } })),
];

/** One pod of each component that labels tell, with labels of a ReplicaSet besides. */
function componentPods({ components = {} }: CellData['cluster']): Pod[] {
  return [...new Set([...LABELLED, ...Object.keys(components)])].sort().flatMap((component) => {
    const given = components[component];
    const selector = given?.selector ?? (LABELLED.includes(component) ? { 'app': component, 'app.kubernetes.io/name': component } : undefined);
    if (selector === undefined) return [];
    return [{ name: component, component, namespace: given?.namespace ?? NAMESPACE_OF[component] ?? 'edge-icell', labels: { ...selector, 'pod-template-hash': '6f7d9' } }];
  });
}

/** Pods that an upgrade may bring, and pods without labels, in every namespace of the cell and in one beside it. */
const unknownPods = (namespaces: readonly string[]): Pod[] => [...new Set([...namespaces, 'edgelm', 'default'])].flatMap((namespace): Pod[] => [
  { name: 'new-workload', namespace, labels: { 'app': 'new-workload', 'app.kubernetes.io/name': 'new-workload' } },
  { name: 'no-labels', namespace, labels: {} },
]);
