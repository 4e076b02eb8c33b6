import { Authorization, AuthorizationVerdict } from './authorization';
import { capturesInbound } from './capture';
import { MeshCode } from './codes';
import { kept } from '../kept';
import { PeerAuthentications } from './peer-authentication';
import { Registry, ServedPort } from './registry';
import { MeshDecision } from './types';
import { Wire } from './wire';
import { MeshPod } from './world';
import { RuleReference } from '../verdict';

/** What a receiver's sidecar decides, and what it hands to the server. */
export interface InboundDecision {
  readonly verdict: MeshDecision;
  readonly code: MeshCode;
  readonly rule: RuleReference | null;
  readonly wire: Wire;
}

/** Sidecars of receivers: mutual TLS, then policies. */
export class Inbound {
  private readonly served = new Map<string, ReadonlyMap<number, readonly ServedPort[]>>();

  public constructor(private readonly registry: Registry, private readonly peers: PeerAuthentications, private readonly authorization: Authorization) {}

  /** What the pod's sidecar does with a connection to a container port. */
  public judge(pod: MeshPod, port: number, wire: Wire): InboundDecision {
    if (!capturesInbound(pod, port)) return { verdict: 'allow', code: 'callers/absent', rule: null, wire };
    const { mode, rule } = this.peers.ofPort(pod, port);
    const [layer, ...inner] = wire.layers;
    const stop = (code: MeshCode, verdict: MeshDecision = 'deny', by: RuleReference | null = rule): InboundDecision => ({ verdict, code, rule: by, wire });
    if (mode === 'unclear') return stop('callers/unclear', 'unknown');
    if (mode === 'STRICT' && layer === undefined) return stop('callers/plaintext-refused');
    const isTaken = mode === 'STRICT' || (mode === 'PERMISSIVE' && layer?.isMesh === true);
    if (isTaken && layer?.authority !== 'mesh') return stop('callers/no-mesh-certificate');
    // The proxy waits for a first byte to tell TLS from plaintext, and the server for nobody: who is heard first depends on time-outs.
    if (mode === 'PERMISSIVE' && layer === undefined && wire.payload === 'ssh') return stop('callers/unclear', 'unknown');
    const opened: Wire = isTaken ? { ...wire, layers: inner } : wire;
    const protocol = this.protocolOf(pod, port);
    const isOpaque = opened.layers.length > 0;
    if (protocol === 'http' && (isOpaque ? mode !== 'PERMISSIVE' || isTaken : wire.payload !== 'http')) return stop('callers/not-http', 'deny', null);
    const isHttp = !isOpaque && wire.payload === 'http';
    const caller = {
      principal: isTaken ? layer?.principal ?? null : null, address: wire.source, isForwarded: wire.isForwarded, port, destination: pod.addresses[0] ?? null, serverName: layer?.serverName ?? '',
    };
    const asHttp = (): AuthorizationVerdict => this.authorization.judge(pod, { ...caller, http: wire.request });
    const asTcp = (): AuthorizationVerdict => this.authorization.judge(pod, { ...caller, http: null });
    const found = protocol === 'http' && isHttp ? asHttp() : protocol === 'auto' && isHttp ? agreed(asHttp(), isTaken ? asTcp() : asHttp()) : asTcp();
    const next: Wire = protocol === 'http' && isHttp ? { ...opened, isHttpProxied: true } : opened;
    return { verdict: found.decision, code: CODES[found.why], rule: found.rule, wire: next };
  }

  private protocolOf(pod: MeshPod, port: number): 'http' | 'tcp' | 'auto' {
    const protocol = kept(this.served, pod.id, () => this.registry.servedBy(pod)).get(port)?.[0]?.port.protocol ?? 'auto';
    return protocol === 'tls' ? 'tcp' : protocol;
  }
}

const CODES: Readonly<Record<AuthorizationVerdict['why'], MeshCode>> = {
  'no-policy': 'callers/no-policy', 'allowed': 'callers/allowed', 'denied': 'callers/denied', 'no-allow-rule': 'callers/no-allow-rule', 'custom': 'callers/unclear', 'unclear': 'callers/unclear',
};

/** Inside mutual TLS a detected protocol is known only to Istio's own Envoy, by its ALPN: both readings must agree. */
function agreed(one: AuthorizationVerdict, other: AuthorizationVerdict): AuthorizationVerdict {
  return one.decision === other.decision ? one : { decision: 'unknown', why: 'unclear', rule: one.rule ?? other.rule };
}
