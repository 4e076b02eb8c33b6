import { isAddress } from './addresses';
import { DestinationRules, UpstreamPolicy } from './destination-rules';
import { fields, selects } from './fields';
import { Names } from './names';
import { PeerAuthentications } from './peer-authentication';
import { Registry } from './registry';
import { Scope, ScopedService } from './scope';
import { Endpoint, MeshPort, MeshService } from './services';
import { MeshFacts } from './types';
import { RouteTarget } from './virtual-services';
import { Next, principalOf, TlsLayer, Wire } from './wire';
import { MeshPod, MeshWorld } from './world';
import { RuleReference } from '../verdict';

/** Where a cluster leads, or why it leads nowhere. Of several ways one is taken by chance. */
export type UpstreamChoice =
  | { readonly kind: 'next'; readonly ways: readonly Next[]; readonly service: MeshService }
  | { readonly kind: 'stop'; readonly reason: 'no-cluster' | 'no-endpoint' | 'unclear'; readonly rule: RuleReference | null };

/** Who sends, and what was dialled before. */
export interface Sender {
  readonly pod: MeshPod;
  readonly scope: Scope;
  /** The destination that the application dialled; null: a gateway, where that is lost. */
  readonly dialled: { readonly address: string | null; readonly host: string | null; readonly port: number } | null;
}

/** Clusters of proxies: endpoints, TLS towards them, and names that are looked up. */
export class Upstreams {
  private readonly autoMtls: boolean;
  private readonly trustDomain: string;

  public constructor(
    private readonly world: MeshWorld, facts: MeshFacts, private readonly registry: Registry, private readonly names: Names,
    private readonly destinationRules: DestinationRules, private readonly peers: PeerAuthentications,
  ) {
    this.autoMtls = fields(facts.meshConfig).enableAutoMtls !== false;
    this.trustDomain = facts.trustDomain ?? 'cluster.local';
  }

  /** Follows a route; `fallbackPort` counts where neither the route nor the service says one. */
  public follow(sender: Sender, target: RouteTarget, fallbackPort: number, wire: Wire): UpstreamChoice {
    const scoped = sender.scope.clusters.get(target.host);
    if (scoped === undefined) return { kind: 'stop', reason: 'no-cluster', rule: null };
    const single = scoped.ports.length === 1 ? scoped.ports[0]!.port.number : undefined;
    const port = target.port ?? single ?? fallbackPort;
    const served = portOf(scoped, port);
    if (served === 'chance') return { kind: 'stop', reason: 'unclear', rule: otherEntry(scoped) };
    if (served === undefined) return { kind: 'stop', reason: 'no-cluster', rule: null };
    const { service } = served;
    const policy = this.destinationRules.of(sender.pod, service, target.subset, port);
    if (policy.isMissing) return { kind: 'stop', reason: 'no-cluster', rule: policy.rule };
    if (policy.isUnclear || service.resolution === 'alias' || service.resolution === 'unclear') return { kind: 'stop', reason: 'unclear', rule: policy.rule };
    const ways = this.ways(sender, service, served.port, policy, target, wire);
    return ways.length === 0 ? { kind: 'stop', reason: 'no-endpoint', rule: policy.rule } : { kind: 'next', ways, service };
  }

  private ways(sender: Sender, service: MeshService, port: MeshPort, policy: UpstreamPolicy, target: RouteTarget, wire: Wire): readonly Next[] {
    // A Service without selector, such as `default/kubernetes`: who answers stands in EndpointSlices, which are not read.
    if (service.isKubernetes && service.selector === undefined && service.resolution === 'cluster') {
      return [{ kind: 'address', address: service.address, host: service.host, port: port.number, wire: this.wrap(sender.pod, service, port, policy, target, undefined, wire) }];
    }
    const isByName = service.resolution === 'dynamic-dns';
    if (isByName || service.resolution === 'none' || service.resolution === 'headless') {
      const { dialled } = sender;
      if (dialled === null) return service.resolution === 'headless' ? this.toEndpoints(sender, service, port, policy, target, wire) : [];
      const sent = this.wrap(sender.pod, service, port, policy, target, undefined, wire);
      const own = typeof port.target === 'number' ? port.target : undefined;
      if (!isByName) {
        const pod = service.resolution === 'headless' && dialled.address !== null ? this.registry.podAt(dialled.address) : undefined;
        if (pod !== undefined && dialled.address !== null) return [this.toEndpoint(sender, service, port, policy, target, { address: dialled.address, port: dialled.port, portName: port.name, servicePort: port.number, isMeshed: pod.proxy === 'sidecar', pod: pod.id }, wire)];
        return [{ kind: 'address', ...dialled, port: own ?? dialled.port, wire: sent }];
      }
      // HTTP is dialled at the port that the Host header names, without one at 80, whatever the port of the entry is.
      const [name, hostPort] = wire.layers.length > 0 ? [wire.layers[0]!.serverName, String(own ?? port.number)] : wire.request.host.toLowerCase().split(':');
      return [{ kind: 'address', address: isAddress(name!) ? name! : this.names.lookUp(name!), host: name!, port: Number(hostPort ?? 80), wire: sent }];
    }
    return this.toEndpoints(sender, service, port, policy, target, wire);
  }

