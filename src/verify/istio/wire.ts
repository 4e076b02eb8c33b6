import { HttpRequest } from './http-rules';
import { MeshProbe } from './types';
import { MeshPod } from './world';

/** One layer of TLS around what is said. */
export interface TlsLayer {
  /** In lower case; empty: none is sent. */
  readonly serverName: string;
  /** Who signed the client's certificate: the mesh, or an authority that Gateways' credentials trust; null: none is shown. */
  readonly authority: 'mesh' | 'public' | null;
  /** Identity in the client's certificate of the mesh. */
  readonly principal: string | null;
  /** Is it the mesh's own TLS, made by a proxy? */
  readonly isMesh: boolean;
  readonly version: string | null;
}

/** What is said inside. `ssh`: the server speaks first. */
export type Payload = 'http' | 'tcp' | 'ssh';

/** A connection as it is between two of its stations. */
export interface Wire {
  /** From the outside in. */
  readonly layers: readonly TlsLayer[];
  readonly payload: Payload;
  readonly request: HttpRequest;
  /** Address of the last sender. */
  readonly source: string;
  /** An HTTP proxy before may have said another first sender. */
  readonly isForwarded: boolean;
  /** An HTTP proxy has read and written it. */
  readonly isHttpProxied: boolean;
}

/** Where a connection goes next. */
export type Next =
  | { readonly kind: 'pod'; readonly pod: string; readonly port: number; readonly wire: Wire }
  | { readonly kind: 'address'; readonly address: string | null; readonly host: string | null; readonly port: number; readonly wire: Wire };

/** Where a connection comes in at a gateway, and what it is by then. */
export interface GatewayArrival {
  /** `namespace/name` of the pod. */
  readonly pod: string;
  readonly port: number;
  readonly wire: Wire;
}

/** The identity of a pod in its certificate. */
export function principalOf(pod: Pick<MeshPod, 'namespace' | 'serviceAccount'>, trustDomain: string): string {
  return `${trustDomain}/ns/${pod.namespace}/sa/${pod.serviceAccount}`;
}

/** What the client of a probe sends. */
export function wireOf(probe: MeshProbe, from: MeshPod, trustDomain: string): Wire {
  const host = probe.to.host?.toLowerCase();
  const isTls = probe.protocol === 'tls' || probe.protocol === 'https';
  const certificate = probe.clientCertificate;
  const layer: TlsLayer = {
    serverName: (probe.sni ?? host ?? '').toLowerCase(),
    authority: certificate ?? null,
    principal: certificate === 'mesh' ? principalOf(from, trustDomain) : null,
    isMesh: false,
    version: probe.tlsVersion ?? null,
  };
  return {
    layers: isTls ? [layer] : [],
    payload: probe.protocol === 'http' || probe.protocol === 'https' ? 'http' : probe.protocol === 'ssh' ? 'ssh' : 'tcp',
    request: { host: probe.httpHost ?? probe.to.host ?? probe.to.ip ?? '', method: probe.method ?? 'GET', path: probe.path ?? '/' },
    source: from.addresses[0] ?? '',
    isForwarded: false,
    isHttpProxied: false,
  };
}
