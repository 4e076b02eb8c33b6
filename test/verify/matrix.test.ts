import { renderManifests } from '../../src/cluster/render-manifests';
import { readOutput, verify } from '../../src/verify';
import { fileWith } from '../cli/eic';
import { MatrixCell, matrixCells, modelOf } from '../conformance/matrix';
import { cellWith } from '../support/cells';
import { newFolder } from '../support/folders';

const ALL = matrixCells();
/** Policies by name of a network plug-in have a test of their own kind of policy. */
const byName = ({ data }: MatrixCell) => (data.egress?.fqdnPolicy ?? 'none') !== 'none' && data.enforcement !== 'observe';
const isVariant = ({ name }: MatrixCell) => !/^(?:aks|eks|gke|openshift|rke2|other), /.test(name);
// Each variant, and of the product those that a step without common factors meets.
const CELLS = ALL.filter((one, index) => !byName(one) && (isVariant(one) || index % 29 === 0));

test('the sample has every platform, both scopes, both enforcements, both families, every strategy and the gateway', () => {
  const words = new Set(CELLS.filter((one) => !isVariant(one)).flatMap(({ name }) => name.split(', ')));
  for (const word of ['aks', 'eks', 'gke', 'openshift', 'rke2', 'other', 'component', 'namespace', 'enforce', 'observe', 'IPv4', 'IPv4 and 6', 'dynamicDns', 'passthrough', 'gateway', 'sniProxy']) expect(words).toContain(word);
});

test.each(CELLS.map((one) => [one.name, one] as const))('%s: nothing wrong, nothing unknown, each flow allowed', (_, one) => {
  const cell = modelOf(one);
  const folder = newFolder();
  for (const { file, text } of renderManifests(cell)) fileWith(text, file, folder);
  const { probes, problems } = verify(cell, readOutput([folder]));
  const bad = probes.filter(({ outcome }) => outcome === 'wrong' || outcome === 'unknown');
  expect(bad.map(({ id, layers }) => [id, layers])).toEqual([]);
  expect(problems.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  const own = new Set(probes.filter(({ kind, verdict }) => kind === 'own' && verdict === 'allow').map(({ flow }) => flow));
  expect(cell.plan.egress.filter(({ via }) => via === null).map(({ key }) => key).filter((key) => !own.has(key))).toEqual([]);
});

test('wildcards of a whole namespace beside ALLOW policies are stopped at pods that have no ALLOW for them: verify says so of what is applied', () => {
  const dynamic = { egress: { wildcards: 'dynamicDns' as const }, cluster: { istioVersion: '1.30', existingPolicies: 'none' as const } };
  const cell = cellWith(dynamic);
  const folder = newFolder();
  for (const { file, text } of renderManifests(cell)) fileWith(text, file, folder);
  const wrong = (existingPolicies: 'none' | 'allow') => verify(cell.extend({ cluster: { existingPolicies } }), readOutput([folder])).probes.filter(({ outcome }) => outcome === 'wrong');
  expect(wrong('none')).toEqual([]);
  const stopped = wrong('allow').filter(({ flow, from, layers }) => flow === 'xsuaa' && from.component === 'eic-probe-other' && layers.some(({ code }) => code === 'sidecar/own-policy'));
  expect(stopped.length).toBeGreaterThan(0);
});

test('the port of an exception of mutual TLS is open to callers without identity at its own pods, and to nobody else anywhere', () => {
  const cell = modelOf(ALL.find(({ name }) => name === 'cilium')!);
  const folder = newFolder();
  for (const { file, text } of renderManifests(cell)) fileWith(text, file, folder);
  const asked = verify(cell, readOutput([folder])).probes.filter(({ id, kind }) => id.endsWith(':9443') && id.startsWith('cluster/callers/') && kind !== 'caller');
  expect(asked.map(({ kind, to, verdict }) => `${kind} ${to.host!.split('.')[0]} ${verdict}`).sort()).toEqual([
    'plaintext-caller edge-api deny', 'plaintext-caller eic-probe-other deny', 'plaintext-caller eic-probe-plaintext-0 allow',
    'stranger edge-api deny', 'stranger eic-probe-other deny', 'stranger eic-probe-plaintext-0 deny',
  ]);
});
