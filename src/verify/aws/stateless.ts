import { Connection } from '../connection';
import { TerraformResource } from '../read/objects';
import { AddressSet, Block, blockOf, blocksOf, every, firstMatch, Match, matchIf, numberOf, some, TerraformValues } from '../rules';
import { RuleReference } from '../verdict';
import { GROUP } from './read-rules';

/** What the stateless engine does: `forward` hands the packet to the stateful rules. */
export interface StatelessDecision {
  readonly action: 'pass' | 'drop' | 'forward' | 'unknown';
  readonly rule: RuleReference;
}

/** IANA protocol numbers of what a connection may be. */
const NUMBERS: Readonly<Record<string, readonly number[]>> = { tls: [6], http: [6], tcp: [6], udp: [17], quic: [17], icmp: [1, 58] };

interface StatelessRule {
  readonly reference: RuleReference;
  readonly actions: readonly string[];
  readonly match: Block;
}

/**
 * The stateless engine, which sees each packet before the stateful one: rules by priority of group and rule, then the default action.
 * Source: AWS Network Firewall Developer Guide, "How AWS Network Firewall filters network traffic".
 */
export class StatelessEngine {
  private readonly rules: readonly StatelessRule[];
  private readonly unread: RuleReference | undefined;
  private readonly defaults: readonly string[];
  private readonly defaultAt: RuleReference;

  public constructor(policy: TerraformResource, private readonly values: TerraformValues) {
    const body = blockOf(policy.values.firewall_policy);
    const at = (path: string): RuleReference => ({ file: policy.file, object: policy.address, path });
    this.defaults = values.texts(body.stateless_default_actions);
    this.defaultAt = at('firewall_policy.stateless_default_actions');
    const references = byPriority(blocksOf(body.stateless_rule_group_reference));
    const groups = references.map((reference) => values.resource(reference.resource_arn, GROUP));
    this.unread = groups.includes(undefined) ? at('firewall_policy.stateless_rule_group_reference') : undefined;
    this.rules = groups.flatMap((group) => (group === undefined ? [] : this.ofGroup(group)));
  }

  public decide(connection: Connection, source: string): StatelessDecision {
    const { rule, open } = firstMatch(this.rules, (candidate) => this.matches(candidate.match, connection, source));
    const found = rule === undefined ? { action: actionOf(this.defaults), rule: this.defaultAt } : { action: actionOf(rule.actions), rule: rule.reference };
    const doubtful = open.find(({ actions }) => actionOf(actions) !== found.action);
    if (doubtful !== undefined) return { action: 'unknown', rule: doubtful.reference };
    return this.unread === undefined ? found : { action: 'unknown', rule: this.unread };
  }

  private ofGroup(group: TerraformResource): StatelessRule[] {
    const source = blockOf(blockOf(blockOf(group.values.rule_group).rules_source).stateless_rules_and_custom_actions);
    return byPriority(blocksOf(source.stateless_rule)).map((rule) => {
      const definition = blockOf(rule.rule_definition);
      const reference = { file: group.file, object: group.address, path: `rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule priority ${String(rule.priority)}` };
      return { reference, actions: this.values.texts(definition.actions), match: blockOf(definition.match_attributes) };
    });
  }

  private matches(match: Block, { to, protocol }: Connection, source: string): Match {
    const protocols = this.values.texts(match.protocols).map(Number);
    const addresses = (value: unknown, address: string): Match => {
      const texts = blocksOf(value).flatMap(({ address_definition: definition }) => this.values.texts(definition));
      return texts.length === 0 ? 'yes' : AddressSet.of(texts).has(address);
    };
    const ports = blocksOf(match.destination_port);
    return every(
      protocols.length === 0 ? 'yes' : matchIf(NUMBERS[protocol]!.some((number) => protocols.includes(number))),
      addresses(match.source, source),
      addresses(match.destination, to.address),
      ports.length === 0 ? 'yes' : some(...ports.map((range) => matchIf(numberOf(range.from_port, 0) <= to.port && to.port <= numberOf(range.to_port, numberOf(range.from_port, 0))))),
      blocksOf(match.source_port).some((range) => numberOf(range.from_port, 0) > 1024 || numberOf(range.to_port, 0) < 65535) ? 'maybe' : 'yes',
      blocksOf(match.tcp_flag).length > 0 ? 'maybe' : 'yes',
    );
  }
}

function actionOf(actions: readonly string[]): StatelessDecision['action'] {
  if (actions.includes('aws:pass')) return 'pass';
  if (actions.includes('aws:drop')) return 'drop';
  return actions.includes('aws:forward_to_sfe') ? 'forward' : 'unknown';
}

function byPriority(blocks: readonly Block[]): readonly Block[] {
  return [...blocks].sort((a, b) => numberOf(a.priority, Infinity) - numberOf(b.priority, Infinity));
}
