import { azureOutgoing } from './outgoing';
import { AzureNetworkSettings, AzureParts, AzureView, isFirewallSubnet, isId, isPolicy, madeOf } from './view';
import { TerraformResource } from '../../read';
import { AddressSet, blockOf, isExpression } from '../../rules';
import { Settings } from '../settings';
import { Lack, Wanted } from '../wanted';

/**
 * An egress network of ours is as the definition has it: firewall, policy, subnets, the way out and the logs. A firewall of another name is not ours, and
 * nothing is said of it.
 */
export function azureNetwork({ wanted, values, groups }: AzureView, settings: AzureNetworkSettings): Lack[] {
  const name = settings.name ?? `eic-${wanted.definition.name}`;
  const firewall = values.ofType('azurerm_firewall').find(({ values: own }) => own.name === name);
  const found = new Settings();
  if (firewall === undefined) {
    if (groups.length > 0) found.have(undefined, `azurerm_firewall ${name}`);
    return found.lacks;
  }
  const { zones, firewallSubnetCidr } = settings;
  const firewallSubnet = firewallSubnetCidr === undefined ? undefined
    : found.have(values.ofType('azurerm_subnet').find((subnet) => subnet.values.name === 'AzureFirewallSubnet'), 'azurerm_subnet AzureFirewallSubnet');
  const addressZones = zones.length > 1 ? ['1', '2', '3'] : zones;
  const parts: AzureParts = { values, settings, name, firewall, found, addressZones, ...(firewallSubnet === undefined ? {} : { firewallSubnet }) };
  ofFirewall(parts);
  ofPolicy(parts, wanted);
  ofSubnets(parts);
  ofNames(parts);
  azureOutgoing(parts);
  return found.lacks;
}

function ofFirewall(parts: AzureParts): void {
  const { values, settings, firewall, found, addressZones } = parts;
  const { firewall_policy_id: policy, ip_configuration: configuration, zones, sku_tier: tier } = firewall.values;
  const { subnet_id: subnet, public_ip_address_id: address } = blockOf(configuration);
  found.hold(isPolicy(values, policy, settings.firewallPolicyId), firewall, 'firewall_policy_id', `have the policy ${settings.firewallPolicyId ?? 'of the files'}`, policy);
  found.hold(isFirewallSubnet(parts, subnet), firewall, 'ip_configuration[0].subnet_id', 'stand in AzureFirewallSubnet, to which the routes lead', subnet);
  found.be(firewall, 'zones', zones, settings.zones);
  found.be(firewall, 'sku_tier', tier, settings.tier);
  if (settings.publicIpId !== undefined) {
    found.hold(isId(address, settings.publicIpId), firewall, 'ip_configuration[0].public_ip_address_id', `have the public address ${settings.publicIpId}`, address);
    return;
  }
  const publicIp = values.resource(address, 'azurerm_public_ip');
  found.hold(publicIp !== undefined, firewall, 'ip_configuration[0].public_ip_address_id', 'have a public address of the files, without which Azure makes no firewall', address);
  if (publicIp !== undefined) found.be(publicIp, 'zones', publicIp.values.zones, addressZones);
}

/** Names in network rules are resolved by the DNS proxy, and only those who ask it get the addresses that the rules let pass. */
function ofPolicy(parts: AzureParts, { enforced }: Wanted): void {
  const { settings, found } = parts;
  if (settings.firewallPolicyId !== undefined) return;
  const policy = found.have(madeOf(parts, 'azurerm_firewall_policy'), 'azurerm_firewall_policy');
  if (policy === undefined) return;
  const { dns, threat_intelligence_mode: threats } = policy.values;
  found.be(policy, 'dns.proxy_enabled', blockOf(dns).proxy_enabled, true, 'as rules by name need the DNS proxy');
  found.be(policy, 'dns.servers', blockOf(dns).servers, settings.dnsServers);
  found.be(policy, 'threat_intelligence_mode', threats, !enforced && settings.threatIntelligence === 'Deny' ? 'Alert' : settings.threatIntelligence);
}

function ofSubnets(parts: AzureParts): void {
  const { values, settings, name: prefix, firewallSubnet, found } = parts;
  const network = settings.addressSpace.length === 0 ? undefined : found.have(madeOf(parts, 'azurerm_virtual_network'), 'azurerm_virtual_network');
  if (network !== undefined) found.be(network, 'address_space', network.values.address_space, settings.addressSpace);
  const made = (subnet: TerraformResource, cidr: string) => {
    const { address_prefixes: prefixes, virtual_network_name: of } = subnet.values;
    found.be(subnet, 'address_prefixes', prefixes, [cidr]);
    if (network !== undefined) found.hold(values.resource(of, 'azurerm_virtual_network') === network, subnet, 'virtual_network_name', `be in the virtual network ${network.address}`, of);
  };
  if (firewallSubnet !== undefined) made(firewallSubnet, settings.firewallSubnetCidr!);
  for (const [key, cidr] of Object.entries(settings.clusterSubnetCidrs)) {
    const subnet = found.have(values.ofType('azurerm_subnet').find(({ values: { name } }) => name === `${prefix}-${key}`), `azurerm_subnet of ${key}`);
    if (subnet === undefined) continue;
    made(subnet, cidr);
    found.be(subnet, 'default_outbound_access_enabled', subnet.values.default_outbound_access_enabled, false, 'or what loses its route leaves past the firewall');
  }
  for (const id of Object.values(settings.clusterSubnetIds)) {
    found.have(values.ofType('azurerm_subnet_route_table_association').find(({ values: { subnet_id: of } }) => isId(of, id)), `route table for ${id}`);
  }
}

/** In a network that is made, everybody asks the firewall for names. */
function ofNames(parts: AzureParts): void {
  const { values, settings, found } = parts;
  if (settings.addressSpace.length === 0 || !settings.dnsProxy) return;
  const servers = found.have(values.ofType('azurerm_virtual_network_dns_servers')[0], 'azurerm_virtual_network_dns_servers: nodes would not ask the DNS proxy of the firewall');
  if (servers === undefined) return;
  const { dns_servers: list, virtual_network_id: network } = servers.values;
  const all = Array.isArray(list) ? (list as readonly unknown[]) : [];
  found.hold(all.length > 0 && all.every((one) => isFirewallAddress(parts, one)), servers, 'dns_servers', 'be the private address of the firewall', list);
  found.hold(values.resource(network, 'azurerm_virtual_network') !== undefined, servers, 'virtual_network_id', 'be the virtual network of the files', network);
}

/** Is it the private address of the firewall: by reference, or an address of its subnet? */
function isFirewallAddress({ firewall, values, firewallSubnet, settings }: AzureParts, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  if (isExpression(value)) return value.includes(`${firewall.address}.`);
  const range = firewallSubnet === undefined ? settings.firewallSubnetCidr : values.text(firewallSubnet.values.address_prefixes);
  return range === undefined || AddressSet.of([range]).has(value) === 'yes';
}
