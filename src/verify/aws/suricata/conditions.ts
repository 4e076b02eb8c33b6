import { BufferConditions, bufferMatch, BUFFERS, MODIFIERS } from './buffers';
import { Packet } from './packet';
import { RuleOption } from './rule';
import { Connection } from '../../connection';
import { every, Match, matchIf, not } from '../../rules';

/** Bits that rules set on a connection; `maybe`: by a rule that may have matched. */
export type FlowBits = Map<string, Match>;

export type Condition = (packet: Packet, connection: Connection, bits: FlowBits) => Match;

/** What the options of a rule say. */
export interface Conditions {
  readonly conditions: readonly Condition[];
  /** Bits that a match sets (`yes`) or unsets (`no`). */
  readonly effects: readonly (readonly [bit: string, value: Match])[];
  /** Does it look at what the application parser gives, so that the engine asks it after the rules on packets? */
  readonly looksIntoApplication: boolean;
  /** Is there nothing that looks at more than addresses? */
  readonly isPlain: boolean;
  readonly buffers: readonly BufferConditions[];
}

const SILENT = new Set(['msg', 'sid', 'rev', 'gid', 'classtype', 'reference', 'metadata', 'priority', 'target', 'alert', 'noalert', 'prefilter']);

/** Compiles the options of a rule; what is not known is `maybe`. */
export function conditionsOf(options: readonly RuleOption[]): Conditions {
  const conditions: Condition[] = [];
  const effects: (readonly [string, Match])[] = [];
  const buffers: BufferConditions[] = [];
  let looksIntoApplication = false;
  for (const option of options) {
    const { keyword, value } = option;
    if (SILENT.has(keyword)) continue;
    const buffer = MODIFIERS.has(keyword) || keyword === 'flow' ? undefined : BUFFERS[keyword] ?? (/^(tls|http|dns|ja3s?|ja4|quic|ssh|smtp|ftp|krb5|smb|snmp|mqtt|http2)[._][a-z0-9_.]+$/.test(keyword) && value === '' ? keyword : undefined);
    if (buffer !== undefined) {
      buffers.push({ buffer, options: [] });
      looksIntoApplication = true;
    } else if (MODIFIERS.has(keyword)) {
      const current = buffers[buffers.length - 1];
      if (current === undefined) conditions.push(({ hasPayload }) => (hasPayload ? 'maybe' : 'no'));
      else current.options.push(option);
    } else if (keyword === 'flowbits') {
      flowBits(value, conditions, effects);
    } else {
      looksIntoApplication ||= keyword === 'ssl_state' || keyword === 'app-layer-event' || keyword.startsWith('tls.');
      conditions.push(conditionOf(option));
    }
  }
  const matches = buffers.map(bufferMatch);
  return { conditions: [...conditions, ...matches], effects, looksIntoApplication, isPlain: conditions.length + matches.length === 0, buffers };
}

function conditionOf({ keyword, value }: RuleOption): Condition {
  switch (keyword) {
    case 'flow':
      return flowOf(value.split(',').map((word) => word.trim().toLowerCase()));
    case 'ssl_state':
      // Client hello is the only state that is sure in what a client sends first.
      return value.trim() === 'client_hello' ? ({ application, isComplete, toServer }) => matchIf(application === 'tls' && isComplete && toServer) : tlsMaybe;
    case 'app-layer-protocol':
      return applicationProtocol(value.trim());
    case 'app-layer-event':
      return value.trim() === 'http.missing_host_header'
        ? ({ application, isComplete, toServer }, { httpHost }) => matchIf(application === 'http' && isComplete && toServer && httpHost === null)
        : () => 'maybe';
    case 'stream_size':
      return streamSize(value.split(',').map((word) => word.trim()));
    case 'ip_proto':
      return ipProtocol(value.trim());
    case 'dsize':
      return value.replace(/\s/g, '') === '>0' ? ({ hasPayload }) => matchIf(hasPayload) : ({ hasPayload }) => (hasPayload ? 'maybe' : matchIf(value.trim() === '0'));
    default:
      return () => 'maybe';
  }
}

const tlsMaybe: Condition = ({ application }) => (application === 'tls' ? 'maybe' : 'no');

