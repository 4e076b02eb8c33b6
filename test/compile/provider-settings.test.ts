import { checkProviderSettings } from '../../src/compile/provider-settings';

const PATH = 'firewall.hub.provider';

it('takes literal settings of azurerm', () => {
  expect(checkProviderSettings('azure', {
    subscriptionId: '11111111-1111-1111-1111-111111111111',
    tenantId: 't',
    clientId: 'c',
    environment: 'public',
    useOidc: true,
    useCli: false,
    useMsi: false,
    storageUseAzuread: true,
    resourceProviderRegistrations: 'none',
    auxiliaryTenantIds: ['a'],
    resourceProvidersToRegister: [],
  }, PATH)).toEqual([]);
});

it.each([
  ['an unknown setting', { subscription: 'x' }, 'EIC101', 'subscription', 'did you mean "subscriptionId"?'],
  ['a setting in snake case', { tenant_id: 'x' }, 'EIC101', 'tenant_id', 'did you mean "tenantId"?'],
  ['features, which are ours', { features: {} }, 'EIC101', 'features', 'the settings are adoPipelineServiceConnectionId, auxiliaryTenantIds'],
  ['a name of every object', { constructor: 'x' }, 'EIC101', 'constructor', 'setting of the azurerm provider'],
  ['text that is no text', { subscriptionId: 5 }, 'EIC102', 'subscriptionId', 'must be text'],
  ['a switch that is none', { useOidc: 'yes' }, 'EIC102', 'useOidc', 'must be true or false'],
  ['a list that is none', { auxiliaryTenantIds: 'a' }, 'EIC102', 'auxiliaryTenantIds', 'must be a list of texts'],
  ['a list of something else', { auxiliaryTenantIds: [1] }, 'EIC102', 'auxiliaryTenantIds', 'must be a list of texts'],
  ['a token in a list', { auxiliaryTenantIds: ['#{TfToken[TOKEN.0]}'] }, 'EIC110', 'auxiliaryTenantIds', 'literal'],
  ['an expression', { subscriptionId: '${var.subscription}' }, 'EIC110', 'subscriptionId', 'literal'],
])('refuses %s', (_, settings, code, name, words) => {
  expect(checkProviderSettings('azure', settings, PATH)).toEqual([expect.objectContaining({ code, path: `${PATH}.${name}`, message: expect.stringContaining(words) })]);
});

it.each(['oidcToken', 'oidcRequestToken'])('refuses %s without showing it', (name) => {
  const [problem, ...others] = checkProviderSettings('azure', { [name]: 'ey-secret' }, PATH);
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ code: 'EIC112', path: `${PATH}.${name}` });
  expect(JSON.stringify(problem)).not.toContain('ey-secret');
});

it('says everything at once', () => {
  expect(checkProviderSettings('azure', { useCli: 1, foo: 2, subscriptionId: 'x' }, PATH).map(({ path }) => path)).toEqual([`${PATH}.useCli`, `${PATH}.foo`]);
});
