import { Fact, inferred, vendor } from './fact';

/** Where the cluster's DNS pods are. */
export interface DnsLocation extends Fact {
  readonly namespace: string;
  readonly selector: Readonly<Record<string, string>>;
  /** Ports of the pods, which a NetworkPolicy sees. */
  readonly ports: readonly number[];
}

const KUBE_DNS: DnsLocation = {
  namespace: 'kube-system', selector: { 'k8s-app': 'kube-dns' }, ports: [53], ...vendor('kubernetes/kubernetes: cluster/addons/dns/coredns/coredns.yaml.base'),
};

/** By `cluster.platform`. OpenShift's DNS pods listen on 5353. */
export const DNS_LOCATIONS: Readonly<Record<string, DnsLocation>> = {
  aks: KUBE_DNS,
  eks: KUBE_DNS,
  gke: KUBE_DNS,
  rke2: KUBE_DNS,
  other: { ...KUBE_DNS, ...inferred('most distributions keep the namespace, labels and port of kubernetes/kubernetes') },
  openshift: {
    namespace: 'openshift-dns', selector: { 'dns.operator.openshift.io/daemonset-dns': 'default' }, ports: [5353], ...vendor('openshift/cluster-dns-operator'),
  },
};

/** Kubernetes platforms SAP has a preparation page for, and the rest. */
export const PLATFORMS: readonly string[] = ['aks', 'eks', 'gke', 'openshift', 'rke2', 'other'];
