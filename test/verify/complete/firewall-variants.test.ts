import { join } from 'node:path';
import { verify } from '../../../src/verify';
import { ROOT } from '../../support/scripts';
import { synthesized } from '../support/mutated-outputs';

// Definitions as users write them, each synthesized by eic: nothing of what they ask for may be reported.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- fields are changed as they stand in files
type Loose = any;
type Variant = readonly [string, string, (data: Loose) => void];

const GKE = 'examples/cells/gke-btp-gcp.yaml';
const GKE_NETWORK = 'test/verify/support/gke-egress-network.yaml';
const AKS_NETWORK = 'examples/cells/aks-egress-network.yaml';
const AKS = 'examples/cells/azure-cluster-btp-aws.yaml';
const SUB = '/subscriptions/s/resourceGroups/edge-gent/providers/Microsoft.Network';
const gcpRules = (change: Loose, platformEgress?: string) => (data: Loose) => {
  Object.assign(data.firewall.net.gcp.rules, change);
  if (platformEgress !== undefined) data.firewall.net.gcp.platformEgress = platformEgress;
};
const gcpNetwork = (change: Loose) => (data: Loose) => Object.assign(data.firewall.net.gcp.network, change);
const azureNetwork = (change: Loose) => (data: Loose) => Object.assign(data.firewall.edge.azure.network, change);
const without = (data: Loose, ...keys: readonly string[]) => { for (const key of keys) delete data.firewall.edge.azure.network[key]; };
const direct = (data: Loose) => { delete data.cluster.httpProxy; };

