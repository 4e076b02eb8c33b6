import { checkManifests, CheckContext } from '../../../src/cluster/checks';
import { Problem } from '../../../src/errors';

export interface Manifest { readonly apiVersion: string; readonly kind: string; readonly metadata: Metadata; readonly [field: string]: unknown }
interface Metadata { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> }

/** A cluster with Istio 1.30 in which nothing is SAP's. */
export const CONTEXT: CheckContext = {
  cell: 'plant', istioVersion: '1.30', rootNamespace: 'istio-system', clusterDomain: 'cluster.local',
  gateway: { namespace: 'istio-system', selector: { istio: 'ingressgateway' } }, protectedNamespaces: new Set(['edge-icell']), foreignNamespaces: new Set(['istio-system', 'edge-icell']),
};

/** An object, named `name` or `namespace/name`; without namespace in `app`. */
const maker = (apiVersion: string, kind: string) => (name: string, spec: unknown, more: { readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> } = {}): Manifest => {
  const [last, namespace = 'app'] = name.split('/').reverse();
  return { apiVersion, kind, metadata: { name: last!, namespace, ...more }, spec };
};
const networking = (kind: string) => maker('networking.istio.io/v1', kind);
const security = (kind: string) => maker('security.istio.io/v1', kind);

export const serviceEntry = networking('ServiceEntry');
export const sidecar = networking('Sidecar');
export const gateway = networking('Gateway');
export const virtualService = networking('VirtualService');
export const destinationRule = networking('DestinationRule');
export const envoyFilter = networking('EnvoyFilter');
export const authorizationPolicy = security('AuthorizationPolicy');
export const peerAuthentication = security('PeerAuthentication');
export const requestAuthentication = security('RequestAuthentication');
export const telemetry = maker('telemetry.istio.io/v1', 'Telemetry');
export const service = maker('v1', 'Service');

export const namespace = (name: string, labels: Record<string, string>): Manifest => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
export const secret = (name: string, data: Record<string, string>): Manifest => ({ ...maker('v1', 'Secret')(name, undefined), data });

/** A Deployment whose pods have the label `app`, and ports. */
export function deployment(name: string, { ports = [8080], labels = {}, annotations = {}, pod = {}, container = {} }: {
  readonly ports?: readonly number[]; readonly labels?: Record<string, string>; readonly annotations?: Record<string, string>; readonly pod?: object; readonly container?: object;
} = {}): Manifest {
  const app = name.split('/').pop()!;
  return maker('apps/v1', 'Deployment')(name, {
    selector: { matchLabels: { app } },
    template: {
      metadata: { labels: { app, ...labels }, annotations },
      spec: { containers: [{ name: app, image: 'x', ports: ports.map((containerPort) => ({ containerPort })), ...container }], ...pod },
    },
  });
}

/** A ServiceEntry for hosts of TLS on 443 that everybody sees. */
export const tls = (name: string, hosts: readonly string[], more: object = {}): Manifest =>
  serviceEntry(name, { hosts, location: 'MESH_EXTERNAL', resolution: 'DNS', ports: [{ number: 443, name: 'tls-443', protocol: 'TLS' }], ...more });

/** A ServiceEntry for a host of TCP. */
export const tcp = (name: string, host: string, number: number, more: object = {}): Manifest =>
  serviceEntry(name, { hosts: [host], location: 'MESH_EXTERNAL', resolution: 'DNS', ports: [{ number, name: `tcp-${number}`, protocol: 'TCP' }], ...more });

/** Problems as `EIC613 ServiceEntry app/db spec.ports[0].protocol`. */
export function found(objects: readonly unknown[], context: Partial<CheckContext> = {}): string[] {
  return problems(objects, context).map(({ code, construct, path }) => `${code} ${construct} ${path}`);
}

export function problems(objects: readonly unknown[], context: Partial<CheckContext> = {}): readonly Problem[] {
  return checkManifests(objects.map((manifest) => ({ manifest })), [{ ...CONTEXT, ...context }]);
}
