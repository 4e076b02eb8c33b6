import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readOutput, ReadOutput } from '../../../src/verify/read';
import { newFolder } from '../../support/folders';

function read(files: Readonly<Record<string, string | Buffer | object>>): ReadOutput {
  const folder = newFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  }
  return readOutput([folder]);
}
const resourcesOf = ({ terraform }: ReadOutput, key: string) => terraform[key]?.resources.map(({ address, mode, values }) => [address, mode, values]);
const codes = ({ problems }: ReadOutput) => problems.map(({ code }) => code);
const unclear = ({ notUnderstood }: ReadOutput) => notUnderstood.map(({ object, message }) => [object, message]);

describe('configurations', () => {
  test('resources and data sources, by maps and by lists', () => {
    const output = read({ 'hub/main.tf.json': { resource: [{ a_b: { one: { 'x': 1, '//': 'note' }, two: [{ x: 2 }] } }], data: { a_c: { three: {} } } } });
    expect(output.problems).toEqual([]);
    expect(resourcesOf(output, 'hub')).toEqual([['a_b.one', 'managed', { x: 1 }], ['a_b.two', 'managed', { x: 2 }], ['data.a_c.three', 'data', {}]]);
  });

  test('files of one folder are one configuration; terraform/<target> is named by the target', () => {
    const output = read({
      'cell/terraform/hub/cdk.tf.json': { resource: { a_b: { one: {} } } }, 'cell/terraform/hub/more.tf.json': { resource: { a_b: { two: {} } }, terraform: { required_providers: { az: { source: 'hashicorp/azurerm', version: '~> 4.1' } } } },
      'cell/terraform/net/cdk.tf.json': { resource: { a_b: { one: {} } } },
    });
    expect([output.problems, Object.keys(output.terraform)]).toEqual([[], ['hub', 'net']]);
    expect(output.terraform.hub).toMatchObject({ providers: { azurerm: '~> 4.1' }, resources: [{ address: 'a_b.one' }, { address: 'a_b.two' }] });
  });

  test('one resource in two files', () => {
    expect(codes(read({ 'a.tf.json': { resource: { a_b: { one: {} } } }, 'b.tf.json': { resource: { a_b: { one: {} } } } }))).toEqual(['EIC707']);
  });

  test('a block twice, of which a parser would keep one', () => {
    expect(codes(read({ 'a.tf.json': '{"resource": {"a_b": {"one": {}}}, "resource": {"a_b": {"two": {}}}}' }))).toEqual(['EIC205']);
  });

  test.each<[string, Readonly<Record<string, object>>, string]>([
    ['count', { 'a.tf.json': { resource: { a_b: { one: { count: 0 } } } } }, 'a_b.one'],
    ['for_each', { 'a.tf.json': { resource: { a_b: { one: { for_each: '${var.x}' } } } } }, 'a_b.one'],
    ['dynamic blocks', { 'a.tf.json': { resource: { a_b: { one: { dynamic: { rule: {} } } } } } }, 'a_b.one'],
    ['modules', { 'a.tf.json': { module: { net: { source: './net' } } } }, 'module.net'],
    ['override files', { 'x_override.tf.json': { resource: { a_b: { one: {} } } } }, ''],
    ['unknown blocks', { 'a.tf.json': { resources: {} } }, 'resources'],
    ['a resource that is no map', { 'a.tf.json': { resource: { a_b: { one: 'x' } } } }, 'a_b.one'],
  ])('%s are not understood', (_, files, object) => {
    const output = read(files);
    expect([output.problems, unclear(output).map(([name]) => name)]).toEqual([[], [object]]);
  });

  test.each([
    ['4.55.0', true], ['~> 4.0', true], ['>= 4.0, < 5.0', true], ['~> 3.117', false], ['>= 3.0, < 5.0', false], ['5.0.0', false], ['latest', false], ['', true],
  ])('azurerm %s: known is %s', (version, isKnown) => {
    const output = read({ 'a.tf.json': { terraform: { required_providers: { azurerm: { source: 'azurerm', version } } } } });
    expect(unclear(output)).toEqual(isKnown ? [] : [['', expect.stringContaining(`azurerm is asked for as "${version}", and only version 4 is known`)]]);
  });

  test.each([['main.tf', 'resource "a" "b" {}'], ['main.tofu', ''], ['plan.json', Buffer.from('PK\u0003\u0004\0\0', 'latin1')]])('%s cannot be read, and what can is said', (name, content) => {
    const output = read({ [name]: content, 'cdk.tf.json': { resource: {} } });
    expect(output.problems).toMatchObject([{ code: 'EIC702', message: expect.stringContaining('terraform show -json') as string }]);
  });

  test('hostile names stay data', () => {
    const output = read({ 'a.tf.json': '{"resource": {"__proto__": {"constructor": {"x": 1}}}}' });
    expect(output.terraform['.']!.resources.map(({ address }) => address)).toEqual(['__proto__.constructor']);
    expect(({} as Record<string, unknown>).constructor).toBe(Object);
  });
});

