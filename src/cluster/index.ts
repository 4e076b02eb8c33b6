export { CellMesh, CellMeshProps } from './cell-mesh';
export { CellPartProps } from './part';
export { CallerLists, EgressHosts, EgressScopes, MutualTls, NetworkIsolation, VirtualHosts } from './parts';
