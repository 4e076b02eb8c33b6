import { isAddress, network, Network } from './addresses';
import { capturesOutbound } from './capture';
import { MESH_CODES, MeshCode } from './codes';
import { fields, list } from './fields';
import { isSubset } from './hosts';
import { MeshParts } from './parts';
import { HopRole, MeshDecision, MeshFacts, MeshHop } from './types';
import { Sender } from './upstream';
import { GatewayArrival, Next, Wire } from './wire';
import { MeshPod } from './world';
import { kept } from '../kept';
import { ReadObject } from '../read/objects';
import { RuleReference } from '../verdict';
import { RouteTarget } from './virtual-services';

/** What came of a connection. */
export interface Outcome {
  readonly verdict: MeshDecision;
  /** null: nobody, or not known which of several. */
  readonly reached: string | null;
  /** Everybody who may answer, where chance decides. */
  readonly mayReach: readonly string[];
  readonly hops: readonly MeshHop[];
}

/** Stations that one connection may pass; more are a loop. */
const MOST_STATIONS = 12;

/** Follows connections from station to station: sidecar, gateways, sidecar, server. */
export class Walk {
  private readonly clusterNetworks: readonly Network[];
  private readonly outsides = new Map<string, boolean>();
  /** Filled while somebody watches. */
  private arrivals: GatewayArrival[] | undefined;

  public constructor(private readonly parts: MeshParts, private readonly facts: MeshFacts) {
    this.clusterNetworks = (facts.clusterNetworks ?? []).flatMap((text) => network(text) ?? []);
  }

  /** Is nothing of the cluster at the address? */
  public isOutside(address: string): boolean {
    return kept(this.outsides, address, () => this.parts.registry.atAddress(address) === undefined && this.parts.registry.podAt(address) === undefined
      && !this.clusterNetworks.some((each) => each.holds(address)));
  }

  /** Where the connection comes in at gateways. */
  public arrivalsOf(dial: () => void): readonly GatewayArrival[] {
    const arrivals: GatewayArrival[] = [];
    this.arrivals = arrivals;
    try {
      dial();
    } finally {
      this.arrivals = undefined;
    }
    return arrivals;
  }

  /** A connection that a pod's application opens. */
  public dial(pod: MeshPod, host: string | null, address: string | null, port: number, wire: Wire, left = MOST_STATIONS): Outcome {
    if (pod.proxy === 'opaque') return end(hop('sidecar', pod.id, 'unknown', 'sidecar/unclear', objectOf(pod.source)));
    if (pod.proxy !== 'sidecar' || !capturesOutbound(pod, address, port)) {
      const code = pod.proxy === 'sidecar' ? 'sidecar/not-captured' : 'sidecar/absent';
      const rule = code === 'sidecar/absent' && pod.namespaceObject !== undefined ? objectOf(pod.namespaceObject, 'metadata.labels') : null;
      return this.after(hop('sidecar', pod.id, 'allow', code, rule), () => this.go({ kind: 'address', address, host, port, wire }, left - 1));
    }
    const opaque = this.parts.opaque.at(pod, 'SIDECAR_OUTBOUND');
    if (opaque !== undefined) return end(hop('sidecar', pod.id, 'unknown', 'sidecar/unclear', objectOf(opaque)));
    const outbound = this.parts.outboundOf(pod);
    const found = outbound.judge(address, port, wire);
    const step = hop('sidecar', pod.id, found.verdict, found.code, found.rule);
    if (found.verdict !== 'allow') return end(step);
    if (found.targets === null) return this.after(step, () => this.go({ kind: 'address', address, host, port, wire: found.wire }, left - 1));
    return this.after(step, () => this.route('sidecar', { pod, scope: outbound.scope, dialled: { address, host, port } }, found.targets ?? [], port, found.wire, left));
  }

  private route(role: 'sidecar' | 'gateway', sender: Sender, targets: readonly RouteTarget[], port: number, wire: Wire, left: number): Outcome {
    const used = targets.length > 1 ? targets.filter(({ weight }) => weight > 0) : targets;
    const stop = (reason: string, rule: RuleReference | null): Outcome => end(hop(role, sender.pod.id, reason === 'unclear' ? 'unknown' : 'deny', `${role}/${reason}` as MeshCode, rule));
    if (used.length === 0) return stop('no-cluster', null);
    return oneOf(used.map((target) => {
      const choice = this.parts.upstreams.follow(sender, target, port, wire);
      return choice.kind === 'stop' ? stop(choice.reason, choice.rule) : oneOf(choice.ways.map((way) => this.go(way, left - 1)));
    }));
  }

  private go(next: Next, left: number): Outcome {
    if (left <= 0) return end(hop('server', next.kind === 'pod' ? next.pod : next.address ?? '', 'unknown', 'server/loop', null));
    if (next.kind === 'pod') return this.arrive(this.parts.world.pods.get(next.pod)!, next.port, next.wire, left);
    const { address, host, port, wire } = next;
    const service = address === null ? undefined : this.parts.registry.atAddress(address);
    if (service?.selector !== undefined) {
      const own = service.ports.find((each) => each.number === port);
      const ways = this.parts.registry.endpointsOf(service).filter(({ portName, pod }) => own !== undefined && portName === own.name && pod !== undefined);
      if (ways.length === 0) return end(hop('server', service.source.id, 'deny', 'server/no-such-port', { file: service.source.file, object: service.source.id, path: 'spec.ports' }));
      return oneOf(ways.map((way) => this.arrive(this.parts.world.pods.get(way.pod!)!, way.port, wire, left)));
    }
    const pod = address === null ? undefined : this.parts.registry.podAt(address);
    if (pod !== undefined) return this.arrive(pod, port, wire, left);
    const at = address ?? host ?? '';
    if (address !== null && service === undefined && this.clusterNetworks.some((each) => each.holds(address))) return end(hop('server', at, 'deny', 'server/nobody', null));
    return this.outside(at, port, wire);
  }

