import { Route, RouteTable, SubnetRouteTableAssociation } from '../network-bindings';
import { common, NetworkContext, placed } from './network-context';
import { ITerraformDependable } from '../../terraform/engine';

/** The route table of the cluster's subnets. Subnets get it when rules and logs are there, so that no node starts without a way out. */
export function routes(context: NetworkContext, privateIp: string, clusterSubnetIds: Readonly<Record<string, string>>, after: readonly ITerraformDependable[]): RouteTable {
  const { scope, plan: { name, settings, routes: wanted } } = context;
  // Routes learned from gateways would lead past the firewall.
  const table = new RouteTable(scope, 'RouteTable', { ...common(context), name, bgpRoutePropagationEnabled: false });
  const all = wanted.map((route) => new Route(scope, `Route.${route.name}`, {
    ...placed(settings), routeTableName: table.name, name: route.name, addressPrefix: route.prefix,
    ...(route.to === 'firewall' ? { nextHopType: 'VirtualAppliance', nextHopInIpAddress: privateIp } : { nextHopType: 'None' }),
  }));
  for (const [key, subnetId] of Object.entries(clusterSubnetIds)) {
    new SubnetRouteTableAssociation(scope, `RouteAssociation.${key}`, { subnetId, routeTableId: table.id, dependsOn: [...all, ...after] });
  }
  return table;
}
