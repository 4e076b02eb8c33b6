import type { TerraformCommand } from '../terraform';
import type { Fault } from './fault';

export interface TerraformFault extends Fault {
  /** What must fail, if not `validate`. */
  readonly command?: TerraformCommand;
}

const fault = (name: string, set: Fault['set'], expect: RegExp, command?: TerraformCommand): TerraformFault => ({
  name, set, expect, ...(command ? { command } : {}),
});

const POLICY = 'resource.azurerm_firewall_policy.own';
const RULES = 'resource.azurerm_firewall_policy_rule_collection_group.egress';
const APPLICATION = `${RULES}.application_rule_collection.0`;
const NETWORK = `${RULES}.network_rule_collection.0`;
const FIREWALL = 'resource.azurerm_firewall.own';
const NET_ID = '/subscriptions/1/resourceGroups/net/providers/Microsoft.Network';
const GROUP = 'resource.aws_networkfirewall_rule_group.egress';
const SURICATA = `${GROUP}.rule_group.rules_source.rules_string`;
const RULE = 'pass tcp any any -> any 443 (msg:"x"; sid:7;)';
const KAFKA = 'resource.google_compute_network_firewall_policy_rule.kafka';

/** By sample. Messages of the hooks name the argument, the others are Terraform's own. */
export const TERRAFORM_FAULTS: Readonly<Record<string, readonly TerraformFault[]>> = {
  azurerm: [
    fault('wrong type', { [`${RULES}.priority`]: 'high' }, /a number is required/),
    fault('unknown argument', { [`${POLICY}.sku_tier`]: 'x' }, /named "sku_tier"/),
    fault('missing argument', { 'resource.azurerm_resource_group.rg.location': undefined }, /"location" is required/),
    fault('undeclared reference', { [`${RULES}.firewall_policy_id`]: '${azurerm_firewall_policy.other.id}' }, /undeclared resource/),
    fault('undeclared data source', { [`${RULES}.firewall_policy_id`]: '${data.azurerm_firewall_policy.other.id}' }, /undeclared (data )?resource/),
    fault('unknown attribute in a reference', { [`${RULES}.firewall_policy_id`]: '${azurerm_firewall_policy.own.ident}' }, /attribute named\s+"ident"/),
    fault('unknown resource type', { 'resource.azurerm_firewal.x': {} }, /does not support resource type/),
    fault('missing block', { [`${APPLICATION}.rule`]: [] }, /Insufficient rule blocks/),
    fault('missing features block', { 'provider.azurerm.0.features': undefined }, /Insufficient features blocks/),
    fault('unknown provider argument', { 'provider.azurerm.0.subscription': 'x' }, /named "subscription"/),
    fault('group priority 99', { [`${RULES}.priority`]: 99 }, /priority must be between 100 and 65000/),
    fault('collection priority 65001', { [`${NETWORK}.priority`]: 65001 }, /between 100 and 65000/),
    fault('duplicate collection priority', { [`${NETWORK}.priority`]: 300 }, /collection priority 300 is already used/),
    fault('bad name', { [`${RULES}.name`]: '-rules' }, /name must match/),
    fault('name of one character', { [`${POLICY}.name`]: 'a' }, /name must match/),
    fault('unknown sku', { [`${POLICY}.sku`]: 'standard' }, /sku must be one of Basic, Standard, Premium/),
    fault('wildcard in a network rule', { [`${NETWORK}.rule.0.destination_fqdns`]: ['*.kafka.example'] }, /no wildcard in a network\s+rule/),
    fault('wildcard in the middle', { [`${APPLICATION}.rule.0.destination_fqdns`]: ['a.*.example'] }, /first\s+character only/),
    fault('application port 64001', { [`${APPLICATION}.rule.0.protocols.0.port`]: 64001 }, /between 0 and 64000/),
    fault('unknown protocol', { [`${APPLICATION}.rule.0.protocols.0.type`]: 'Tls' }, /must be one of Http,\s+Https, Mssql/),
    fault('network port range 443-0', { [`${NETWORK}.rule.0.destination_ports`]: ['443-0'] }, /within\s+1-65535/),
    fault('network port 70000', { [`${NETWORK}.rule.0.destination_ports`]: ['70000'] }, /within\s+1-65535/),
    fault('source CIDR /33', { [`${APPLICATION}.rule.0.source_addresses`]: ['10.0.0.0/33'] }, /must be\s+an IP address/),
    fault('IPv6 source', { [`${APPLICATION}.rule.0.source_addresses`]: ['fd00::/64'] }, /no\s+IPv6/),
    fault('rule without source', { [`${APPLICATION}.rule.0.source_addresses`]: [] }, /at least\s+one\s+of\s+source_addresses/),
    fault('rule without destination', { [`${NETWORK}.rule.0.destination_fqdns`]: [] }, /at least\s+one\s+of\s+destination_addresses/),
    fault('id of something else', { [`${RULES}.firewall_policy_id`]: '/subscriptions/1/resourceGroups/net' }, /must be the\s+id of a firewall policy/),
    fault('firewall name of 51', { [`${FIREWALL}.name`]: 'a'.repeat(51) }, /at\s+most 50\s+characters/),
    fault('firewall tier', { [`${FIREWALL}.sku_tier`]: 'standard' }, /sku_tier must be one\s+of/),
    fault('firewall sku', { [`${FIREWALL}.sku_name`]: 'AZFW' }, /sku_name must be one\s+of/),
    fault('zone of a firewall', { [`${FIREWALL}.zones`]: ['4'] }, /must be one of 1, 2, 3/),
    fault('firewall in another subnet', { [`${FIREWALL}.ip_configuration.0.subnet_id`]: `${NET_ID}/virtualNetworks/n/subnets/nodes` }, /must be\s+the id of AzureFirewallSubnet/),
    fault('public address of a firewall', { [`${FIREWALL}.ip_configuration.0.public_ip_address_id`]: `${NET_ID}/publicIPPrefixes/p` }, /must\s+be the\s+id of a public address/),
    fault('firewall subnet /27', { 'resource.azurerm_subnet.firewall.address_prefixes': ['10.8.0.0/27'] }, /smaller than\s+Azure\s+takes/),
    fault('subnet /30', { 'resource.azurerm_subnet.nodes.address_prefixes': ['10.10.0.0/30'] }, /smaller than\s+Azure\s+takes/),
    fault('prefix /27', { 'resource.azurerm_public_ip_prefix.out.prefix_length': 27 }, /between 28 and 31/),
    fault('public address in two zones', { 'resource.azurerm_public_ip.firewall.zones': ['1', '2'] }, /one or\s+all three/),
    fault('dynamic address', { 'resource.azurerm_public_ip.firewall.allocation_method': 'static' }, /one of\s+Static, Dynamic/),
    fault('NAT gateway in two zones', { 'resource.azurerm_nat_gateway.out.zones': ['1', '2'] }, /at most 1 items/),
    fault('idle time-out of 3 minutes', { 'resource.azurerm_nat_gateway.out.idle_timeout_in_minutes': 3 }, /between 4\s+and 120/),
    fault('route to a name', { 'resource.azurerm_route.out.next_hop_in_ip_address': 'firewall' }, /must be an\s+IPv4 address/),
    fault('unknown next hop', { 'resource.azurerm_route.out.next_hop_type': 'Firewall' }, /next_hop_type must be\s+one of/),
    fault('route table of something else', { 'resource.azurerm_subnet_route_table_association.out.route_table_id': `${NET_ID}/natGateways/x` }, /the\s+id\s+of a route table/),
    fault('NAT gateway of something else', { 'resource.azurerm_subnet_nat_gateway_association.out.nat_gateway_id': `${NET_ID}/routeTables/x` }, /the\s+id\s+of a NAT\s+gateway/),
    fault('prefix of something else', { 'resource.azurerm_nat_gateway_public_ip_prefix_association.out.public_ip_prefix_id': `${NET_ID}/publicIPAddresses/x` }, /id of a\s+public\s+IP prefix/),
    fault('retention of 29 days', { 'resource.azurerm_log_analytics_workspace.logs.retention_in_days': 29 }, /between 30\s+and\s+730/),
    fault('workspace name', { 'resource.azurerm_log_analytics_workspace.logs.name': 'log_eic' }, /name must match/),
    fault('destination of logs', { 'resource.azurerm_monitor_diagnostic_setting.logs.log_analytics_destination_type': 'dedicated' }, /one of\s+Dedicated/),
    fault('log without category', { 'resource.azurerm_monitor_diagnostic_setting.logs.enabled_log': [{}] }, /exactly\s+one of category/),
    fault('DNS server by name', { 'resource.azurerm_virtual_network_dns_servers.dns.dns_servers': ['dns.example'] }, /must be\s+an\s+IPv4 address/),
    fault('priority known when planned', { 'variable.p': { type: 'number' }, [`${RULES}.priority`]: '${var.p}' }, /is 99/, ['plan', '-var=p=99']),
  ],
  aws: [
    fault('computed argument set', { [`${GROUP}.arn`]: 'arn:x' }, /arn is set by the provider/),
    fault('rule group name', { [`${GROUP}.name`]: 'bad name!' }, /name must match/),
    fault('capacity 99999', { [`${GROUP}.capacity`]: 99999 }, /capacity must be between/),
    fault('sid used twice', { [SURICATA]: `${RULE}\n${RULE}` }, /sid is used twice/),
    fault('rules beyond the capacity', { [`${GROUP}.capacity`]: 1, [SURICATA]: `${RULE}\n${RULE.replace('7', '8')}` }, /more than the\s+capacity/),
    fault('priority under STRICT_ORDER', { [SURICATA]: RULE.replace('sid', 'priority:1; sid') }, /"priority" is not allowed/),
    fault('unknown default action', {
      'resource.aws_networkfirewall_firewall_policy.policy.firewall_policy.stateful_default_actions': ['aws:bogus'],
    }, /not a stateful default action/),
  ],
  google: [
    fault('upper-case name', { 'resource.google_compute_network.net.name': 'Eic' }, /name must match/),
    fault('wildcard FQDN object', { [`${KAFKA}.match.dest_fqdns`]: ['*.kafka.example'] }, /exact names/),
    fault('unknown action', { [`${KAFKA}.action`]: 'accept' }, /action must be one of/),
  ],
};
