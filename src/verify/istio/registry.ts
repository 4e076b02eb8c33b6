import { fields, selects, text, texts } from './fields';
import { endpointsOfService, serviceOfKubernetes, targetOf } from './kubernetes-services';
import { endpointsOfEntry, servicesOfEntry } from './service-entries';
import { Endpoint, MeshPort, MeshService } from './services';
import { MeshFacts } from './types';
import { MeshPod, MeshWorld } from './world';

/** A port of a pod that a service names. */
export interface ServedPort {
  readonly service: MeshService;
  readonly port: MeshPort;
}

/** What may be seen from one namespace, in the order that decides between equals: exported to itself, to it by name, to all. */
export class Visibility<T> {
  private readonly toAll: T[] = [];
  private readonly toNamespace = new Map<string, { readonly own: T[]; readonly named: T[] }>();

  /** Files one thing under the namespaces it is exported to. */
  public add(item: T, namespace: string, exportTo: readonly string[], standard: readonly string[]): void {
    const targets = exportTo.length === 0 ? standard : exportTo;
    if (targets.includes('*')) this.toAll.push(item);
    else if (!targets.includes('~')) for (const target of new Set(targets)) this.file(item, namespace, target === '.' ? namespace : target);
  }

  /** All that the namespace sees. */
  public from(namespace: string): readonly T[] {
    const special = this.toNamespace.get(namespace);
    return special === undefined ? this.toAll : [...special.own, ...special.named, ...this.toAll];
  }

  private file(item: T, namespace: string, target: string): void {
    const lists = this.toNamespace.get(target) ?? { own: [], named: [] };
    this.toNamespace.set(target, lists);
    (target === namespace ? lists.own : lists.named).push(item);
  }
}

/** Services of the mesh: istiod's registry (`push_context.go` initServiceRegistry). */
export class Registry {
  /** All services, the oldest first, then by name. */
  public readonly services: readonly MeshService[];
  private readonly visible = new Visibility<MeshService>();
  private readonly endpoints = new Map<string, Endpoint[]>();
  private readonly byAddress = new Map<string, MeshService>();
  private readonly byHost = new Map<string, Map<string, MeshService>>();
  private readonly podByAddress = new Map<string, MeshPod>();
  private readonly podsOf = new Map<string, MeshPod[]>();

  public constructor(world: MeshWorld, facts: MeshFacts) {
    const domain = facts.clusterDomain ?? 'cluster.local';
    const key = ({ created, orderName, namespace }: MeshService): string => `${created}\u0000${orderName}.${namespace}`;
    const all = [...world.ofKind('Service').map((source) => serviceOfKubernetes(source, domain)), ...world.ofKind('ServiceEntry').flatMap(servicesOfEntry)];
    this.services = all.map((service) => ({ service, key: key(service) })).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ service }) => service);
    for (const pod of world.pods.values()) this.addPod(pod);
    const standard = defaultExport(facts, 'defaultServiceExportTo');
    for (const service of this.services) this.addService(service, world, standard);
  }

  /** What the namespace sees. */
  public seenFrom(namespace: string): readonly MeshService[] {
    return this.visible.from(namespace);
  }

  /** Who answers for the service, on all its ports; services of one name and namespace share their endpoints. */
  public endpointsOf({ host, namespace }: MeshService): readonly Endpoint[] {
    return this.endpoints.get(`${namespace}/${host}`) ?? [];
  }

  /** Services of one host by namespace. */
  public ofHost(host: string): ReadonlyMap<string, MeshService> {
    return this.byHost.get(host) ?? new Map();
  }

  /** The Service that has the address as its cluster IP. */
  public atAddress(address: string): MeshService | undefined {
    return this.byAddress.get(address);
  }

  /** The pod that has the address. */
  public podAt(address: string): MeshPod | undefined {
    return this.podByAddress.get(address);
  }

  /** The ports of a pod that services lead to, by container port; of several services the first counts. */
  public servedBy(pod: MeshPod): ReadonlyMap<number, readonly ServedPort[]> {
    const served = new Map<number, ServedPort[]>();
    for (const service of this.services) {
      if (service.namespace !== pod.namespace || service.selector === undefined || !selects(service.selector, pod.labels)) continue;
      for (const port of service.ports) {
        const target = targetOf(port, pod);
        if (target === undefined) continue;
        const same = served.get(target);
        if (same === undefined) served.set(target, [{ service, port }]);
        else same.push({ service, port });
      }
    }
    return served;
  }

  private addPod(pod: MeshPod): void {
    for (const address of pod.addresses) this.podByAddress.set(address, pod);
    const same = this.podsOf.get(pod.namespace);
    if (same === undefined) this.podsOf.set(pod.namespace, [pod]);
    else same.push(pod);
  }

  private addService(service: MeshService, world: MeshWorld, standard: readonly string[]): void {
    this.visible.add(service, service.namespace, service.exportTo, standard);
    const key = `${service.namespace}/${service.host}`;
    const found = service.isKubernetes ? endpointsOfService(service, this.podsOf.get(service.namespace) ?? []) : endpointsOfEntry(service, world);
    const known = this.endpoints.get(key) ?? [];
    for (const endpoint of found) if (!known.some((other) => sameEndpoint(other, endpoint))) known.push(endpoint);
    this.endpoints.set(key, known);
    const hosts = this.byHost.get(service.host) ?? new Map<string, MeshService>();
    const existing = hosts.get(service.namespace);
    if (existing === undefined || (!existing.isKubernetes && service.isKubernetes)) hosts.set(service.namespace, service);
    this.byHost.set(service.host, hosts);
    if (service.isKubernetes && !this.byAddress.has(service.address)) this.byAddress.set(service.address, service);
  }
}

function sameEndpoint(one: Endpoint, other: Endpoint): boolean {
  return one.address === other.address && one.port === other.port && one.portName === other.portName && one.servicePort === other.servicePort;
}

/** A list of `meshConfig` that says where objects without `exportTo` are seen; all namespaces by default. */
export function defaultExport(facts: MeshFacts, field: string): readonly string[] {
  const given = texts(fields(facts.meshConfig)[field]);
  return given.length === 0 ? ['*'] : given;
}

/** Does the mesh let unknown destinations pass? */
export function meshAllowsAny(facts: MeshFacts): boolean {
  const policy = fields(facts.meshConfig).outboundTrafficPolicy;
  if (policy === undefined) return true;
  return text(fields(policy).mode) !== 'REGISTRY_ONLY' && fields(policy).mode !== undefined;
}
