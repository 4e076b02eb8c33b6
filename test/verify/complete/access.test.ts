import { renderManifests } from '../../../src/cluster/render-manifests';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { narrowerThanPlan } from '../../../src/verify/complete';
import { ReadOutput, readOutput } from '../../../src/verify/read';
import { fileWith } from '../../cli/eic';
import { matrixCells, modelOf } from '../../conformance/matrix';
import { cellWith } from '../../support/cells';
import { newFolder } from '../../support/folders';
import { mutationsOf } from '../support/mutations';

const PERSONAS = { infrastructureProvider: { groups: ['ops', 'night'] }, administrator: { groups: ['admins'] }, integrationDeveloper: { groups: ['devs'] } };
const KINDS = /Role/;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- fields are changed as they stand in files
type Loose = any;

function rendered(cell: EdgeIntegrationCell): ReadOutput {
  const folder = newFolder();
  for (const { file, text } of renderManifests(cell)) fileWith(text, file, folder);
  return readOutput([folder]);
}

const messages = (cell: EdgeIntegrationCell, output: ReadOutput) => narrowerThanPlan(cell, output, []).map(({ code, message }) => `${code} ${message}`);
const cell = cellWith({ personas: PERSONAS });
const output = rendered(cell);

test.each([
  ['all', {}], ['with Cilium', { cluster: { cni: { name: 'cilium', networkPolicy: true } } }], ['with edgelm', { cluster: { namespaces: { edgelm: 'enforce' } } }],
  ['by namespace', { egress: { componentScope: 'namespace' } }], ['while observing', { enforcement: 'observe' }],
  ['one group for two', { personas: { administrator: { groups: ['devs'] } } }],
] as const)('personas as they are written may do what they are to do, and nothing else: %s', (_, overrides) => {
  const other = cell.extend(overrides as never);
  expect(messages(other, rendered(other))).toEqual([]);
});

test.each(matrixCells().filter(({ name }) => /personas/.test(name)).map((one) => [one.name, one] as const))('%s of the matrix', (_, one) => {
  const other = modelOf(one);
  const found = rendered(other);
  expect(found.objects.some(({ value }) => KINDS.test(value.kind))).toBe(true);
  expect(messages(other, found)).toEqual([]);
});

test('each of them alone', () => {
  for (const [role, persona] of Object.entries(PERSONAS)) {
    const other = cellWith({ personas: { [role]: persona } });
    expect(messages(other, rendered(other))).toEqual([]);
  }
});

test('an export without roles says nothing of them', () => {
  expect(messages(cell, { ...output, objects: output.objects.filter(({ value }) => !KINDS.test(value.kind)) })).toEqual([]);
  expect(messages(cell, { ...output, objects: output.objects.filter(({ value }) => !/Cluster/.test(value.kind)) })).toEqual([]);
});

test('what is changed in roles and bindings is noticed', () => {
  const mutations = [...mutationsOf(output)].filter(({ object }) => KINDS.test(object));
  // An API group that is left out in a binding is RBAC's own (Kubernetes, SetDefaults_RoleBinding).
  const equivalent = ({ operator, path }: { operator: string; path: string }) => operator === 'delete-field' && /^(?:roleRef|subjects\[\d+\])\.apiGroup$/.test(path);
  const survivors = mutations.filter((mutation) => messages(cell, mutation.output).length === 0);
  expect(survivors.filter((mutation) => !equivalent(mutation)).map(({ operator, object, path }) => `${operator} ${object} ${path}`)).toEqual([]);
  console.info(`${mutations.length - survivors.length} of ${mutations.length} changes of roles and bindings noticed`);
  expect(mutations.length).toBeGreaterThan(300);
});

const ADMINISTRATOR = 'Role edge-icell/eic-plant-administrator';
test.each<[string, string, (value: Loose) => void, RegExp]>([
  ['secrets', ADMINISTRATOR, (role) => { role.rules[0].resources.push('secrets'); }, /eic-plant-administrator lets admins .*secrets/],
  ['every verb', ADMINISTRATOR, (role) => { role.rules[0].verbs = ['*']; }, /lets admins \* /],
  ['shells', ADMINISTRATOR, (role) => { role.rules.push({ apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] }); }, /create pods\/exec/],
  ['names only', ADMINISTRATOR, (role) => { role.rules[0].resourceNames = ['a']; }, /must let the group admins do its part in edge-icell/],
  ['logs for developers', 'Role edge-icell/eic-plant-integration-developer', (role) => { role.rules[0].resources.push('pods/log'); }, /lets devs get pods\/log/],
  ['everybody', 'RoleBinding edge-icell/eic-plant-administrator', (binding) => { binding.subjects.push({ kind: 'Group', name: 'system:authenticated' }); }, /lets system:authenticated/],
  ['a user', 'RoleBinding edge-icell/eic-plant-administrator', (binding) => { binding.subjects.push({ kind: 'User', name: 'anna' }); }, /lets User anna/],
  ['another role', 'RoleBinding edge-icell/eic-plant-administrator', (binding) => { binding.roleRef = { kind: 'ClusterRole', name: 'cluster-admin' }; }, /everything of the ClusterRole cluster-admin/],
])('%s is noticed', (_, id, change, message) => {
  const copy: Loose = structuredClone(output);
  change(copy.objects.find((object: Loose) => object.id === id).value);
  expect(messages(cell, copy).join('\n')).toMatch(message);
});
