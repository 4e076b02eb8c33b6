import { Fields, fields, labels, list, number, selects, text, texts } from './fields';
import { fullName, isWildcard, overlaps } from './hosts';
import { defaultExport, Visibility } from './registry';
import { MeshFacts } from './types';
import { MeshWorld, namespaceOf } from './world';
import { unknownIstioField } from '../read/istio-fields';
import { ReadObject } from '../read/objects';

/** Where a route leads. */
export interface RouteTarget {
  readonly host: string;
  readonly subset: string;
  /** @default - the only port of the service, else the port of the listener */
  readonly port?: number;
  readonly weight: number;
}

/** A rule of a VirtualService for TLS or TCP. */
export interface Layer4Rule {
  readonly matches: readonly Layer4Match[];
  readonly targets: readonly RouteTarget[];
  /** Such as `spec.tls[0]`. */
  readonly path: string;
}

/** A condition of a rule for TLS or TCP; all parts must hold. */
export interface Layer4Match {
  readonly sniHosts: readonly string[];
  readonly port?: number;
  readonly gateways: readonly string[];
  readonly sourceLabels: Readonly<Record<string, string>>;
  readonly sourceNamespace?: string;
  readonly subnets: readonly string[];
}

/** A VirtualService. */
export interface VirtualService {
  readonly namespace: string;
  readonly hosts: readonly string[];
  /** `mesh`, or `namespace/name` of Gateways. */
  readonly gateways: readonly string[];
  readonly tls: readonly Layer4Rule[];
  readonly tcp: readonly Layer4Rule[];
  readonly http: readonly Fields[];
  /** It has a field that is not known, so where it leads is not known either. */
  readonly isUnclear: boolean;
  readonly source: ReadObject;
}

/** Where a rule is asked for: the proxy, and the port of its listener. */
export interface RoutingPlace {
  /** `mesh`, or `namespace/name` of a Gateway. */
  readonly gateway: string;
  readonly port: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly namespace: string;
}

/** The name by which a VirtualService is bound to the sidecars. */
export const MESH = 'mesh';

/** All VirtualServices, by the namespaces that see them. */
export class VirtualServices {
  private readonly visible = new Visibility<VirtualService>();

  public constructor(world: MeshWorld, private readonly facts: MeshFacts) {
    const standard = defaultExport(facts, 'defaultVirtualServiceExportTo');
    for (const source of world.ofKind('VirtualService')) {
      const read = this.read(source);
      this.visible.add(read, read.namespace, texts(fields(source.value.spec).exportTo), standard);
    }
  }

  /** Those bound to `mesh` or a Gateway that the namespace sees. */
  public boundTo(gateway: string, namespace: string): readonly VirtualService[] {
    return this.visible.from(namespace).filter(({ gateways }) => gateways.includes(gateway));
  }

  private read(source: ReadObject): VirtualService {
    const spec = fields(source.value.spec);
    const namespace = namespaceOf(source.value);
    const name = (host: string): string => fullName(host, namespace, this.facts.clusterDomain ?? 'cluster.local');
    const gateway = (given: string): string => (given === MESH || given.includes('/') ? given : `${namespace}/${given}`);
    const rules = (kind: 'tls' | 'tcp'): readonly Layer4Rule[] => list(spec[kind]).map(fields).map((rule, index) => ({
      matches: list(rule.match).map(fields).map((match) => ({
        sniHosts: texts(match.sniHosts).map((host) => host.toLowerCase()),
        port: number(match.port),
        gateways: texts(match.gateways).map(gateway),
        sourceLabels: labels(match.sourceLabels),
        sourceNamespace: text(match.sourceNamespace),
        subnets: texts(match.destinationSubnets),
      })),
      targets: targetsOf(rule, name),
      path: `spec.${kind}[${index}]`,
    }));
    const gateways = texts(spec.gateways).map(gateway);
    const hosts = texts(spec.hosts).map(name);
    return { namespace, hosts, gateways: gateways.length === 0 ? [MESH] : gateways, tls: rules('tls'), tcp: rules('tcp'), http: list(spec.http).map(fields), isUnclear: unknownIstioField(source.value) !== undefined, source };
  }
}

/** Finds the VirtualServices that share a name with a host, in their order. */
export class HostIndex {
  private readonly byHost = new Map<string, number[]>();

  public constructor(private readonly all: readonly VirtualService[]) {
    for (const [index, { hosts }] of all.entries()) {
      for (const host of hosts) {
        const same = this.byHost.get(host);
        if (same === undefined) this.byHost.set(host, [index]);
        else same.push(index);
      }
    }
  }

  public touching(host: string): readonly VirtualService[] {
    if (this.all.length === 0) return [];
    const found = new Set([...(this.byHost.get(host) ?? []), ...(this.byHost.get('*') ?? [])]);
    for (let dot = host.indexOf('.', 1); dot >= 0; dot = host.indexOf('.', dot + 1)) for (const index of this.byHost.get(`*${host.slice(dot)}`) ?? []) found.add(index);
    if (isWildcard(host)) for (const [name, indexes] of this.byHost) if (overlaps(name, host)) for (const index of indexes) found.add(index);
    return [...found].sort((a, b) => a - b).map((index) => this.all[index]!);
  }
}

/** The destinations of a rule; `name` makes a short host full. */
export function targetsOf(rule: Fields, name: (host: string) => string): readonly RouteTarget[] {
  return list(rule.route).map(fields).map((route) => {
    const destination = fields(route.destination);
    const port = number(fields(destination.port).number);
    return { host: name(text(destination.host) ?? ''), subset: text(destination.subset) ?? '', port, weight: number(route.weight) ?? 0 };
  });
}

/** Does the condition hold for the proxy, on this port? What depends on the connection (names, addresses) is left open. */
export function holds(match: Layer4Match, at: RoutingPlace): boolean {
  return (match.gateways.length === 0 || match.gateways.includes(at.gateway))
    && (match.port === undefined || match.port === at.port)
    && (at.gateway !== MESH || (selects(match.sourceLabels, at.labels) && (match.sourceNamespace === undefined || match.sourceNamespace === at.namespace)));
}
