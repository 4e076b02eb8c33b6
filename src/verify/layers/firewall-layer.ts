import { Definition } from '../../cell';
import { Cidr, withPrefix } from '../../net';
import { Connection, Wire } from '../connection';
import { kept } from '../kept';
import { absent, Layer, LayerAnswer } from '../layer';
import { nameOnWire } from '../permissions';
import { CODES } from './codes';
import { InsideNetworks } from './inside-networks';
import { AddressBook } from '../probes/address-book';
import { Probe } from '../probes/probe';
import { RESIDUALS } from '../residuals';
import { AllowedTraffic, CloudEvaluator, DeadRule, sourceOf } from '../rules';
import { LayerKind } from '../sight';
import { LayerVerdict } from '../verdict';
import { Need } from '../wider/plan-scope';

/** The evaluator saw no rule, and not the whole policy either. */
const REST_NOT_READ = /\/(?:rest-of-policy-not-read|infrastructure-names)$/;
/** No rule decides; whether others of the network do is not known unless the network itself was read. */
const NOTHING_DECIDES = /\/(?:implied-allow|not-associated)$/;
/** Blocked wherever it was tried, which the vendor does not promise. */
const NOT_PROMISED = 'gcp-firewall/url-filter-no-name';
/** Google allows what no rule denies; while observing, nothing of ours does, and wildcards have no rule. */
const IMPLIED = 'gcp-firewall/implied-allow';
/** The firewall matched a name and dials what it resolved itself. */
const BY_NAME = 'azure-firewall/application-rule-allow';

/** A cloud firewall between the cluster and the rest of the world. */
export class FirewallLayer implements Layer {
  private readonly notOnTheWay: LayerAnswer;
  private readonly noSource: LayerAnswer;
  /** By what must happen and by source: whoever connects from there gets the same answer. */
  private readonly answers = { allow: new Map<string, Map<Wire, LayerAnswer>>(), deny: new Map<string, Map<Wire, LayerAnswer>>() };

  public constructor(
    public readonly name: string, public readonly target: string, public readonly kind: LayerKind, public readonly evaluator: CloudEvaluator,
    public readonly book: AddressBook, private readonly inside: InsideNetworks, private readonly isWhole: boolean,
    private readonly enforcement: Definition['enforcement'], private readonly needs: readonly Need[],
  ) {
    this.notOnTheWay = absent(name, 'firewall/not-on-the-way');
    this.noSource = absent(name, 'firewall/no-source');
  }

  public judge({ direction, flow, connection, wire, expected }: Probe): LayerAnswer {
    if (direction !== 'egress' || flow.startsWith('cluster/') || this.inside.has(wire.to.address)) return this.notOnTheWay;
    const source = sourceOf(connection);
    if (source === undefined) return this.noSource;
    return kept(kept(this.answers[expected], source, () => new Map<Wire, LayerAnswer>()), wire, () => this.weigh(connection, expected));
  }

  private weigh(connection: Connection, expected: Probe['expected']): LayerAnswer {
    const { to } = connection;
    const verdict = this.evaluator.judge(connection);
    const name = nameOnWire(connection);
    if (verdict.code === BY_NAME && name !== null && expected === 'deny' && !this.book.has(name, to.address)) {
      return { ...verdict, verdict: 'deny', code: 'firewall/resolves-itself', text: CODES['firewall/resolves-itself']! };
    }
    if (verdict.verdict === 'allow' && expected === 'deny' && this.isNeeded(connection, name)) {
      return { ...verdict, verdict: 'cannot-see', code: 'firewall/platform-need', text: CODES['firewall/platform-need']!, blind: ['component'] };
    }
    if (verdict.code === IMPLIED && expected === 'allow' && this.enforcement === 'observe') return verdict;
    if (verdict.code === NOT_PROMISED && expected === 'deny') return { ...verdict, verdict: 'deny', unproven: RESIDUALS.notPromised.code };
    const isElsewhere = REST_NOT_READ.test(verdict.code) || (!this.isWhole && NOTHING_DECIDES.test(verdict.code));
    return isElsewhere ? { ...verdict, verdict: 'deny', unproven: RESIDUALS.rulesOfOthers.code } : verdict;
  }

  public deadRules(): readonly DeadRule[] {
    return this.evaluator.deadRules();
  }

  /** What the rules say of a connection, whoever asks and whatever that is worth as proof. */
  public ask(connection: Connection): LayerVerdict {
    return this.evaluator.judge(connection);
  }

  /** What its allow rules let through from the cell's addresses. */
  public allowedFrom(sources: readonly string[]): readonly AllowedTraffic[] {
    return this.evaluator.allowedFrom(sources);
  }

  /** Is the destination one that the platform itself needs, so that there is a rule for it beside those of the plan? */
  private isNeeded({ to }: Connection, name: string | null): boolean {
    const address = Cidr.trusted(withPrefix(to.address));
    return this.needs.some((need) => need.ports.some(({ first, last }) => first <= to.port && to.port <= last)
      && (need.to.hosts.some((host) => [to.host, name].some((one) => one !== null && host.matches(one)))
        || need.to.cidrs.some((network) => network.contains(address))));
  }
}

/** The firewalls among layers; of one kind where it is given. */
export function firewallLayers(layers: readonly Layer[], kind?: LayerKind): readonly FirewallLayer[] {
  return layers.filter((layer): layer is FirewallLayer => layer instanceof FirewallLayer && (kind === undefined || layer.kind === kind));
}