  private toEndpoints(sender: Sender, service: MeshService, port: MeshPort, policy: UpstreamPolicy, target: RouteTarget, wire: Wire): readonly Next[] {
    const isPlain = Object.keys(policy.labels).length === 0;
    const labelled = ({ pod }: Endpoint): boolean => isPlain || (pod !== undefined && selects(policy.labels, this.world.pods.get(pod)?.labels ?? {}));
    // Looked up endpoints go by the port's number, all others by its name: entries of one host that give two ports one name mix them.
    const isOfPort = (endpoint: Endpoint): boolean => (service.resolution === 'dns' ? endpoint.servicePort === port.number : endpoint.portName === port.name);
    const found = this.registry.endpointsOf(service).filter((endpoint) => isOfPort(endpoint) && labelled(endpoint));
    return found.map((endpoint) => this.toEndpoint(sender, service, port, policy, target, endpoint, wire));
  }

  private toEndpoint(sender: Sender, service: MeshService, port: MeshPort, policy: UpstreamPolicy, target: RouteTarget, endpoint: Endpoint, wire: Wire): Next {
    const sent = this.wrap(sender.pod, service, port, policy, target, endpoint, wire);
    if (endpoint.pod !== undefined) return { kind: 'pod', pod: endpoint.pod, port: endpoint.port, wire: sent };
    const isName = !isAddress(endpoint.address);
    return { kind: 'address', address: isName ? this.names.lookUp(endpoint.address) : endpoint.address, host: isName ? endpoint.address : null, port: endpoint.port, wire: sent };
  }

  /** TLS that the sender's proxy puts around the connection. */
  private wrap(from: MeshPod, service: MeshService, port: MeshPort, policy: UpstreamPolicy, target: RouteTarget, endpoint: Endpoint | undefined, wire: Wire): Wire {
    const sent: Wire = { ...wire, source: from.addresses[0] ?? '' };
    const isMesh = policy.mode === 'ISTIO_MUTUAL' || (policy.mode === 'auto' && this.takesMtls(service, endpoint));
    if (!isMesh && policy.mode !== 'SIMPLE' && policy.mode !== 'MUTUAL') return sent;
    const serverName = policy.sni !== '' || !isMesh ? policy.sni : `outbound_.${port.number}_.${target.subset}_.${service.host}`;
    const layer: TlsLayer = { serverName, authority: isMesh ? 'mesh' : null, principal: isMesh ? principalOf(from, this.trustDomain) : null, isMesh, version: null };
    return { ...sent, layers: [layer, ...sent.layers] };
  }

  /** Automatic mTLS: a receiver with a sidecar, and neither its namespace nor its port set to DISABLE. */
  private takesMtls(service: MeshService, endpoint: Endpoint | undefined): boolean {
    if (!this.autoMtls || service.isExternal || endpoint === undefined || !endpoint.isMeshed) return false;
    if (this.peers.ofNamespace(service.namespace).mode === 'DISABLE') return false;
    const pod = endpoint.pod === undefined ? undefined : this.world.pods.get(endpoint.pod);
    return pod === undefined || this.peers.ofPort(pod, endpoint.port).mode !== 'DISABLE';
  }
}

/** The cluster of a port; `chance`: another entry of the same host and age may have taken its place. */
function portOf({ service, ports, losers }: ScopedService, port: number): ScopedService['ports'][number] | 'chance' | undefined {
  const own = ports.find((each) => each.port.number === port);
  const isChance = losers.some((loser) => loser.namespace === service.namespace && loser.created === service.created);
  return isChance && (own !== undefined || losers.some((loser) => loser.ports.some((each) => each.number === port))) ? 'chance' : own;
}

/** An entry of the same host that may have taken the place of the one that is chosen. */
function otherEntry({ losers }: ScopedService): RuleReference | null {
  const source = losers[0]?.source;
  return source === undefined ? null : { file: source.file, object: source.id, path: 'spec.hosts' };
}
