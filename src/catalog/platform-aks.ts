import { Fact, vendor } from './fact';

const AKS = 'MicrosoftDocs/azure-docs: articles/aks/outbound-rules-control-egress.md (Azure Global required network rules, FQDN rules)';

/**
 * What an AKS cluster itself must reach, beside its workloads. Left out on purpose, by the same page: UDP 1194 and TCP 9000 (only without
 * konnectivity-agent), and UDP 123 to ntp.ubuntu.com (not for nodes made since March 2021; `cluster.ntp` opens time servers).
 */
export interface PlatformEgress extends Fact {
  /** Last part of the rule's name. */
  readonly key: string;
  /** What it is for. */
  readonly text: string;
}

/** HTTP and HTTPS names, which Microsoft keeps up to date behind a tag of Azure Firewall; it covers all regions. */
export const AKS_TAG: PlatformEgress & { readonly tag: string } = {
  key: 'required',
  tag: 'AzureKubernetesService',
  text: 'API server by name (Konnectivity), Microsoft\'s image registry, Azure management and sign-in, packages of the nodes',
  ...vendor(AKS),
};

/** Kubernetes API of a public cluster by address: Services inside the cluster lead there, and pods that call it send no server name. */
export const AKS_API_SERVER: PlatformEgress = {
  key: 'api-server',
  text: 'Kubernetes API by address, for pods and nodes that call it through the cluster',
  ...vendor(AKS),
};
