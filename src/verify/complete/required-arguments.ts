import { ReadOutput } from '../read';
import { Lack } from './wanted';
import { fieldsOf, listOf } from '../data';

const words = (text: string): readonly string[] => text.split(' ');

/**
 * Arguments without which Terraform refuses the resource, so that nothing of it is applied; those in blocks with dots, asked for where the block stands.
 * From the schemas of azurerm 4.55, aws 6.25 and google 6.50 (`required`, `min_items`).
 */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  azurerm_firewall: words('location name resource_group_name sku_name sku_tier'),
  azurerm_firewall_policy: words('location name resource_group_name'),
  azurerm_firewall_policy_rule_collection_group: [
    ...words('firewall_policy_id name priority'),
    ...['application_rule_collection', 'network_rule_collection', 'nat_rule_collection'].flatMap((kind) => words('action name priority rule rule.name').map((argument) => `${kind}.${argument}`)),
    ...words('application_rule_collection.rule.protocols.port application_rule_collection.rule.protocols.type'),
    ...words('network_rule_collection.rule.destination_ports network_rule_collection.rule.protocols'),
  ],
  azurerm_log_analytics_workspace: words('location name resource_group_name'),
  azurerm_monitor_diagnostic_setting: words('name target_resource_id enabled_log|enabled_metric|metric'),
  azurerm_nat_gateway: words('location name resource_group_name'),
  azurerm_nat_gateway_public_ip_prefix_association: words('nat_gateway_id public_ip_prefix_id'),
  azurerm_public_ip: words('allocation_method location name resource_group_name'),
  azurerm_public_ip_prefix: words('location name resource_group_name'),
  azurerm_route: words('address_prefix name next_hop_type resource_group_name route_table_name'),
  azurerm_route_table: words('location name resource_group_name'),
  azurerm_subnet: words('name resource_group_name virtual_network_name'),
  azurerm_subnet_nat_gateway_association: words('nat_gateway_id subnet_id'),
  azurerm_subnet_route_table_association: words('route_table_id subnet_id'),
  azurerm_virtual_network: words('location name resource_group_name'),
  azurerm_virtual_network_dns_servers: words('virtual_network_id'),
  aws_networkfirewall_rule_group: words('capacity name type rule_group.rules_source rule_group.rule_variables.ip_sets.key rule_group.rule_variables.ip_sets.ip_set rule_group.rule_variables.ip_sets.ip_set.definition rule_group.stateful_rule_options.rule_order'),
  aws_networkfirewall_firewall: words('firewall_policy_arn name'),
  aws_networkfirewall_firewall_policy: words('name firewall_policy firewall_policy.stateless_default_actions firewall_policy.stateless_fragment_default_actions firewall_policy.stateful_rule_group_reference.resource_arn'),
  aws_networkfirewall_logging_configuration: words('firewall_arn logging_configuration'),
  aws_route: words('route_table_id'),
  aws_route_table: words('vpc_id'),
  aws_route_table_association: words('route_table_id'),
  aws_subnet: words('vpc_id'),
  google_compute_network_firewall_policy: words('name'),
  google_compute_network_firewall_policy_association: words('attachment_target firewall_policy name'),
  google_compute_network_firewall_policy_rule: words('action direction firewall_policy priority match match.layer4_configs match.layer4_configs.ip_protocol'),
  google_compute_router: words('name network'),
  google_compute_subnetwork: words('name network secondary_ip_range.range_name'),
  google_compute_router_nat: words('name router source_subnetwork_ip_ranges_to_nat'),
  google_compute_route: words('dest_range name network'),
  google_dns_response_policy: words('response_policy_name networks.network_url'),
  google_dns_response_policy_rule: words('dns_name response_policy rule_name local_data.local_datas local_data.local_datas.name local_data.local_datas.type'),
  google_network_security_gateway_security_policy_rule: words('basic_profile enabled gateway_security_policy location name priority session_matcher'),
};

/** Resources that Terraform would refuse for an argument that is not there. */
export function requiredArguments({ terraform }: ReadOutput): Lack[] {
  return Object.values(terraform).flatMap(({ resources }) => resources.filter(({ mode }) => mode === 'managed').flatMap(({ type, address, values, file }) =>
    (REQUIRED[type] ?? []).filter((argument) => lacks(values, argument.split('.')))
      .map((argument): Lack => ({ file, rule: `have ${argument}`, got: `nothing in ${address}`, wayOut: 'give it, since Terraform refuses the resource without it' }))));
}

/** Is the argument missing in any of the blocks that stand? */
function lacks(value: unknown, [first, ...rest]: readonly string[]): boolean {
  // An expression may stand for whole blocks.
  if (typeof value === 'string') return false;
  return (Array.isArray(value) ? listOf(value) : [value]).some((block) => {
    const inner = first!.split('|').map((name) => fieldsOf(block)[name]).find((one) => one !== undefined && one !== null);
    if (rest.length === 0) return inner === undefined || (Array.isArray(inner) && inner.length === 0);
    return inner !== undefined && lacks(inner, rest);
  });
}
