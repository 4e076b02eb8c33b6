import { fields, labels, list, number, selects, text, texts } from './fields';
import { Endpoint, MeshPort, MeshService, NO_ADDRESS, PortProtocol, Resolution } from './services';
import { createdAt, MeshPod, MeshWorld, namespaceOf } from './world';
import { unknownIstioField } from '../read/istio-fields';
import { ReadObject } from '../read/objects';

const RESOLUTIONS: Readonly<Record<string, Resolution>> = { NONE: 'none', STATIC: 'static', DNS: 'dns', DNS_ROUND_ROBIN: 'dns', DYNAMIC_DNS: 'dynamic-dns' };
const PROTOCOLS: Readonly<Record<string, PortProtocol>> = {
  'HTTP': 'http', 'HTTP2': 'http', 'GRPC': 'http', 'GRPC-WEB': 'http', 'HTTPS': 'tls', 'TLS': 'tls', 'TCP': 'tcp', 'MONGO': 'tcp', 'MYSQL': 'tcp', 'REDIS': 'tcp',
};

/** The protocol of a port of a ServiceEntry or Gateway; what Istio does not know is detected. */
export function protocolOf(word: unknown): PortProtocol {
  return PROTOCOLS[String(word ?? '').toUpperCase()] ?? 'auto';
}

/** One service for each host and address (`serviceentry/conversion.go` convertServices). A full prefix is an address. */
export function servicesOfEntry(source: ReadObject): readonly MeshService[] {
  const spec = fields(source.value.spec);
  const addresses = texts(spec.addresses).map((address) => address.replace(/^([^:]+)\/32$|^(.*:.*)\/128$/, '$1$2'));
  const selector = spec.workloadSelector === undefined ? undefined : labels(fields(spec.workloadSelector).labels);
  return texts(spec.hosts).flatMap((host) => (addresses.length === 0 ? [NO_ADDRESS] : addresses).map((address) => ({
    host: host.toLowerCase(),
    namespace: namespaceOf(source.value),
    isKubernetes: false,
    address,
    ports: portsOf(spec.ports),
    resolution: unknownIstioField(source.value) === undefined ? RESOLUTIONS[text(spec.resolution) ?? 'NONE'] ?? 'unclear' : 'unclear',
    isExternal: (text(spec.location) ?? 'MESH_EXTERNAL') === 'MESH_EXTERNAL',
    exportTo: texts(spec.exportTo),
    created: createdAt(source.value),
    orderName: host,
    selector,
    source,
  })));
}

function portsOf(value: unknown): readonly MeshPort[] {
  return list(value).map(fields).flatMap((port) => {
    const given = number(port.number);
    return given === undefined ? [] : [{ number: given, name: text(port.name) ?? '', protocol: protocolOf(port.protocol), target: number(port.targetPort) }];
  });
}

/** Who answers for one host of a ServiceEntry: its endpoints, the pods and WorkloadEntries it selects, or for DNS the host itself. */
export function endpointsOfEntry(service: MeshService, world: MeshWorld): readonly Endpoint[] {
  const spec = fields(service.source.value.spec);
  const inline = list(spec.endpoints).map(fields);
  const { selector } = service;
  const entries = selector === undefined ? [] : world.ofKind('WorkloadEntry')
    .filter(({ value }) => namespaceOf(value) === service.namespace)
    .map(({ value }) => fields(value.spec)).filter((entry) => selects(selector, labels(entry.labels)));
  const pods = selector === undefined ? [] : [...world.pods.values()].filter((pod) => pod.namespace === service.namespace && selects(selector, pod.labels));
  return service.ports.flatMap((port) => {
    const fallback = typeof port.target === 'number' ? port.target : port.number;
    if (inline.length === 0 && selector === undefined) {
      return service.resolution === 'dns' ? [{ address: service.host, port: fallback, portName: port.name, servicePort: port.number, isMeshed: false }] : [];
    }
    return [...[...inline, ...entries].map((entry) => ({
      address: (text(entry.address) ?? '').toLowerCase(),
      port: number(fields(entry.ports)[port.name]) ?? fallback,
      portName: port.name,
      servicePort: port.number,
      isMeshed: labels(entry.labels)['security.istio.io/tlsMode'] === 'istio' || (labels(entry.labels)['security.istio.io/tlsMode'] === undefined && text(entry.serviceAccount) !== undefined),
    })), ...pods.flatMap((pod) => endpointOf(pod, fallback, port))];
  });
}

/** A pod as an endpoint; pods without address are not ready. */
export function endpointOf(pod: MeshPod, port: number, of: MeshPort): readonly Endpoint[] {
  const [address] = pod.addresses;
  return address === undefined ? [] : [{ address, port, portName: of.name, servicePort: of.number, isMeshed: pod.proxy === 'sidecar', pod: pod.id }];
}
