import { isIPv4 } from 'node:net';
import type { Checks } from '../checks';
import type { Hooks } from '../hook-types';

const FIREWALL_NAME = /^[0-9a-zA-Z]([0-9a-zA-Z._-]*[0-9a-zA-Z_])?$/;
const NAME = /^[0-9a-zA-Z]([0-9a-zA-Z._-]*[0-9a-zA-Z_])?$/;
const WORKSPACE_NAME = /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/;
const ZONES = ['1', '2', '3'];
const SUBNET_ID = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/;

const resourceId = (type: string): RegExp => new RegExp(`^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.[A-Za-z]+/${type}/[^/]+$`);
const isId = (checks: Checks, pattern: string, expression: RegExp, what: string): void => checks.each(pattern, (id) => expression.test(id), `must be the id of ${what}`);

function firewall(checks: Checks): void {
  checks.name('name', FIREWALL_NAME, 50);
  checks.oneOf('sku_name', ['AZFW_Hub', 'AZFW_VNet']);
  checks.oneOf('sku_tier', ['Premium', 'Standard', 'Basic']);
  checks.oneOf('zones[]', ZONES);
  checks.each('ip_configuration[].subnet_id', (id) => SUBNET_ID.test(id) && id.endsWith('/AzureFirewallSubnet'), 'must be the id of AzureFirewallSubnet');
  isId(checks, 'ip_configuration[].public_ip_address_id', resourceId('publicIPAddresses'), 'a public address');
}

/** One zone, or all three. */
function publicZones(checks: Checks): void {
  checks.oneOf('zones[]', ZONES);
  for (const { value, path } of checks.select('zones')) {
    const { length } = value as readonly unknown[];
    if (length === 2) checks.fault(path, 'zones of a public address are one or all three, are 2');
  }
}

function natGateway(checks: Checks): void {
  checks.name('name', NAME, 80);
  checks.oneOf('sku_name', ['Standard']);
  checks.range('idle_timeout_in_minutes', 4, 120);
  checks.oneOf('zones[]', ZONES);
  checks.maxItems('zones', 1);
}

function subnet(checks: Checks): void {
  checks.name('name', NAME, 80);
  const [name] = checks.strings('name');
  checks.each('address_prefixes[]', (text) => Number(text.split('/')[1]) <= (name?.value === 'AzureFirewallSubnet' ? 26 : 29), 'is smaller than Azure takes');
}

function route(checks: Checks): void {
  checks.oneOf('next_hop_type', ['VirtualNetworkGateway', 'VnetLocal', 'Internet', 'VirtualAppliance', 'None']);
  checks.each('next_hop_in_ip_address', (text) => isIPv4(text), 'must be an IPv4 address');
}

function diagnostics(checks: Checks): void {
  checks.oneOf('log_analytics_destination_type', ['Dedicated', 'AzureDiagnostics']);
  isId(checks, 'log_analytics_workspace_id', resourceId('workspaces'), 'a Log Analytics workspace');
  checks.exactlyOneOf('enabled_log[]', ['category', 'category_group']);
}

/** What the provider and Azure refuse around a firewall, and the schema does not hold. */
export const azureNetwork: NonNullable<Hooks['validate']> = {
  azurerm_firewall: firewall,
  azurerm_log_analytics_workspace: (checks) => {
    checks.name('name', WORKSPACE_NAME);
    checks.range('retention_in_days', 30, 730);
  },
  azurerm_monitor_diagnostic_setting: diagnostics,
  azurerm_nat_gateway: natGateway,
  azurerm_nat_gateway_public_ip_prefix_association: (checks) => {
    isId(checks, 'nat_gateway_id', resourceId('natGateways'), 'a NAT gateway');
    isId(checks, 'public_ip_prefix_id', resourceId('publicIPPrefixes'), 'a public IP prefix');
  },
  azurerm_public_ip: (checks) => {
    checks.name('name', NAME, 80);
    checks.oneOf('allocation_method', ['Static', 'Dynamic']);
    checks.oneOf('sku', ['Basic', 'Standard']);
    publicZones(checks);
  },
  azurerm_public_ip_prefix: (checks) => {
    checks.name('name', NAME, 80);
    checks.range('prefix_length', 28, 31); // Azure's NAT gateway takes no more; the provider 0 to 31
    publicZones(checks);
  },
  azurerm_route: route,
  azurerm_route_table: (checks) => checks.name('name', NAME, 80),
  azurerm_subnet: subnet,
  azurerm_subnet_nat_gateway_association: (checks) => {
    isId(checks, 'subnet_id', SUBNET_ID, 'a subnet');
    isId(checks, 'nat_gateway_id', resourceId('natGateways'), 'a NAT gateway');
  },
  azurerm_subnet_route_table_association: (checks) => {
    isId(checks, 'subnet_id', SUBNET_ID, 'a subnet');
    isId(checks, 'route_table_id', resourceId('routeTables'), 'a route table');
  },
  azurerm_virtual_network: (checks) => checks.name('name', NAME, 80),
  azurerm_virtual_network_dns_servers: (checks) => checks.each('dns_servers[]', (text) => isIPv4(text), 'must be an IPv4 address'),
};
