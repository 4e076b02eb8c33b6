export { CellMesh, CellMeshProps } from './cell-mesh';
export { CellPartProps } from './part';
export { CallerLists, EgressAllows, EgressHosts, EgressScopes, MutualTls, NetworkIsolation, VirtualHosts } from './parts';
