import { DataAzurermFirewallPolicy } from '@cdktf/provider-azurerm/lib/data-azurerm-firewall-policy';
import { Testing, Token } from 'cdktf';
import { RootConstruct } from 'constructs';
import { AzureFirewallRules, AzureFirewallRulesProps } from '../../src/azure';
import { AzurermProvider } from '../../src/azure/bindings';
import { groupConfig } from '../../src/azure/group-config';
import { compileAzure } from '../../src/compile/azure';
import { ValidationError } from '../../src/errors';
import { TerraformOutput, TerraformStack } from '../../src/terraform/engine';
import { cellWith, codesOf, problemsOf } from '../support/cells';
import { otherEngine } from '../terraform/engines';

const POLICY = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/net/providers/Microsoft.Network/firewallPolicies/hub';
const GROUP = 'azurerm_firewall_policy_rule_collection_group';
const OVERRIDES = {
  receivers: {
    s4: { protocol: 'https', host: '*.acme.example', port: 44300 },
    bank: { protocol: 'sftp', host: 'sftp.bank.example', addresses: ['203.0.113.7/32'] },
    events: { protocol: 'kafka', brokers: ['b1.kafka.example:9093'] },
  },
} as const;

function stackOf(): TerraformStack {
  const stack = new TerraformStack(new RootConstruct(), 'hub');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  return stack;
}

function rulesIn(stack: TerraformStack, props: Partial<AzureFirewallRulesProps> = {}, id = 'Cell'): AzureFirewallRules {
  return new AzureFirewallRules(stack, id, { cell: cellWith(OVERRIDES), firewallPolicyId: POLICY, priority: 400, dnsProxy: true, ...props });
}

interface Rule { [attribute: string]: unknown }
interface Collection { name: string; priority: number; action: string; rule: Rule[] }
interface Group {
  name: string;
  priority: number;
  firewall_policy_id: string;
  network_rule_collection: Collection[];
  application_rule_collection: Collection[];
  [attribute: string]: unknown;
}

/** What is written, as data; each stack is synthesized with its validations. */
function synthesized(stack: TerraformStack) {
  return JSON.parse(Testing.synth(stack, true)) as { resource: Record<string, Record<string, Group>>; output?: Record<string, { value: string }> };
}

const groupsOf = (stack: TerraformStack): Group[] => Object.values(synthesized(stack).resource[GROUP]!);

describe('the resource', () => {
  it('is one rule collection group with what was compiled, in Terraform\'s names', () => {
    const stack = stackOf();
    const rules = rulesIn(stack, { defaultDeny: 'sources' });
    const { resource } = synthesized(stack);
    expect(Object.keys(resource)).toEqual([GROUP]);
    const [group, ...others] = groupsOf(stack);
    expect(others).toEqual([]);
    const cell = cellWith(OVERRIDES);
    const { networkCollections, applicationCollections } = compileAzure(cell.definition, cell.plan,
      { target: 'Cell', priority: 400, tier: 'Standard', dnsProxy: true, defaultDeny: 'sources' });
    const snake = ([key, value]: [string, unknown]) => [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value] as const;
    const expected = (collections: typeof networkCollections | typeof applicationCollections) => collections.map(({ rules: list, ...collection }) =>
      ({ ...collection, rule: list.map((rule) => Object.fromEntries(Object.entries(rule).map(snake))) }));
    expect(group).toMatchObject({ name: 'eic-plant', priority: 400, firewall_policy_id: POLICY });
    expect(group!.network_rule_collection).toEqual(expected(networkCollections));
    expect(group!.application_rule_collection).toEqual(expected(applicationCollections));
    expect(rules.ruleCollectionGroupName).toBe('eic-plant');
  });

  it('never inspects TLS', () => {
    const stack = stackOf();
    rulesIn(stack, { tier: 'Premium', defaultDeny: 'sources' });
    for (const attribute of ['terminate_tls', 'destination_urls', 'web_categories', 'http_headers']) expect(Testing.synth(stack)).not.toContain(attribute);
  });

  it('has a stable address', () => {
    const stack = stackOf();
    rulesIn(stack);
    expect(Object.keys(synthesized(stack).resource[GROUP]!)).toEqual(['Cell_Group_118EC15E']);
  });

  it('gives rows, findings and the resource itself', () => {
    const stack = stackOf();
    const rules = rulesIn(stack);
    expect(rules.rows).toContainEqual({ flow: 'receiver/bank', rule: 'allow-network/receiver-bank', mechanism: 'network-rule', evidence: 'ip', exact: true });
    expect(rules.findings).toEqual([expect.objectContaining({ code: 'EIC504', path: 'Cell.defaultDeny' })]);
    expect(Object.isFrozen(rules.rows) && Object.isFrozen(rules.findings)).toBe(true);
    rules.ruleCollectionGroup.addOverride('lifecycle.create_before_destroy', true);
    rules.ruleCollectionGroup.addOverride('unknown_field', 'kept');
    expect(groupsOf(stack)[0]).toMatchObject({ lifecycle: { create_before_destroy: true }, unknown_field: 'kept' });
  });

  it('has the defaults of a definition', () => {
    const rules = new AzureFirewallRules(stackOf(), 'Cell', { cell: cellWith(), firewallPolicyId: POLICY, priority: 400 });
    expect(rules.findings.map(({ code }) => code)).toEqual(['EIC504']);
    expect(codesOf(() => new AzureFirewallRules(stackOf(), 'Cell', { cell: cellWith(OVERRIDES), firewallPolicyId: POLICY, priority: 400 }))).toEqual(['EIC401 receivers.events']);
  });
});

