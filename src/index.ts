export {
  CATALOG_VERSION, cloudConnectorHosts, CloudConnectorHosts, COMMUNICATION_FLOWS, CommunicationFlow, Component, COMPONENTS, Evidence, Fact, findRegion,
  flowsNamed, NamespaceFact, NAMESPACES, OBJECT_STORES, ObjectStore, RECEIVER_PROTOCOLS, ReceiverProtocol, Region, REGIONS, SHARED_TENANT_DOMAINS,
} from './catalog';
export * from './cell/overrides';
export * from './cell/props';
export { EdgeIntegrationCell } from './edge-integration-cell';
export { Problem, Severity, ValidationError } from './errors';
export { Cidr, HostPattern, Port, Protocol, Transport } from './net';
export * from './plan';
