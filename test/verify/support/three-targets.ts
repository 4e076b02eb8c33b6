import type { EdgeIntegrationCellProps } from '../../../src/cell/props';

/** Rules for a firewall that is there, or the network with it. */
export type TargetForm = 'rules' | 'network';

const HUB = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/net/providers/Microsoft.Network';
const GOOGLE = {
  project: 'acme-net', region: 'europe-west3', wildcards: 'urlFiltering',
  urlFiltering: { organization: '123456789012', zones: ['europe-west3-a'], associate: true },
};

/** What a form of targets is asked for. */
export interface TargetOptions {
  /** Must rules themselves deny what they do not allow? Networks are made with their denies. */
  readonly deny: boolean;
  /** Networks of the nodes, as subnets of networks that are made.
   * @default ['10.10.0.0/22'] */
  readonly nodes?: readonly string[];
}

/** The same cell for the three clouds, as `firewall` of a definition file has it. */
export function threeTargets(form: TargetForm, { deny, nodes = ['10.10.0.0/22'] }: TargetOptions): object {
  const own = (prefix: string) => Object.fromEntries(nodes.filter((network) => !network.includes(':')).map((cidr, index) => [`${prefix}${index}`, cidr]));
  if (form === 'rules') {
    return {
      azure: { azure: { rules: { firewallPolicyId: `${HUB}/firewallPolicies/hub`, priority: 400, tier: 'Standard', dnsProxy: true, defaultDeny: deny ? 'sources' : 'none' } } },
      aws: { aws: { rules: { region: 'eu-central-1', defaultDeny: deny ? 'sources' : 'none' } } },
      gcp: { gcp: { rules: { ...GOOGLE, network: 'projects/acme-net/global/networks/hub', targets: { serviceAccounts: ['gke-nodes@acme-net.iam.gserviceaccount.com'] }, defaultDeny: deny ? 'sources' : 'none' } } },
    };
  }
  const workloads = Object.fromEntries(Object.entries(own('nodes')).map(([key, cidr]) => [key, { cidr }]));
  return {
    azure: { azure: { network: { resourceGroup: 'net', location: 'westeurope', addressSpace: ['10.8.0.0/14'], firewallSubnetCidr: '10.8.0.0/26', clusterSubnetCidrs: own('nodes') } } },
    aws: { aws: { network: { region: 'eu-central-1', vpcCidr: '10.10.0.0/16', zones: { a: { firewallSubnetCidr: '10.10.240.0/28', natSubnetCidr: '10.10.240.16/28', workloadSubnets: workloads } } } } },
    gcp: { gcp: { network: { ...GOOGLE, defaultDeny: 'any' } } },
  };
}

/** What every definition below has. */
export function threeCloudProps(changes: object = {}): EdgeIntegrationCellProps {
  return {
    name: 'plant', enforcement: 'enforce', btp: { region: 'eu10' },
    cluster: { platform: 'other', nodeCidrs: ['10.10.0.0/22'], podCidrs: ['10.244.0.0/16'], serviceCidrs: ['10.0.0.0/16'], apiServer: { cidrs: ['10.10.4.4/32'] }, cni: { name: 'cilium', networkPolicy: true } },
    ingress: { virtualHosts: { default: { host: 'eic.acme.example' }, api: { host: 'eic-api.acme.example' } } },
    ...changes,
  } as EdgeIntegrationCellProps;
}
