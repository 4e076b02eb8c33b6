import { checkBackend, filledSettings, stateClaims } from '../../src/compile/backend';
import { claimTwice } from '../../src/compile/targets';

const PATH = 'firewall.hub.backend';

it.each<[string, Record<string, unknown>]>([
  ['azurerm', { container_name: 'eic', key: '{cell}/{target}.tfstate' }],
  ['s3', { bucket: 'b', key: 'eic/{cell}-{target}' }],
  ['gcs', { bucket: 'b', prefix: '{cell}/{target}' }],
  ['http', { address: 'https://state.acme.example/{cell}/{target}' }],
  ['remote', { organization: 'acme', workspaces: { name: 'eic-{cell}-{target}' } }],
])('%s takes a key with both placeholders', (type, config) => expect(checkBackend({ type, config }, PATH)).toEqual([]));

it.each<[string, Record<string, unknown>, string]>([
  ['azurerm', { key: '{cell}.tfstate' }, 'key'],
  ['azurerm', { key: '{target}.tfstate' }, 'key'],
  ['azurerm', { container_name: '{cell}-{target}', key: 'terraform.tfstate' }, 'key'],
  ['azurerm', {}, 'key'],
  ['s3', { key: 'plant/hub' }, 'key'],
  ['gcs', { bucket: '{cell}{target}' }, 'prefix'],
])('%s with %j is refused at %s', (type, config, field) => {
  expect(checkBackend({ type, config }, PATH)).toEqual([expect.objectContaining({ code: 'EIC410', path: `${PATH}.config.${field}`, message: expect.stringContaining('{cell} and {target}') })]);
});

it('of an unknown type has them in one text somewhere', () => {
  expect(checkBackend({ type: 'new', config: { a: '{cell}', b: { c: ['{target}'] } } }, PATH)).toEqual([]);
  expect(checkBackend({ type: 'new', config: { a: '{cell}' } }, PATH).map(({ path }) => path)).toEqual([`${PATH}.config`]);
});

it('replaces placeholders in texts at any depth, and nothing else', () => {
  expect(filledSettings({ a: '{cell}/{target}/{cell}', b: [1, true, '{target}'], c: { d: '{other}' } }, { cell: 'x', target: 'y' })).toEqual({ a: 'x/y/x', b: [1, true, 'y'], c: { d: '{other}' } });
});

describe('two stacks with one state', () => {
  const claims = (key: string, cell: string, target: string, more: Record<string, unknown> = {}) =>
    stateClaims({ type: 'azurerm', config: { key, ...more } }, { cell, target }, `firewall.${target}.backend`).map((claim) => ({ ...claim, owner: cell }));

  it.each<[string, ReturnType<typeof claims>, ReturnType<typeof claims>, string[]]>([
    ['keys that run together', claims('{cell}-{target}', 'a-b', 'c'), claims('{cell}-{target}', 'a', 'b-c'), ['EIC403 firewall.b-c.backend.config']],
    ['keys that are kept apart', claims('{cell}/{target}', 'a-b', 'c'), claims('{cell}/{target}', 'a', 'b-c'), []],
    ['one key in two containers', claims('{cell}-{target}', 'a-b', 'c', { container_name: 'one' }), claims('{cell}-{target}', 'a', 'b-c', { container_name: 'two' }), []],
    ['settings in another order, and a switch', claims('{cell}{target}', 'a', 'b', { container_name: 'x', use_oidc: true }),
      stateClaims({ type: 'azurerm', config: { container_name: 'x', key: '{cell}{target}' } }, { cell: 'ab', target: '' }, 'firewall.b.backend').map((claim) => ({ ...claim, owner: 'ab' })), ['EIC403 firewall.b.backend.config']],
  ])('%s', (_, one, other, expected) => {
    expect(claimTwice([...one, ...other], new Map()).map(({ code, path }) => `${code} ${path}`)).toEqual(expected);
  });
});
