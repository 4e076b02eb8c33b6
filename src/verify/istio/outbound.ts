import { Authorization } from './authorization';
import { MeshCode } from './codes';
import { OutboundAction, OutboundListeners } from './outbound-listeners';
import { OutboundRoutes, RouteChoice } from './outbound-routes';
import { Registry } from './registry';
import { Scope } from './scope';
import { MeshDecision } from './types';
import { RouteTarget } from './virtual-services';
import { Wire } from './wire';
import { MeshPod } from './world';
import { RuleReference } from '../verdict';

/** What a sender's sidecar decides: `targets`, or for an unknown destination that may pass none. */
export interface OutboundDecision {
  readonly verdict: MeshDecision;
  readonly code: MeshCode;
  readonly rule: RuleReference | null;
  /** null: it goes where it was dialled to, as it is. */
  readonly targets: readonly RouteTarget[] | null;
  readonly wire: Wire;
}

/** The sending side of one pod's sidecar. */
export class Outbound {
  private readonly listeners: OutboundListeners;
  private readonly routes: OutboundRoutes;

  public constructor(private readonly pod: MeshPod, public readonly scope: Scope, registry: Registry, private readonly authorization: Authorization, clusterDomain: string) {
    this.listeners = new OutboundListeners(pod, scope, registry);
    this.routes = new OutboundRoutes(pod, scope, clusterDomain);
  }

  /** Does it decide the same wherever on the port a connection is dialled to? */
  public ignores(address: string, port: number): boolean {
    return this.listeners.ignores(address, port);
  }

  /** What it does with a connection that the application opens. */
  public judge(address: string | null, port: number, wire: Wire): OutboundDecision {
    const { sidecar, ownPorts } = this.scope;
    if (ownPorts.includes(port) && sidecar !== null) return this.stop('sidecar/unclear', { file: sidecar.file, object: sidecar.id, path: 'spec.egress' }, wire, 'unknown');
    const listener = this.listeners.at(address, port);
    if (listener === undefined) return this.unknownDestination(wire, 'sidecar/registry-only');
    const serverName = wire.layers[0]?.serverName ?? '';
    // Which of client and server is heard first then depends on time-outs.
    if (wire.payload === 'ssh' && wire.layers.length === 0 && listener.waitsForClient) return this.stop('sidecar/unclear', null, wire, 'unknown');
    const chain = listener.choose({ address, isTls: wire.layers.length > 0, serverName, isHttp: wire.payload === 'http' });
    if (chain === undefined) return this.unknownDestination(wire, 'sidecar/registry-only');
    return chain.does.kind === 'tcp' ? this.tcp(chain.does, address, port, wire) : this.http(chain.does, port, wire);
  }

  private tcp({ targets, ownPolicies, isUnclear, rule, service }: OutboundAction, address: string | null, port: number, wire: Wire): OutboundDecision {
    if (isUnclear) return this.stop('sidecar/unclear', rule, wire, 'unknown');
    if (ownPolicies) {
      const caller = { principal: null, address: wire.source, isForwarded: false, port, destination: address, serverName: wire.layers[0]?.serverName ?? '', http: null };
      const found = this.authorization.judge(this.pod, caller);
      if (found.decision !== 'allow') return this.stop(found.decision === 'deny' ? 'sidecar/own-policy' : 'sidecar/unclear', found.rule, wire, found.decision);
    }
    const isOwn = targets.length === 1 && targets[0]!.host === service.host && targets[0]!.subset === '';
    return { verdict: 'allow', code: isOwn ? 'sidecar/registered' : 'sidecar/routed', rule, targets, wire };
  }

  private http({ kind, service }: OutboundAction, port: number, wire: Wire): OutboundDecision {
    const choice: RouteChoice = kind === 'http' ? this.routes.choose(port, wire.request) : this.routes.ofService(service, port, wire.request);
    const sent: Wire = { ...wire, request: choice.request, isHttpProxied: true };
    switch (choice.kind) {
      case 'passthrough': return this.unknownDestination(sent, 'sidecar/unknown-host');
      case 'answered': return this.stop('sidecar/answered', choice.rule, wire);
      case 'unclear': return this.stop('sidecar/unclear', choice.rule, wire, 'unknown');
      case 'targets': return { verdict: 'allow', code: choice.rule?.path.startsWith('spec.ports') === true ? 'sidecar/registered' : 'sidecar/routed', rule: choice.rule, targets: choice.targets, wire: sent };
    }
  }

  private unknownDestination(wire: Wire, refusal: MeshCode): OutboundDecision {
    const { allowsAny, sidecar } = this.scope;
    const rule = sidecar === null ? null : { file: sidecar.file, object: sidecar.id, path: 'spec.outboundTrafficPolicy' };
    return allowsAny ? { verdict: 'allow', code: 'sidecar/passthrough', rule, targets: null, wire } : this.stop(refusal, rule, wire);
  }

  private stop(code: MeshCode, rule: RuleReference | null, wire: Wire, verdict: MeshDecision = 'deny'): OutboundDecision {
    return { verdict, code, rule, targets: null, wire };
  }
}
