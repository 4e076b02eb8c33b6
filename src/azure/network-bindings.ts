/** What egress networks need of the azurerm provider besides `bindings.ts`; loaded only where there is one. */
export { Firewall } from '@cdktf/provider-azurerm/lib/firewall';
export { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
export { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
export { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
export { NatGateway } from '@cdktf/provider-azurerm/lib/nat-gateway';
export { NatGatewayPublicIpPrefixAssociation } from '@cdktf/provider-azurerm/lib/nat-gateway-public-ip-prefix-association';
export { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
export { PublicIpPrefix } from '@cdktf/provider-azurerm/lib/public-ip-prefix';
export { Route } from '@cdktf/provider-azurerm/lib/route';
export { RouteTable } from '@cdktf/provider-azurerm/lib/route-table';
export { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
export { SubnetNatGatewayAssociation } from '@cdktf/provider-azurerm/lib/subnet-nat-gateway-association';
export { SubnetRouteTableAssociation } from '@cdktf/provider-azurerm/lib/subnet-route-table-association';
export { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
export { VirtualNetworkDnsServers } from '@cdktf/provider-azurerm/lib/virtual-network-dns-servers';
