import { AzurermProvider } from '../../src/azure/bindings';
import { azureStack, AzureTarget } from '../../src/azure/target';
import { compileAzure, PROVIDER_SETTINGS } from '../../src/compile/azure';
import { cellWith, problemsOf } from '../support/cells';

const POLICY = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/net/providers/Microsoft.Network/firewallPolicies/hub';

const target = (changes: Partial<AzureTarget> = {}): AzureTarget => ({
  key: 'hub', rules: { firewallPolicyId: POLICY, priority: 400, tier: 'Standard', dnsProxy: true, defaultDeny: 'none' }, provider: {}, ...changes,
});
const parsed = (changes: Partial<AzureTarget> = {}) => JSON.parse(azureStack(cellWith(), target(changes))) as {
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

it('is the same whether it was compiled before or not, and carries no reason of the definition', () => {
  const cell = cellWith({
    flows: { licence: { from: ['worker'], hosts: ['lic.acme.example'], ports: [443], protocol: 'https', reason: 'FREE-TEXT ${var.x} %{ if }' } },
  });
  const compiled = compileAzure(cell.definition, cell.plan, { target: 'firewall.hub.azure.rules', ...target().rules });
  const text = azureStack(cell, target());
  expect(azureStack(cell, target(), compiled)).toBe(text);
  expect(text).toContain('lic.acme.example');
  expect(text).not.toContain('FREE-TEXT');
});

it('says everything that is wrong with provider, rules and flows at once, by its path in the definition', () => {
  const cell = cellWith({ receivers: { mail: { protocol: 'imaps', host: '*.mail.acme.example' } } });
  const problems = problemsOf(() => azureStack(cell, target({ provider: { subscription: 'x', useCli: 'no' }, rules: { ...target().rules, priority: 5 } })));
  expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'EIC402 firewall.hub.azure.rules.priority', 'EIC101 firewall.hub.provider.subscription', 'EIC102 firewall.hub.provider.useCli', 'EIC401 receivers.mail',
  ]);
  expect(problems[3]!.message).toContain('firewall.hub.azure.rules');
});

it('knows only settings that the provider has', () => {
  for (const name of PROVIDER_SETTINGS.keys()) expect(Object.getOwnPropertyDescriptor(AzurermProvider.prototype, name)?.set).toBeDefined();
});
