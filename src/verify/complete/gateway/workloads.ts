import { Destination, gatewayPortsOf } from './destinations';
import { gatewayOf, gatewayPort, GatewayPods, sniProxyOf } from './pods';
import { lacksOfSniProxy } from './sni-proxy';
import { fieldsOf, listOf } from '../../data';
import { ReadObject } from '../../read';
import { exactly, exactlyThese, having } from '../exact';
import { Lack, lack, missing, Wanted } from '../wanted';

/** Port of a gateway's readiness probe, which its Service has where nothing leaves by it. */
const STATUS_PORT = 15021;
/** Port outside for which the proxy listens where it forwards nothing. */
const IDLE_PORT = 443;

const SECCOMP = { seccompProfile: { type: 'RuntimeDefault' } } as const;
/** What Pod Security "restricted" asks for (kubernetes.io, "Pod Security Standards"), and that nothing of the image can be written. */
const HARDENED = { allowPrivilegeEscalation: false, privileged: false, readOnlyRootFilesystem: true, runAsNonRoot: true, capabilities: { drop: ['ALL'] }, ...SECCOMP } as const;
const SPREAD = ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'];

/** Istio writes such a container itself (istio.io, "Installing Gateways"). */
const INJECTED = { metadata: { annotations: { 'inject.istio.io/templates': 'gateway' } }, spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] } };

/** The pods of gateway and SNI proxy are there, in the mesh, with no right that they do not need, and not all gone at once. */
export function gatewayWorkloads(wanted: Wanted, destinations: readonly Destination[]): Lack[] {
  const { cluster: { istio }, egress } = wanted.definition;
  const [gateway, proxy] = [gatewayOf(wanted.definition), sniProxyOf(wanted.definition)];
  const wild = destinations.filter(({ isWildcard }) => isWildcard);
  const ports = destinations.length === 0 ? [STATUS_PORT] : gatewayPortsOf(destinations);
  const proxyPorts = wild.length === 0 ? [gatewayPort(IDLE_PORT)] : gatewayPortsOf(wild);
  const hasProxy = egress.wildcards === 'sniProxy' && (!wanted.enforced || wild.length > 0);
  const labels = istio.revision === undefined ? { 'istio-injection': 'enabled' } : { 'istio.io/rev': istio.revision };
  const pods = (own: GatewayPods, account: string, served: readonly number[], template: object) => [
    ...find(wanted, 'Deployment', own.namespace, own.name, (object) => [
      ...having(object, 'spec', object.value.spec, deploymentOf(own, account)), ...having(object, 'spec.template', fieldsOf(object.value.spec).template, template), ...lacksOfResources(object),
    ]),
    ...find(wanted, 'Service', own.namespace, own.name, (object) => lacksOfService(object, own, served)),
    ...find(wanted, 'PodDisruptionBudget', own.namespace, own.name, (object) => having(object, 'spec', object.value.spec, { maxUnavailable: 1, selector: { matchLabels: own.labels } })),
    ...find(wanted, 'ServiceAccount', own.namespace, account, (object) => having(object, '', object.value, { automountServiceAccountToken: false })),
  ];
  return [
    ...find(wanted, 'Namespace', undefined, gateway.namespace, (object) => having(object, 'metadata.labels', object.value.metadata.labels, labels)),
    ...pods(gateway, egress.gateway.serviceAccount, ports, INJECTED),
    ...(hasProxy ? [...pods(proxy, proxy.name, proxyPorts, {}), ...lacksOfSniProxy(wanted, wild, proxyPorts)] : []),
  ];
}

function deploymentOf({ labels }: GatewayPods, serviceAccountName: string): object {
  const selector = { matchLabels: labels };
  return {
    selector,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: {
      metadata: { labels: { ...labels, 'sidecar.istio.io/inject': 'true' } },
      spec: {
        serviceAccountName, automountServiceAccountToken: false, securityContext: { runAsNonRoot: true, ...SECCOMP }, containers: [{ securityContext: HARDENED }],
        topologySpreadConstraints: SPREAD.map((topologyKey) => ({ topologyKey, maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: selector })),
      },
    },
  };
}

/** How many and how much is for the cluster's owner; that it is said is not. */
function lacksOfResources(deployment: ReadObject): Lack[] {
  const [container] = listOf(fieldsOf(fieldsOf(fieldsOf(deployment.value.spec).template).spec).containers).map(fieldsOf);
  const { requests, limits } = fieldsOf(container?.resources);
  const of = (field: string) => `template.spec.containers[0].resources.${field}`;
  const absent = [['replicas', fieldsOf(deployment.value.spec).replicas], [of('requests.cpu'), fieldsOf(requests).cpu], [of('requests.memory'), fieldsOf(requests).memory], [of('limits.memory'), fieldsOf(limits).memory]].filter(([, value]) => value === undefined);
  return absent.map(([field]) => lack(deployment, `spec.${String(field)}`, 'be given', undefined));
}

function lacksOfService(service: ReadObject, { labels }: GatewayPods, ports: readonly number[]): Lack[] {
  const spec = fieldsOf(service.value.spec);
  return [
    ...exactly(service, 'spec.type', spec.type, 'ClusterIP'),
    ...exactly(service, 'spec.selector', spec.selector, labels),
    ...exactlyThese(service, 'spec.ports', listOf(spec.ports).map(fieldsOf).map(({ protocol, port, targetPort }) => ({ protocol, port, targetPort })), ports.map((port) => ({ protocol: 'TCP', port, targetPort: port }))),
  ];
}

function find(wanted: Wanted, kind: string, namespace: string | undefined, name: string, lacks: (object: ReadObject) => readonly Lack[]): readonly Lack[] {
  const object = wanted.object(kind, namespace, name);
  return object === undefined ? [missing(`${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`)] : lacks(object);
}
