import { AwsFirewall, lackIn } from './groups';
import { TerraformResource } from '../../read';
import { Block, blockOf, blocksOf } from '../../rules';
import { Lack, Wanted } from '../wanted';

/** What the policy with groups of ours has to say besides rules: their order, what it does with what no rule decides, and with fragments. */
export function policies(_: Wanted, { values, rules, platform, asked }: AwsFirewall): Lack[] {
  const own = new Set<TerraformResource | undefined>([...rules, ...platform]);
  return values.ofType('aws_networkfirewall_firewall_policy').flatMap((policy) => {
    const { file, address } = policy;
    const body = blockOf(policy.values.firewall_policy);
    const references = blocksOf(body.stateful_rule_group_reference);
    if (!references.some(({ resource_arn: group }) => own.has(values.resource(group, 'aws_networkfirewall_rule_group')))) return [];
    const lack = (rule: string, got: readonly unknown[], path: string): Lack => lackIn(file, rule, `${got.map(String).join(', ') || 'nothing'} in ${address} firewall_policy.${path}`);
    const fragments = values.texts(body.stateless_fragment_default_actions);
    const actions = values.texts(body.stateful_default_actions);
    const wanted = asked?.rules?.policyDefaultActions ?? [];
    return [
      ...order(references, lack),
      ...(fragments.includes('aws:pass') ? [lack('hand fragments to the rules too, else they pass unseen', fragments, 'stateless_fragment_default_actions')] : []),
      ...(wanted.length === 0 || sorted(wanted) === sorted(actions) ? [] : [lack(`have the default actions that the definition counts on, ${wanted.join(', ')}`, actions, 'stateful_default_actions')]),
    ];
  });
}

/** In strict order AWS asks for a priority of each group, and takes none twice (API reference, StatefulRuleGroupReference). */
function order(references: readonly Block[], lack: (rule: string, got: readonly unknown[], path: string) => Lack): Lack[] {
  const priorities = references.map(({ priority }) => priority);
  return references.flatMap(({ priority }, index) => {
    const isGiven = typeof priority === 'number' || (typeof priority === 'string' && priority !== '');
    return isGiven && priorities.indexOf(priority) === index ? [] : [lack('have a priority of its own for each group in strict order', isGiven ? [priority] : [], `stateful_rule_group_reference[${index}].priority`)];
  });
}

function sorted(texts: readonly string[]): string {
  return [...texts].sort().join();
}
