/** Where the cluster's DNS pods are. */
export interface DnsLocation {
  readonly namespace: string;
  readonly selector: Readonly<Record<string, string>>;
  /** Ports of the pods, which a NetworkPolicy sees. */
  readonly ports: readonly number[];
}

const KUBE_DNS: DnsLocation = { namespace: 'kube-system', selector: { 'k8s-app': 'kube-dns' }, ports: [53] };

/** By `cluster.platform`. OpenShift's DNS pods listen on 5353 (openshift/cluster-dns-operator). */
export const DNS_LOCATIONS: Readonly<Record<string, DnsLocation>> = {
  aks: KUBE_DNS,
  eks: KUBE_DNS,
  gke: KUBE_DNS,
  rke2: KUBE_DNS,
  other: KUBE_DNS,
  openshift: { namespace: 'openshift-dns', selector: { 'dns.operator.openshift.io/daemonset-dns': 'default' }, ports: [5353] },
};

/** Kubernetes platforms SAP has a preparation page for, and the rest. */
export const PLATFORMS: readonly string[] = ['aks', 'eks', 'gke', 'openshift', 'rke2', 'other'];
