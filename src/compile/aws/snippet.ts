import { SuricataRuleGroup } from './rules';

/** What the owners of the policy add to it; groups are evaluated by priority. */
export function policySnippet({ name }: SuricataRuleGroup, platform: SuricataRuleGroup | undefined): string {
  const reference = (group: string, output: string, comment: string): string => [
    `    # ${comment}`,
    '    stateful_rule_group_reference {',
    '      priority     = 0 # yours: before every group that drops what the cell needs',
    `      resource_arn = "" # output ${output}: arn:…:stateful-rulegroup/${group}`,
    '    }',
  ].join('\n');
  return [
    'resource "aws_networkfirewall_firewall_policy" "yours" {',
    '  firewall_policy {',
    '    stateful_engine_options { rule_order = "STRICT_ORDER" }',
    ...(platform === undefined ? [] : [reference(platform.name, 'platform_rule_group_arn', 'what the Kubernetes platform needs, before the rules of the cell')]),
    reference(name, 'rule_group_arn', 'the rules of the cell'),
    '  }',
    '}',
    '',
  ].join('\n');
}
