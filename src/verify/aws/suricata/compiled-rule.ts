import { Conditions, conditionsOf, FlowBits } from './conditions';
import { AddressList, addressList, portList, Variables } from './lists';
import { Packet } from './packet';
import { contentBytes, RuleOption, SuricataRule } from './rule';
import { Connection } from '../../connection';
import { AddressSet, every, Match, matchIf, some } from '../../rules';
import { RuleReference } from '../../verdict';

/** What a rule decides; `none`: it only logs or sets bits; `either`: it stands for rules that could not be read. */
export type RuleDecision = 'pass' | 'drop' | 'none' | 'either';

/** A name that a rule looks for, where that is all that it looks for in the name's buffer. */
export interface RuleName {
  /** Exact, or what the name ends with. */
  readonly text: string;
  readonly exact: boolean;
}

/** Protocols of rules that the application tells; others of them are not modelled. */
const APPLICATIONS: ReadonlySet<string> = new Set(['tls', 'http', 'quic']);
const TRANSPORTS = new Set(['tcp', 'tcp-pkt', 'tcp-stream', 'udp', 'icmp', 'ip', 'ipv4', 'ip4', 'ipv6', 'ip6', 'any']);
/** Keywords that rules on addresses alone may have. */
const ADDRESS_KEYWORDS = new Set(['msg', 'sid', 'rev', 'gid', 'classtype', 'reference', 'metadata', 'priority', 'alert', 'noalert', 'ip_proto', 'geoip']);
const ALIASES: Readonly<Record<string, string>> = { 'ssl': 'tls', 'http1': 'http', 'tcp-pkt': 'tcp', 'tcp-stream': 'tcp', 'any': 'ip', 'ip4': 'ipv4', 'ip6': 'ipv6' };

/** Source ports are chosen by clients: the ends and the middle of what they choose from stand for all. */
const CLIENT_PORTS = [1024, 32768, 40000, 60999, 65535];

const ANYTHING: SuricataRule = {
  action: 'pass', protocol: 'ip', source: 'any', sourcePorts: 'any', bidirectional: true, destination: 'any', destinationPorts: 'any', options: [{ keyword: 'not-read', value: '', negated: false }],
};

/** A rule that is ready to be asked. */
export class CompiledRule {
  public readonly rule: SuricataRule;
  public readonly decision: RuleDecision;
  public readonly protocol: string;
  public readonly options: Conditions;
  /** Does it look at nothing but addresses? Suricata asks such rules for the first packet of each direction only, unless an address is negated. */
  public readonly isOnAddressesOnly: boolean;
  public readonly destination: AddressList;
  public readonly source: AddressList;
  /** Names that the rule looks for; undefined: none, or in a form that cannot be told. */
  public readonly name: RuleName | undefined;
  private readonly sourcePort: (port: number) => Match;
  private readonly destinationPort: (port: number) => Match;
  private readonly clientAsSource: Match;
  private readonly clientAsDestination: Match;

  /** A rule, or `undefined` for rules that could not be read: they may match anything. */
  public constructor(read: SuricataRule | undefined, public readonly reference: RuleReference, variables: Variables) {
    const rule = read ?? ANYTHING;
    this.rule = rule;
    this.decision = read === undefined ? 'either' : rule.action === 'pass' ? 'pass' : rule.action === 'alert' ? 'none' : 'drop';
    this.protocol = ALIASES[rule.protocol] ?? rule.protocol;
    this.options = conditionsOf(rule.options);
    this.source = addressList(rule.source, variables);
    this.destination = addressList(rule.destination, variables);
    this.sourcePort = portList(rule.sourcePorts, variables);
    this.destinationPort = portList(rule.destinationPorts, variables);
    this.clientAsSource = clientPort(this.sourcePort);
    this.clientAsDestination = clientPort(this.destinationPort);
    this.name = nameOf(this.options);
    this.isOnAddressesOnly = read !== undefined && this.source.set !== undefined && this.destination.set !== undefined && TRANSPORTS.has(rule.protocol)
      && rule.sourcePorts === 'any' && rule.destinationPorts === 'any'
      && rule.options.every(({ keyword, value }) => ADDRESS_KEYWORDS.has(keyword) || (keyword === 'flowbits' && value.startsWith('set')));
  }

  /** Does a pass of this rule take the whole connection, not only the packet? Suricata 7.0: rules on the application, and on addresses alone. */
  public get takesConnection(): boolean {
    return this.decision === 'pass' && this.takesAll;
  }

