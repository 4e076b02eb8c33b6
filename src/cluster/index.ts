export { CellMesh, type CellMeshProps } from './cell-mesh';
export { EgressGateway, EgressGatewayPods } from './egress-gateway';
export { type CellPartProps } from './part';
export { CallerLists, EgressAllows, EgressHosts, EgressScopes, MutualTls, NetworkIsolation, VirtualHosts } from './parts';
export { PersonaAccess } from './persona-access';
export { ConnectivityProbe, type ConnectivityProbeProps, type ForeignServer } from './probe/connectivity-probe';
