import { Authorization } from './authorization';
import { DestinationRules } from './destination-rules';
import { Gateway } from './gateway';
import { Inbound } from './inbound';
import { kept } from '../kept';
import { Names } from './names';
import { OpaqueObjects } from './opaque';
import { Outbound } from './outbound';
import { PeerAuthentications } from './peer-authentication';
import { Registry } from './registry';
import { Scope, Scopes } from './scope';
import { Senders } from './senders';
import { MeshFacts } from './types';
import { Upstreams } from './upstream';
import { VirtualServices } from './virtual-services';
import { MeshPod, MeshWorld, readWorld } from './world';
import { ReadObject } from '../read/objects';

/** What a mesh consists of; proxies are made when they are first needed, and kept. */
export class MeshParts {
  public readonly world: MeshWorld;
  public readonly registry: Registry;
  public readonly names: Names;
  public readonly upstreams: Upstreams;
  public readonly inbound: Inbound;
  public readonly opaque: OpaqueObjects;
  private readonly scopes: Scopes;
  private readonly senders: Senders;
  private readonly virtualServices: VirtualServices;
  private readonly authorization: Authorization;
  private readonly clusterDomain: string;
  private readonly scopeOfPod = new Map<string, Scope>();
  private readonly outboundOfPod = new Map<string, Outbound>();
  private readonly outboundOfScope = new Map<Scope, Outbound>();
  private readonly gatewayOfPod = new Map<string, Gateway>();

  public constructor(objects: readonly ReadObject[], facts: MeshFacts) {
    this.clusterDomain = facts.clusterDomain ?? 'cluster.local';
    this.world = readWorld(objects);
    this.registry = new Registry(this.world, facts);
    this.names = new Names(facts, this.registry);
    this.virtualServices = new VirtualServices(this.world, facts);
    this.scopes = new Scopes(this.world, facts, this.registry, this.virtualServices);
    this.authorization = new Authorization(this.world, facts);
    this.opaque = new OpaqueObjects(this.world, facts);
    this.senders = new Senders(this.world, this.opaque);
    const peers = new PeerAuthentications(this.world, facts);
    this.upstreams = new Upstreams(this.world, facts, this.registry, this.names, new DestinationRules(this.world, facts), peers);
    this.inbound = new Inbound(this.registry, peers, this.authorization);
  }

  public scopeOf(pod: MeshPod): Scope {
    return kept(this.scopeOfPod, pod.id, () => this.scopes.of(pod));
  }

  /** The sending side of the pod's sidecar; pods that have the same one send alike. */
  public outboundOf(pod: MeshPod): Outbound {
    return kept(this.outboundOfPod, pod.id, () => {
      const scope = this.scopeOf(pod);
      const make = () => new Outbound(pod, scope, this.registry, this.authorization, this.clusterDomain);
      const shared = this.senders.shared(pod, scope);
      return shared === undefined ? make() : kept(this.outboundOfScope, shared, make);
    });
  }

  public gatewayOf(pod: MeshPod): Gateway {
    return kept(this.gatewayOfPod, pod.id, () => new Gateway(pod, this.world, this.registry, this.virtualServices, this.authorization, this.clusterDomain));
  }
}
