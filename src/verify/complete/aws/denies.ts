import { AwsFirewall, lackIn } from './groups';
import { egressSources } from '../../../cell';
import { carriesName, Cidr, withPrefix } from '../../../net';
import { Flow } from '../../../plan';
import { addressIn } from '../../addresses';
import type { AwsNetworkFirewall, Segments } from '../../aws';
import { Connection, WireProtocol } from '../../connection';
import { TerraformResource } from '../../read';
import { LayerVerdict } from '../../verdict';
import { Lack, Wanted } from '../wanted';

/** Somebody whom no plan names, with a name that nobody has (RFC 2606). */
const STRANGERS = { 4: ['45.0.0.8', '203.0.113.8', '198.51.100.8'], 6: ['2001:db8::8', '2001:db9::8'] } as const;
const STRANGER = 'stranger.invalid';
/** Whoever else is behind a firewall of the cell's own. */
const ELSEWHERE = { 4: '10.255.255.8', 6: 'fd00:ffff::8' } as const;

interface Question {
  readonly what: string;
  readonly protocol: WireProtocol;
  readonly segments: Segments;
  readonly port?: number;
  readonly name?: string;
  /** Nobody asks for it to be stopped; no rule may pass it all the same. */
  readonly mayBeOpen?: boolean;
}

/**
 * What a group of ours does on its own with what no flow permits: a default action of the policy, or a deny of another line, may hide from every question
 * that a deny is missing. While observing nothing is denied, and what would be is logged before data gets out; what a flow permits is not.
 */
export function denies(wanted: Wanted, { rules, asked, layer }: AwsFirewall): Lack[] {
  return rules.flatMap((group) => {
    const alone = (layer.evaluator as AwsNetworkFirewall).ofGroup(group);
    const deny = asked?.network !== undefined ? 'any' : asked?.rules?.defaultDeny ?? (alone.denies ? 'sources' : 'none');
    if (wanted.enforced) return deny === 'none' ? [] : unstopped(wanted, group, alone, deny === 'any', isBound(asked));
    return asked !== undefined || alone.logs ? unlogged(wanted, group, alone, isBound(asked)) : [];
  });
}

/** Nobody says of a stack of one's own whether the bound is wanted. */
function isBound(asked: AwsFirewall['asked']): boolean {
  return (asked?.network ?? asked?.rules)?.endlessHelloBound ?? false;
}

function unstopped(wanted: Wanted, { file, address }: TerraformResource, alone: AwsNetworkFirewall, ofEverybody: boolean, bound: boolean): Lack[] {
  const questions = questionsOf(wanted, bound);
  return [...sourcesOf(wanted), ...(ofEverybody ? [ELSEWHERE[4], ELSEWHERE[6]] : [])].flatMap((source) => questions.flatMap(({ what, segments, mayBeOpen, ...wire }) => {
    const connection = connectionOf(wanted, source, wire);
    const said = connection && alone.judgeSegments(connection, segments);
    if (said === undefined || said.verdict === 'deny' || (mayBeOpen === true && !isPassed(said))) return [];
    return [lackIn(file, 'deny on its own what no flow permits', `${what} from ${source} is not stopped in ${address} (${said.code})`)];
  }));
}

function unlogged(wanted: Wanted, { file, address }: TerraformResource, alone: AwsNetworkFirewall, bound: boolean): Lack[] {
  const permitted = wanted.flows.find(({ transport, to, addressBound }) => carriesName(transport) && transport !== 'http' && to.hosts.length > 0 && !addressBound);
  return sourcesOf(wanted).flatMap((source) => [
    ...questionsOf(wanted, bound).flatMap(({ what, segments, mayBeOpen, ...wire }): Lack[] => {
      const connection = connectionOf(wanted, source, wire);
      if (connection === undefined) return [];
      const said = alone.judgeSegments(connection, segments);
      if (said.verdict === 'deny' || isPassed(said)) return [lackIn(file, 'decide nothing of what no flow permits while observing', `${what} from ${source} meets ${said.code} in ${address}`)];
      return mayBeOpen === true || alone.logsOf(connection, segments).length > 0 ? [] : [lackIn(file, 'log what would be denied', `no log of ${what} from ${source} in ${address}`)];
    }),
    ...(permitted === undefined ? [] : loggedThough(permitted, wanted, source, alone).map((text): Lack => lackIn(file, 'log nothing of what a flow permits', `${text} in ${address}`))),
  ]);
}

/** The hello of a post-quantum client comes in two: its first half is no reason for a log. */
function loggedThough(flow: Flow, wanted: Wanted, source: string, alone: AwsNetworkFirewall): string[] {
  if (flow.from.every(({ nodes }) => nodes === true)) return [];
  const { name, wildcard } = flow.to.hosts[0]!;
  const connection = connectionOf(wanted, source, { protocol: 'tls', port: flow.ports[0]!.first, name: wildcard ? `eic-probe.${name}` : name });
  return connection === undefined ? [] : alone.logsOf(connection, 2).slice(0, 1).map(({ path }) => `${flow.key} from ${source} by ${path}`);
}

function isPassed({ code }: LayerVerdict): boolean {
  return code === 'aws-network-firewall/pass-rule';
}

function questionsOf({ flows }: Wanted, bound: boolean): Question[] {
  const web = [...new Set(flows.filter(({ transport, to }) => transport === 'http' && to.hosts.length > 0).flatMap(({ ports }) => ports.map(({ first }) => first)))];
  return [
    { what: 'TLS to a strange name', protocol: 'tls', segments: 1, name: STRANGER },
    { what: 'TLS to a strange name in two segments', protocol: 'tls', segments: 2, name: STRANGER },
    { what: 'TLS without a name', protocol: 'tls', segments: 1 },
    { what: 'a TLS hello without end', protocol: 'tls', segments: 'endless', ...(bound ? {} : { mayBeOpen: true }) },
    ...web.flatMap((port): Question[] => [
      { what: `HTTP to a strange host on port ${port}`, protocol: 'http', segments: 1, port, name: STRANGER },
      { what: `HTTP to a strange host in two segments on port ${port}`, protocol: 'http', segments: 2, port, name: STRANGER },
      { what: `HTTP without a host on port ${port}`, protocol: 'http', segments: 1, port },
    ]),
    { what: 'TCP that is neither TLS nor HTTP', protocol: 'tcp', segments: 1 },
    { what: 'UDP', protocol: 'udp', segments: 1 },
    { what: 'ICMP', protocol: 'icmp', segments: 1 },
    { what: 'another IP protocol, such as GRE', protocol: 'icmp', segments: 'gre' },
  ];
}

function sourcesOf({ definition: { cluster } }: Wanted): string[] {
  return [...new Set(egressSources(cluster))].map((text) => addressIn(Cidr.trusted(text), 1));
}

/** To somebody whom no flow has; undefined where the flows have everybody. */
function connectionOf({ flows }: Wanted, source: string, { protocol, port = 443, name }: Pick<Question, 'protocol' | 'port' | 'name'>): Connection | undefined {
  const networks = flows.flatMap(({ to }) => to.cidrs);
  const version = source.includes(':') ? 6 : 4;
  const address = STRANGERS[version].find((one) => !networks.some((network) => network.contains(Cidr.trusted(withPrefix(one)))));
  if (address === undefined) return undefined;
  return {
    from: { egressAddresses: [source] }, to: { host: name ?? null, address, port }, protocol,
    serverName: protocol === 'tls' ? name ?? null : null, httpHost: protocol === 'http' ? name ?? null : null,
  };
}
