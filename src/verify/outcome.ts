import { Definition } from '../cell';
import { ConnectivityPlan } from '../plan';
import { kept } from './kept';
import { LayerAnswer, Layer } from './layer';
import { nameOnWire } from './permissions';
import { riskOf } from '../plan/finding';
import { Probe, ProbeKind } from './probes/probe';
import { Residual, RESIDUALS } from './residuals';
import { Aspect, Blind, LayerKind, LayerSights } from './sight';
import { LayerVerdict } from './verdict';
import { Outcome, ProbeResult, Verdict } from './verification';

const OF_ADDRESS: readonly ProbeKind[] = ['foreign-address', 'foreign-ipv6', 'ip-literal', 'private-address', 'metadata', 'past-proxy'];
const OF_COMPONENT: readonly ProbeKind[] = ['other-component', 'other-namespace'];

interface Judged {
  readonly layer: Layer;
  readonly answer: LayerAnswer;
  /** Why the layer cannot see the difference; undefined: it sees it. */
  readonly blind: Blind | undefined;
  readonly shown: LayerVerdict;
}

/** Puts questions to all layers and weighs the answers. */
export class Judge {
  private readonly accepted = new Map<string, string>();
  private readonly flowIds: ReadonlyMap<string, string>;

  private readonly isObserved: boolean;
  /** Answers as they are shown: questions share them, since thousands of probes get a few hundred. */
  private readonly said = new Map<LayerAnswer, LayerVerdict>();
  private readonly unseen = new Map<LayerAnswer, Map<string, LayerVerdict>>();

  public constructor({ enforcement }: Pick<Definition, 'enforcement'>, plan: ConnectivityPlan, private readonly sights: LayerSights, private readonly layers: readonly Layer[]) {
    this.isObserved = enforcement === 'observe';
    this.flowIds = new Map(plan.flows.map(({ key, id }) => [key, id]));
    for (const finding of plan.findings) {
      const risk = riskOf(finding);
      if (risk !== undefined && finding.accepted !== null) this.accepted.set(`${finding.flow} ${risk}`, finding.accepted);
    }
  }

  public judge(probe: Probe): ProbeResult {
    const judged = this.layers.map((layer): Judged => {
      const answer = layer.judge(probe);
      // A layer that denies has seen the difference; what the others can see decides what their answer means.
      const blind = answer.verdict === 'allow' && probe.expected === 'deny' ? this.blind(layer.kind, probe, answer.code) : undefined;
      return { layer, answer, blind, shown: this.shown(answer, blind) };
    });
    let isOpen = false;
    let isRefused = false;
    let isDenied = false;
    let isUnknown = false;
    for (const { answer: { verdict, unproven }, blind } of judged) {
      isOpen ||= verdict === 'allow' && blind === undefined;
      isRefused ||= verdict === 'deny';
      isDenied ||= verdict === 'deny' && unproven === undefined;
      isUnknown ||= verdict === 'unknown';
    }
    if (probe.expected === 'allow') {
      // A permitted connection must pass every layer on its way.
      if (isRefused) return resultOf(probe, judged, 'deny', 'wrong');
      return isUnknown ? resultOf(probe, judged, 'unknown', 'unknown') : resultOf(probe, judged, 'allow', 'as-expected');
    }
    if (isDenied) return resultOf(probe, judged, 'deny', isOpen ? 'wrong' : 'as-expected');
    if (isOpen) return resultOf(probe, judged, 'allow', 'wrong');
    return isUnknown ? resultOf(probe, judged, 'unknown', 'unknown') : this.residual(probe, judged);
  }

  private residual(probe: Probe, judged: readonly Judged[]): ProbeResult {
    const blinded = judged.map((one): Judged => ({ ...one, blind: one.blind ?? (one.answer.verdict === 'deny' ? this.blind(one.layer.kind, probe, one.answer.code) : undefined) }));
    const { code, text, risk } = this.residualOf(probe, blinded);
    const accepted = risk === undefined ? null : this.acceptance(probe, risk, blinded);
    return resultOf(probe, judged, 'residual', accepted === null ? 'residual' : 'accepted', { code, text, accepted });
  }

