import { setAt, Data } from '../../support/cells';

/** A definition of the matrix of targets, without `apiVersion` and `kind`. */
export interface TargetCase {
  readonly form: string;
  readonly feature: string;
  readonly data: Data;
}

const NET = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/net/providers/Microsoft.Network';
const POLICY = `${NET}/firewallPolicies/hub`;
const AZURE_RULES = { firewallPolicyId: POLICY, priority: 400, tier: 'Standard', dnsProxy: true, defaultDeny: 'sources' };
const AZURE_NETWORK = { resourceGroup: 'net', location: 'westeurope', addressSpace: ['10.8.0.0/14'], firewallSubnetCidr: '10.8.0.0/26', clusterSubnetCidrs: { aks: '10.10.0.0/22' } };
const AZURE_GIVEN = {
  resourceGroup: 'net', location: 'westeurope', virtualNetworkId: `${NET}/virtualNetworks/hub`, firewallSubnetId: `${NET}/virtualNetworks/hub/subnets/AzureFirewallSubnet`,
  clusterSubnetIds: { nodes: `${NET}/virtualNetworks/hub/subnets/nodes` }, firewallPolicyId: POLICY, publicIpId: `${NET}/publicIPAddresses/firewall`,
  natGatewayId: `${NET}/natGateways/hub`, natAddresses: ['198.51.100.0/30'],
};
const AWS_RULES = { region: 'eu-central-1', defaultDeny: 'sources' };
const ZONES = {
  a: { firewallSubnetCidr: '10.10.240.0/28', natSubnetCidr: '10.10.240.16/28', workloadSubnets: { nodes: { cidr: '10.10.0.0/23' } } },
  b: { firewallSubnetCidr: '10.10.240.32/28', natSubnetCidr: '10.10.240.48/28', workloadSubnets: { nodes: { cidr: '10.10.2.0/23' } } },
};
const AWS_GIVEN = {
  firewallSubnetId: 'subnet-0000000000000001a', natGatewayId: 'nat-0000000000000001a', natRouteTableId: 'rtb-0000000000000001a', firewallRouteTableId: 'rtb-0000000000000002a',
  workloadSubnets: { nodes: { cidr: '10.10.0.0/22', subnetId: 'subnet-0000000000000002a', routeTableId: 'rtb-0000000000000003a' } },
};
const AWS_NETWORK = { region: 'eu-central-1', vpcCidr: '10.10.0.0/16', zones: ZONES };
const HUB = 'projects/acme-net/global/networks/hub';
const GCP = { project: 'acme-net', region: 'europe-west3' };
const GCP_RULES = { ...GCP, network: HUB, targets: { serviceAccounts: ['gke-nodes@acme-net.iam.gserviceaccount.com'] }, defaultDeny: 'sources' };
const SUBNETWORK = 'projects/acme-net/regions/europe-west3/subnetworks/nodes';
const FILTERED = { wildcards: 'urlFiltering', urlFiltering: { organization: '123456789012', zones: ['europe-west3-a', 'europe-west3-b'] } };
const PROXIED = { wildcards: 'secureWebProxy', secureWebProxy: { subnetwork: SUBNETWORK, address: '10.10.0.250', proxySubnetCidr: '10.99.0.0/23' } };
const REFUSED = { wildcards: 'refuse' };

