import { PRIVATE_VIP } from '../../catalog';
import { Definition, egressSources } from '../../cell';
import { KINDS } from '../../errors';
import { Cidr, HostPattern } from '../../net';
import { findingOf } from '../../plan/finding';
import { TargetRow } from '../target';
import { byVersion, GcpContext, nameOf, pieces, ruleOf } from './context';
import { MOST_RANGES, numbered, srcRanges } from './flow-rules';
import { controlPlanePorts } from './keep-alive';
import { Priorities } from './priorities';
import { GcpRule, ProxyCompilation, ProxyRoute, ProxyRule } from './rules';

/** Names that the proxy decides, of a flow or of the platform. */
export interface ProxiedNames {
  readonly key: string;
  readonly path: string;
  readonly hosts: readonly HostPattern[];
  /** Id of the flow; undefined: none of the plan. */
  readonly flow?: string;
}

export interface ProxyResult {
  readonly proxy: ProxyCompilation;
  readonly rules: readonly GcpRule[];
  readonly rows: readonly TargetRow[];
}

const EVERYWHERE = '0.0.0.0/0';
/** Where the proxy listens. */
const WEB_PORT = 443;
/** Names in one condition: the provider takes 2,048 characters, and a name has 253 at most. */
const LONGEST_MATCHER = 2048;

/** Priorities of policy-based routes: what goes around the proxy comes first. */
const [AROUND, THROUGH] = [100, 1000];

/**
 * The proxy as the next hop of the cell's TCP: a rule by server name for each flow, and routes around it for what has addresses. `around`:
 * IPv4 networks that flows without the proxy go to.
 */
export function secureWebProxy(
  definition: Definition, flows: readonly ProxiedNames[], around: readonly Cidr[], sources: readonly Cidr[] | undefined, context: GcpContext,
): ProxyResult {
  const { cell, options, problems, findings } = context;
  findings.push(findingOf(KINDS.gcpProxyAddress, null, `${options.target}.wildcards`,
    'web traffic leaves by the NAT that Secure Web Proxy makes itself: its addresses are not managed here, and the firewall lets any address be reached on TCP 443 but those with a route around the proxy',
    'attach reserved addresses by gcloud, as Google documents, before partners allow them'));
  const priorities = new Priorities(0, cell, problems);
  const rules = flows.flatMap(({ key: of, path, hosts }) => matchers(hosts).map((sessionMatcher, index): ProxyRule => {
    const key = `proxy${numbered(index)}/${of}`;
    return { name: nameOf(cell, key), priority: priorities.of('allow', key, path), sessionMatcher };
  }));
  const web = {
    path: options.target, logging: true, protocols: [{ protocol: 'tcp' as const, ports: [`${WEB_PORT}`] }], ...srcRanges(sources === undefined ? undefined : byVersion(sources).find(({ version }) => version === 4)?.ranges),
  };
  // What flows and cluster need there was allowed before; nothing else may use the way around the proxy.
  const denies = pieces(networks(around, strangers(definition)).map(String), MOST_RANGES).map((destRanges, index) => ruleOf({ band: 'around', action: 'deny', key: `inspect/around${numbered(index)}`, destRanges, ...web }, context));
  const allow = ruleOf({ band: 'proxy', action: 'allow', key: 'inspect/proxy', destRanges: [EVERYWHERE], ...web }, context);
  const rows = flows.flatMap(({ flow }): TargetRow[] => (flow === undefined ? [] : [{ flow, rule: allow.name, mechanism: 'secure-web-proxy', evidence: 'sni', exact: true }]));
  return { proxy: { name: `eic-${cell}`, rules: rules.sort((a, b) => a.priority - b.priority), routes: routes(definition, around, context) }, rules: [...denies, allow], rows };
}

/** Conditions for the hosts, each short enough. Names are DNS names, so quotes cannot end them. */
function matchers(hosts: readonly HostPattern[]): string[] {
  const conditions = hosts.map(({ wildcard, name }) => (wildcard ? `host().endsWith('.${name}')` : `host() == '${name}'`));
  return conditions.reduce<string[]>((found, condition) => {
    const last = found.at(-1);
    if (last === undefined || last.length + condition.length + 4 > LONGEST_MATCHER) return [...found, condition];
    return [...found.slice(0, -1), `${last} || ${condition}`];
  }, []);
}

/** What has a route around the proxy though no flow goes there, and is not open on the port anyhow, as the cluster's own networks are. */
function strangers({ cluster }: Definition): readonly string[] {
  return [...(controlPlanePorts(cluster).includes(WEB_PORT) ? [] : cluster.apiServer?.cidrs ?? []), PRIVATE_VIP.cidr];
}

/** IPv4 networks, each once and in order. */
function networks(ofFlows: readonly Cidr[], others: readonly string[]): readonly Cidr[] {
  const all = [...ofFlows, ...others.map((text) => Cidr.trusted(text))].filter(({ version }) => version === 4);
  return [...new Map(all.map((cidr) => [`${cidr}`, cidr])).values()].sort((a, b) => a.compare(b));
}

function routes({ cluster }: Definition, around: readonly Cidr[], { cell, findings }: GcpContext): ProxyRoute[] {
  const all = egressSources(cluster).map((text) => Cidr.trusted(text));
  const sources = all.filter(({ version }) => version === 4).sort((a, b) => a.compare(b));
  const six = all.filter(({ version }) => version === 6);
  if (six.length > 0) {
    findings.push(findingOf(KINDS.noIpv6, null, 'cluster.egressSources', `Secure Web Proxy carries no IPv6: ${six.join(', ')} ${six.length > 1 ? 'have' : 'has'} no route to it`, 'use IPv4 for web traffic'));
  }
  const past = networks(around, [...cluster.nodeCidrs, ...cluster.podCidrs, ...cluster.serviceCidrs, ...cluster.apiServer?.cidrs ?? [], PRIVATE_VIP.cidr]);
  const route = (source: Cidr, dest: string, priority: number): ProxyRoute => ({
    name: nameOf(cell, `route/${slug(source)}/${dest === EVERYWHERE ? 'proxy' : slug(dest)}`), priority, srcRange: `${source}`, destRange: dest, around: dest !== EVERYWHERE,
  });
  return sources.flatMap((source) => [...past.map((dest) => route(source, `${dest}`, AROUND)), route(source, EVERYWHERE, THROUGH)]);
}

function slug(cidr: Cidr | string): string {
  return `${cidr}`.replace(/[./]/g, '-');
}