  private get takesAll(): boolean {
    return APPLICATIONS.has(this.protocol) || this.options.looksIntoApplication || !TRANSPORTS.has(this.rule.protocol)
      || this.isOnAddressesOnly || (this.options.isPlain && this.rule.sourcePorts === 'any' && this.rule.destinationPorts === 'any');
  }

  /** Does it write a log line when it matches? */
  public get logs(): boolean {
    return this.rule.action === 'alert' && this.decision === 'none' && !this.rule.options.some(({ keyword }) => keyword === 'noalert');
  }

  /** Is it asked after the rules on packets? */
  public get looksIntoApplication(): boolean {
    return this.options.looksIntoApplication;
  }

  /** Do addresses and ports fit packets of this direction? The same for all of them. */
  public matchesEnds({ to, protocol }: Connection, source: string, toServer: boolean): Match {
    const serverPort = (has: (port: number) => Match): Match => (protocol === 'icmp' ? 'yes' : has(to.port));
    const clientFirst = (): Match => every(this.source.has(source), this.destination.has(to.address), this.clientAsSource, serverPort(this.destinationPort));
    const serverFirst = (): Match => every(this.source.has(to.address), this.destination.has(source), serverPort(this.sourcePort), this.clientAsDestination);
    if (this.rule.bidirectional) return some(clientFirst(), serverFirst());
    return toServer ? clientFirst() : serverFirst();
  }

  /** Does it match the packet, whose ends fit? */
  public matches(packet: Packet, connection: Connection, bits: FlowBits): Match {
    if (this.isOnAddressesOnly && !packet.isFirst) return 'no';
    const protocol = this.matchesProtocol(packet, connection);
    if (protocol === 'no') return 'no';
    let isSure = protocol === 'yes';
    for (const condition of this.options.conditions) {
      const match = condition(packet, connection, bits);
      if (match === 'no') return 'no';
      isSure &&= match === 'yes';
    }
    return isSure ? 'yes' : 'maybe';
  }

  private matchesProtocol({ application, ipProtocol }: Packet, { protocol, to }: Connection): Match {
    if (ipProtocol !== undefined && !this.protocol.startsWith('ip')) return 'no';
    switch (this.protocol) {
      case 'ip':
        return 'yes';
      case 'ipv4':
      case 'ipv6':
        return matchIf(to.address.includes(':') === (this.protocol === 'ipv6'));
      case 'tcp':
        return matchIf(protocol === 'tls' || protocol === 'http' || protocol === 'tcp');
      case 'udp':
        return matchIf(protocol === 'udp' || protocol === 'quic');
      case 'icmp':
        return matchIf(protocol === 'icmp');
      default:
        if (APPLICATIONS.has(this.protocol)) return matchIf(application === this.protocol);
        // Another application: it may be what an opaque connection carries.
        return application === 'none' && protocol !== 'icmp' ? 'maybe' : 'no';
    }
  }

  /** Destinations to be found by: names if it looks for some, else networks. */
  public get keys(): { readonly addresses: AddressSet | null; readonly names: readonly string[] | null } {
    if (this.name !== undefined && (this.name.exact || this.name.text.startsWith('.'))) return { addresses: null, names: [this.name.text] };
    return { addresses: this.rule.bidirectional ? null : this.destination.set ?? null, names: null };
  }
}

function clientPort(has: (port: number) => Match): Match {
  const answers = CLIENT_PORTS.map(has);
  return answers.every((answer) => answer === answers[0]) ? answers[0]! : 'maybe';
}

/** One content on one buffer of names, exact or by its end. */
function nameOf({ buffers }: Conditions): RuleName | undefined {
  const [first, ...more] = buffers;
  if (first === undefined || more.length > 0 || (first.buffer !== 'sni' && first.buffer !== 'host')) return undefined;
  const contents = first.options.filter(({ keyword }) => keyword === 'content');
  const words = new Set(first.options.map(({ keyword }: RuleOption) => keyword));
  const text = contents.length === 1 && !contents[0]!.negated ? contentBytes(contents[0]!.value)?.toLowerCase() : undefined;
  if (text === undefined || !words.has('endswith') || [...words].some((word) => !PLAIN.has(word))) return undefined;
  if (words.has('dotprefix')) return words.has('startswith') ? undefined : { text, exact: false };
  return { text, exact: words.has('startswith') };
}

const PLAIN = new Set(['content', 'nocase', 'startswith', 'endswith', 'dotprefix', 'fast_pattern']);
