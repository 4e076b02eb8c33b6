import { Definition, gatewayNamespace } from '../cell';
import { compareText } from '../errors';
import { fieldsOf } from './data';
import { protectedNamespaces, SamplePod } from './pods';
import { QuestionSet } from './probes/question-set';
import { KubernetesObject, ReadObject } from './read';
import { SampleService } from './services';

/** The label by which a sample Service finds its pod. */
const MARK = 'eic-probe';
/** Where objects come from that nobody wrote. */
const FILE = '(sample)';
/** Pods for which the API server stands, since samples of Services lead to pods. */
const API_SERVER = { namespace: 'default', name: 'eic-probe-api-server' };
export const API_SERVER_POD = API_SERVER.name;
/** Where callers from outside stand in the samples: pods without proxy, with the caller's address. */
export const CALLER_NAMESPACE = 'eic-probe-outside';

export function callerName(address: string): string {
  return `eic-probe-${address.replace(/[.:]/g, '-')}`;
}

/** Objects around those that were read: pods, Services and namespaces of a cell as SAP runs it. What was read comes first. */
export function worldOf(
  read: readonly ReadObject[], { pods, services }: Pick<QuestionSet, 'pods' | 'services'>, definition: Definition,
  callers: readonly string[],
): readonly ReadObject[] {
  const there = new Set(read.map(({ id }) => id));
  const namespaces = new Set(read.flatMap(({ value }) => (value.kind === 'Namespace' ? [value.metadata.name] : [])));
  const samples = [
    ...namespacesOf(pods, definition).map(asRead),
    ...pods.map((pod) => asRead(podObject(pod, namespaces.has(pod.namespace)))),
    ...services.flatMap((service) => [asRead(serviceObject(service)), ...(service.endpoints === undefined ? [] : [asRead(apiServerPod(service.endpoints))])]),
    ...callers.map((address) => asRead(callerPod(address))),
    ...sapsAllows(read, definition).map(asRead),
    ...read.flatMap(({ value }, index) => podsOfWorkload(value, index)).map(asRead),
  ].filter(({ id }) => !there.has(id));
  return [...read, ...new Map(samples.map((object) => [object.id, object])).values()];
}

function asRead(value: KubernetesObject): ReadObject {
  const { namespace, name } = value.metadata;
  return { file: FILE, id: `${value.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`, value };
}

function namespacesOf(pods: readonly SamplePod[], { cluster }: Definition): KubernetesObject[] {
  const meshed = new Set(pods.filter(({ inMesh }) => inMesh).map(({ namespace }) => namespace));
  const names = [...new Set([...pods.map(({ namespace }) => namespace), 'default', gatewayNamespace(cluster)])].sort(compareText);
  return names.map((name) => ({
    apiVersion: 'v1', kind: 'Namespace',
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name, ...(meshed.has(name) ? { 'istio-injection': 'enabled' } : {}) } },
  }));
}

/** Where the namespace was read, its own labels say whether its pods get a proxy. */
function podObject(pod: SamplePod, isNamespaceKnown: boolean): KubernetesObject {
  const { namespace, name, labels, serviceAccount, addresses, ports, inMesh, role } = pod;
  const annotations: Record<string, string> = role === 'gateway' ? { 'inject.istio.io/templates': 'gateway' } : isNamespaceKnown && inMesh ? {} : { 'sidecar.istio.io/inject': String(inMesh) };
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels: { ...labels, [MARK]: name }, annotations },
    spec: { serviceAccountName: serviceAccount, containers: [{ name: 'main', ports: role === 'gateway' ? [] : ports.map((containerPort) => ({ containerPort })) }] },
    status: { podIP: addresses[0], podIPs: addresses.map((ip) => ({ ip })), phase: 'Running' },
  };
}

function serviceObject({ namespace, name, clusterIP, ports, pod }: SampleService): KubernetesObject {
  return {
    apiVersion: 'v1', kind: 'Service', metadata: { name, namespace },
    spec: { clusterIP, selector: { [MARK]: pod?.name ?? API_SERVER.name }, ports: ports.map((port) => ({ ...port, protocol: 'TCP' })) },
  };
}

