import { Connection } from '../connection';
import { blockOf, blocksOf, firstMatch, Match, NameSet, numberOf, TerraformValues } from '../rules';
import { LayerDecision, RuleReference } from '../verdict';

/** What URL filtering says. */
export interface FilterVerdict {
  readonly decision: LayerDecision;
  readonly code: string;
  readonly rule: RuleReference | null;
}

interface Filter {
  readonly reference: RuleReference;
  readonly action: 'ALLOW' | 'DENY';
  readonly names: NameSet;
}

/**
 * URL filtering profiles of Cloud NGFW Enterprise: filters by priority, by server name or Host header. Source: Google Cloud, "URL filtering service
 * overview". What it is reported not to stop (raw TCP, HTTP without Host) is allowed here, and said to be: the report is in no text of Google.
 */
export class UrlFilters {
  private readonly filters = new Map<string, readonly Filter[] | undefined>();
  /** An endpoint of the files that no association names. */
  public readonly unusedEndpoint: RuleReference | undefined;

  public constructor(private readonly values: TerraformValues) {
    const associated = new Set(values.ofType('google_network_security_firewall_endpoint_association').map((association) =>
      values.resource(association.values.firewall_endpoint, ENDPOINT)?.address));
    const unused = values.ofType(ENDPOINT).find(({ address }) => !associated.has(address));
    this.unusedEndpoint = unused && { file: unused.file, object: unused.address, path: '' };
  }

  /** What the group's profile does with an inspected connection. */
  public judge(group: string | undefined, { protocol, serverName, httpHost }: Connection, at: RuleReference): FilterVerdict {
    if (!this.filters.has(group ?? '')) this.filters.set(group ?? '', this.read(group));
    const filters = this.filters.get(group ?? '');
    if (filters === undefined) return { decision: 'unknown', code: 'not-understood', rule: at };
    if (this.unusedEndpoint !== undefined) return { decision: 'unknown', code: 'endpoint-not-associated', rule: this.unusedEndpoint };
    if (protocol !== 'tls' && (protocol !== 'http' || httpHost === null)) return { decision: 'allow', code: 'url-filter-bypass', rule: at };
    const name = protocol === 'tls' ? serverName : httpHost!.replace(/:\d+$/, '');
    if (name === null) return { decision: 'unknown', code: 'url-filter-no-name', rule: at };
    const { rule, open } = firstMatch(filters, (filter): Match => filter.names.has(name));
    if (rule === undefined || open.some(({ action }) => action !== rule.action)) return { decision: 'unknown', code: 'not-understood', rule: open[0]?.reference ?? at };
    return rule.action === 'ALLOW' ? { decision: 'allow', code: 'url-filter-allow', rule: rule.reference } : { decision: 'deny', code: 'url-filter-deny', rule: rule.reference };
  }

  /** Names that the group's profile allows. */
  public allowedNames(group: string | undefined): readonly string[] {
    return (this.read(group) ?? []).filter(({ action }) => action === 'ALLOW').flatMap(({ names }) => names.patterns);
  }

  private read(group: string | undefined): readonly Filter[] | undefined {
    const id = group?.replace(/^\/\/networksecurity\.googleapis\.com\//, '');
    const profile = this.values.resource(this.values.resource(id, 'google_network_security_security_profile_group')?.values.url_filtering_profile, 'google_network_security_security_profile');
    if (profile === undefined) return undefined;
    return blocksOf(blockOf(profile.values.url_filtering_profile).url_filters).map((filter, index) => ({ filter, index }))
      .sort((a, b) => numberOf(a.filter.priority, Infinity) - numberOf(b.filter.priority, Infinity))
      .map(({ filter, index }) => ({
        reference: { file: profile.file, object: profile.address, path: `url_filtering_profile[0].url_filters[${index}]` },
        action: this.values.text(filter.filtering_action) === 'ALLOW' ? 'ALLOW' : 'DENY',
        names: new NameSet(this.values.texts(filter.urls)),
      }));
  }
}

const ENDPOINT = 'google_network_security_firewall_endpoint';
