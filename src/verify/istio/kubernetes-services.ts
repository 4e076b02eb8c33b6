import { fields, labels, list, number, selects, text } from './fields';
import { endpointOf } from './service-entries';
import { Endpoint, MeshPort, MeshService, NO_ADDRESS, PortProtocol } from './services';
import { createdAt, MeshPod, namespaceOf } from './world';
import { ReadObject } from '../read/objects';

const BY_PREFIX: Readonly<Record<string, PortProtocol>> = {
  'http': 'http', 'http2': 'http', 'grpc': 'http', 'grpc-web': 'http', 'https': 'tls', 'tls': 'tls', 'tcp': 'tcp', 'mongo': 'tcp', 'mysql': 'tcp', 'redis': 'tcp',
};
const BY_APP_PROTOCOL: Readonly<Record<string, PortProtocol>> = { ...BY_PREFIX, 'kubernetes.io/h2c': 'http', 'kubernetes.io/ws': 'http', 'kubernetes.io/wss': 'tls' };
/** Ports of server-first protocols, which istiod does not sniff (`serviceregistry/kube/conversion.go`). */
const NOT_SNIFFED: readonly number[] = [25, 53, 3306, 27017];
const EXPORT_TO = 'networking.istio.io/exportTo';

/** A Service as istiod sees it: protocols by `appProtocol`, else by the prefix of the port's name. UDP ports are passed over. */
export function serviceOfKubernetes(source: ReadObject, clusterDomain: string): MeshService {
  const { value } = source;
  const spec = fields(value.spec);
  const namespace = namespaceOf(value);
  const address = text(spec.clusterIP);
  const isHeadless = address === 'None';
  return {
    host: `${value.metadata.name}.${namespace}.svc.${clusterDomain}`,
    namespace,
    isKubernetes: true,
    address: address === undefined || address === '' || isHeadless ? NO_ADDRESS : address,
    ports: list(spec.ports).map(fields).filter(({ protocol }) => (protocol ?? 'TCP') === 'TCP').flatMap(readPort),
    resolution: spec.type === 'ExternalName' ? 'alias' : isHeadless ? 'headless' : 'cluster',
    isExternal: false,
    exportTo: (labels(value.metadata.annotations)[EXPORT_TO] ?? '').split(',').map((part) => part.trim()).filter((part) => part !== ''),
    created: createdAt(value),
    orderName: value.metadata.name,
    selector: Object.keys(fields(spec.selector)).length === 0 ? undefined : labels(spec.selector),
    source,
  };
}

function readPort(port: Readonly<Record<string, unknown>>): readonly MeshPort[] {
  const given = number(port.port);
  if (given === undefined) return [];
  const name = text(port.name) ?? '';
  const prefix = name.startsWith('grpc-web') ? 'grpc-web' : (name.split('-')[0] ?? '');
  const known = BY_APP_PROTOCOL[text(port.appProtocol) ?? ''] ?? BY_PREFIX[prefix.toLowerCase()];
  const protocol = known ?? (NOT_SNIFFED.includes(given) ? 'tcp' : 'auto');
  return [{ number: given, name, protocol, target: number(port.targetPort) ?? text(port.targetPort) }];
}

/** The container port that a port of a service leads to; undefined: the pod has none of that name. */
export function targetOf(port: MeshPort, pod: MeshPod): number | undefined {
  return typeof port.target === 'string' ? pod.ports.get(port.target) : port.target ?? port.number;
}

/** The pods behind a Service. */
export function endpointsOfService(service: MeshService, podsOfNamespace: readonly MeshPod[]): readonly Endpoint[] {
  const { selector } = service;
  if (selector === undefined) return [];
  const behind = podsOfNamespace.filter((pod) => selects(selector, pod.labels));
  return service.ports.flatMap((port) => behind.flatMap((pod) => {
    const target = targetOf(port, pod);
    return target === undefined ? [] : endpointOf(pod, target, port);
  }));
}
