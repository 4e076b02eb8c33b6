import type { Hooks, Known } from '../hook-types';
import type { Fields } from '../values';

type IdOf = (state: Fields, group: string) => string;

const network = (type: string): IdOf => ({ name }, group) => `${group}/providers/Microsoft.Network/${type}/${String(name)}`;

/** The provider parses ids it is given, so fake ones must look like Azure's. */
const IDS: Readonly<Record<string, IdOf>> = {
  azurerm_firewall: network('azureFirewalls'),
  azurerm_firewall_policy: network('firewallPolicies'),
  azurerm_firewall_policy_rule_collection_group: ({ name, firewall_policy_id: policy }) => `${String(policy)}/ruleCollectionGroups/${String(name)}`,
  azurerm_ip_group: network('ipGroups'),
  azurerm_log_analytics_workspace: ({ name }, group) => `${group}/providers/Microsoft.OperationalInsights/workspaces/${String(name)}`,
  azurerm_nat_gateway: network('natGateways'),
  azurerm_network_security_group: network('networkSecurityGroups'),
  azurerm_public_ip: network('publicIPAddresses'),
  azurerm_public_ip_prefix: network('publicIPPrefixes'),
  azurerm_resource_group: ({ name }, group) => group.replace(/[^/]*$/, String(name)),
  azurerm_route_table: network('routeTables'),
  azurerm_subnet: ({ name, virtual_network_name: net }, group) =>
    `${group}/providers/Microsoft.Network/virtualNetworks/${String(net)}/subnets/${String(name)}`,
  azurerm_virtual_network: network('virtualNetworks'),
};

const NO_SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';

const withId = (idOf: IdOf) => (state: Fields, { provider }: Known): Fields => {
  const subscription = String(provider.subscription_id ?? NO_SUBSCRIPTION);
  return { id: idOf(state, `/subscriptions/${subscription}/resourceGroups/${String(state.resource_group_name ?? '')}`) };
};

/** Ids of resources and of data sources. */
export const azureIds: NonNullable<Hooks['applied']> = Object.fromEntries(
  Object.entries(IDS).flatMap(([type, idOf]) => [[type, withId(idOf)], [`data.${type}`, withId(idOf)]]),
);

/** `/subscriptions/…/firewallPolicies/x`, with the capitals the provider insists on. */
export const FIREWALL_POLICY_ID = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/firewallPolicies\/[^/]+$/;
