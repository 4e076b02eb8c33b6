import { RuleReference } from '../verdict';

/** What the client speaks. `https`: HTTP inside TLS; `tls`: anything else inside TLS; `ssh`: the server speaks first. */
export type MeshProtocol = 'tls' | 'https' | 'http' | 'tcp' | 'ssh' | 'udp';

/** Certificate that the client shows in its own TLS: one of the mesh with the pod's identity, or one with a DNS name of an authority that Gateways' credentials trust. */
export type ClientCertificate = 'mesh' | 'public';

/** What answers in a pod. `any`: every port, whatever is spoken; `declared-plaintext`: the container ports, without TLS. */
export type PodServers = 'any' | 'declared-plaintext';

/** A pod that reads the server name of what arrives and dials that name itself. */
export interface SniRelay {
  /** `namespace/name` of the pod. */
  readonly pod: string;
  /** Port that it listens on. */
  readonly port: number;
  /** Names that it forwards, exact or `*.suffix`; others are closed. */
  readonly hosts: readonly string[];
  /** Port that it dials. */
  readonly targetPort: number;
}

/** A pod that forwards what arrives by a configuration that is not understood. */
export interface OpaqueRelay {
  /** `namespace/name` of the pod. */
  readonly pod: string;
  /** What is not understood. */
  readonly why: string;
  readonly rule: RuleReference;
}

/** What is true of a mesh besides its objects. */
export interface MeshFacts {
  /** Istio's `meshConfig`, as it is written. Read are `outboundTrafficPolicy.mode`, `enableAutoMtls` and the default `exportTo` lists.
   * @default - Istio's defaults: ALLOW_ANY, automatic mTLS, exported to all */
  readonly meshConfig?: unknown;
  /** @default "istio-system" */
  readonly rootNamespace?: string;
  /** @default "cluster.local" */
  readonly trustDomain?: string;
  /** @default "cluster.local" */
  readonly clusterDomain?: string;
  /** Name to address. Services need no entry: their names lead to their cluster IP. A name without entry is taken to have an address of its own.
   * @default {} */
  readonly dns?: Readonly<Record<string, string>>;
  /** Networks of pods and Services: an address of theirs that no object has is answered by nobody.
   * @default - not known, such an address counts as one outside the cluster */
  readonly clusterNetworks?: readonly string[];
  /** @default "any" */
  readonly podServers?: PodServers;
  /** Ports on which servers outside the cluster speak first: whoever speaks TLS or HTTP through a proxy there gets no answer.
   * @default - none */
  readonly serverFirstPorts?: readonly number[];
  /** @default - none */
  readonly sniRelays?: readonly SniRelay[];
  /** @default - none */
  readonly opaqueRelays?: readonly OpaqueRelay[];
}

/** Where a probe goes: a name is looked up, an address is dialled as it is. At least one is given. */
export interface MeshTarget {
  /** @default - no name is known */
  readonly host?: string;
  /** @default - what `dns` says of the host */
  readonly ip?: string;
  readonly port: number;
}

/** One connection, and with HTTP one request. */
export interface MeshProbe {
  /** `namespace/name` of a Pod. */
  readonly from: string;
  readonly to: MeshTarget;
  readonly protocol: MeshProtocol;
  /** Server name; empty: none is sent.
   * @default - the host, without a host none */
  readonly sni?: string;
  /** Host header.
   * @default - the host, or the address */
  readonly httpHost?: string;
  /** @default "GET" */
  readonly method?: string;
  /** @default "/" */
  readonly path?: string;
  /** @default - none */
  readonly clientCertificate?: ClientCertificate;
  /** Version of TLS, such as `TLSv1.2`.
   * @default - the client takes any */
  readonly tlsVersion?: string;
}

/** `unknown`: something that could decide was not understood. */
export type MeshDecision = 'allow' | 'deny' | 'unknown';

/** Whose proxy or server speaks: the sender's sidecar, a gateway, the receiver's sidecar, or what answers behind it. */
export type HopRole = 'sidecar' | 'gateway' | 'callers' | 'server';

/** One step of the way, and what decided it. */
export interface MeshHop {
  readonly role: HopRole;
  /** `namespace/name` of the pod; for a server outside the cluster its address. */
  readonly at: string;
  /** Port of the pod on which the connection came in.
   * @default - it starts there, or ends outside the mesh */
  readonly port?: number;
  readonly verdict: MeshDecision;
  /** One of `MESH_CODES`. */
  readonly code: string;
  /** The same for people, one sentence. */
  readonly text: string;
  /** What decided; null: the absence of a rule. */
  readonly rule: RuleReference | null;
}

/** What a mesh does with a probe. */
export interface MeshVerdict {
  readonly verdict: MeshDecision;
  /** Who answers: `address:port` or `namespace/pod:port`; `host:port` where the address is not known; null: nobody, or not known which of several. */
  readonly reached: string | null;
  /** Everybody who may answer: where chance decides, more than one. */
  readonly mayReach: readonly string[];
  /** All steps in the order of the way. */
  readonly hops: readonly MeshHop[];
}
