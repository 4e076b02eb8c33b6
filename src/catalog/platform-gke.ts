import { Fact, inferred, vendor } from './fact';

/** Something that GKE itself needs, beside the flows of a cell. */
export interface PlatformNeed extends Fact {
  /** Part of the name of its rule. */
  readonly key: string;
  readonly text: string;
  readonly hosts: readonly string[];
  /** TCP ports. */
  readonly ports: readonly number[];
}

const ON_PREM = 'cloud.google.com/anthos/clusters/docs/on-prem: how-to/firewall-rules (proxy allow-list), which is of GKE on premises';
const google = (key: string, text: string, fact: Fact, ...hosts: string[]): PlatformNeed => ({ key, text, hosts, ports: [443], ...fact });

/** What nodes call at Google; nobody publishes a list for GKE itself, so it is to be watched in the logs. */
export const GKE_NEEDS: readonly PlatformNeed[] = [
  google('control', 'control plane and identity of nodes', inferred(ON_PREM), 'container.googleapis.com', 'iam.googleapis.com', 'oauth2.googleapis.com', 'www.googleapis.com', 'compute.googleapis.com'),
  google('observability', 'logs and metrics of nodes', inferred(ON_PREM), 'logging.googleapis.com', 'monitoring.googleapis.com'),
  google('images', 'system images of the platform', inferred(`${ON_PREM}; gke.gcr.io by the image names of GKE's own pods`), 'gcr.io', 'gke.gcr.io', 'artifactregistry.googleapis.com'),
  google('image-layers', 'layers of images in Cloud Storage', inferred(ON_PREM), 'storage.googleapis.com'),
];

/** Ports of the control plane besides that of the API server: 8132 is the tunnel by which it reaches nodes. */
export const GKE_CONTROL_PLANE: Fact & { readonly ports: readonly number[] } = { ports: [443, 8132], ...inferred('kubernetes-sigs/apiserver-network-proxy: agent port 8132') };

/** Metadata, DNS (port 53) and time of every VM on Google Cloud. */
export const METADATA_SERVER: Fact & { readonly cidr: string } = { cidr: '169.254.169.254/32', ...vendor('cloud.google.com/compute/docs/metadata') };

/** The virtual address of Google APIs that reaches any customer's resources (private.googleapis.com); not the restricted one, which is for VPC Service Controls. */
export const PRIVATE_VIP: Fact & { readonly cidr: string; readonly addresses: readonly string[] } = {
  cidr: '199.36.153.8/30', addresses: ['199.36.153.8', '199.36.153.9', '199.36.153.10', '199.36.153.11'],
  ...vendor('GoogleCloudPlatform/cloud-foundation-fabric: fast/stages/2-networking/datasets (DNS response policies)'),
};

/** Names that the private virtual address serves and GKE needs. */
export const PRIVATE_VIP_NAMES: readonly string[] = ['*.gcr.io', '*.googleapis.com', '*.pkg.dev', 'gcr.io'];

/** The domain of Cloud Storage. */
export const CLOUD_STORAGE = 'storage.googleapis.com';