/** One target by what it is asked for: rules and networks of each cloud, with and without a deny, with what the platform needs, and with a network that is there. */
const FORMS: Readonly<Record<string, object>> = {
  'azure rules': { azure: { rules: { ...AZURE_RULES, defaultDeny: 'none' } } },
  'azure rules, deny': { azure: { rules: AZURE_RULES } },
  'azure rules, deny, Premium, platform': { azure: { rules: { ...AZURE_RULES, tier: 'Premium' }, platformEgress: 'aks' } },
  'azure network': { azure: { network: AZURE_NETWORK } },
  'azure network, zones, Premium, platform': { azure: { network: { ...AZURE_NETWORK, tier: 'Premium', zones: ['1', '2', '3'], dnsServers: ['10.1.0.4'] }, platformEgress: 'aks' } },
  'azure network that is there': { azure: { network: AZURE_GIVEN } },
  'aws rules': { aws: { rules: { ...AWS_RULES, defaultDeny: 'none' } } },
  'aws rules, deny, default actions, platform': { aws: { rules: { ...AWS_RULES, policyDefaultActions: ['aws:drop_established_app_layer'] }, platformEgress: 'eks' } },
  'aws network': { aws: { network: AWS_NETWORK } },
  'aws network, DNS firewall, buckets, platform': { aws: { network: { ...AWS_NETWORK, dnsFirewall: true, dnsDomains: ['*.corp.example'], s3Buckets: ['layers'] }, platformEgress: 'eks' } },
  'aws network that is there': { aws: { network: { region: 'eu-central-1', vpcId: 'vpc-0000000000000001a', zones: { a: AWS_GIVEN } } } },
  'gcp rules, exact names': { gcp: { rules: { ...GCP_RULES, ...REFUSED, defaultDeny: 'none', firewallPolicy: 'hub' } } },
  'gcp rules, exact names, deny, platform': { gcp: { rules: { ...GCP_RULES, ...REFUSED }, platformEgress: 'gke' } },
  'gcp rules, URL filtering, deny, tags': { gcp: { rules: { ...GCP_RULES, ...FILTERED, targets: { secureTags: ['tagValues/123'] } } } },
  'gcp rules, URL filtering': { gcp: { rules: { ...GCP_RULES, ...FILTERED, defaultDeny: 'none' } } },
  'gcp rules, Secure Web Proxy, deny': { gcp: { rules: { ...GCP_RULES, ...PROXIED } } },
  'gcp network, exact names, platform': { gcp: { network: { ...GCP, ...REFUSED, defaultDeny: 'any', googleApis: 'privateVip' }, platformEgress: 'gke' } },
  'gcp network, URL filtering': { gcp: { network: { ...GCP, ...FILTERED, defaultDeny: 'any' } } },
  'gcp network, Secure Web Proxy': { gcp: { network: { ...GCP, ...PROXIED, defaultDeny: 'any' } } },
  'gcp network that is there, URL filtering': { gcp: { network: { ...GCP, ...FILTERED, network: HUB, subnetworks: [SUBNETWORK], router: 'hub', targets: GCP_RULES.targets, defaultDeny: 'sources' } } },
};

const RECEIVERS = {
  s4: { protocol: 'https', host: 's4.corp.example', port: 44300, network: 'private', addresses: ['10.20.0.0/24'] },
  web: { protocol: 'https', host: 'web.acme.example' },
  bank: { protocol: 'sftp', host: 'sftp.bank.example', addresses: ['203.0.113.7/32', '203.0.113.64/29'] },
  mes: { protocol: 'https', addresses: ['10.82.0.7/32'], network: 'private', port: 8443 },
  erp: { protocol: 'rfc', host: 'erp.corp.example', ports: [3300, 3600, '4800-4802'], addresses: ['10.20.9.5/32'], network: 'private' },
};
const ELM = {
  'cluster.namespaces': { edgelm: 'enforce' }, 'cluster.components': { 'cloud-connector': { selector: { app: 'cloud-connector' } } },
};

/** What a definition can have, as changes of the smallest one; with names that are all exact where a target takes no others. */
const FEATURES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'BTP on AWS': { 'btp.region': 'eu10-004', 'receivers': RECEIVERS },
  'BTP on Azure by region': { 'btp.region': 'eu20-001', 'btp.narrow': 'region', 'receivers': RECEIVERS },
  'BTP on Google Cloud': { 'btp.region': 'eu30', 'receivers': { bank: RECEIVERS.bank } },
  'BTP of SAP': { 'btp.region': 'eu01' },
  'edgelm enforced': { ...ELM, 'services.registry': { pulledBy: 'edgelm' }, 'receivers': RECEIVERS },
  'edgelm enforced, external Cloud Connector': { 'cluster.namespaces': { edgelm: 'enforce' }, 'services.cloudConnector': { mode: 'external', sources: ['10.86.0.0/28'], apiServer: true } },
  'services': {
    'services.cloudAlm': { enabled: true, dataCenter: 'eu10' }, 'services.identityAuthentication': { enabled: true, hosts: ['acme.accounts.ondemand.com'] },
    'services.focusedRun': { enabled: true, host: 'frun.corp.example', addresses: ['10.83.0.0/28'] }, 'services.revocation': { enabled: true, hosts: ['crl.acme.example'] },
  },
  'HTTP proxy': { 'cluster.httpProxy': { host: 'proxy.acme.example', port: 3128, addresses: ['10.81.0.5/32'] }, 'receivers': RECEIVERS },
  'database and data store': {
    externalServices: { database: { type: 'postgresql', host: 'pg.internal.example', addresses: ['10.30.0.4/32'] }, dataStore: { type: 'redis', endpoints: ['redis.internal.example:6379'], addresses: ['10.30.1.0/28'], ports: [26379] } },
  },
  'IPv4 and IPv6': {
    'cluster.nodeCidrs': ['10.10.0.0/22', 'fd00:10:10::/64'], 'cluster.podCidrs': ['10.244.0.0/16', 'fd00:10:244::/56'], 'cluster.serviceCidrs': ['10.0.0.0/16', 'fd00:10:96::/112'], 'receivers': RECEIVERS,
  },
  'DNS servers and clocks': { 'cluster.dns': { upstream: ['10.1.0.4/32', '10.1.0.5/32'] }, 'cluster.ntp': ['10.1.0.6/32'] },
  'observe': { enforcement: 'observe', receivers: RECEIVERS },
};

