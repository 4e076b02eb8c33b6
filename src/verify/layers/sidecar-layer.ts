import { Definition } from '../../cell';
import { MeshVerdict } from '../istio';
import { kept } from '../kept';
import { absent, Layer, LayerAnswer } from '../layer';
import { nameOnWire, Permissions } from '../permissions';
import { protectedNamespaces } from '../pods';
import { CODES } from './codes';
import { addressOfReached, answerOf, decidingHop, Mesh } from './mesh';
import { Probe } from '../probes/probe';

/** The proxy of the pod that connects, and the egress gateway where the mesh sends the connection there. */
export class SidecarLayer implements Layer {
  public readonly name = 'sidecar';
  public readonly kind = 'sidecar';
  private readonly protected: ReadonlySet<string>;
  /** Answers to what must get out, and to the rest. */
  private readonly leaving = new Map<MeshVerdict, LayerAnswer>();
  private readonly passing = new Map<MeshVerdict, LayerAnswer>();

  public constructor(public readonly mesh: Mesh, definition: Definition, private readonly permissions: Permissions) {
    this.protected = new Set(protectedNamespaces(definition));
  }

  public judge(probe: Probe): LayerAnswer {
    const { direction, origin, flow, connection, expected } = probe;
    const isOnTheWay = direction === 'egress' && origin.namespace !== undefined && this.protected.has(origin.namespace);
    // Its own connections to the control plane, and UDP, never pass the proxy.
    if (!isOnTheWay || flow === 'cluster/control-plane' || (flow === 'cluster/dns' && connection.protocol === 'tcp')) return NOT_ON_THE_WAY;
    const verdict = this.mesh.judge(probe);
    // What must pass must arrive, too.
    const isLeaving = expected === 'allow' && !flow.startsWith('cluster/');
    const answer = kept(isLeaving ? this.leaving : this.passing, verdict, () => this.answer(verdict, isLeaving));
    if (answer.verdict !== 'allow') return answer;
    if (isLeaving && verdict.mayReach.some((end) => this.isElsewhere(end, probe))) return { ...answer, verdict: 'deny', code: 'sidecar/led-elsewhere', text: CODES['sidecar/led-elsewhere']! };
    if (expected === 'allow') return answer;
    const address = addressOfReached(verdict.reached);
    return address === undefined || address === connection.to.address ? answer : RESOLVES_ITSELF;
  }

  private answer({ hops }: MeshVerdict, isLeaving: boolean): LayerAnswer {
    const countsAll = isLeaving || hops.some(({ role }) => role === 'gateway');
    // Behind a gateway every step counts; without one, of the server only that nobody knows what it does.
    const hop = decidingHop(hops.filter(({ role, verdict }) => (countsAll ? role !== 'server' || verdict !== 'allow' : role === 'sidecar' || (role === 'server' && verdict === 'unknown'))));
    if (hop === undefined) return NOT_ON_THE_WAY;
    const answer = answerOf(this.name, hop, hop === hops[0]);
    return hop.code === 'sidecar/not-captured' ? { ...answer, verdict: 'cannot-see' } : answer;
  }

  /** Is it no destination of a flow that permits the connection? A pod of the cluster is none; a name whose address is not known must be its own. */
  private isElsewhere(end: string, { origin, connection }: Probe): boolean {
    const address = addressOfReached(end);
    const port = Number(end.slice(end.lastIndexOf(':') + 1));
    if (address === undefined) return port !== connection.to.port || ![connection.to.host, nameOnWire(connection)].includes(end.slice(0, end.lastIndexOf(':')));
    return !this.permissions.permitsAt(origin, connection, { address, port });
  }
}

const NOT_ON_THE_WAY = absent('sidecar', 'sidecar/not-on-the-way');
const RESOLVES_ITSELF: LayerAnswer = { layer: 'sidecar', verdict: 'deny', code: 'sidecar/resolves-itself', text: CODES['sidecar/resolves-itself']!, rule: null };