  private arrive(pod: MeshPod, port: number, wire: Wire, left: number): Outcome {
    if (pod.proxy === 'opaque') return end(hop('callers', pod.id, 'unknown', 'callers/unclear', objectOf(pod.source)));
    if (pod.proxy === 'none') return this.after(hop('callers', pod.id, 'allow', 'callers/absent', null), () => this.serve(pod, port, wire, left));
    const opaque = this.parts.opaque.at(pod, pod.proxy === 'gateway' ? 'GATEWAY' : 'SIDECAR_INBOUND');
    const role = pod.proxy === 'gateway' ? 'gateway' : 'callers';
    if (opaque !== undefined) return end(hop(role, pod.id, 'unknown', `${role}/unclear`, objectOf(opaque)));
    if (pod.proxy === 'gateway') {
      this.arrivals?.push({ pod: pod.id, port, wire });
      const found = this.parts.gatewayOf(pod).judge(port, wire);
      const step = { ...hop('gateway', pod.id, found.verdict, found.code, found.rule), port };
      if (found.verdict !== 'allow') return end(step);
      return this.after(step, () => this.route('gateway', { pod, scope: this.parts.scopeOf(pod), dialled: null }, found.targets, found.port, found.wire, left));
    }
    const { sidecar } = this.parts.scopeOf(pod);
    if (list(fields(sidecar?.value.spec).ingress).length > 0) return end(hop('callers', pod.id, 'unknown', 'callers/unclear', objectOf(sidecar!, 'spec.ingress')));
    const found = this.parts.inbound.judge(pod, port, wire);
    const step = { ...hop('callers', pod.id, found.verdict, found.code, found.rule), port };
    return found.verdict === 'allow' ? this.after(step, () => this.serve(pod, port, found.wire, left)) : end(step);
  }

  private serve(pod: MeshPod, port: number, wire: Wire, left: number): Outcome {
    const relay = this.facts.sniRelays?.find((each) => each.pod === pod.id && each.port === port);
    const opaque = this.facts.opaqueRelays?.find((each) => each.pod === pod.id);
    if (opaque !== undefined) return end({ ...hop('server', pod.id, 'unknown', 'server/unclear', opaque.rule), text: `${MESH_CODES['server/unclear'].slice(0, -1)}: ${opaque.why}.` });
    const reached = `${pod.id}:${port}`;
    if (relay !== undefined) {
      const name = wire.layers[0]?.serverName ?? '';
      if (name === '' || !relay.hosts.some((host) => isSubset(name, host.toLowerCase()))) return end(hop('server', pod.id, 'deny', 'server/relay-refused', null));
      return this.dial(pod, name, this.parts.names.lookUp(name), relay.targetPort, { ...wire, source: pod.addresses[0] ?? '' }, left - 1);
    }
    if (this.facts.podServers === 'declared-plaintext') {
      if (![...pod.ports.values()].includes(port)) return end(hop('server', pod.id, 'deny', 'server/no-such-port', null));
      if (wire.layers.length > 0) return end(hop('server', pod.id, 'deny', 'server/no-tls', null));
    }
    return { ...end(hop('server', pod.id, 'allow', 'server/answers', null)), reached, mayReach: [reached] };
  }

  private outside(at: string, port: number, wire: Wire): Outcome {
    const isServerFirst = this.facts.serverFirstPorts?.includes(port) === true;
    if (isServerFirst && (wire.layers.length > 0 || wire.isHttpProxied)) return end(hop('server', at, 'deny', 'server/speaks-first', null));
    if (wire.layers.length > 1) return end(hop('server', at, 'deny', 'server/tls-in-tls', null));
    const reached = `${isAddress(at) && at.includes(':') ? `[${at}]` : at}:${port}`;
    return { ...end(hop('server', at, 'allow', 'server/answers', null)), reached, mayReach: [reached] };
  }

  private after(step: MeshHop, next: () => Outcome): Outcome {
    const outcome = next();
    return { verdict: outcome.verdict, reached: outcome.reached, mayReach: outcome.mayReach, hops: [step, ...outcome.hops] };
  }
}

function hop(role: HopRole, at: string, verdict: MeshDecision, code: MeshCode, rule: RuleReference | null): MeshHop {
  return { role, at, verdict, code, text: MESH_CODES[code], rule };
}

const objectOf = ({ file, id }: ReadObject, path = ''): RuleReference => ({ file, object: id, path });
const end = (last: MeshHop): Outcome => ({ verdict: last.verdict, reached: null, mayReach: [], hops: [last] });

/** Several ways, of which chance takes one: where they differ it is not known what happens. */
function oneOf(outcomes: readonly Outcome[]): Outcome {
  const [first] = outcomes;
  if (outcomes.length === 1) return first!;
  const verdict = outcomes.every((each) => each.verdict === first!.verdict) ? first!.verdict : 'unknown';
  const reached = outcomes.every((each) => each.reached === first!.reached) ? first!.reached : null;
  return { verdict, reached, mayReach: [...new Set(outcomes.flatMap((each) => each.mayReach))], hops: first!.hops };
}
