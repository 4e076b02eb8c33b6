import { AzureParts, isFirewallSubnet, isId, madeOf } from './view';
import { TerraformResource } from '../../read';
import { blocksOf } from '../../rules';

/** The way out behind the firewall, by addresses of its own, and the log of what it decides. */
export function azureOutgoing(parts: AzureParts): void {
  const gateway = natGateway(parts);
  const { values, settings, found } = parts;
  if (settings.natGatewayId === undefined || settings.firewallSubnetId === undefined) {
    const joined = values.ofType('azurerm_subnet_nat_gateway_association').filter(({ values: { subnet_id: subnet } }) => isFirewallSubnet(parts, subnet));
    const association = found.have(joined[0], 'azurerm_subnet_nat_gateway_association for AzureFirewallSubnet: the firewall would leave by its public address');
    if (association !== undefined) found.hold(isGateway(parts, gateway, association.values.nat_gateway_id), association, 'nat_gateway_id', 'join the NAT gateway of the definition', association.values.nat_gateway_id);
  }
  logs(parts);
}

/** The gateway that is made, with the prefix that partners allow. */
function natGateway(parts: AzureParts): TerraformResource | undefined {
  const { values, settings, addressZones, found } = parts;
  if (settings.natGatewayId !== undefined) return undefined;
  const gateway = found.have(madeOf(parts, 'azurerm_nat_gateway'), 'azurerm_nat_gateway');
  if (gateway === undefined) return undefined;
  // A NAT gateway is in one zone, or in the one that Azure chooses.
  found.be(gateway, 'zones', gateway.values.zones, settings.zones.length === 1 ? settings.zones : []);
  found.be(gateway, 'idle_timeout_in_minutes', gateway.values.idle_timeout_in_minutes, settings.natIdleTimeoutMinutes);
  const owned = values.ofType('azurerm_nat_gateway_public_ip_prefix_association').find(({ values: { nat_gateway_id: of } }) => values.resource(of, 'azurerm_nat_gateway') === gateway);
  const association = found.have(owned, `azurerm_nat_gateway_public_ip_prefix_association for ${gateway.address}: it would have no outgoing address`);
  if (association === undefined) return gateway;
  const { public_ip_prefix_id: id } = association.values;
  if (settings.natPrefixId !== undefined) {
    found.hold(isId(id, settings.natPrefixId), association, 'public_ip_prefix_id', `have the prefix ${settings.natPrefixId}`, id);
    return gateway;
  }
  const prefix = values.resource(id, 'azurerm_public_ip_prefix');
  found.hold(prefix !== undefined, association, 'public_ip_prefix_id', 'have the prefix of the files, which holds the outgoing addresses', id);
  if (prefix === undefined) return gateway;
  found.be(prefix, 'prefix_length', prefix.values.prefix_length, settings.natPrefixLength);
  found.be(prefix, 'zones', prefix.values.zones, addressZones);
  return gateway;
}

function isGateway({ values, settings }: AzureParts, gateway: TerraformResource | undefined, value: unknown): boolean {
  return settings.natGatewayId === undefined ? gateway !== undefined && values.resource(value, 'azurerm_nat_gateway') === gateway : isId(value, settings.natGatewayId);
}

/** All logs of the firewall go to the workspace: without, nobody sees what was denied. */
function logs({ values, settings, firewall, found }: AzureParts): void {
  const owned = values.ofType('azurerm_monitor_diagnostic_setting').find(({ values: { target_resource_id: of } }) => values.resource(of, 'azurerm_firewall') === firewall);
  const setting = found.have(owned, `azurerm_monitor_diagnostic_setting for ${firewall.address}: nobody would see what it denies`);
  if (setting === undefined) return;
  const { enabled_log: enabled, log_analytics_workspace_id: id } = setting.values;
  found.hold(blocksOf(enabled).some(({ category_group: group, category }) => group === 'allLogs' || (typeof category === 'string' && /Rule/.test(category))), setting, 'enabled_log', 'hold the logs of rules', enabled);
  if (settings.workspaceId !== undefined) {
    found.hold(isId(id, settings.workspaceId), setting, 'log_analytics_workspace_id', `be the workspace ${settings.workspaceId}`, id);
    return;
  }
  const workspace = values.resource(id, 'azurerm_log_analytics_workspace');
  found.hold(workspace !== undefined, setting, 'log_analytics_workspace_id', 'be the workspace of the files', id);
  if (workspace !== undefined) found.be(workspace, 'retention_in_days', workspace.values.retention_in_days, settings.logRetentionDays);
}
