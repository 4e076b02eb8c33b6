import { Definition } from '../../cell';
import { Origin, Wire } from '../connection';
import { GatewayArrival, IstioMesh, MeshHop, MeshProbe, MeshVerdict } from '../istio';
import { kept } from '../kept';
import { LayerAnswer } from '../layer';
import { Probe } from '../probes/probe';
import { QuestionSet } from '../probes/question-set';
import { ReadObject } from '../read';
import { callerName, CALLER_NAMESPACE } from '../world';
import { relaysOf } from './sni-relays';

/** A pod as the mesh knows it, and what it has in common with others that send alike. */
interface Sender {
  readonly id: string;
  readonly like: object | undefined;
}

interface SharedVerdicts {
  readonly byWire: Map<Wire, MeshVerdict>;
  /** Of connections of which the address does not count, by the rest. */
  readonly anywhere: Map<string, MeshVerdict>;
}

/** The mesh as it was read, asked by our questions; layers of the mesh share one walk through it. */
export class Mesh {
  private readonly mesh: IstioMesh;
  private last: { readonly probe: Probe; readonly verdict: MeshVerdict } | undefined;
  private readonly senders = new Map<Origin, Sender>();
  /** Verdicts of connections that meet no other pod, by whom they are like. */
  private readonly shared = new Map<object, SharedVerdicts>();

  public constructor(world: readonly ReadObject[], { cluster }: Definition, { book }: Pick<QuestionSet, 'book'>) {
    this.mesh = new IstioMesh(world, {
      rootNamespace: cluster.istio.namespace, trustDomain: cluster.trustDomain, clusterDomain: cluster.clusterDomain,
      dns: Object.fromEntries(book.entries), ...relaysOf(world), clusterNetworks: [...cluster.podCidrs, ...cluster.serviceCidrs],
    });
  }

  /** What becomes of the connection on its way through proxies. The first hop may name another pod that sends alike. */
  public judge(probe: Probe): MeshVerdict {
    if (this.last?.probe !== probe) this.last = { probe, verdict: this.find(probe) };
    return this.last.verdict;
  }

  /** Where the connection comes in at gateways on its way. */
  public arrivalsOf(probe: Probe): readonly GatewayArrival[] {
    return this.mesh.arrivalsOf(meshProbeOf(probe, this.senderOf(probe.connection.from).id));
  }

  /** What the gateway does when another identity of the mesh brings the connection; null: nobody that shows one. */
  public takesFrom(arrival: GatewayArrival, principal: string | null): Pick<MeshHop, 'verdict' | 'code' | 'rule'> {
    return this.mesh.takesFrom(arrival, principal);
  }

  private find(probe: Probe): MeshVerdict {
    const { id, like } = this.senderOf(probe.connection.from);
    if (like === undefined || probe.direction !== 'egress') return this.mesh.judge(meshProbeOf(probe, id));
    const { wire, wire: { to } } = probe;
    const { byWire, anywhere } = kept(this.shared, like, (): SharedVerdicts => ({ byWire: new Map(), anywhere: new Map() }));
    const known = byWire.get(wire);
    if (known !== undefined) return known;
    const key = this.mesh.isAnywhere(id, to.address, to.port) ? `${to.host} ${to.port} ${wire.protocol} ${wire.serverName} ${wire.httpHost}` : undefined;
    const verdict: MeshVerdict = (key === undefined ? undefined : anywhere.get(key)) ?? this.mesh.judge(meshProbeOf(probe, id));
    if (verdict.hops.every(({ role }) => role === 'sidecar' || role === 'server')) {
      byWire.set(wire, verdict);
      if (key !== undefined && !endsAt(verdict, to.address)) anywhere.set(key, verdict);
    }
    return verdict;
  }

  private senderOf(from: Origin): Sender {
    return kept(this.senders, from, () => {
      const id = from.pod === undefined ? `${CALLER_NAMESPACE}/${callerName(from.egressAddresses[0]!)}` : `${from.namespace}/${from.pod}`;
      return { id, like: this.mesh.senderLike(id) };
    });
  }
}

function endsAt({ hops, mayReach }: MeshVerdict, address: string): boolean {
  return hops.some(({ at }) => at === address) || mayReach.some((end) => addressOfReached(end) === address);
}

function meshProbeOf({ direction, wire: { to, protocol, serverName, httpHost } }: Probe, from: string): MeshProbe {
  const isHttps = direction === 'ingress' && protocol === 'tls'; // the gateway ends TLS and reads the request
  return {
    from,
    to: to.host === null ? { ip: to.address, port: to.port } : { ip: to.address, port: to.port, host: to.host },
    protocol: protocol === 'quic' || protocol === 'udp' || protocol === 'icmp' ? 'udp' : isHttps ? 'https' : protocol,
    sni: serverName ?? '',
    httpHost: httpHost ?? (isHttps ? serverName ?? undefined : protocol === 'http' ? '' : undefined),
  };
}

/** The hop that decides: the first that refuses, else the first that is not understood, else the last. */
export function decidingHop(hops: readonly MeshHop[]): MeshHop | undefined {
  return hops.find(({ verdict }) => verdict === 'deny') ?? hops.find(({ verdict }) => verdict === 'unknown') ?? hops.at(-1);
}

/** A hop as the answer of a layer; where it is needs not be said of who asks. */
export function answerOf(layer: string, { verdict, code, text, rule, at }: MeshHop, isOfAsker = false): LayerAnswer {
  return { layer, verdict, code, text: isOfAsker ? text : `${text.slice(0, -1)} (at ${at}).`, rule: rule?.file.startsWith('(') === true ? null : rule };
}

/** Address of `address:port`; undefined for a pod or name. */
export function addressOfReached(reached: string | null): string | undefined {
  const text = reached?.slice(0, reached.lastIndexOf(':')).replace(/^\[|\]$/g, '');
  return text !== undefined && /^[\d.]+$|:/.test(text) ? text : undefined;
}
