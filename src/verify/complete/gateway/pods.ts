import { Definition } from '../../../cell';

/** First port of the gateway, and how many there are from it: `docs/ids.md`. */
const FIRST_PORT = 20000;
const PORTS = 11000;

/** What pods of the egress gateway or of its SNI proxy are called, and by which labels they are known: `docs/ids.md`. */
export interface GatewayPods {
  /** Name of their Deployment, Service and PodDisruptionBudget. */
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** DNS name of their Service. */
  readonly service: string;
}

export function gatewayOf(definition: Definition): GatewayPods {
  const name = `eic-${definition.name}-egress`;
  return podsOf(name, { app: name, istio: name }, definition);
}

export function sniProxyOf(definition: Definition): GatewayPods {
  const name = `eic-${definition.name}-sni-proxy`;
  return podsOf(name, { app: name }, definition);
}

/** Port of gateway and SNI proxy for a port outside. */
export function gatewayPort(port: number): number {
  return FIRST_PORT + port % PORTS;
}

function podsOf(name: string, labels: Readonly<Record<string, string>>, { cluster, egress }: Definition): GatewayPods {
  const { namespace } = egress.gateway;
  return { name, namespace, labels, service: `${name}.${namespace}.svc.${cluster.clusterDomain}` };
}