/**
 * SAP's own ALLOW policies at all pods of the cell, where the definition says that there are some and nothing that was read is one. They matter where Istio
 * puts them on outgoing TLS (DYNAMIC_DNS), which has no identity. Everybody else gets through, so that nobody is stopped by what nobody wrote.
 */
function sapsAllows(read: readonly ReadObject[], { cluster }: Definition): KubernetesObject[] {
  if (cluster.existingPolicies !== 'allow') return [];
  const namespaces = protectedNamespaces({ cluster });
  const allows = read.filter(({ value: { kind, spec } }) => kind === 'AuthorizationPolicy' && (fieldsOf(spec).action ?? 'ALLOW') === 'ALLOW');
  if (allows.some(({ value }) => !value.metadata.name.startsWith('eic-'))) return [];
  const outgoing = [...new Set(read.filter(({ value }) => value.kind === 'ServiceEntry').map(({ value }) => fieldsOf(value.spec)).filter(({ resolution }) => resolution === 'DYNAMIC_DNS')
    .flatMap(({ ports }) => (Array.isArray(ports) ? ports.map((port) => String(fieldsOf(port).number)) : [])))].sort(compareText);
  if (outgoing.length === 0 && !allows.some(({ value }) => namespaces.includes(value.metadata.namespace ?? ''))) return [];
  const allow = (name: string, namespace: string, spec: object): KubernetesObject =>
    ({ apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: `eic-probe-${name}`, namespace }, spec: { action: 'ALLOW', ...spec } });
  return [
    ...namespaces.map((namespace) => allow('allow', namespace, { rules: [{ from: [{ source: { principals: ['*'] } }] }, outgoing.length === 0 ? {} : { to: [{ operation: { notPorts: outgoing } }] }] })),
    ...cluster.mtls.exceptions.map(({ namespace, selector, ports }, index) =>
      allow(`allow-${index}`, namespace, { selector: { matchLabels: selector }, rules: [{ to: [{ operation: { ports: ports.map(String) } }] }] })),
  ];
}

function callerPod(address: string): KubernetesObject {
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: { name: callerName(address), namespace: CALLER_NAMESPACE, annotations: { 'sidecar.istio.io/inject': 'false' } },
    spec: { containers: [{ name: 'main' }] }, status: { podIP: address, podIPs: [{ ip: address }], phase: 'Running' },
  };
}

function apiServerPod(addresses: readonly string[]): KubernetesObject {
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: { ...API_SERVER, labels: { [MARK]: API_SERVER.name }, annotations: { 'sidecar.istio.io/inject': 'false' } },
    spec: { hostNetwork: true, containers: [{ name: 'main' }] },
    status: { podIP: addresses[0], podIPs: addresses.map((ip) => ({ ip })), phase: 'Running' },
  };
}

/** A pod for each workload that was read, since policies and gateways select pods. Addresses are of networks that no sample of a cluster is in (RFC 6598, 4193). */
function podsOfWorkload(value: KubernetesObject, index: number): KubernetesObject[] {
  const spec = fieldsOf(value.spec);
  const template = fieldsOf(value.kind === 'CronJob' ? fieldsOf(fieldsOf(spec.jobTemplate).spec).template : spec.template);
  if (!WORKLOADS.includes(value.kind) || Object.keys(template).length === 0) return [];
  const { labels, annotations } = fieldsOf(template.metadata) as { labels?: Record<string, string>; annotations?: Record<string, string> };
  const { namespace } = value.metadata;
  const addresses = [`100.126.${Math.floor(index / 256)}.${index % 256}`, `fd7f:e1c::${(index + 1).toString(16)}`];
  return [{
    apiVersion: 'v1', kind: 'Pod', metadata: { name: podNameOf(value), ...(namespace === undefined ? {} : { namespace }), labels: labels ?? {}, annotations: annotations ?? {} },
    spec: fieldsOf(template.spec), status: { podIP: addresses[0], podIPs: addresses.map((ip) => ({ ip })), phase: 'Running' },
  }];
}

/** Name of the sample pod of a workload. */
export function podNameOf({ metadata }: KubernetesObject): string {
  return `${metadata.name}-eic-probe`;
}

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob'];