function flowOf(words: readonly string[]): Condition {
  const known: Readonly<Record<string, Condition>> = {
    to_server: ({ toServer }) => matchIf(toServer),
    from_client: ({ toServer }) => matchIf(toServer),
    to_client: ({ toServer }) => matchIf(!toServer),
    from_server: ({ toServer }) => matchIf(!toServer),
    established: ({ established }) => matchIf(established),
    not_established: ({ established }) => matchIf(!established),
    stateless: () => 'yes',
    no_stream: () => 'yes',
    no_frag: () => 'yes',
  };
  const conditions = words.map((word) => known[word] ?? ((): Match => 'maybe'));
  return (packet, connection, bits) => every(...conditions.map((condition) => condition(packet, connection, bits)));
}

/** A negation waits until the engine knows the protocol, or gives up. */
function applicationProtocol(text: string): Condition {
  const negated = text.startsWith('!');
  const wanted = text.replace(/^!/, '').toLowerCase();
  return ({ application }, { protocol }) => {
    if (application === 'pending') return 'no';
    const isKnown = ['tls', 'http', 'quic'].includes(wanted);
    if (!isKnown && wanted !== 'failed') return application === 'none' && protocol !== 'icmp' ? 'maybe' : matchIf(negated);
    const matches = matchIf(wanted === 'failed' ? application === 'none' : application === wanted);
    return negated ? not(matches) : matches;
  };
}

/** `client,>,8192`; what the server sends, and small numbers, are not known. */
function streamSize([side, sign, text]: readonly string[]): Condition {
  const size = Number(text);
  if (side !== 'client' || !['>', '<', '>=', '<='].includes(sign!) || !Number.isInteger(size)) return () => 'maybe';
  const isAbove = sign!.startsWith('>');
  return ({ clientBytes, ipProtocol: other }, { protocol }) => {
    if (other !== undefined || protocol === 'udp' || protocol === 'quic' || protocol === 'icmp') return 'no';
    if (clientBytes === 'some') return size < LARGEST_HELLO ? 'maybe' : matchIf(!isAbove);
    return matchIf(isAbove ? clientBytes > size : clientBytes < size);
  };
}

/** A hello is smaller than this, those of post-quantum clients too. */
const LARGEST_HELLO = 4096;

const PROTOCOL_NUMBERS: Readonly<Record<string, readonly number[]>> = { tls: [6], http: [6], tcp: [6], udp: [17], quic: [17], icmp: [1, 58] };

function ipProtocol(text: string): Condition {
  const negated = text.startsWith('!');
  const name = text.replace(/^!/, '').trim().toLowerCase();
  const wanted = /^\d+$/.test(name) ? Number(name) : { 'tcp': 6, 'udp': 17, 'icmp': 1, 'ipv6-icmp': 58 }[name];
  if (wanted === undefined) return () => 'maybe';
  return ({ ipProtocol: other }, { protocol, to }) => {
    if (other !== undefined) return matchIf((other === wanted) !== negated);
    const numbers = PROTOCOL_NUMBERS[protocol]!;
    const number = protocol === 'icmp' && to.address.includes(':') ? 58 : numbers[0];
    return matchIf((number === wanted) !== negated);
  };
}

function flowBits(value: string, conditions: Condition[], effects: (readonly [string, Match])[]): void {
  const [command, bit = ''] = value.split(',').map((word) => word.trim());
  const alternatives = bit.split('|').map((name) => name.trim());
  if (command === 'set') effects.push([bit, 'yes']);
  else if (command === 'unset') effects.push([bit, 'no']);
  else if (command === 'toggle') effects.push([bit, 'maybe']);
  else if (command === 'isset') conditions.push((_, __, bits) => alternatives.map((name) => bits.get(name) ?? 'no').reduce((a, b) => (a === 'yes' || b === 'yes' ? 'yes' : a === 'maybe' || b === 'maybe' ? 'maybe' : 'no')));
  else if (command === 'isnotset') conditions.push((_, __, bits) => every(...alternatives.map((name) => not(bits.get(name) ?? 'no'))));
  else if (command !== 'noalert') conditions.push(() => 'maybe');
}
