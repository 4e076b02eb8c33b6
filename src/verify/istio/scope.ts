import { fields, labels, list, number, selects, text, texts } from './fields';
import { isWildcard, overlaps } from './hosts';
import { meshAllowsAny, Registry } from './registry';
import { MeshPort, MeshService } from './services';
import { MeshFacts } from './types';
import { MESH, VirtualService, VirtualServices } from './virtual-services';
import { MeshPod, MeshWorld, namespaceOf } from './world';
import { kept } from '../kept';
import { ReadObject } from '../read/objects';

/** What a proxy knows: istiod's SidecarScope. */
export interface Scope {
  /** Services that get listeners and HTTP routes. */
  readonly services: readonly MeshService[];
  /** Services that get clusters, by host: merged, with the destinations of VirtualServices. */
  readonly clusters: ReadonlyMap<string, ScopedService>;
  readonly virtualServices: readonly VirtualService[];
  readonly allowsAny: boolean;
  /** What decided about unknown destinations and imports; null: nothing, the mesh default counts. */
  readonly sidecar: ReadObject | null;
  /** Ports with listeners of their own, which are not understood. */
  readonly ownPorts: readonly number[];
}

/** A service with the ports that its clusters cover. */
export interface ScopedService {
  readonly service: MeshService;
  readonly ports: readonly { readonly port: MeshPort; readonly service: MeshService }[];
  /** Other services of this host that got no clusters, because their resolution or `exportTo` differs: of equal age, which one wins is chance. */
  readonly losers: readonly MeshService[];
}

/** Makes the scope of a pod's proxy; gateways see everything that is exported to them. */
export class Scopes {
  private readonly sidecars: readonly ReadObject[];
  private readonly root: string;
  private readonly known = new Map<string, Map<ReadObject | undefined, Scope>>();

  public constructor(world: MeshWorld, private readonly facts: MeshFacts, private readonly registry: Registry, private readonly virtualServices: VirtualServices) {
    this.sidecars = world.ofKind('Sidecar');
    this.root = facts.rootNamespace ?? 'istio-system';
  }

  public of(pod: MeshPod): Scope {
    const sidecar = pod.proxy === 'gateway' ? undefined : this.sidecarOf(pod);
    // Nothing else of the pod counts here; most pods of a namespace share one.
    const bySidecar = kept(this.known, `${pod.namespace} ${pod.proxy === 'gateway'}`, () => new Map<ReadObject | undefined, Scope>());
    return kept(bySidecar, sidecar, () => this.make(pod, sidecar));
  }

  private make(pod: Pick<MeshPod, 'namespace' | 'proxy'>, sidecar: ReadObject | undefined): Scope {
    const spec = fields(sidecar?.value.spec);
    const egress = list(spec.egress).map(fields);
    const own = egress.filter(({ port, bind, captureMode }) => port !== undefined || bind !== undefined || (captureMode ?? 'DEFAULT') !== 'DEFAULT');
    const hosts = egress.length === 0 ? ['*/*'] : egress.filter((listener) => !own.includes(listener)).flatMap((listener) => texts(listener.hosts));
    const imports = new Imports(hosts, pod.namespace);
    const visible = this.registry.seenFrom(pod.namespace);
    const services = pod.proxy === 'gateway' ? visible : imports.select(visible, pod.namespace);
    const bound = this.virtualServices.boundTo(MESH, pod.namespace);
    const virtualServices = pod.proxy === 'gateway' ? [] : bound.filter((each) => imports.holdVirtualService(each));
    return {
      services,
      clusters: this.clustersOf(services, virtualServices, pod),
      virtualServices,
      allowsAny: this.allowsAny(sidecar),
      sidecar: sidecar ?? null,
      ownPorts: own.map(({ port }) => number(fields(port).number) ?? 0),
    };
  }

  /** The one that selects the pod, else that of its namespace, else that of the root namespace. */
  private sidecarOf(pod: MeshPod): ReadObject | undefined {
    const selectorOf = ({ value }: ReadObject): Readonly<Record<string, string>> => labels(fields(fields(value.spec).workloadSelector).labels);
    const isNamed = (sidecar: ReadObject): boolean => Object.keys(selectorOf(sidecar)).length > 0;
    const of = (namespace: string): readonly ReadObject[] => this.sidecars.filter(({ value }) => namespaceOf(value) === namespace);
    return of(pod.namespace).find((each) => isNamed(each) && selects(selectorOf(each), pod.labels))
      ?? of(pod.namespace).find((each) => !isNamed(each)) ?? of(this.root).find((each) => !isNamed(each));
  }

  /** A policy that is there without a mode is REGISTRY_ONLY; one that is not there is that of the mesh. */
  private allowsAny(sidecar: ReadObject | undefined): boolean {
    const policy = fields(sidecar?.value.spec).outboundTrafficPolicy;
    return policy === undefined ? meshAllowsAny(this.facts) : text(fields(policy).mode) === 'ALLOW_ANY';
  }