  private shown(answer: LayerAnswer, blind: Blind | undefined): LayerVerdict {
    if (blind !== undefined && !this.isObserved) {
      const byAspects = kept(this.unseen, answer, () => new Map<string, LayerVerdict>());
      return kept(byAspects, blind.aspects.join(), () => notSeen(answer, blind.aspects));
    }
    return answer.unproven === undefined && answer.blind === undefined ? answer : kept(this.said, answer, () => plain(answer));
  }

  /** Why the layer may let the neighbour pass; undefined: it sees the difference. */
  private blind(kind: LayerKind, probe: Probe, code: string): Blind | undefined {
    if (this.isObserved) return { aspects: [], flow: null };
    return probe.kind === 'dns-tunnel' ? { aspects: ['name'], flow: null } : this.sights.blind(kind, probe, code);
  }

  private residualOf({ kind }: Probe, judged: readonly Judged[]): Residual {
    if (this.isObserved) return RESIDUALS.observe;
    if (kind === 'other-tenant') return RESIDUALS.sharedTenant;
    if (kind === 'dns-tunnel') return RESIDUALS.dns;
    const unproven = judged.find(({ answer }) => answer.verdict === 'deny' && answer.unproven !== undefined);
    if (unproven !== undefined) return Object.values(RESIDUALS).find(({ code }) => code === unproven.answer.unproven)!;
    const onTheWay = judged.filter(({ answer }) => answer.verdict !== 'absent');
    if (onTheWay.length === 0) return RESIDUALS.noLayer;
    if (OF_COMPONENT.includes(kind)) return RESIDUALS.component;
    if (OF_ADDRESS.includes(kind)) return RESIDUALS.anyAddress;
    const aspects = new Set(onTheWay.flatMap(({ answer, blind }) => blind?.aspects ?? answer.blind ?? []));
    if (kind === 'question' && aspects.has('address')) return RESIDUALS.anyAddress;
    if (kind === 'other-port') return RESIDUALS.port;
    if (kind === 'other-protocol' || kind === 'quic' || kind === 'plaintext' || kind === 'no-tls' || kind === 'no-sni') return RESIDUALS.protocol;
    return aspects.has('name') ? RESIDUALS.name : aspects.has('component') ? RESIDUALS.component : RESIDUALS.protocol;
  }

  /** The reason with which the definition accepts the risk; null: it does not. */
  private acceptance({ flow }: Probe, risk: NonNullable<Residual['risk']>, judged: readonly Judged[]): string | null {
    for (const key of [flow, ...judged.flatMap(({ blind }) => blind?.flow ?? [])]) {
      const reason = this.accepted.get(`${this.flowIds.get(key) ?? key} ${risk}`);
      if (reason !== undefined) return reason;
    }
    return null;
  }
}

const WORDS: Readonly<Record<Aspect, string>> = {
  name: 'names', address: 'addresses of such names', port: 'ports of hosts it imports', component: 'which component it is', protocol: 'this protocol',
};

function notSeen(answer: LayerAnswer, blind: readonly Aspect[]): LayerVerdict {
  const what = blind.length === 0 ? 'does not tell it from a permitted connection' : `does not look at ${blind.map((aspect) => WORDS[aspect]).join(' and ')}`;
  return { ...plain(answer), verdict: 'cannot-see', text: `${what}: ${answer.text}` };
}

/** The answer without what it is worth. */
function plain({ layer, verdict, code, text, rule }: LayerAnswer): LayerVerdict {
  return { layer, verdict, code, text, rule };
}

function resultOf(probe: Probe, judged: readonly Judged[], verdict: Verdict, outcome: Outcome, residual: ProbeResult['residual'] = null): ProbeResult {
  const { id, flow, kind, origin, connection, expected } = probe;
  return {
    id, flow, kind, from: origin, to: connection.to, protocol: connection.protocol, serverName: nameOnWire(connection), expected, verdict, outcome, residual,
    layers: judged.map(({ shown }) => shown),
  };
}