describe('tokens', () => {
  it('are taken as the id of the policy, unescaped', () => {
    const stack = stackOf();
    const policy = new DataAzurermFirewallPolicy(stack, 'Policy', { name: 'hub', resourceGroupName: 'net' });
    const rules = rulesIn(stack, { firewallPolicyId: policy.id });
    new TerraformOutput(stack, 'group', { value: rules.ruleCollectionGroupId });
    expect(groupsOf(stack)[0]!.firewall_policy_id).toBe('${data.azurerm_firewall_policy.Policy.id}');
    expect(synthesized(stack).output!.group!.value).toBe(`\${${GROUP}.Cell_Group_118EC15E.id}`);
  });

  it('are taken as an expression of Terraform', () => {
    const stack = stackOf();
    rulesIn(stack, { firewallPolicyId: '${var.policy}' });
    expect(groupsOf(stack)[0]!.firewall_policy_id).toBe('${var.policy}');
  });

  it('are refused as priority, which is checked when the rules are made', () => {
    const problems = problemsOf(() => rulesIn(stackOf(), { priority: Token.asNumber('${var.priority}') }));
    expect(problems).toEqual([expect.objectContaining({ code: 'EIC408', path: 'Cell.priority', construct: 'hub/Cell', message: expect.stringContaining('not a token') })]);
  });

  it('cannot come from what was compiled', () => {
    const hostile = ['${var.x}', '%{ if true }', '${TfToken[TOKEN.0]}', '#{TfToken[TOKEN.0]}'];
    const rule = { sourceAddresses: [hostile[3]!], protocols: ['TCP' as const], destinationPorts: ['1'], destinationFqdns: [hostile[2]!] };
    const config = groupConfig({
      groupName: hostile[0]!,
      priority: 400,
      networkCollections: [{ name: hostile[1]!, priority: 1000, action: 'Allow', rules: [{ name: hostile[2]!, ...rule }] }],
      applicationCollections: [],
    }, '${data.x.y}');
    const stack = stackOf();
    new AzureFirewallRules(stack, 'Cell', { cell: cellWith(), firewallPolicyId: POLICY, priority: 400 }).ruleCollectionGroup.networkRuleCollection.internalValue = config.networkRuleCollection as never;
    expect(config).toMatchObject({ name: '$${var.x}', firewallPolicyId: '${data.x.y}' });
    const [collection] = groupsOf(stack)[0]!.network_rule_collection;
    expect(collection).toMatchObject({
      name: '%%{ if true }',
      rule: [{ name: '$${Tf${""}Token[TOKEN.0]}', source_addresses: ['#{Tf${""}Token[TOKEN.0]}'], destination_fqdns: ['$${Tf${""}Token[TOKEN.0]}'] }],
    });
  });
});

