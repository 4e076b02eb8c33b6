import { ReadObject } from '../read/objects';

/** How a proxy treats a port. `auto`: the protocol is detected. */
export type PortProtocol = 'http' | 'tls' | 'tcp' | 'auto';

/** A port of a service. */
export interface MeshPort {
  readonly number: number;
  readonly name: string;
  readonly protocol: PortProtocol;
  /** Port that is dialled instead, by number or by the name of a container port.
   * @default - the port itself */
  readonly target?: number | string;
}

/** How the addresses behind a service are found. `alias`: an ExternalName; `unclear`: a word that is not known. */
export type Resolution = 'cluster' | 'headless' | 'none' | 'static' | 'dns' | 'dynamic-dns' | 'alias' | 'unclear';

/** A Service, or one host and address of a ServiceEntry: what istiod calls a service. */
export interface MeshService {
  readonly host: string;
  readonly namespace: string;
  readonly isKubernetes: boolean;
  /** `0.0.0.0`: none; otherwise an address or a network. */
  readonly address: string;
  readonly ports: readonly MeshPort[];
  readonly resolution: Resolution;
  readonly isExternal: boolean;
  /** Namespaces, `*`, `.` or `~`; empty: the mesh default. */
  readonly exportTo: readonly string[];
  readonly created: string;
  /** Decides between services of the same age. */
  readonly orderName: string;
  /** Labels of the pods behind it.
   * @default - no pods */
  readonly selector?: Readonly<Record<string, string>>;
  readonly source: ReadObject;
}

/** Something that answers for a port of a service. */
export interface Endpoint {
  /** Address, or a name that the proxy looks up. */
  readonly address: string;
  readonly port: number;
  readonly portName: string;
  /** Port of the service that it belongs to. */
  readonly servicePort: number;
  /** Does its own proxy take mTLS? */
  readonly isMeshed: boolean;
  /** `namespace/name`.
   * @default - not a pod */
  readonly pod?: string;
}

/** The address of a service without one. */
export const NO_ADDRESS = '0.0.0.0';
