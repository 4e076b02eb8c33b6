import { AzurermProvider } from '../../src/azure/bindings';
import { azureStack } from '../../src/azure/target';
import { PROVIDER_SETTINGS } from '../../src/compile/provider-settings';
import { compileTargets } from '../../src/compile/targets';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { FirewallTarget } from '../../src/read-cell';
import { cellWith, problemsOf } from '../support/cells';

const POLICY = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/net/providers/Microsoft.Network/firewallPolicies/hub';
const RULES = { firewallPolicyId: POLICY, priority: 400, tier: 'Standard', dnsProxy: true, defaultDeny: 'none' } as const;

/** The stack of a target as `eic synth` writes it. */
function stackOf(changes: Partial<FirewallTarget> = {}, cell: EdgeIntegrationCell = cellWith()): string {
  const settings: FirewallTarget = { azure: { rules: RULES, platformEgress: 'none' }, provider: {}, ...changes };
  const compiled = compileTargets(cell.definition, cell.plan, { hub: settings }).hub!;
  return azureStack(cell, { key: 'hub', settings, compiled })!;
}

const parsed = (changes: Partial<FirewallTarget> = {}) => JSON.parse(stackOf(changes)) as {
  terraform: object;
  provider: { azurerm: object[] };
  resource: Record<string, Record<string, { name: string; priority: number; firewall_policy_id: string }>>;
};

it('is a stack with the provider, its settings, and the rules', () => {
  const { terraform, provider, resource } = parsed({ provider: { subscriptionId: 'abc', useOidc: true, storageUseAzuread: true, auxiliaryTenantIds: ['a', 'b'] } });
  expect(terraform).toEqual({ required_providers: { azurerm: { source: 'azurerm', version: '4.55.0' } } });
  expect(provider.azurerm).toEqual([{ auxiliary_tenant_ids: ['a', 'b'], features: [{}], storage_use_azuread: true, subscription_id: 'abc', use_oidc: true }]);
  expect(Object.keys(resource)).toEqual(['azurerm_firewall_policy_rule_collection_group']);
  const groups = resource.azurerm_firewall_policy_rule_collection_group!;
  expect(Object.keys(groups)).toEqual(['Rules_Group_75B7CD6E']);
  expect(Object.values(groups)[0]).toMatchObject({ name: 'eic-plant', priority: 400, firewall_policy_id: POLICY });
});

it('writes the backend with the names of cell and target', () => {
  expect(parsed({ backend: { type: 'azurerm', config: { key: '{cell}/{target}.tfstate' } } }).terraform).toMatchObject({ backend: { azurerm: { key: 'plant/hub.tfstate' } } });
});

it('carries no reason of the definition', () => {
  const text = stackOf({}, cellWith({
    flows: { licence: { from: ['worker'], hosts: ['lic.acme.example'], ports: [443], protocol: 'https', reason: 'FREE-TEXT ${var.x} %{ if }' } },
  }));
  expect(text).toContain('lic.acme.example');
  expect(text).not.toContain('FREE-TEXT');
});

it('says everything that is wrong with provider, rules and flows at once, by its path in the definition', () => {
  const cell = cellWith({ receivers: { mail: { protocol: 'imaps', host: '*.mail.acme.example' } } });
  const problems = problemsOf(() => stackOf({ provider: { subscription: 'x', useCli: 'no' }, azure: { rules: { ...RULES, priority: 5 }, platformEgress: 'none' } }, cell));
  expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'EIC402 firewall.hub.azure.rules.priority', 'EIC101 firewall.hub.provider.subscription', 'EIC102 firewall.hub.provider.useCli', 'EIC401 receivers.mail',
  ]);
  expect(problems[3]!.message).toContain('firewall.hub.azure.rules');
});

it('knows only settings that the provider has', () => {
  for (const name of PROVIDER_SETTINGS.azure.settings.keys()) expect(Object.getOwnPropertyDescriptor(AzurermProvider.prototype, name)?.set).toBeDefined();
});