const FLOWS = ['security-material', 'system-internal-events', 'application-monitoring', 'configuration-service', 'xsuaa', 'destination-service', 'audit-log-service'];
const PLATFORMS = { azure: 'aks', aws: 'eks', gcp: 'gke' } as const;

/** Every form with every feature. */
export function targetMatrix(): TargetCase[] {
  return Object.entries(FORMS).flatMap(([form, target]) => Object.keys(FEATURES).map((feature) => ({ form, feature, data: dataOf(target as Readonly<Record<string, Data>>, FEATURES[feature]!) })));
}

/** Each form with another feature than the one before it, so that every form and every feature is there. */
export function sampledMatrix(): TargetCase[] {
  const features = Object.keys(FEATURES);
  return targetMatrix().filter((_, index) => index % features.length === (Math.floor(index / features.length) * 5) % features.length);
}

function dataOf(target: Readonly<Record<string, Data>>, changes: Readonly<Record<string, unknown>>): Data {
  const [[cloud, settings]] = Object.entries(target) as [[keyof typeof PLATFORMS, Readonly<Record<string, Data>>]];
  const data: Data = {
    name: 'plant', enforcement: 'enforce', btp: { region: 'eu10' },
    cluster: {
      platform: PLATFORMS[cloud], nodeCidrs: ['10.10.0.0/22'], podCidrs: ['10.244.0.0/16'], serviceCidrs: ['10.0.0.0/16'], apiServer: { cidrs: ['10.10.4.4/32'] }, cni: { name: 'cilium', networkPolicy: true },
    },
    ingress: { virtualHosts: { default: { host: 'eic.acme.example' }, api: { host: 'eic-api.acme.example' } } },
  };
  for (const [path, value] of Object.entries(structuredClone(changes))) setAt(data, path.split('.'), value);
  const { wildcards } = (settings.rules ?? settings.network)!;
  if (wildcards === 'refuse') nameAll(data);
  // The route to the proxy takes all TCP, and the proxy serves HTTPS only: revocation lists are HTTP.
  if (wildcards === 'secureWebProxy' && data.services !== undefined) setAt(data, ['services', 'revocation'], undefined);
  return { ...data, firewall: { hub: structuredClone(target) } };
}

/** Exact hosts for every flow of SAP's. */
function nameAll(data: Data): void {
  const { region } = data.btp as { readonly region: string };
  setAt(data, ['btp', 'narrow'], undefined);
  const bucket = region === 'eu01' ? 'eic.osaas.hana.ondemand.com' : region.startsWith('eu20') ? 'eic.blob.core.windows.net' : region === 'eu30' ? 'eic.storage.googleapis.com' : 'eic.s3.eu-central-1.amazonaws.com';
  setAt(data, ['btp', 'flows'], { 'content-deployment': { hosts: [bucket] }, ...Object.fromEntries(FLOWS.map((flow) => [flow, { hosts: [`${flow}.cfapps.${region}.hana.ondemand.com`] }])) });
  const { cloudConnector } = (data.services ?? {}) as { readonly cloudConnector?: Data };
  if (cloudConnector?.mode === 'external') setAt(data, ['btp', 'flows', 'application-monitoring'], undefined);
  const { registry } = (data.services ?? {}) as { readonly registry?: Data };
  setAt(data, ['services', 'registry'], { ...registry, hosts: ['registry.acme.example'] });
}
