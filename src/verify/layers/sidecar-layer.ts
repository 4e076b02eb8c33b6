import { Definition } from '../../cell';
import { absent, Layer, LayerAnswer } from '../layer';
import { protectedNamespaces } from '../pods';
import { CODES } from './codes';
import { addressOfReached, answerOf, decidingHop, Mesh } from './mesh';
import { Probe } from '../probes/probe';

/** The proxy of the pod that connects, and the egress gateway where the mesh sends the connection there. */
export class SidecarLayer implements Layer {
  public readonly name = 'sidecar';
  public readonly kind = 'sidecar';
  private readonly protected: ReadonlySet<string>;

  public constructor(private readonly mesh: Mesh, definition: Definition) {
    this.protected = new Set(protectedNamespaces(definition));
  }

  public judge(probe: Probe): LayerAnswer {
    const { direction, origin, flow, connection, expected } = probe;
    const isOnTheWay = direction === 'egress' && origin.namespace !== undefined && this.protected.has(origin.namespace);
    // Its own connections to the control plane, and UDP, never pass the proxy.
    if (!isOnTheWay || flow === 'cluster/control-plane' || (flow === 'cluster/dns' && connection.protocol === 'tcp')) return NOT_ON_THE_WAY;
    const { hops, reached } = this.mesh.judge(probe);
    const byGateway = hops.some(({ role }) => role === 'gateway');
    // Behind a gateway every step counts; without one, of the server only that nobody knows what it does.
    const hop = decidingHop(hops.filter(({ role, verdict }) => (byGateway ? role !== 'server' || verdict !== 'allow' : role === 'sidecar' || (role === 'server' && verdict === 'unknown'))));
    if (hop === undefined) return NOT_ON_THE_WAY;
    const answer = answerOf(this.name, hop);
    if (hop.code === 'sidecar/not-captured') return { ...answer, verdict: 'cannot-see' };
    const address = addressOfReached(reached);
    if (expected === 'deny' && answer.verdict === 'allow' && address !== undefined && address !== connection.to.address) return { ...answer, verdict: 'deny', code: 'sidecar/resolves-itself', text: CODES['sidecar/resolves-itself']!, rule: null };
    return answer;
  }
}

const NOT_ON_THE_WAY = absent('sidecar', 'sidecar/not-on-the-way');
