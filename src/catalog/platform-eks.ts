import { Fact, inferred, vendor } from './fact';

/** Hosts that nodes of EKS reach, beside the flows of a cell. */
export interface PlatformHosts extends Fact {
  /** Stable name, part of the flow's key. */
  readonly key: string;
  /** What for. */
  readonly about: string;
  /** The hosts in a Region. */
  readonly hosts: (region: string) => readonly string[];
}

const PRIVATE_CLUSTERS = 'AWS, Amazon EKS user guide: Deploy private clusters with limited internet access (required AWS services)';
const ENDPOINTS = 'AWS, General Reference: service endpoints';

/** `amazonaws.com`, in China `amazonaws.com.cn`. */
const domainOf = (region: string): string => (region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com');
const service = (key: string, about: string, prefix: string, fact: Fact): PlatformHosts =>
  ({ key, about, hosts: (region) => [`${prefix}.${region}.${domainOf(region)}`], ...fact });

/** By key; all TLS on port 443. What an account reaches by VPC endpoints does not come to the firewall and needs none of them. */
export const EKS_HOSTS: readonly PlatformHosts[] = [
  {
    key: 'control-plane', about: 'API server of the cluster, where nodes reach its public endpoint', hosts: (region) => [`*.${region}.eks.${domainOf(region)}`],
    ...vendor('AWS, Amazon EKS user guide: Cluster API server endpoint'),
  },
  service('ec2', 'nodes and the VPC CNI ask EC2 for addresses and instances', 'ec2', vendor(PRIVATE_CLUSTERS)),
  service('ecr-api', 'authorization of image pulls', 'api.ecr', vendor(PRIVATE_CLUSTERS)),
  { key: 'ecr-images', about: 'images of AWS and of the account', hosts: (region) => [`*.dkr.ecr.${region}.${domainOf(region)}`], ...vendor(PRIVATE_CLUSTERS) },
  {
    key: 'ecr-layers', about: 'layers of images', hosts: (region) => [`prod-${region}-starport-layer-bucket.s3.${region}.${domainOf(region)}`],
    ...vendor('AWS, Amazon ECR user guide: interface VPC endpoints, minimum Amazon S3 bucket permissions'),
  },
  service('eks', 'description of the cluster, when a node joins', 'eks', vendor(PRIVATE_CLUSTERS)),
  { key: 'eks-auth', about: 'EKS Pod Identity', hosts: (region) => [`eks-auth.${region}.${region.startsWith('cn-') ? 'api.amazonwebservices.com.cn' : 'api.aws'}`], ...vendor(PRIVATE_CLUSTERS) },
  service('load-balancers', 'load balancer controller', 'elasticloadbalancing', vendor(PRIVATE_CLUSTERS)),
  service('logs', 'CloudWatch Logs', 'logs', vendor(PRIVATE_CLUSTERS)),
  service('scaling', 'cluster autoscaler', 'autoscaling', inferred(`${ENDPOINTS}; needed by the autoscaler only`)),
  service('sts', 'IAM roles of nodes and service accounts', 'sts', vendor(PRIVATE_CLUSTERS)),
];
