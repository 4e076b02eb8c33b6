import { Fields, fields, labels, list, number, selects, text, texts } from './fields';
import { Registry } from './registry';
import { protocolOf } from './service-entries';
import { MeshPod, MeshWorld, namespaceOf } from './world';
import { unknownIstioField } from '../read/istio-fields';
import { ReadObject } from '../read/objects';
import { RuleReference } from '../verdict';

/** How a server of a Gateway takes TLS; null: it takes none. */
export type ServerTls = 'PASSTHROUGH' | 'SIMPLE' | 'MUTUAL' | 'OPTIONAL_MUTUAL' | 'ISTIO_MUTUAL';

/** A server of a Gateway, on the port where its pods listen. */
export interface GatewayServer {
  /** `namespace/name` of the Gateway. */
  readonly gateway: string;
  /** As it is written; the pod may listen on another one. */
  readonly number: number;
  readonly isHttp: boolean;
  readonly tls: ServerTls | null;
  /** With `namespace/` in front, where it is written so. */
  readonly hosts: readonly string[];
  readonly redirectsToHttps: boolean;
  readonly minVersion: number;
  readonly maxVersion: number;
  /** It has a mode or a field that is not understood. */
  readonly isUnclear: boolean;
  readonly rule: RuleReference;
}

const MODES: readonly string[] = ['PASSTHROUGH', 'SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL', 'ISTIO_MUTUAL'];

/** TLS versions in their order; null: not one. */
export function versionOf(name: string | null): number | null {
  const digits = /^TLSv1[._](\d)$/i.exec(name ?? '')?.[1];
  return digits === undefined ? (/^TLSv1$/i.test(name ?? '') ? 0 : null) : Number(digits);
}

/** The host without its namespace. */
export const bareHost = (host: string): string => host.slice(host.indexOf('/') + 1).toLowerCase();

/** Servers by the port on which the pod listens, merged as istiod does (`gateway.go` MergeGateways). */
export function serversOf(pod: MeshPod, world: MeshWorld, registry: Registry): ReadonlyMap<number, readonly GatewayServer[]> {
  const byPort = new Map<number, GatewayServer[]>();
  const hostsOfPort = new Map<number, Set<string>>();
  const targets = new Map<number, number[]>();
  for (const [target, served] of registry.servedBy(pod)) {
    for (const { port } of served) targets.set(port.number, [...(targets.get(port.number) ?? []), target]);
  }
  for (const source of world.ofKind('Gateway')) {
    const spec = fields(source.value.spec);
    if (!selects(labels(spec.selector), pod.labels)) continue;
    for (const [index, server] of list(spec.servers).map(fields).entries()) {
      const read = readServer(source, server, index);
      if (read === undefined) continue;
      for (const port of new Set(targets.get(read.number) ?? [read.number])) {
        const present = byPort.get(port) ?? [];
        const hosts = hostsOfPort.get(port) ?? new Set<string>();
        hostsOfPort.set(port, hosts);
        if (server.tls !== undefined) {
          if (read.hosts.some((host) => hosts.has(host))) continue;
          for (const host of read.hosts) hosts.add(host);
        }
        if (!fits(read, present)) continue;
        byPort.set(port, [...present, read]);
      }
    }
  }
  return byPort;
}

/** Plaintext HTTP shares its port with plaintext HTTP, TLS with TLS; everything else is left out. */
function fits(server: GatewayServer, present: readonly GatewayServer[]): boolean {
  const [first] = present;
  if (first === undefined) return true;
  return first.tls === null ? server.tls === null && first.isHttp && server.isHttp : server.tls !== null;
}

function readServer(source: ReadObject, server: Fields, index: number): GatewayServer | undefined {
  const port = fields(server.port);
  const given = number(port.number);
  if (given === undefined) return undefined;
  const tls = server.tls === undefined ? undefined : fields(server.tls);
  const word = String(port.protocol ?? '').toUpperCase();
  const isPlain = tls === undefined || (protocolOf(word) === 'http');
  const mode = text(tls?.mode) ?? 'PASSTHROUGH';
  const namespace = namespaceOf(source.value);
  return {
    gateway: `${namespace}/${source.value.metadata.name}`,
    number: given,
    isHttp: protocolOf(word) === 'http' || (word === 'HTTPS' && mode !== 'PASSTHROUGH'),
    tls: isPlain ? null : (mode as ServerTls),
    hosts: texts(server.hosts).map((host) => host.replace(/^\.\//, `${namespace}/`).replace(/^\*\//, '').toLowerCase()),
    redirectsToHttps: tls?.httpsRedirect === true,
    minVersion: versionOf(text(tls?.minProtocolVersion) ?? null) ?? 2,
    maxVersion: versionOf(text(tls?.maxProtocolVersion) ?? null) ?? 3,
    isUnclear: (!isPlain && !MODES.includes(mode)) || unknownIstioField(source.value) !== undefined,
    rule: { file: source.file, object: source.id, path: `spec.servers[${index}]` },
  };
}
