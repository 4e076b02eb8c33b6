import { Connection } from '../connection';
import { TerraformConfig } from '../read/objects';
import { AddressSet, AllowedTraffic, CloudEvaluator, DeadRule, FirstMatch, firstMatch, RuleIndex, shown, sourceOf, TerraformValues } from '../rules';
import { LayerDecision, LayerVerdict, RuleReference } from '../verdict';
import { CODES } from './codes';
import { DnsAnswers } from './dns-answers';
import { EgressRule, KnownTargets, matchesEgress } from './egress-rule';
import { LevelReader, RuleLevel } from './read-rules';
import { deadRules } from './shade';
import { UrlFilters } from './url-filters';
import { WebProxy } from './web-proxy';

/** What the evaluator is to know besides the files. */
export interface GcpFirewallOptions {
  /** Name of the layer in verdicts.
   * @default 'gcp-firewall' */
  readonly layer?: string;
  /** Service accounts of the VMs.
   * @default - not known: rules with target service accounts may match */
  readonly serviceAccounts?: readonly string[];
  /** Secure tags of the VMs, as rules name them.
   * @default - not known */
  readonly secureTags?: readonly string[];
  /** Network tags of the VMs.
   * @default - not known */
  readonly networkTags?: readonly string[];
}

type Verdict = { readonly decision: LayerDecision; readonly code: string; readonly text: string; readonly rule?: RuleReference | null };

interface Level extends RuleLevel {
  readonly index: RuleIndex<EgressRule>;
}

const METADATA_SERVER = '169.254.169.254';

/**
 * What Google Cloud's firewalls do with egress of a VM: levels in order (hierarchical policies, VPC rules, network policies), in each the first
 * rule by priority; `goto_next` hands on to the next level, and what nothing decides is allowed. A rule that applies a security profile group
 * hands on to URL filtering; what policy-based routes send to a Secure Web Proxy must pass that, too. As far as the files hold the rules.
 * Source: Google Cloud, "Firewall policies", "VPC firewall rules" (implied rules, always allowed traffic), "FQDN objects".
 */
export class GcpFirewall implements CloudEvaluator {
  private readonly layer: string;
  private readonly levels: readonly Level[];
  private readonly filters: UrlFilters;
  private readonly proxy: WebProxy;
  private readonly known: KnownTargets;
  private readonly answers: DnsAnswers;

  public constructor(config: TerraformConfig, options: GcpFirewallOptions = {}) {
    this.layer = options.layer ?? 'gcp-firewall';
    const values = new TerraformValues(config);
    const indexOf = (rules: readonly EgressRule[]) => new RuleIndex(rules, ({ addresses, names }) => ({ addresses, names: names?.keys ?? null }));
    this.levels = new LevelReader(values).levels().map((level) => ({ ...level, index: indexOf(level.rules) }));
    this.filters = new UrlFilters(values);
    this.proxy = new WebProxy(values);
    this.answers = new DnsAnswers(values);
    this.known = { serviceAccounts: options.serviceAccounts, secureTags: options.secureTags, networkTags: options.networkTags };
  }

  public judge(connection: Connection): LayerVerdict {
    // A name that a response policy answers is dialled at that address, whatever it resolves to elsewhere.
    const answered = connection.to.address.includes(':') ? undefined : this.answers.of(connection.to.host);
    const { decision, code, text, rule } = this.decide(answered === undefined ? connection : { ...connection, to: { ...connection.to, address: answered } });
    return { layer: this.layer, verdict: decision, code: `gcp-firewall/${code}`, text, rule: rule ?? null };
  }

  public deadRules(): readonly DeadRule[] {
    return this.levels.flatMap(({ rules, index }) => deadRules(rules, index));
  }

  public allowedFrom(sources: readonly string[]): readonly AllowedTraffic[] {
    const wanted = AddressSet.of(sources);
    const rules = this.levels.flatMap((level) => level.rules).filter((rule) => (rule.action === 'allow' || rule.action === 'apply_security_profile_group') && rule.sources.meets(wanted));
    return [...rules.map((rule) => this.allowedBy(rule, sources)),
      ...this.proxy.allowed().map(({ rule, hosts, exact }) => ({ rule, hosts, cidrs: [], ports: ['443'], protocols: ['tls'], exact }))];
  }

