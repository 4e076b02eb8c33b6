import { Connection } from '../connection';
import { AddressSet, blockOf, every, firstMatch, Match, matchIf, numberOf, some, TerraformValues, unescaped } from '../rules';
import { RuleReference } from '../verdict';
import { FilterVerdict } from './url-filters';

interface ProxyRule {
  readonly reference: RuleReference;
  readonly allows: boolean;
  readonly matches: (host: string | null) => Match;
  readonly hosts: readonly string[];
}

interface Route {
  readonly sources: AddressSet;
  readonly destinations: AddressSet;
  readonly toProxy: boolean;
}

/**
 * A Secure Web Proxy as the next hop of policy-based routes: its rules by priority, by the server name; what no rule allows is denied. Conditions
 * are understood where they are `host() == "x"` and `host().endsWith(".x")`, joined by `||`. Source: Google Cloud, "Secure Web Proxy: CEL matcher language".
 */
export class WebProxy {
  private readonly rules: readonly ProxyRule[];
  private readonly routes: readonly Route[];
  private readonly ports: ReadonlySet<number>;

  public constructor(values: TerraformValues) {
    const byPriority = (a: { readonly values: Readonly<Record<string, unknown>> }, b: typeof a) => numberOf(a.values.priority, Infinity) - numberOf(b.values.priority, Infinity);
    this.rules = [...values.ofType('google_network_security_gateway_security_policy_rule')].sort(byPriority).filter(({ values: rule }) => rule.enabled !== false)
      .map((resource): ProxyRule => {
        const condition = conditionOf(typeof resource.values.session_matcher === 'string' ? unescaped(resource.values.session_matcher) : '');
        const open = resource.values.application_matcher !== undefined && resource.values.application_matcher !== null && resource.values.application_matcher !== '';
        return {
          reference: { file: resource.file, object: resource.address, path: 'session_matcher' },
          allows: resource.values.basic_profile === 'ALLOW',
          matches: (host) => every(open ? 'maybe' : 'yes', condition.matches(host)),
          hosts: condition.hosts,
        };
      });
    this.routes = [...values.ofType('google_network_connectivity_policy_based_route')].sort(byPriority).map(({ values: route }) => {
      const filter = blockOf(route.filter);
      const range = (value: unknown): AddressSet => AddressSet.of(values.texts(value).length === 0 ? ['0.0.0.0/0'] : values.texts(value));
      return { sources: range(filter.src_range), destinations: range(filter.dest_range), toProxy: route.next_hop_ilb_ip !== undefined && route.next_hop_ilb_ip !== null };
    });
    this.ports = new Set(values.ofType('google_network_services_gateway').flatMap((gateway) => values.texts(gateway.values.ports)).map(Number));
  }

  /** What the proxy does with a connection that the firewall lets through; undefined: it does not get to the proxy. */
  public judge({ to, protocol, serverName, httpHost }: Connection, source: string): FilterVerdict | undefined {
    if (protocol === 'udp' || protocol === 'quic' || protocol === 'icmp' || to.address.includes(':')) return undefined;
    const { rule: route, open: doubtful } = firstMatch(this.routes, ({ sources, destinations }) => every(sources.has(source), destinations.has(to.address)));
    if (doubtful.some(({ toProxy }) => toProxy !== (route?.toProxy ?? false))) return { decision: 'unknown', code: 'not-understood', rule: null };
    if (route?.toProxy !== true) return undefined;
    if (!this.ports.has(to.port)) return { decision: 'deny', code: 'proxy-port', rule: null };
    const host = protocol === 'tls' ? serverName : protocol === 'http' ? httpHost?.replace(/:\d+$/, '') ?? null : null;
    const { rule, open } = firstMatch(this.rules, ({ matches }) => matches(host?.toLowerCase() ?? null));
    const different = open.find(({ allows }) => allows !== (rule?.allows ?? false));
    if (different !== undefined) return { decision: 'unknown', code: 'not-understood', rule: different.reference };
    return rule?.allows === true ? { decision: 'allow', code: 'proxy-allow', rule: rule.reference } : { decision: 'deny', code: 'proxy-deny', rule: rule?.reference ?? null };
  }

  /** Does a route take all of IPv4 to the proxy, which listens on the ports? */
  public takesAll(ports: readonly string[]): boolean {
    const takes = this.routes.some(({ toProxy, destinations }) => toProxy && destinations.has('0.0.0.1') === 'yes' && destinations.has('255.255.255.254') === 'yes');
    return takes && ports.length > 0 && ports.every((port) => this.ports.has(Number(port)));
  }

  /** Networks to which routes go around the proxy. */
  public around(): readonly string[] {
    return this.routes.filter(({ toProxy }) => !toProxy).flatMap(({ destinations }) => destinations.toStrings());
  }

  /** Names that rules of the proxy allow, each with its rule. */
  public allowed(): readonly { readonly rule: RuleReference; readonly hosts: readonly string[]; readonly exact: boolean }[] {
    return this.rules.filter(({ allows }) => allows).map(({ reference, hosts }) => ({ rule: reference, hosts, exact: hosts.length > 0 }));
  }
}

const TERM = /^host\(\)\s*(?:==\s*(["'])([^"'\\]*)\1|\.endsWith\(\s*(["'])([^"'\\]*)\3\s*\))$/;

/** Terms joined by `||`; anything else may match. A name that is not there matches no term. */
function conditionOf(text: string): { readonly matches: (host: string | null) => Match; readonly hosts: readonly string[] } {
  const terms = text.split('||').map((term) => TERM.exec(term.trim().replace(/^\((.*)\)$/s, '$1').trim()));
  if (terms.some((term) => term === null)) return { matches: () => 'maybe', hosts: [] };
  return {
    matches: (host) => (host === null ? 'no' : some(...terms.map((term) => matchIf(term![2] === undefined ? host.endsWith(term![4]!) : host === term![2])))),
    hosts: terms.map((term) => term![2] ?? `*${term![4]!}`),
  };
}
