export { CellMesh, type CellMeshProps } from './cell-mesh';
export { EgressGateway, EgressGatewayPods } from './egress-gateway';
export { type CellPartProps } from './part';
export { CallerLists, EgressAllows, EgressHosts, EgressScopes, MutualTls, NetworkIsolation, VirtualHosts } from './parts';
