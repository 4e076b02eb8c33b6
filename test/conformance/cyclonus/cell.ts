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
  };
  readonly egress?: { readonly componentScope?: string };
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
  readonly pods: readonly Pod[];
}

/** Where the DNS of a platform runs, and where its pods listen. */
const KUBE_DNS = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, ports: [53] };
const OPENSHIFT_DNS = { namespace: 'openshift-dns', labels: { 'dns.operator.openshift.io/daemonset-dns': 'default' }, ports: [5353] };

/** The components whose labels SAP documents (shared/knowledge/sap-eic.md 2.3): `app` and `app.kubernetes.io/name`. */
const LABELLED = ['auditlog-agent', 'edc', 'edge-event-controller', 'esac', 'mdc', 'policyengine', 'worker'];
const NAMESPACE_OF: Readonly<Record<string, string>> = { 'ela-server': 'edge-icell-ela', 'ssb-solace': 'edge-icell-services', 'ssb-operator-manager': 'edge-icell-services', 'cloud-connector': 'edgelm' };

export function cellOf({ name, enforcement, cluster, egress }: CellData): Cell {
  const dns = cluster.platform === 'openshift' ? OPENSHIFT_DNS : KUBE_DNS;
  const namespaces = ['edge-icell', 'edge-icell-ela', 'edge-icell-services', ...(cluster.namespaces?.edgelm === 'enforce' ? ['edgelm'] : [])];
  return {
    name,
    observe: enforcement === 'observe',
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
    pods: [...componentPods(cluster), ...unknownPods(namespaces)],
  };
}

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
