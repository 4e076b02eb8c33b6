import { isSame, partsOf } from './azure-id';
import { AzureNetworkSettings } from './network-plan';
import { child } from '../../../cell/spec';
import { KINDS, Problems } from '../../../errors';
import { Cidr, isToken } from '../../../net';

/** AzureFirewallSubnet scales out to 20 instances and more; Azure asks for 64 addresses. */
const SMALLEST_FIREWALL_SUBNET = 26;
/** Azure takes no smaller subnets. */
const SMALLEST_SUBNET = 29;

/** What an egress network needs of several settings, and what Azure refuses at apply only. `path` is where they are. */
export function checkNetwork(settings: AzureNetworkSettings, path: string, problems: Problems): void {
  checkGiven(settings, path, problems);
  checkSubnets(settings, path, problems);
  checkPlacement(settings, path, problems);
  if (new Set(settings.zones).size < settings.zones.length) problems.must(KINDS.conflict, child(path, 'zones'), 'name each zone once', settings.zones.join(', '));
}

/** Each thing is given or made, never both. */
function checkGiven(settings: AzureNetworkSettings, path: string, problems: Problems): void {
  const { virtualNetworkId, addressSpace, firewallSubnetId, firewallSubnetCidr, clusterSubnetIds, clusterSubnetCidrs, natGatewayId, natPrefixId, natAddresses } = settings;
  const both = (name: keyof AzureNetworkSettings, other: keyof AzureNetworkSettings) =>
    problems.must(KINDS.conflict, child(path, name), `not be given beside ${other}: it is made, or it exists`, settings[name], 'leave one of the two out');
  if (virtualNetworkId !== undefined && addressSpace.length > 0) both('addressSpace', 'virtualNetworkId');
  if (firewallSubnetId !== undefined && firewallSubnetCidr !== undefined) both('firewallSubnetCidr', 'firewallSubnetId');
  if (firewallSubnetId === undefined && firewallSubnetCidr === undefined) problems.missing(child(path, 'firewallSubnetCidr'), 'the range of AzureFirewallSubnet, or firewallSubnetId of an existing one');
  if (natGatewayId !== undefined && natPrefixId !== undefined) both('natPrefixId', 'natGatewayId');
  if (natAddresses.length > 0 && natGatewayId === undefined && natPrefixId === undefined) {
    problems.must(KINDS.conflict, child(path, 'natAddresses'), 'not be given for a prefix that is made: Azure chooses its addresses', natAddresses.join(', '), 'give natGatewayId or natPrefixId, or leave it out');
  }
  const makesSubnets = firewallSubnetCidr !== undefined || Object.keys(clusterSubnetCidrs).length > 0;
  if (makesSubnets && virtualNetworkId === undefined && addressSpace.length === 0) {
    problems.missing(child(path, 'addressSpace'), 'the address space of the network that is made for the subnets, or virtualNetworkId of an existing one');
  }
  if (!makesSubnets && addressSpace.length > 0) problems.must(KINDS.conflict, child(path, 'addressSpace'), 'not be given without a subnet that is made in it', addressSpace.join(', '), 'leave it out');
  for (const key of Object.keys(clusterSubnetCidrs).filter((name) => Object.hasOwn(clusterSubnetIds, name))) {
    problems.must(KINDS.conflict, child(child(path, 'clusterSubnetCidrs'), key), 'have a key that clusterSubnetIds has not', key, 'rename one of the two');
  }
}

/** Sizes, and ranges that lie in the network and apart. */
function checkSubnets({ addressSpace, firewallSubnetId, firewallSubnetCidr, clusterSubnetIds, clusterSubnetCidrs }: AzureNetworkSettings, path: string, problems: Problems): void {
  const space = addressSpace.map((text) => Cidr.trusted(text));
  const subnets = [
    ...(firewallSubnetCidr === undefined ? [] : [{ at: child(path, 'firewallSubnetCidr'), cidr: Cidr.trusted(firewallSubnetCidr), smallest: SMALLEST_FIREWALL_SUBNET }]),
    ...Object.entries(clusterSubnetCidrs).map(([key, text]) => ({ at: child(child(path, 'clusterSubnetCidrs'), key), cidr: Cidr.trusted(text), smallest: SMALLEST_SUBNET })),
  ];
  subnets.forEach(({ at, cidr, smallest }, index) => {
    if (cidr.version !== 4) problems.must(KINDS.subnets, at, 'be an IPv4 network: Azure Firewall carries no IPv6', cidr.toString());
    else if (cidr.prefix > smallest) problems.must(KINDS.subnets, at, `be a network of /${smallest} or larger`, cidr.toString());
    if (space.length > 0 && !space.some((network) => network.contains(cidr))) problems.must(KINDS.subnets, at, `lie in addressSpace (${space.join(', ')})`, cidr.toString());
    const other = subnets.slice(0, index).find((before) => before.cidr.overlaps(cidr));
    if (other !== undefined) problems.must(KINDS.subnets, at, `not overlap ${other.at} (${other.cidr.toString()})`, cidr.toString(), 'give each subnet a range of its own');
  });
  const name = partsOf(firewallSubnetId)?.names[1];
  if (name !== undefined && !isSame(name, 'AzureFirewallSubnet')) problems.must(KINDS.subnets, child(path, 'firewallSubnetId'), 'be a subnet with the name AzureFirewallSubnet', name);
  for (const [key, id] of Object.entries(clusterSubnetIds)) {
    if (isSame(partsOf(id)?.names[1] ?? '', 'AzureFirewallSubnet')) {
      problems.must(KINDS.subnets, child(child(path, 'clusterSubnetIds'), key), 'not be the subnet of the firewall: its way out would lead back to it', id);
    }
  }
}

/** Azure wants firewall, network and public address in one resource group, and joins resources of one subscription. */
function checkPlacement(settings: AzureNetworkSettings, path: string, problems: Problems): void {
  const { resourceGroup, virtualNetworkId, firewallSubnetId } = settings;
  for (const name of ['virtualNetworkId', 'firewallSubnetId', 'publicIpId'] as const) {
    const parts = partsOf(settings[name]);
    if (parts !== undefined && !isToken(resourceGroup) && !isSame(parts.resourceGroup, resourceGroup)) {
      problems.must(KINDS.placement, child(path, name), `be in the resource group of the firewall, ${resourceGroup}`, parts.resourceGroup, 'set resourceGroup to that of the network');
    }
  }
  const [network, subnet] = [partsOf(virtualNetworkId)?.names[0], partsOf(firewallSubnetId)?.names[0]];
  if (network !== undefined && subnet !== undefined && !isSame(network, subnet)) problems.must(KINDS.placement, child(path, 'firewallSubnetId'), `be in the virtual network ${network}`, subnet);
  const ids = [
    ...(['virtualNetworkId', 'firewallSubnetId', 'publicIpId', 'natGatewayId', 'natPrefixId'] as const).map((name) => ({ at: child(path, name), id: settings[name] })),
    ...Object.entries(settings.clusterSubnetIds).map(([key, id]) => ({ at: child(child(path, 'clusterSubnetIds'), key), id })),
  ].flatMap(({ at, id }) => {
    const parts = partsOf(id);
    return parts === undefined ? [] : [{ at, subscription: parts.subscription }];
  });
  const [first, ...others] = ids;
  for (const { at, subscription } of others) {
    if (!isSame(subscription, first!.subscription)) problems.must(KINDS.placement, at, `be in the subscription of ${first!.at}, ${first!.subscription}`, subscription);
  }
}
