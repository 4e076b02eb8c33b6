import { CompiledRule } from './compiled-rule';
import { FlowBits } from './conditions';
import { Packet, packetsOf, Segments } from './packet';
import { Connection } from '../../connection';
import { Match, RuleIndex } from '../../rules';

/** What rules decide on one packet: the rule, `open` when one that was not understood could decide first, none. */
export interface PacketDecision {
  readonly packet: Packet;
  readonly rule: CompiledRule | undefined;
  readonly open: CompiledRule | undefined;
  /** Rules that surely log the packet: none of them comes after the rule that decides. */
  readonly logged: readonly CompiledRule[];
}

interface Candidate {
  readonly rule: CompiledRule;
  readonly ends: Match;
}

/** Rules in strict order, as AWS Network Firewall asks them. */
export class SuricataEngine {
  private readonly index: RuleIndex<CompiledRule>;

  public constructor(rules: readonly CompiledRule[]) {
    this.index = new RuleIndex(rules, (rule) => rule.keys);
  }

  /** What is decided on each packet in turn; bits that rules set on the way are kept. */
  public *decisions(connection: Connection, source: string, segments: Segments): Generator<PacketDecision> {
    const names = [connection.serverName, connection.httpHost?.replace(/:\d+$/, '')].filter((name) => name !== null && name !== undefined);
    const forward = this.fitting(connection, source, true, this.index.candidates(connection.to.address, names));
    const back = this.fitting(connection, source, false, this.index.candidates(source, []));
    const bits: FlowBits = new Map();
    for (const packet of packetsOf(connection, segments)) yield decide(packet, connection, packet.toServer ? forward : back, bits);
  }

  private fitting(connection: Connection, source: string, toServer: boolean, rules: readonly CompiledRule[]): readonly Candidate[] {
    return rules.map((rule) => ({ rule, ends: rule.matchesEnds(connection, source, toServer) })).filter(({ ends }) => ends !== 'no');
  }
}

const PASSES = [false, true];

/** Rules on packets are asked before those that look into the application, and bits are set at once; the first in order of all that match decides. */
function decide(packet: Packet, connection: Connection, candidates: readonly Candidate[], bits: FlowBits): PacketDecision {
  const matches = new Array<Match>(candidates.length).fill('no');
  for (const looksIntoApplication of PASSES) {
    for (let number = 0; number < candidates.length; number += 1) {
      const { rule, ends } = candidates[number]!;
      if (rule.looksIntoApplication !== looksIntoApplication) continue;
      const match = rule.matches(packet, connection, bits);
      if (match === 'no') continue;
      matches[number] = ends === 'yes' ? match : 'maybe';
      for (const [bit, value] of rule.options.effects) bits.set(bit, matches[number] === 'yes' || bits.get(bit) === value ? value : 'maybe');
    }
  }
  let open: CompiledRule | undefined;
  const logged: CompiledRule[] = [];
  for (let number = 0; number < candidates.length; number += 1) {
    const { rule } = candidates[number]!;
    const match = matches[number];
    if (match === 'yes' && rule.logs) logged.push(rule);
    if (match === 'no' || rule.decision === 'none') continue;
    if (match === 'yes') return { packet, rule, open: open?.decision === rule.decision ? undefined : open, logged };
    open ??= rule;
  }
  return { packet, rule: undefined, open, logged };
}
