export { CellMesh, type CellMeshProps } from './cell-mesh';
export { type CellPartProps } from './part';
export { CallerLists, EgressAllows, EgressHosts, EgressScopes, MutualTls, NetworkIsolation, VirtualHosts } from './parts';
export { PersonaAccess } from './persona-access';
export { ConnectivityProbe, ConnectivityProbeProps, ForeignServer } from './probe/connectivity-probe';
