import { CheckContext } from './context';
import { ChartObject, Labels, labelsOf, mapsOf, numberOf, textOf } from './manifest';
import { PodTemplate } from './pod-templates';

/** A port of a Service. */
export interface ServicePort {
  readonly name: string;
  readonly number: number | undefined;
  /** TCP or UDP. */
  readonly transport: string;
  readonly appProtocol: string;
  /** A number, or the name of a port of the container. */
  readonly targetPort: unknown;
}

/** A Service of the chart. */
export interface Service {
  readonly object: ChartObject;
  /** `name.namespace.svc.<cluster domain>` */
  readonly host: string;
  readonly type: string;
  readonly selector: Labels;
  readonly ports: readonly ServicePort[];
}

export function serviceOf(object: ChartObject, { clusterDomain }: CheckContext): Service {
  const { spec, name, namespace } = object;
  return {
    object, host: `${name}.${namespace}.svc.${clusterDomain}`, type: textOf(spec.type), selector: labelsOf(spec.selector),
    ports: mapsOf(spec.ports).map((port) => ({
      name: textOf(port.name), number: numberOf(port.port), transport: textOf(port.protocol) || 'TCP', appProtocol: textOf(port.appProtocol), targetPort: port.targetPort,
    })),
  };
}

/** The port of the container that a port of a Service leads to, as far as the pod names it. */
export function containerPortOf({ number, targetPort }: ServicePort, { containerPorts }: PodTemplate): number | undefined {
  if (typeof targetPort === 'string') return containerPorts.find(({ name }) => name === targetPort)?.number;
  return numberOf(targetPort) ?? number;
}

/** Names of protocols by which a port name may start (istio.io, protocol selection). */
const PROTOCOLS = ['http', 'http2', 'https', 'tcp', 'tls', 'grpc', 'grpc-web', 'mongo', 'mysql', 'redis', 'udp', 'auto'];

/** The protocol that name or `appProtocol` give a port; undefined where Istio has to guess. */
export function protocolOf({ name, appProtocol, transport }: ServicePort): string | undefined {
  if (transport === 'UDP') return 'udp';
  if (appProtocol !== '') return appProtocol.toLowerCase();
  const lower = name.toLowerCase();
  return PROTOCOLS.filter((protocol) => lower === protocol || lower.startsWith(`${protocol}-`)).pop();
}