const VARIANTS: readonly Variant[] = [
  ['Google, observe', GKE, (data) => { data.enforcement = 'observe'; }],
  ['Google, no deny', GKE, gcpRules({ defaultDeny: 'none' })],
  ['Google, no deny and nothing for the platform', GKE, gcpRules({ defaultDeny: 'none' }, 'none')],
  ['Google, a deny and nothing for the platform', GKE, gcpRules({}, 'none')],
  ['Google, every VM', GKE, gcpRules({ defaultDeny: 'none', targets: undefined })],
  ['Google, secure tags', GKE, gcpRules({ targets: { secureTags: ['tagValues/123'] } })],
  ['Google, a policy that exists', GKE, gcpRules({ firewallPolicy: 'hub' })],
  ['Google, other priorities', GKE, gcpRules({ priorityBase: 500000 })],
  ['Google, private Google APIs', GKE, gcpRules({ googleApis: 'privateVip' })],
  ['Google, private Google APIs without a proxy', GKE_NETWORK, (data) => { direct(data); gcpNetwork({ googleApis: 'privateVip' })(data); }],
  ['Google, URL filtering', GKE, (data) => { direct(data); gcpRules({ wildcards: 'urlFiltering', urlFiltering: { organization: '123', zones: ['europe-west4-a'] } })(data); }],
  ['Google, Secure Web Proxy', GKE, (data) => {
    direct(data);
    gcpRules({ wildcards: 'secureWebProxy', secureWebProxy: { subnetwork: 'projects/acme-net/regions/europe-west4/subnetworks/proxy', address: '10.93.0.5' } })(data);
  }],
  ['Google, Secure Web Proxy and private Google APIs', GKE, (data) => {
    direct(data);
    gcpRules({ googleApis: 'privateVip', wildcards: 'secureWebProxy', secureWebProxy: { subnetwork: 'projects/acme-net/regions/europe-west4/subnetworks/proxy', address: '10.93.0.5', proxySubnetCidr: '10.93.1.0/24' } })(data);
    data.cluster.nodeCidrs.push('10.94.0.0/24', 'fd00:90::/64');
  }],
  ['Google, Secure Web Proxy, observe', GKE, (data) => {
    direct(data);
    data.enforcement = 'observe';
    gcpRules({ wildcards: 'secureWebProxy', secureWebProxy: { subnetwork: 'projects/acme-net/regions/europe-west4/subnetworks/proxy', address: '10.93.0.5' } })(data);
  }],
  ['Google, a port of its own for the API server', GKE, (data) => { data.cluster.apiServer.port = 6443; }],
  ['Google, IPv6', GKE, (data) => { data.cluster.nodeCidrs.push('fd00:90::/64'); data.cluster.podCidrs.push('fd00:91::/64'); data.cluster.serviceCidrs.push('fd00:92::/112'); }],
  ['Google, names by Cilium', GKE, (data) => { data.egress = { fqdnPolicy: 'cilium' }; }],
  ['Google, egress gateway', GKE, (data) => { data.egress = { gateway: { enabled: true } }; }],
  ['Google, DNS and time elsewhere', GKE, (data) => { data.cluster.dns = { upstream: ['10.1.0.53/32'] }; data.cluster.ntp = ['10.1.0.123/32']; }],
  ['Google, another platform', GKE, (data) => { data.cluster.platform = 'other'; data.firewall.net.gcp.platformEgress = 'none'; }],
  ['Google and Azure', GKE, (data) => { data.firewall.hub = { azure: { rules: { firewallPolicyId: `${SUB}/firewallPolicies/hub`, priority: 300, defaultDeny: 'sources' } } }; }],
  ['a network on Google', GKE_NETWORK, () => undefined],
  ['a network on Google, observe', GKE_NETWORK, (data) => { data.enforcement = 'observe'; }],
  ['a network on Google, given', GKE_NETWORK, gcpNetwork({
    network: 'projects/acme-net/global/networks/hub', subnetworks: ['projects/acme-net/regions/europe-west6/subnetworks/nodes'], router: 'hub',
    natAddresses: ['projects/acme-net/regions/europe-west6/addresses/out'], defaultDeny: 'none',
  })],
  ['a network on Google, with other settings', GKE_NETWORK, gcpNetwork({ natAddressCount: 4, minPortsPerVm: 128, maxPortsPerVm: 8192, natLogging: 'ALL', defaultDeny: 'none', priorityBase: 0, tcpEstablishedIdleTimeoutSec: 600 })],
  ['a network on Google, two subnetworks', GKE_NETWORK, (data) => { data.cluster.nodeCidrs.push('10.94.0.0/24'); }],
  ['a network on Google, IPv6', GKE_NETWORK, (data) => { data.cluster.nodeCidrs.push('fd00:90::/64'); data.cluster.podCidrs.push('fd00:91::/64'); }],
  ['a network on Google, with targets', GKE_NETWORK, gcpNetwork({ targets: { serviceAccounts: ['nodes@acme-net.iam.gserviceaccount.com'] }, defaultDeny: 'sources' })],
  ['Azure, observe', AKS, (data) => { data.enforcement = 'observe'; }],
  ['Azure, a deny for the sources', AKS, (data) => { data.firewall.hub.azure.rules.defaultDeny = 'sources'; }],
  ['Azure, no deny', AKS, (data) => { data.firewall.hub.azure.rules.defaultDeny = 'none'; }],
  ['Azure, AKS', AKS, (data) => { data.firewall.hub.azure.platformEgress = 'aks'; }],
  ['Azure, AKS at its own place', AKS, (data) => { data.firewall.hub.azure.platformEgress = 'aks'; Object.assign(data.firewall.hub.azure.rules, { platformPriority: 350, platformSources: ['10.11.0.0/24'] }); }],
  ['Azure, pods that the firewall sees', AKS, (data) => { data.cluster.egressSources = [...data.cluster.nodeCidrs, ...data.cluster.podCidrs]; data.firewall.hub.azure.platformEgress = 'aks'; }],
  ['a network on Azure, observe', AKS_NETWORK, (data) => { data.enforcement = 'observe'; }],
  ['a network on Azure, without what AKS needs', AKS_NETWORK, (data) => { data.firewall.edge.azure.platformEgress = 'none'; }],
  ['a network on Azure, given', AKS_NETWORK, (data) => {
    without(data, 'addressSpace', 'firewallSubnetCidr', 'clusterSubnetCidrs');
    azureNetwork({
      virtualNetworkId: `${SUB}/virtualNetworks/hub`, firewallSubnetId: `${SUB}/virtualNetworks/hub/subnets/AzureFirewallSubnet`, firewallPolicyId: `${SUB}/firewallPolicies/hub`,
      clusterSubnetIds: { nodes: `${SUB}/virtualNetworks/spoke/subnets/nodes` }, publicIpId: `${SUB}/publicIPAddresses/out`, natGatewayId: `${SUB}/natGateways/out`,
      workspaceId: '/subscriptions/s/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/all',
    })(data);
  }],
  ['a network on Azure, with a prefix that exists', AKS_NETWORK, (data) => { without(data, 'natPrefixLength'); azureNetwork({ natPrefixId: `${SUB}/publicIPPrefixes/out` })(data); }],
  ['a network on Azure, in three zones', AKS_NETWORK, azureNetwork({ zones: ['3', '1', '2'] })],
  ['a network on Azure, in two zones', AKS_NETWORK, azureNetwork({ zones: ['2', '1'] })],
  ['a network on Azure, in none', AKS_NETWORK, (data) => { without(data, 'zones', 'natPrefixLength', 'logRetentionDays', 'tags'); }],
  ['a network on Azure, with other settings', AKS_NETWORK, azureNetwork({
    name: 'gent-edge', tier: 'Premium', dnsServers: ['10.1.0.53'], threatIntelligence: 'Alert', priority: 500, denyPriority: 60000, otherWebPorts: [8443, 9443], natIdleTimeoutMinutes: 30, platformPriority: 450,
  })],
  ['a network on Azure, without DNS proxy', AKS_NETWORK, (data) => { delete data.receivers.events; azureNetwork({ dnsProxy: false })(data); }],
  ['a network on Azure, with ports of all kinds', AKS_NETWORK, (data) => {
    Object.assign(data.receivers, {
      mes: { protocol: 'https', addresses: ['10.82.0.7/32'], network: 'private', port: 8443 }, high: { protocol: 'https', host: 'high.corp.example', port: 64000, network: 'private', addresses: ['10.83.0.0/24'] },
      plain: { protocol: 'http', host: 'plain.corp.example', port: 8081, network: 'private', addresses: ['10.84.0.0/24'] }, erp: { protocol: 'rfc', host: 'erp.corp.example', ports: [3300, 3600], addresses: ['10.20.9.5/32'], network: 'private' },
      first: { protocol: 'sftp', host: 'a.corp.example', port: 1, addresses: ['10.85.0.1/32'], network: 'private' }, last: { protocol: 'sftp', host: 'z.corp.example', port: 65535, addresses: ['10.85.0.2/32'], network: 'private' },
    });
  }],
  ['a network on Azure, with names of Azure', AKS_NETWORK, (data) => { data.receivers.tables = { protocol: 'https', host: '*.core.windows.net' }; }],
  ['a network on Azure, IPv6', AKS_NETWORK, (data) => { data.cluster.nodeCidrs.push('fd00:40::/64'); data.cluster.podCidrs.push('fd00:244::/64'); }],
];

/** What other checks say of a strategy, such as what URL filtering does not stop, is not the matter here. */
const CODES = ['EIC727', 'EIC730'];

// Each by itself, since eic refuses cells that share a firewall.
test.each(VARIANTS)('%s: nothing is lacking, and no way is wrong', (_, base, change) => {
  const { cell, output, targets } = synthesized(join(ROOT, base), (data) => {
    change(data);
    delete data.accept;
  });
  const { problems } = verify(cell, output, { firewall: targets });
  expect(problems.filter(({ code }) => CODES.includes(code)).map(({ code, message }) => `${code} ${message}`)).toEqual([]);
}, 60_000);
