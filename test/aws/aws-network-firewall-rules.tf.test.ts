import { NetworkfirewallFirewallPolicy } from '@cdktf/provider-aws/lib/networkfirewall-firewall-policy';
import { Testing } from 'cdktf';
import { RootConstruct } from 'constructs';
import { AwsNetworkFirewallRules, AwsNetworkFirewallRulesProps } from '../../src/aws';
import { AwsProvider } from '../../src/aws/bindings';
import { compileAws, rulesString } from '../../src/compile/aws';
import { TerraformOutput, TerraformStack } from '../../src/terraform/engine';
import { cellWith, codesOf } from '../support/cells';
import { otherEngine } from '../terraform/engines';

const GROUP = 'aws_networkfirewall_rule_group';
const OVERRIDES = {
  receivers: {
    s4: { protocol: 'https', host: '*.acme.example', port: 44300 },
    bank: { protocol: 'sftp', host: 'sftp.bank.example', addresses: ['203.0.113.7/32'] },
  },
} as const;

function stackOf(): TerraformStack {
  const stack = new TerraformStack(new RootConstruct(), 'inspection');
  new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
  return stack;
}

const rulesIn = (stack: TerraformStack, props: Partial<AwsNetworkFirewallRulesProps> = {}, id = 'Cell') => new AwsNetworkFirewallRules(stack, id, { cell: cellWith(OVERRIDES), ...props });

interface Group {
  readonly name: string;
  readonly type: string;
  readonly capacity: number;
  readonly tags?: object;
  readonly lifecycle: object;
  readonly rule_group: { readonly stateful_rule_options: object; readonly rule_variables: { readonly ip_sets: unknown[] }; readonly rules_source: Readonly<Record<string, string>> };
}

function synthesized(stack: TerraformStack) {
  return JSON.parse(Testing.synth(stack, true)) as { resource: Record<string, Record<string, Group>>; output?: Record<string, { value: string }> };
}

it('is one stateful group in strict order with what was compiled; its successor is made first', () => {
  const stack = stackOf();
  const rules = rulesIn(stack, { defaultDeny: 'sources', tags: { owner: '${var.owner}' } });
  const groups = synthesized(stack).resource[GROUP]!;
  expect(Object.keys(groups)).toEqual(['Cell_Group_118EC15E']);
  const cell = cellWith(OVERRIDES);
  const { group } = compileAws(cell.definition, cell.plan, { target: 'Cell', deny: 'sources', policyDefaultActions: [], endlessHelloBound: true });
  const written = Object.values(groups)[0]!;
  expect(written).toMatchObject({ name: 'eic-plant-rules-100', type: 'STATEFUL', capacity: 100, tags: { owner: '${var.owner}' }, lifecycle: { create_before_destroy: true } });
  expect(written.rule_group.stateful_rule_options).toEqual({ rule_order: 'STRICT_ORDER' });
  expect(written.rule_group.rules_source).toEqual({ rules_string: rulesString(group) });
  expect(written.rule_group.rule_variables.ip_sets).toEqual(Object.entries(group.ipSets).map(([key, definition]) => ({ key, ip_set: { definition } })));
  expect([rules.ruleGroupName, rules.rows, rules.findings]).toEqual(['eic-plant-rules-100', expect.any(Array), []]);
  expect(rules.snippet).toContain('stateful-rulegroup/eic-plant-rules-100');
});

it('gives its ARNs to a policy of yours', () => {
  const stack = stackOf();
  const rules = rulesIn(stack, { platformEgress: 'eks', region: 'eu-central-1' });
  new NetworkfirewallFirewallPolicy(stack, 'Policy', {
    name: 'own',
    firewallPolicy: {
      statelessDefaultActions: ['aws:forward_to_sfe'], statelessFragmentDefaultActions: ['aws:forward_to_sfe'],
      statefulRuleGroupReference: [{ priority: 1, resourceArn: rules.platformRuleGroupArn! }, { priority: 2, resourceArn: rules.ruleGroupArn }],
    },
  });
  new TerraformOutput(stack, 'arn', { value: rules.ruleGroupArn });
  const { output, resource } = synthesized(stack);
  expect(output!.arn!.value).toBe(`\${${GROUP}.Cell_Group_118EC15E.arn}`);
  expect(Object.values(resource[GROUP]!).map(({ name }) => name).sort()).toEqual(['eic-plant-platform-100', 'eic-plant-rules-100']);
  expect(JSON.stringify(resource.aws_networkfirewall_firewall_policy)).toContain(`${GROUP}.Cell_Platform_`);
});

it('never inspects TLS', () => {
  const stack = stackOf();
  rulesIn(stack, { defaultDeny: 'sources' });
  expect(Testing.synth(stack)).not.toMatch(/tls_inspection/);
});

it('two cells live in one stack, one cell twice does not', () => {
  const stack = stackOf();
  rulesIn(stack);
  rulesIn(stack, { cell: cellWith({ name: 'other' }) }, 'Other');
  expect(Object.values(synthesized(stack).resource[GROUP]!).map(({ name }) => name).sort()).toEqual(['eic-other-rules-100', 'eic-plant-rules-100']);
  expect(codesOf(() => rulesIn(stack, {}, 'Again'))).toEqual(['EIC403 Again.cell']);
});

it.each<[string, object, string[]]>([
  ['a cell that is none', { cell: {} }, ['EIC408 Cell.cell']],
  ['action order', { ruleOrder: 'DEFAULT_ACTION_ORDER' }, ['EIC408 Cell.ruleOrder']],
  ['an unknown deny', { defaultDeny: 'any' }, ['EIC408 Cell.defaultDeny']],
  ['an unknown default action', { policyDefaultActions: ['aws:bogus'] }, ['EIC408 Cell.policyDefaultActions']],
  ['a capacity out of range, and as a token', { capacity: 30001 }, ['EIC408 Cell.capacity']],
  ['a token as capacity', { capacity: -1.8881545897087507e289 }, ['EIC408 Cell.capacity']],
  ['EKS without a Region', { platformEgress: 'eks' }, ['EIC408 Cell.region']],
  ['EKS with a token as Region', { platformEgress: 'eks', region: '${var.region}' }, ['EIC408 Cell.region']],
  ['another platform', { platformEgress: 'aks' }, ['EIC408 Cell.platformEgress']],
  ['text for a truth', { endlessHelloBound: 'no' }, ['EIC408 Cell.endlessHelloBound']],
  ['a policy that drops all', { policyDefaultActions: ['aws:drop_strict'] }, ['EIC421 Cell.policyDefaultActions[0]']],
  ['a capacity that is too small', { capacity: 3 }, ['EIC402 Cell.capacity']],
])('refuses %s', (_, props, expected) => {
  expect(codesOf(() => rulesIn(stackOf(), props as Partial<AwsNetworkFirewallRulesProps>))).toEqual(expected);
});

it('refuses a flow that it cannot express, where the definition has it', () => {
  const cell = cellWith({ receivers: { r: { protocol: 'sftp', host: '*.bank.example' } } });
  expect(codesOf(() => rulesIn(stackOf(), { cell }))).toEqual(['EIC401 receivers.r']);
});

it('refuses a stack of another engine', () => {
  const { TerraformStack: Other } = otherEngine();
  expect(codesOf(() => rulesIn(new Other(new RootConstruct(), 'other') as unknown as TerraformStack))).toEqual(['EIC903 scope']);
});
