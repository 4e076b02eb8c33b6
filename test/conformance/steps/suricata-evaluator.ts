import { AwsNetworkFirewall } from '../../../src/verify/aws';
import { checkOf, failed, skipped, type Check } from '../check';
import { runSuricata, SURICATA_MISSING, suricataIsThere, type Verdict } from '../suricata';
import { type Asked, connections, courses, HOME_NET } from '../suricata-evaluator/connections';
import { ruleSets, type RuleSet } from '../suricata-evaluator/rule-sets';

/** Connections that each set of rules is asked about. */
const PER_SET = 60;

/** What `eic verify` says of AWS rules beside what Suricata 7 does with real packets. */
export async function checkSuricataEvaluator(): Promise<Check[]> {
  const name = 'evaluator of AWS rules as Suricata';
  if (!suricataIsThere()) return [process.env.CI === undefined ? skipped(name, SURICATA_MISSING) : failed(name, SURICATA_MISSING)];
  const sets = ruleSets();
  const different: string[] = [];
  const counts = { pass: 0, drop: 0, later: 0, unknown: 0 };
  for (const [number, set] of sets.entries()) {
    const asked = [...connections(number, PER_SET), ...courses()];
    const measured = await runSuricata(set.rules.join('\n'), asked.map(({ probe }) => probe), { homeNet: HOME_NET, variables: { EXTERNAL_NET: ['!$HOME_NET'] } });
    const firewall = new AwsNetworkFirewall(configOf(set));
    asked.forEach((one, index) => {
      const said = firewall.judgeSegments(one.connection, one.segments);
      const got = counted(measured[index]!);
      if (said.code.endsWith('/dropped-later') && isLater(got)) counts.later += 1;
      else if (said.verdict === 'unknown') counts.unknown += 1;
      else if ((said.verdict === 'allow') === (got.got === 'pass') && got.got !== 'unanswered') counts[said.verdict === 'allow' ? 'pass' : 'drop'] += 1;
      else different.push(difference(set, one, got, `${said.verdict} ${said.rule?.path ?? said.code}`));
    });
  }
  const total = sets.length * (PER_SET + courses().length);
  return [
    checkOf(`${name}: ${total} verdicts on ${sets.length} sets of rules (${counts.pass} pass, ${counts.drop} drop, ${counts.later} drop after the hello, ${counts.unknown} unknown), none different`, different.slice(0, 10)),
    checkOf(`${name}: both verdicts are asked for, and not more than 2 % unknown`, counts.pass > total / 10 && counts.drop > total / 10 && counts.unknown <= total / 50 ? [] : [JSON.stringify(counts)]),
  ];
}

/** Suricata keeps no flow of GRE that holds nothing it knows, so nothing counts its packets; a drop is an event all the same. */
function counted(verdict: Verdict): Verdict {
  return verdict.got === 'unanswered' && verdict.probe.kind === 'ip' && verdict.by.every((reason) => /^\d+$/.test(reason)) ? { ...verdict, got: 'pass' } : verdict;
}

/** Data got out before the drop; the HTTP probes are too short for the bound of 8 kB. */
function isLater({ got, leak, probe }: Verdict): boolean {
  return (got === 'drop' && leak > 1000) || (got === 'pass' && probe.kind === 'http');
}

/** The rules as Terraform has them: a group in a policy of strict order that drops nothing by itself. */
function configOf({ rules }: RuleSet) {
  const values = (type: string, name: string, attributes: Readonly<Record<string, unknown>>) =>
    ({ file: 'cdk.tf.json', address: `${type}.${name}`, mode: 'managed' as const, type, name, values: attributes });
  return {
    providers: {},
    resources: [
      values('aws_networkfirewall_rule_group', 'rules', {
        rule_group: {
          rules_source: { rules_string: rules.join('\n') },
          rule_variables: { ip_sets: [{ key: 'HOME_NET', ip_set: { definition: HOME_NET } }] },
          stateful_rule_options: { rule_order: 'STRICT_ORDER' },
        },
      }),
      values('aws_networkfirewall_firewall_policy', 'policy', {
        firewall_policy: {
          stateless_default_actions: ['aws:forward_to_sfe'],
          stateful_engine_options: { rule_order: 'STRICT_ORDER' },
          stateful_rule_group_reference: [{ priority: 1, resource_arn: '${aws_networkfirewall_rule_group.rules.arn}' }],
        },
      }),
    ],
  };
}

function difference(set: RuleSet, { connection, segments }: Asked, got: Verdict, said: string): string {
  const { protocol, to, serverName, httpHost, from } = connection;
  return `${set.name}: ${protocol}${segments === 1 ? '' : ` (${segments === 2 ? 'split' : segments})`} ${serverName ?? httpHost ?? '-'} from ${from.egressAddresses[0]!} to ${to.address}:${to.port}: ${said}, Suricata ${got.got} by ${got.by.join()}`;
}
