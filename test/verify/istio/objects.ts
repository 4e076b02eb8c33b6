import { readObject } from './recorded';
import { IstioMesh, MeshFacts, MeshProbe, MeshVerdict } from '../../../src/verify/istio';
import { KubernetesObject } from '../../../src/verify/read/objects';

type Spec = Readonly<Record<string, unknown>>;

/** An object of Istio. */
export function istio(kind: string, at: string, spec: Spec, annotations: Readonly<Record<string, string>> = {}): KubernetesObject {
  const [namespace, name] = at.split('/') as [string, string];
  const group = /Authentication|AuthorizationPolicy/.test(kind) ? 'security' : 'networking';
  return { apiVersion: `${group}.istio.io/v1`, kind, metadata: { name, namespace, annotations }, spec };
}

/** A pod with label `app`, its name as its account, and a sidecar unless said otherwise. */
export function pod(at: string, address: string, ports: readonly number[] = [], annotations: Readonly<Record<string, string>> = {}): KubernetesObject {
  const [namespace, name] = at.split('/') as [string, string];
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels: { app: name }, annotations },
    spec: { serviceAccountName: name, containers: [{ name, ports: ports.map((containerPort) => ({ containerPort })) }] }, status: { podIP: address },
  };
}

/** A Service for the pod of the same name. */
export function service(at: string, clusterIP: string, ports: readonly Spec[]): KubernetesObject {
  const [namespace, name] = at.split('/') as [string, string];
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { clusterIP, selector: { app: name }, ports } };
}

/** A ServiceEntry with one port. */
export function entry(at: string, hosts: readonly string[], port: number, protocol: string, more: Spec = {}): KubernetesObject {
  return istio('ServiceEntry', at, { hosts, ports: [{ number: port, name: `${protocol.toLowerCase()}-${port}`, protocol }], location: 'MESH_EXTERNAL', resolution: 'DNS', ...more });
}

/** A Sidecar for a whole namespace that refuses what it does not import. */
export function sidecar(at: string, hosts: readonly string[], more: Spec = {}): KubernetesObject {
  return istio('Sidecar', at, { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' }, egress: [{ hosts }], ...more });
}

export const OUTSIDE = { 'sidecar.istio.io/inject': 'false' };
export const GATEWAY = { 'inject.istio.io/templates': 'gateway' };
export const DNS = { 'a.example': '203.0.113.1', 'b.example': '203.0.113.2', 'x.w.example': '203.0.113.3', 'evil.example': '203.0.113.9' };

/** A mesh of these objects. */
export function meshOf(objects: readonly KubernetesObject[], facts: MeshFacts = {}): IstioMesh {
  return new IstioMesh(objects.map((object) => readObject(object)), { dns: DNS, ...facts });
}

/** Puts one probe to a mesh of these objects. */
export function ask(objects: readonly KubernetesObject[], probe: MeshProbe, facts: MeshFacts = {}): MeshVerdict {
  return meshOf(objects, facts).judge(probe);
}

/** The verdict, who was reached, and the code of the last step that is a proxy's. */
export function told({ verdict, reached, hops }: MeshVerdict): readonly [string, string | null, string] {
  return [verdict, reached, hops.filter(({ role }) => role !== 'server').at(-1)?.code ?? ''];
}
