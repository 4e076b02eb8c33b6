import { callers } from './callers';
import { destinationsOf } from './destinations';
import { gatewayNetworkPolicies } from './network-policies';
import { gatewayRoutes } from './routes';
import { gatewayWorkloads } from './workloads';
import { Lack, Wanted } from '../wanted';

/** What the egress gateway lacks; in observe its pods alone are there, and forward nothing. */
export function egressGateway(wanted: Wanted): readonly Lack[] {
  const destinations = wanted.byGateway ? destinationsOf(wanted) : [];
  return [
    ...gatewayWorkloads(wanted, destinations),
    ...(wanted.byGateway ? [...gatewayNetworkPolicies(wanted, destinations), ...callers(wanted)] : []),
    ...(destinations.length === 0 ? [] : gatewayRoutes(wanted, destinations)),
  ];
}
