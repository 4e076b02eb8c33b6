import { MESH_CODES } from './codes';
import { MeshParts } from './parts';
import { MeshFacts, MeshHop, MeshProbe, MeshVerdict } from './types';
import { Walk } from './walk';
import { GatewayArrival, wireOf } from './wire';
import { ReadObject } from '../read/objects';

/**
 * Istio 1.30 in sidecar mode, as its objects configure it: what a connection meets on its way. Written from istiod's and Envoy's sources and tested
 * against verdicts of a real istiod and real Envoys. It knows no NetworkPolicy and no ambient mode. What it does not understand is `unknown`
 * where it could decide, and nowhere else.
 */
export class IstioMesh {
  private readonly parts: MeshParts;
  private readonly walk: Walk;
  private readonly trustDomain: string;

  public constructor(objects: readonly ReadObject[], facts: MeshFacts) {
    this.parts = new MeshParts(objects, facts);
    this.walk = new Walk(this.parts, facts);
    this.trustDomain = facts.trustDomain ?? 'cluster.local';
  }

  /**
   * Of two pods for which this is the same object, a connection that meets no other pod becomes the same; only the sender's name in its first hop is
   * another. Undefined: the pod has no sidecar.
   */
  public senderLike(id: string): object | undefined {
    const pod = this.parts.world.pods.get(id);
    return pod?.proxy === 'sidecar' ? this.parts.outboundOf(pod) : undefined;
  }

  /** Does nothing look at the address that the pod dials on the port? What a connection there becomes, others to such addresses become, too, unless they end there. */
  public isAnywhere(id: string, address: string, port: number): boolean {
    const pod = this.parts.world.pods.get(id);
    return pod?.proxy === 'sidecar' && this.parts.outboundOf(pod).ignores(address, port) && this.walk.isOutside(address);
  }

  /** Where the connection comes in at gateways on its way. */
  public arrivalsOf(probe: MeshProbe): readonly GatewayArrival[] {
    return this.walk.arrivalsOf(() => this.judge(probe));
  }

  /** What the gateway does when somebody else brings the connection: an identity of the mesh, as `<trust domain>/ns/<namespace>/sa/<account>`; null: nobody that shows one. */
  public takesFrom({ pod, port, wire }: GatewayArrival, principal: string | null): Pick<MeshHop, 'verdict' | 'code' | 'rule'> {
    const [layer, ...inner] = wire.layers;
    const layers = layer === undefined ? [] : [{ ...layer, principal, authority: principal === null ? null : 'mesh' as const }, ...inner];
    return this.parts.gatewayOf(this.parts.world.pods.get(pod)!).judge(port, { ...wire, layers });
  }

  /** What becomes of the connection. */
  public judge(probe: MeshProbe): MeshVerdict {
    const pod = this.parts.world.pods.get(probe.from);
    if (pod === undefined) {
      const code = 'sidecar/unknown-sender';
      return { verdict: 'unknown', reached: null, mayReach: [], hops: [{ role: 'sidecar', at: probe.from, verdict: 'unknown', code, text: MESH_CODES[code], rule: null }] };
    }
    const host = probe.to.host?.toLowerCase() ?? null;
    const address = probe.to.ip ?? (host === null ? null : this.parts.names.lookUp(host, pod));
    if (probe.protocol === 'udp') {
      const code = 'sidecar/not-captured';
      const reached = `${address ?? host}:${probe.to.port}`;
      return { verdict: 'allow', reached, mayReach: [reached], hops: [{ role: 'sidecar', at: pod.id, verdict: 'allow', code, text: MESH_CODES[code], rule: null }] };
    }
    return this.walk.dial(pod, host, address, probe.to.port, wireOf(probe, pod, this.trustDomain));
  }
}
