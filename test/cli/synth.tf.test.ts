import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fullDefinitions } from './definitions';
import { eic, fileWith } from './eic';
import { filesOf, treeOf } from './trees';
import { readDefinitionFile } from '../../src/cell/file';
import { Data, setAt } from '../support/cells';
import { newFolder } from '../support/folders';
import { ROOT } from '../support/scripts';

const CELLS = join(ROOT, 'examples/cells');
const EXAMPLE = join(CELLS, 'azure-cluster-btp-aws.yaml');
const EXAMPLES = readdirSync(CELLS).filter((file) => file.endsWith('.yaml')).map((file) => join(CELLS, file));

interface Stack {
  readonly terraform: { readonly backend: Readonly<Record<string, Data>>; readonly required_providers: Data };
  readonly provider: Data;
  readonly resource: { readonly azurerm_firewall_policy_rule_collection_group: Readonly<Record<string, Data>> };
}

const stackIn = (folder: string, cell: string, target: string): Stack => JSON.parse(readFileSync(join(folder, cell, 'terraform', target, 'cdk.tf.json'), 'utf8')) as Stack;

test('an Azure target is a stack of its own, with its backend', async () => {
  const out = newFolder();
  expect(await eic('synth', EXAMPLE, '-o', out)).toMatchObject({ code: 0, err: '' });
  const stack = stackIn(out, 'plant-mannheim', 'hub');
  expect(stack.terraform.backend).toEqual({
    azurerm: { resource_group_name: 'terraform', storage_account_name: 'acmetfstate', container_name: 'eic', key: 'plant-mannheim/hub.tfstate' },
  });
  expect(Object.keys(stack.provider)).toEqual(['azurerm']);
  expect(Object.values(stack.resource.azurerm_firewall_policy_rule_collection_group)).toEqual([expect.objectContaining({ name: 'eic-plant-mannheim', priority: 400 })]);
});

test('plan.json names the rules of the stack, each flow that leaves directly has one', async () => {
  const out = newFolder();
  await eic('synth', EXAMPLE, '-o', out);
  const plan = JSON.parse(readFileSync(join(out, 'plant-mannheim/plan.json'), 'utf8')) as {
    flows: { id: string; direction: string; via: string | null }[]; targets: { hub: { flow: string; rule: string }[] };
  };
  const [group] = Object.values(stackIn(out, 'plant-mannheim', 'hub').resource.azurerm_firewall_policy_rule_collection_group);
  const collections = [...group!.network_rule_collection as Data[], ...group!.application_rule_collection as Data[]];
  const rules = collections.flatMap(({ name, rule }) => (rule as Data[]).map((one) => `${name as string}/${one.name as string}`));
  expect(plan.targets.hub.map(({ rule }) => rule).sort()).toEqual(rules.sort());
  const direct = plan.flows.filter(({ direction, via }) => direction === 'egress' && via === null).map(({ id }) => id);
  expect([...new Set(plan.targets.hub.map(({ flow }) => flow))].sort()).toEqual([...new Set(direct)].sort());
});

test('every example and both full definitions are written, twice with the same bytes', async () => {
  const folder = newFolder();
  const [a, b] = fullDefinitions();
  setAt(b, ['name'], 'other');
  setAt(b, ['firewall', 'hub', 'azure', 'rules', 'priority'], 401);
  for (const [key, kind] of [['net', 'rules'], ['tags', 'rules'], ['vpcs', 'network']] as const) {
    setAt(b, ['firewall', key, 'gcp', kind, 'network'], `projects/acme-net/global/networks/other-${key}`);
  }
  const files = [...EXAMPLES, fileWith(a, 'a.yaml', folder), fileWith(b, 'b.yaml', folder)];
  const [one, two] = [newFolder(), newFolder()];
  expect(await eic('synth', ...files, '-o', one)).toMatchObject({ code: 0, err: '' });
  await eic('synth', ...files.reverse(), '-o', two);
  expect(treeOf(one)).toEqual(treeOf(two));
  const stacks = files.flatMap((file) => {
    const { name, firewall = {} } = readDefinitionFile(file).data as { readonly name: string; readonly firewall?: Data };
    return Object.keys(firewall).map((key) => `${name}/terraform/${key}/cdk.tf.json`);
  });
  expect(stacks.length).toBeGreaterThan(20);
  expect(filesOf(one).filter((file) => file.endsWith('cdk.tf.json')).sort()).toEqual(stacks.sort());
});

test('a target that is gone takes its stack with it', async () => {
  const [out, [data]] = [newFolder(), fullDefinitions()];
  await eic('synth', fileWith(data), '-o', out);
  setAt(data, ['firewall'], { spoke: (data.firewall as Data).hub });
  expect((await eic('synth', fileWith(data), '-o', out)).out).toContain('removed    plant/terraform/hub/cdk.tf.json\n');
  expect(filesOf(out).filter((file) => file.endsWith('cdk.tf.json'))).toEqual(['plant/terraform/spoke/cdk.tf.json']);
  expect(Object.keys(treeOf(out))).not.toContain('plant/terraform/hub/');
});