  private clustersOf(services: readonly MeshService[], virtualServices: readonly VirtualService[], { namespace, proxy }: Pick<MeshPod, 'namespace' | 'proxy'>): ReadonlyMap<string, ScopedService> {
    const found = new Map<string, ScopedService>();
    const isGateway = proxy === 'gateway';
    for (const service of services) append(found, service, isGateway);
    const isSeen = new Set(this.registry.seenFrom(namespace));
    for (const target of new Set(virtualServices.flatMap(destinations))) {
      const byNamespace = this.registry.ofHost(target);
      const own = byNamespace.get(namespace) ?? [...byNamespace.entries()].filter(([, service]) => isSeen.has(service)).sort(([a], [b]) => (a < b ? -1 : 1))[0]?.[1];
      if (own !== undefined) append(found, own, isGateway);
    }
    return found;
  }
}

/** `appendSidecarServices`: the first of a host counts, Kubernetes' own first of all; ports of like ones are added, at a gateway those of all. */
function append(found: Map<string, ScopedService>, service: MeshService, isGateway: boolean): void {
  const existing = found.get(service.host);
  const own = service.ports.map((port) => ({ port, service }));
  const added = own.filter(({ port }) => existing === undefined || existing.ports.every((known) => known.port.number !== port.number));
  if (existing === undefined || (!existing.service.isKubernetes && service.isKubernetes)) found.set(service.host, { service, ports: own, losers: [] });
  else if (existing.service === service || (existing.service.isKubernetes && !service.isKubernetes)) return;
  else if (isGateway || isLike(existing.service, service)) found.set(service.host, { ...existing, ports: [...existing.ports, ...added] });
  else if (added.length > 0 || existing.service.resolution !== service.resolution) found.set(service.host, { ...existing, losers: [...existing.losers, service] });
}

function isLike(one: MeshService, other: MeshService): boolean {
  const exported = (service: MeshService): string => [...new Set(service.exportTo)].sort().join();
  return one.namespace === other.namespace && one.resolution === other.resolution && one.isKubernetes === other.isKubernetes && exported(one) === exported(other)
    && JSON.stringify(one.selector) === JSON.stringify(other.selector) && JSON.stringify(one.source.value.metadata.labels) === JSON.stringify(other.source.value.metadata.labels);
}

function destinations(virtualService: VirtualService): readonly string[] {
  const rules = [...virtualService.tls, ...virtualService.tcp].flatMap(({ targets }) => targets.map(({ host }) => host));
  const http = virtualService.http.flatMap((rule) => list(rule.route)).map((route) => text(fields(fields(route).destination).host) ?? '');
  return [...rules, ...http];
}

/** Imported names of one namespace. */
class Names {
  private readonly all = new Set<string>();

  public add(name: string): void {
    this.all.add(name);
  }

  /** Does an import hold all of the host? */
  public hold(host: string): boolean {
    if (this.all.has(host) || this.all.has('*')) return true;
    for (let dot = host.indexOf('.', host.startsWith('*') ? 2 : 1); dot >= 0; dot = host.indexOf('.', dot + 1)) if (this.all.has(`*${host.slice(dot)}`)) return true;
    return false;
  }

  /** Does an import share a name with the host? */
  public touch(host: string): boolean {
    return this.hold(host) || (isWildcard(host) && [...this.all].some((name) => overlaps(host, name)));
  }
}

/** The `hosts` of a Sidecar: names by namespace, `*` for all. */
class Imports {
  private readonly byNamespace = new Map<string, Names>();

  public constructor(hosts: readonly string[], own: string) {
    for (const host of hosts) {
      const slash = host.indexOf('/');
      if (slash < 0) continue;
      const namespace = host.slice(0, slash) === '.' ? own : host.slice(0, slash);
      const names = this.byNamespace.get(namespace) ?? new Names();
      this.byNamespace.set(namespace, names);
      names.add(host.slice(slash + 1).toLowerCase());
    }
  }

  /** Services whose whole name lies in an import; of a host in several namespaces the own one counts, else the first. */
  public select(services: readonly MeshService[], own: string): readonly MeshService[] {
    const imported = services.filter(({ host, namespace }) => this.namesFor(namespace).some((names) => names.hold(host)));
    const chosen = new Map<string, MeshService>();
    for (const service of imported) {
      const first = chosen.get(service.host);
      if (first === undefined || service.namespace === own || (!first.isKubernetes && service.isKubernetes && first.namespace !== own)) chosen.set(service.host, service);
    }
    return imported.filter(({ host, namespace }) => chosen.get(host)?.namespace === namespace);
  }

  /** A VirtualService comes along if any of its hosts shares a name with an import. */
  public holdVirtualService({ hosts, namespace }: VirtualService): boolean {
    return this.namesFor(namespace).some((names) => hosts.some((host) => names.touch(host)));
  }

  private namesFor(namespace: string): readonly Names[] {
    return [this.byNamespace.get(namespace), this.byNamespace.get('*')].filter((names): names is Names => names !== undefined);
  }
}