/** As Terraform 1.11 prints it, with what is not read left out. */
const PLAN = {
  format_version: '1.2', terraform_version: '1.11.4',
  planned_values: {
    root_module: {
      resources: [
        { address: 'a_policy.hub', mode: 'managed', type: 'a_policy', name: 'hub', values: { name: 'x ${lit}' } },
        { address: 'a_rule.r[0]', mode: 'managed', type: 'a_rule', name: 'r', index: 0, values: { list: [null, 'k'], block: [{ port: 443 }] } },
      ],
      child_modules: [{ address: 'module.m', resources: [{ address: 'module.m.a_rule.s', mode: 'managed', type: 'a_rule', name: 's', values: {} }] }],
    },
  },
  resource_changes: [
    { address: 'a_policy.hub', change: { after_unknown: { id: true } } },
    { address: 'a_rule.r[0]', change: { after_unknown: { id: true, policy_id: true, text: true, list: [true, false], block: [{ source: true }] } } },
    { address: 'module.m.a_rule.s', change: { after_unknown: { policy_id: true } } },
  ],
  prior_state: { values: { root_module: { resources: [{ address: 'data.a_net.n', mode: 'data', type: 'a_net', name: 'n', values: { id: '/n' } }, { address: 'a_policy.old', mode: 'managed', type: 'a_policy', name: 'old', values: {} }] } } },
  configuration: {
    provider_config: { azurerm: { name: 'azurerm', full_name: 'registry.terraform.io/hashicorp/azurerm', version_constraint: '3.99.0' } },
    root_module: {
      resources: [
        { address: 'a_policy.hub', expressions: { name: {} } },
        {
          address: 'a_rule.r', expressions: {
            policy_id: { references: ['a_policy.hub.id', 'a_policy.hub'] }, text: { references: ['a_policy.hub.address', 'a_policy.hub'] }, list: { references: ['a_policy.hub.id', 'a_policy.hub'] },
            block: [{ source: { references: ['var.x'] }, port: {} }],
          },
        },
      ],
      module_calls: { m: { module: { resources: [{ address: 'a_rule.s', expressions: { policy_id: { references: ['a_policy.inner.id', 'a_policy.inner'] } } }] } } },
    },
  },
};

describe('plans and states', () => {
  test('what is planned, with expressions for what is not known yet, and data sources that were read', () => {
    const output = read({ 'hub.json': PLAN });
    expect(output.problems).toEqual([]);
    expect(resourcesOf(output, '.')).toEqual([
      ['a_policy.hub', 'managed', { name: 'x $${lit}' }],
      ['a_rule.r[0]', 'managed', { policy_id: '${a_policy.hub.id}', text: '${unknown}', list: ['${a_policy.hub.id}', 'k'], block: [{ port: 443, source: '${unknown}' }] }],
      ['module.m.a_rule.s', 'managed', { policy_id: '${module.m.a_policy.inner.id}' }],
      ['data.a_net.n', 'data', { id: '/n' }],
    ]);
  });

  test('another version of the provider is said, and nothing of it is understood', () => {
    expect(unclear(read({ 'hub.json': PLAN }))).toEqual([['', 'the provider azurerm is asked for as "3.99.0", and only version 4 is known here; its resources may mean something else']]);
  });

  test.each([[{ errored: true }, /error/], [{ complete: false }, /not complete/]])('a plan with %j is not whole', (more, message) => {
    const { provider_config: _provider, ...configuration } = PLAN.configuration;
    expect(unclear(read({ 'hub.json': { ...PLAN, configuration, ...more } }))).toEqual([['', expect.stringMatching(message)]]);
  });

  test('a state as terraform show prints it, an empty one, and a state file', () => {
    const output = read({
      'one.json': { format_version: '1.0', values: { root_module: { resources: [{ address: 'a_b.c', mode: 'managed', type: 'a_b', name: 'c', values: { id: '1' } }] } } },
      'two.json': { format_version: '1.0' },
      'three.tfstate': {
        version: 4, terraform_version: '1.11.4', resources: [
          { mode: 'managed', type: 'a_b', name: 'c', module: 'module.m', instances: [{ index_key: 'k', attributes: { id: '2' } }, { deposed: 'x', attributes: {} }] },
          { mode: 'data', type: 'a_d', name: 'e', instances: [{ attributes: { id: '%{x}' } }] },
        ],
      },
    });
    expect(output.problems).toEqual([]);
    expect(Object.keys(output.terraform)).toEqual(['./one', './three', './two']);
    expect(resourcesOf(output, './one')).toEqual([['a_b.c', 'managed', { id: '1' }]]);
    expect(resourcesOf(output, './three')).toEqual([['module.m.a_b.c["k"]', 'managed', { id: '2' }], ['data.a_d.e', 'data', { id: '%%{x}' }]]);
  });

  test.each<[string, unknown]>([
    ['a format that is to come', { ...PLAN, format_version: '2.0' }],
    ['an old state', { version: 3, terraform_version: '0.11.0', modules: [] }],
    ['a list', [1, 2]],
    ['an empty map', {}],
    ['something else', { hello: 'world' }],
  ])('%s is a problem', (_, data) => {
    expect(codes(read({ 'a.json': JSON.stringify(data) }))).toEqual(['EIC705']);
  });
});
