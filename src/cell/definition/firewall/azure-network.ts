import { azureId, azureTags, platformFields } from './azure-values';
import { boolean, cidr, defaulted, integer, list, object, optional, pattern, port, record, required, word } from '../../spec';

const IPV4 = /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?!$)|$)){4}$/;
const workspace = azureId('OperationalInsights', 'workspaces');

/** `azure.network`: what is not given by id is made. */
export const azureNetwork = object('AzureNetwork', 'A whole egress network: Azure Firewall with policy, NAT gateway, routes and logs.', {
  resourceGroup: required(pattern(/^[A-Za-z0-9]([A-Za-z0-9_().-]{0,88}[A-Za-z0-9_()-])?$/, 'be the name of a resource group'), 'Existing resource group for everything that is made.'),
  location: required(pattern(/^[a-z][a-z0-9]{2,39}$/, 'be an Azure region such as westeurope'), 'Azure region.'),
  name: optional(pattern(/^[A-Za-z0-9][A-Za-z0-9-]{2,48}[A-Za-z0-9]$/, 'be 4 to 50 letters, digits and hyphens, starting and ending with a letter or digit'),
    'First part of the names of what is made.', '`eic-<cell>`'),
  tier: defaulted(word('AzureNetworkTier', 'Standard', 'Premium'), 'Standard', 'Tier of firewall and policy.'),
  zones: defaulted(list(word('AzureZone', '1', '2', '3')), [], 'Availability zones of the firewall, as text.', 'Azure chooses; regions without zones take none'),
  virtualNetworkId: optional(azureId('Network', 'virtualNetworks'), 'Existing virtual network for the subnets.', 'one is made from `addressSpace`'),
  addressSpace: defaulted(list(cidr()), [], 'Address space of a virtual network that is made.'),
  firewallSubnetId: optional(azureId('Network', 'virtualNetworks', 'subnets'), 'Existing AzureFirewallSubnet.', 'one is made from `firewallSubnetCidr`'),
  firewallSubnetCidr: optional(cidr(), 'Address range of AzureFirewallSubnet, /26 or larger.', '`firewallSubnetId`'),
  clusterSubnetIds: defaulted(record(azureId('Network', 'virtualNetworks', 'subnets')), {}, 'Existing subnets of the cluster, by a key of your own: their default route leads to the firewall.'),
  clusterSubnetCidrs: defaulted(record(cidr()), {}, 'Subnets of the cluster that are made in the virtual network, by a key of your own.'),
  firewallPolicyId: optional(azureId('Network', 'firewallPolicies'), 'Existing firewall policy, which gets our rule collection groups.', 'one is made, with DNS proxy'),
  dnsProxy: defaulted(boolean(), true, 'Is the DNS proxy of the policy on (of one that is made: always), and do the cell\'s nodes use it?'),
  dnsServers: defaulted(list(pattern(IPV4, 'be an IPv4 address')), [], 'DNS servers that the proxy asks.', 'those of Azure'),
  threatIntelligence: defaulted(word('AzureThreatIntelligence', 'Off', 'Alert', 'Deny'), 'Deny', 'What a policy that is made does with known malicious hosts; while observing no more than Alert.'),
  publicIpId: optional(azureId('Network', 'publicIPAddresses'), 'Existing public address of the firewall.', 'one is made'),
  natGatewayId: optional(azureId('Network', 'natGateways'), 'Existing NAT gateway; it is joined to AzureFirewallSubnet unless that exists too.', 'one is made'),
  natAddresses: defaulted(list(cidr()), [], 'Outgoing addresses of an existing NAT gateway or prefix, for `eic plan --addresses`.'),
  natPrefixId: optional(azureId('Network', 'publicIPPrefixes'), 'Existing public IP prefix for a NAT gateway that is made.', 'one is made'),
  natPrefixLength: defaulted(integer(28, 31), 31, 'Size of a prefix that is made: 28 (16 addresses, the most that a NAT gateway takes) to 31 (2). Each address has 64,512 ports.'),
  natIdleTimeoutMinutes: defaulted(integer(4, 120), 4, 'Minutes after which a NAT gateway that is made forgets an idle connection.'),
  workspaceId: optional(workspace, 'Existing Log Analytics workspace for the logs.', 'one is made'),
  logRetentionDays: defaulted(integer(30, 730), 90, 'Days for which a workspace that is made keeps logs.'),
  priority: defaulted(integer(100, 65000), 400, 'Priority of our rule collection group in the policy.'),
  denyPriority: defaulted(integer(100, 65000), 65000, 'Priority of the final deny, after all others.'),
  otherWebPorts: defaulted(list(port()), [], 'TCP ports besides 80 and 443 that application rules of others in this firewall use; the final network deny leaves them alone.'),
  tags: defaulted(azureTags(), {}, 'Tags of everything that is made and can have some.'),
  ...platformFields,
});
