import { RUNTIME_NAMESPACE, SERVICES_NAMESPACE, ELA_NAMESPACE, ELM_NAMESPACE, NAMESPACES } from '../../../catalog';
import { Definition, dnsLocation, gatewayNamespace } from '../../../cell';
import { KINDS, Problems } from '../../../errors';
import { Flow } from '../../../plan';
import { objectName } from '../names';

/** The egress gateway of a cell: its pods, Service and identity. */
export interface GatewaySettings {
  /** Name of Deployment, Service, Gateway and DestinationRule. */
  readonly name: string;
  readonly namespace: string;
  /** DNS name of the Service. */
  readonly service: string;
  /** Labels of its pods. */
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  readonly replicas: number;
}

/** First port of the gateway, and how many it takes them from: above Istio's own (15000 to 15090), below the ephemeral ones. */
const FIRST_PORT = 20000;
const PORTS = 11000;

/**
 * Port on which the gateway takes connections for a port outside. It depends on that port alone, so that no destination moves another; destinations on
 * one port share it and are told apart by server name.
 */
export function gatewayPort(port: number): number {
  return FIRST_PORT + port % PORTS;
}

/** Does traffic take the gateway? In observe it is deployed only, and traffic goes on directly. */
export function usesGateway({ egress, enforcement }: Definition): boolean {
  return enforcement === 'enforce' && egress.gateway.enabled;
}

/** Do wildcards take the SNI proxy behind the gateway? */
export function usesSniProxy(definition: Definition): boolean {
  return usesGateway(definition) && definition.egress.wildcards === 'sniProxy';
}

/** Does the flow leave the cell's pods by the gateway? UDP never enters the mesh. */
export function carriedByGateway(flow: Flow, definition: Definition): boolean {
  return usesGateway(definition) && flow.via === null && flow.transport !== 'udp';
}

/** The gateway that a definition asks for; undefined where it asks for none. */
export function gatewaySettingsOf({ name: cell, cluster, egress }: Definition): GatewaySettings | undefined {
  const { enabled, namespace, serviceAccount, replicas } = egress.gateway;
  if (!enabled) return undefined;
  const name = objectName(cell, 'egress');
  return { name, namespace, service: `${name}.${namespace}.svc.${cluster.clusterDomain}`, labels: { app: name, istio: name }, serviceAccount, replicas };
}

/** The namespace is created by us and denies by default: in one of somebody else's that would cut its pods off. */
export function checkGatewayNamespace({ cluster, egress }: Definition, problems: Problems): void {
  if (!egress.gateway.enabled) return;
  const taken = new Set([
    RUNTIME_NAMESPACE, SERVICES_NAMESPACE, ELA_NAMESPACE, ELM_NAMESPACE, ...NAMESPACES.map(({ name }) => name), 'default', 'kube-system', 'kube-public', 'kube-node-lease',
    cluster.istio.namespace, gatewayNamespace(cluster), dnsLocation(cluster).namespace, ...cluster.monitoring.namespaces,
    ...Object.values(cluster.components).flatMap(({ namespace }) => namespace ?? []),
  ]);
  if (!taken.has(egress.gateway.namespace)) return;
  problems.must(KINDS.conflict, 'egress.gateway.namespace', 'be a namespace of its own: it is created, and denies by default', egress.gateway.namespace, 'leave it out, or give a new name');
}
