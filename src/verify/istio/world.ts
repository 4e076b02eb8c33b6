import { fields, labels, list, number, text } from './fields';
import { KubernetesObject, ReadObject } from '../read/objects';

/** How a pod takes part. `opaque`: in ambient mode, or as a gateway of the Gateway API, which is not understood. */
export type PodProxy = 'sidecar' | 'gateway' | 'none' | 'opaque';

/** A pod of the mesh, or beside it. */
export interface MeshPod {
  /** `namespace/name`. */
  readonly id: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  readonly addresses: readonly string[];
  /** Container ports by name; those without a name by their number. */
  readonly ports: ReadonlyMap<string, number>;
  readonly proxy: PodProxy;
  readonly annotations: Readonly<Record<string, string>>;
  readonly source: ReadObject;
  /** Its namespace, where that decides whether it gets a proxy.
   * @default - not among the objects */
  readonly namespaceObject?: ReadObject;
}

/** The objects, sorted by what they are, each kind from the oldest to the youngest, then by name and namespace. */
export interface MeshWorld {
  readonly pods: ReadonlyMap<string, MeshPod>;
  ofKind(kind: string): readonly ReadObject[];
}

const GATEWAY_TEMPLATE = /(^|,)\s*(gateway)\s*(,|$)/;
const AMBIENT = 'istio.io/dataplane-mode';
const ISTIO_GROUPS = /^(networking|security|extensions|telemetry)\.istio\.io\//;
const CORE_KINDS: readonly string[] = ['Pod', 'Service', 'Namespace'];

/** The namespace of an object; `default` when it says none, as for kubectl. */
export function namespaceOf(object: KubernetesObject): string {
  return text(object.metadata.namespace) ?? 'default';
}

/** When an object was made; empty: not said, which istiod takes for the oldest. */
export function createdAt(object: KubernetesObject): string {
  return text(fields(object.metadata).creationTimestamp) ?? '';
}

/** Older first, then by name and namespace: istiod's order (`sortConfigByCreationTime`). */
export function byAge(one: ReadObject, other: ReadObject): number {
  const key = ({ value }: ReadObject): string => `${createdAt(value)}\u0000${value.metadata.name}.${namespaceOf(value)}`;
  const [a, b] = [key(one), key(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Sorts the objects out; what has no name is passed over. */
export function readWorld(objects: readonly ReadObject[]): MeshWorld {
  const byKind = new Map<string, ReadObject[]>();
  for (const object of objects) {
    const { apiVersion, kind, metadata } = object.value;
    if (typeof metadata?.name !== 'string') continue;
    if (!ISTIO_GROUPS.test(String(apiVersion)) && !(apiVersion === 'v1' && CORE_KINDS.includes(kind))) continue;
    const same = byKind.get(kind);
    if (same === undefined) byKind.set(kind, [object]);
    else same.push(object);
  }
  for (const same of byKind.values()) same.sort(byAge);
  const ofKind = (kind: string): readonly ReadObject[] => byKind.get(kind) ?? [];
  const namespaces = new Map(ofKind('Namespace').map((object) => [object.value.metadata.name, object]));
  const pods = new Map(ofKind('Pod').map((object) => readPod(object, namespaces)).map((pod) => [pod.id, pod]));
  return { pods, ofKind };
}

function readPod(source: ReadObject, namespaces: ReadonlyMap<string, ReadObject>): MeshPod {
  const { value } = source;
  const namespace = namespaceOf(value);
  const owner = namespaces.get(namespace);
  const [spec, status] = [fields(value.spec), fields(value.status)];
  const ports = list(spec.containers).flatMap((container) => list(fields(container).ports)).map(fields);
  const addresses = [text(status.podIP), ...list(status.podIPs).map((entry) => text(fields(entry).ip))].filter((ip): ip is string => ip !== undefined);
  return {
    id: `${namespace}/${value.metadata.name}`,
    namespace,
    labels: labels(value.metadata.labels),
    serviceAccount: text(spec.serviceAccountName) ?? 'default',
    addresses: [...new Set(addresses)],
    ports: new Map(ports.filter(({ protocol }) => (protocol ?? 'TCP') === 'TCP').flatMap((port) => {
      const given = number(port.containerPort);
      return given === undefined ? [] : [[text(port.name) ?? String(given), given] as const];
    })),
    proxy: proxyOf(value, owner === undefined ? undefined : labels(owner.value.metadata.labels)),
    ...(owner === undefined ? {} : { namespaceObject: owner }),
    annotations: labels(value.metadata.annotations),
    source,
  };
}

/** What the injector does, or has done: the pod's own word, then a proxy that is there, then its namespace. A namespace that is not known injects. */
function proxyOf(pod: KubernetesObject, namespace: Readonly<Record<string, string>> | undefined): PodProxy {
  const [own, notes] = [labels(pod.metadata.labels), labels(pod.metadata.annotations)];
  const spec = fields(pod.spec);
  if ((own[AMBIENT] ?? namespace?.[AMBIENT]) === 'ambient' || own['gateway.networking.k8s.io/gateway-name'] !== undefined) return 'opaque';
  const word = own['sidecar.istio.io/inject'] ?? notes['sidecar.istio.io/inject'];
  if (word === 'false' || spec.hostNetwork === true) return 'none';
  if (GATEWAY_TEMPLATE.test(notes['inject.istio.io/templates'] ?? '')) return 'gateway';
  const names = list(spec.containers).map((container) => text(fields(container).name));
  if (names.includes('istio-proxy')) return names.length === 1 ? 'gateway' : 'sidecar';
  if (list(spec.initContainers).some((container) => fields(container).name === 'istio-proxy')) return 'sidecar';
  if (word === 'true' || own['istio.io/rev'] !== undefined || namespace === undefined) return 'sidecar';
  const injects = namespace['istio-injection'] === 'enabled' || (namespace['istio.io/rev'] !== undefined && namespace['istio-injection'] !== 'disabled');
  return injects ? 'sidecar' : 'none';
}
