import { Definition } from '../cell';
import { ConnectivityPlan } from '../plan';
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
  readonly answer: LayerAnswer;
  /** In what the layer cannot see the difference; undefined: it sees it. */
  readonly blind: readonly Aspect[] | undefined;
  readonly flow?: string | null | undefined;
}

/** Puts questions to all layers and weighs the answers. */
export class Judge {
  private readonly accepted = new Map<string, string>();
  private readonly flowIds: ReadonlyMap<string, string>;

  private readonly isObserved: boolean;

  public constructor({ enforcement }: Pick<Definition, 'enforcement'>, plan: ConnectivityPlan, private readonly sights: LayerSights, private readonly layers: readonly Layer[]) {
    this.isObserved = enforcement === 'observe';
    this.flowIds = new Map(plan.flows.map(({ key, id }) => [key, id]));
    for (const finding of plan.findings) {
      const risk = riskOf(finding);
      if (risk !== undefined && finding.accepted !== null) this.accepted.set(`${finding.flow} ${risk}`, finding.accepted);
    }
  }

  public judge(probe: Probe): ProbeResult {
    const answers = this.layers.map((layer) => layer.judge(probe));
    if (probe.expected === 'allow') return resultOf(probe, answers, ...allowed(answers), null);
    // A layer that denies has seen the difference; what the others can see decides what their answer means.
    const blinds = answers.map(({ verdict }, index) => (verdict === 'allow' ? this.blind(this.layers[index]!.kind, probe) : undefined));
    const open = answers.some(({ verdict }, index) => verdict === 'allow' && blinds[index] === undefined);
    const shown = answers.map((answer, index) => (blinds[index] === undefined || this.isObserved ? answer : notSeen(answer, blinds[index].aspects)));
    if (answers.some(({ verdict, unproven }) => verdict === 'deny' && unproven === undefined)) return resultOf(probe, shown, 'deny', open ? 'wrong' : 'as-expected', null);
    if (open) return resultOf(probe, shown, 'allow', 'wrong', null);
    if (answers.some(({ verdict }) => verdict === 'unknown')) return resultOf(probe, shown, 'unknown', 'unknown', null);
    const judged = answers.map((answer, index): Judged => {
      const blind = blinds[index] ?? (answer.verdict === 'deny' ? this.blind(this.layers[index]!.kind, probe) : undefined);
      return { answer, blind: blind?.aspects, flow: blind?.flow };
    });
    const residual = this.residualOf(probe, judged);
    const reason = this.acceptance(probe, residual, judged);
    return resultOf(probe, shown, 'residual', reason === null ? 'residual' : 'accepted', { code: residual.code, text: residual.text, accepted: reason });
  }

  /** Why the layer may let the neighbour pass; undefined: it sees the difference. */
  private blind(kind: LayerKind, probe: Probe): Blind | undefined {
    if (this.isObserved) return { aspects: [], flow: null };
    return probe.kind === 'dns-tunnel' ? { aspects: ['name'], flow: null } : this.sights.blind(kind, probe);
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
    const aspects = new Set(onTheWay.flatMap(({ blind }) => blind ?? []));
    if (kind === 'question' && aspects.has('address')) return RESIDUALS.anyAddress;
    if (kind === 'other-port') return RESIDUALS.port;
    if (kind === 'other-protocol' || kind === 'quic' || kind === 'plaintext' || kind === 'no-tls' || kind === 'no-sni') return RESIDUALS.protocol;
    return aspects.has('name') ? RESIDUALS.name : aspects.has('component') ? RESIDUALS.component : RESIDUALS.protocol;
  }

  /** The reason with which the definition accepts the risk; null: it does not. */
  private acceptance({ flow }: Probe, { risk }: Residual, judged: readonly Judged[]): string | null {
    if (risk === undefined) return null;
    for (const key of [flow, ...judged.flatMap((one) => one.flow ?? [])]) {
      const reason = this.accepted.get(`${this.flowIds.get(key) ?? key} ${risk}`);
      if (reason !== undefined) return reason;
    }
    return null;
  }
}

/** A permitted connection must pass every layer on its way. */
function allowed(answers: readonly LayerAnswer[]): [Verdict, Outcome] {
  if (answers.some(({ verdict }) => verdict === 'deny')) return ['deny', 'wrong'];
  return answers.some(({ verdict }) => verdict === 'unknown') ? ['unknown', 'unknown'] : ['allow', 'as-expected'];
}

const WORDS: Readonly<Record<Aspect, string>> = {
  name: 'names', address: 'addresses of such names', port: 'ports of hosts it imports', component: 'which component it is', protocol: 'this protocol',
};

function notSeen(answer: LayerAnswer, blind: readonly Aspect[]): LayerAnswer {
  const what = blind.length === 0 ? 'does not tell it from a permitted connection' : `does not look at ${blind.map((aspect) => WORDS[aspect]).join(' and ')}`;
  return { ...answer, verdict: 'cannot-see', text: `${what}: ${answer.text}` };
}

function resultOf(probe: Probe, layers: readonly LayerAnswer[], verdict: Verdict, outcome: Outcome, residual: ProbeResult['residual']): ProbeResult {
  const { id, flow, kind, origin, connection, expected } = probe;
  return {
    id, flow, kind, from: origin, to: connection.to, protocol: connection.protocol, serverName: nameOnWire(connection), expected, verdict, outcome, residual,
    layers: layers.some(({ unproven }) => unproven !== undefined) ? layers.map(verdictOf) : layers,
  };
}

/** The answer without what it is worth. */
function verdictOf(answer: LayerAnswer): LayerVerdict {
  if (answer.unproven === undefined) return answer;
  const { layer, verdict, code, text, rule } = answer;
  return { layer, verdict, code, text, rule };
}