  private allowedBy({ reference, action, names, addresses, protocols, open, profileGroup }: EgressRule, sources: readonly string[]): AllowedTraffic {
    const inspected = action === 'apply_security_profile_group';
    const isProxied = this.proxy.takesAll(protocols.flatMap(({ protocol, ports }) => (protocol === 'tcp' ? ports.toStrings() : ['*'])));
    const cidrs = addresses?.toStrings() ?? (names === null ? ['*'] : []);
    const filtered = inspected ? this.filters.allowedNames(profileGroup) : [];
    return {
      rule: reference,
      hosts: inspected ? filtered : names?.patterns ?? [],
      // What goes to a proxy is let through by its rules, so that only what goes around it is left.
      cidrs: inspected && filtered.length > 0 ? [] : isProxied ? cidrs.flatMap((text) => (text === '*' || text.endsWith('/0') ? this.aroundBy(reference, protocols, sources) : [text])) : cidrs,
      ports: [...new Set(protocols.flatMap(({ ports }) => ports.toStrings()))],
      protocols: protocols.map(({ protocol }) => (protocol === 'all' ? 'any' : protocol)),
      exact: !open && addresses?.isExact !== false && names?.isExact !== false && (!inspected || filtered.length > 0),
    };
  }

  /** Networks with a route around the proxy of which the rule is the one that decides. */
  private aroundBy(rule: RuleReference, protocols: EgressRule['protocols'], sources: readonly string[]): readonly string[] {
    const ports = protocols.flatMap((each) => each.ports.toStrings()).map(Number);
    const from = { egressAddresses: sources.map(firstOf) };
    return this.proxy.around().filter((network) => ports.some((port) => {
      const connection: Connection = { from, to: { host: null, address: firstOf(network), port }, protocol: 'tcp', serverName: null, httpHost: null };
      const source = sourceOf(connection);
      return source !== undefined && this.byFirewall(connection, source).rule?.object === rule.object;
    }));
  }

  private decide(connection: Connection): Verdict {
    const { to } = connection;
    if (this.levels.length === 0) return said('absent', 'absent');
    if (to.address === METADATA_SERVER) return said('allow', 'metadata-server');
    const source = sourceOf(connection);
    if (source === undefined) return said('unknown', 'no-source');
    const firewall = this.byFirewall(connection, source);
    if (firewall.decision !== 'allow') return firewall;
    const proxy = this.proxy.judge(connection, source);
    return proxy === undefined ? firewall : said(proxy.decision, proxy.code, ` (${shown(connection)})`, proxy.rule);
  }

  private byFirewall(connection: Connection, source: string): Verdict {
    const names = connection.to.host === null ? [] : [connection.to.host];
    let unread = false;
    for (const level of this.levels) {
      if (level.notAssociated !== undefined) return said('unknown', 'not-associated', '', level.notAssociated);
      const found = firstMatch(level.index.candidates(connection.to.address, names), (rule) => matchesEgress(rule, connection, source, this.known));
      const verdict = this.verdictOf(found, connection);
      if (verdict !== undefined) return verdict;
      unread ||= !level.isWhole && found.rule === undefined;
    }
    return unread ? said('unknown', 'rest-of-policy-not-read') : said('allow', 'implied-allow');
  }

  /** Undefined: the next level decides. */
  private verdictOf({ rule, open }: FirstMatch<EgressRule>, connection: Connection): Verdict | undefined {
    const doubtful = open.find(({ action }) => action !== (rule?.action ?? 'goto_next'));
    if (doubtful !== undefined) return said('unknown', 'not-understood', ` (${shown(connection)})`, doubtful.reference);
    if (rule === undefined || rule.action === 'goto_next') return undefined;
    if (rule.action !== 'apply_security_profile_group') return said(rule.action, `${rule.action}-rule`, ` (${shown(connection)})`, rule.reference);
    const filter = this.filters.judge(rule.profileGroup, connection, rule.reference);
    return said(filter.decision, filter.code, ` (${shown(connection)})`, filter.rule);
  }
}

/** The first address of a network. */
function firstOf(network: string): string {
  return network.split('/')[0]!;
}

function said(decision: LayerDecision, code: string, more = '', rule?: RuleReference | null): Verdict {
  return { decision, code, text: `${CODES[`gcp-firewall/${code}`]!.replace(/\.$/, '')}${more}.`, rule };
}