describe('several cells', () => {
  const other = () => cellWith({ name: 'second' });

  it('stand in one stack, with names and addresses of their own', () => {
    const stack = stackOf();
    rulesIn(stack);
    rulesIn(stack, { cell: other(), priority: 401 }, 'Second');
    expect(groupsOf(stack).map(({ name, priority }) => [name, priority])).toEqual([['eic-plant', 400], ['eic-second', 401]]);
  });

  it('stand in two policies with the same priority, and one cell in both', () => {
    const stack = stackOf();
    rulesIn(stack);
    rulesIn(stack, { firewallPolicyId: `${POLICY}-dr` }, 'Dr');
    expect(groupsOf(stack).map(({ firewall_policy_id }) => firewall_policy_id)).toEqual([POLICY, `${POLICY}-dr`]);
  });

  it('are refused with one priority in one policy, also over stacks', () => {
    const stack = stackOf();
    rulesIn(stack);
    const problems = problemsOf(() => rulesIn(new TerraformStack(stack.node.root, 'more'), { cell: other() }, 'Second'));
    expect(problems).toEqual([expect.objectContaining({ code: 'EIC403', path: 'Second.priority', construct: 'more/Second', message: expect.stringContaining('hub/Cell') })]);
  });

  it('are refused twice in one policy', () => {
    const stack = stackOf();
    rulesIn(stack);
    expect(codesOf(() => rulesIn(stack, { priority: 500 }, 'Again'))).toEqual(['EIC403 Again.cell']);
  });
});

describe('problems', () => {
  const badProps: [string, object, string[]][] = [
    ['no cell', { cell: {} }, ['EIC408 Cell.cell']],
    ['no policy', { firewallPolicyId: '' }, ['EIC408 Cell.firewallPolicyId']],
    ['a policy that is no text', { firewallPolicyId: 5 }, ['EIC408 Cell.firewallPolicyId']],
    ['a priority as text', { priority: '400' }, ['EIC408 Cell.priority']],
    ['an unknown tier', { tier: 'basic' }, ['EIC408 Cell.tier']],
    ['an unknown deny', { defaultDeny: 'all' }, ['EIC408 Cell.defaultDeny']],
    ['a switch that is none', { dnsProxy: 'yes' }, ['EIC408 Cell.dnsProxy']],
    ['all at once', { cell: undefined, tier: 'x', dnsProxy: 1 }, ['EIC408 Cell.cell', 'EIC408 Cell.dnsProxy', 'EIC408 Cell.tier']],
    ['a priority out of range', { priority: 99 }, ['EIC402 Cell.priority']],
    ['a priority out of range, and a flow', { priority: 65001, dnsProxy: false }, ['EIC402 Cell.priority', 'EIC401 receivers.events']],
  ];
  it.each(badProps)('of properties: %s', (_, props, expected) => {
    const problems = problemsOf(() => rulesIn(stackOf(), props));
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual(expected);
    expect(new Set(problems.map(({ construct }) => construct))).toEqual(new Set(['hub/Cell']));
  });

  it('of flows are thrown at once when the construct is made, and nothing is left to synthesize', () => {
    const stack = stackOf();
    const cell = cellWith({ receivers: { a: { protocol: 'imaps', host: '*.a.example' }, b: { protocol: 'smtp', host: 'b.example', port: 25 } } });
    const problems = problemsOf(() => rulesIn(stack, { cell }));
    expect(problems.map(({ code, path, construct }) => [code, path, construct])).toEqual([['EIC401', 'receivers.a', 'hub/Cell'], ['EIC401', 'receivers.b', 'hub/Cell']]);
    expect(JSON.parse(Testing.synth(stack))).not.toHaveProperty('resource');
  });

  it('of the engine: the stack of another one', () => {
    const { TerraformStack: OtherStack } = otherEngine();
    const stack = new OtherStack(new RootConstruct(), 'hub');
    expect(problemsOf(() => rulesIn(stack as unknown as TerraformStack))).toEqual([
      expect.objectContaining({ code: 'EIC903', path: 'scope', construct: 'hub/Cell', message: expect.stringMatching(/cdktf 0\.21.*cdktn 0\.24|cdktn 0\.24.*cdktf 0\.21/) }),
    ]);
  });

  it('of the scope: no stack', () => {
    expect(codesOf(() => rulesIn(new RootConstruct() as unknown as TerraformStack))).toEqual(['EIC408 scope']);
  });

  it('are a ValidationError that names the construct', () => {
    expect(() => rulesIn(stackOf(), { priority: 1 })).toThrow(/AzureFirewallRules hub\/Cell has 1 problem:\n {2}EIC402 Cell\.priority .*\[hub\/Cell\]/);
    expect(() => rulesIn(stackOf(), { priority: 1 })).toThrow(ValidationError);
  });
});
