import { renderManifests } from '../../src/cluster/render-manifests';
import { readOutput, verify } from '../../src/verify';
import { fileWith } from '../cli/eic';
import { MatrixCell, matrixCells, modelOf } from '../conformance/matrix';
import { newFolder } from '../support/folders';

const ALL = matrixCells();
const isVariant = ({ name }: MatrixCell) => !/^(?:aks|eks|gke|openshift|rke2|other), /.test(name);
// Each variant, and of the product those that a step without common factors meets.
const CELLS = ALL.filter((one, index) => isVariant(one) || index % 29 === 0);

test('the sample has every platform, both scopes, both enforcements, both families, every strategy and the gateway', () => {
  const words = new Set(CELLS.filter((one) => !isVariant(one)).flatMap(({ name }) => name.split(', ')));
  for (const word of ['aks', 'eks', 'gke', 'openshift', 'rke2', 'other', 'component', 'namespace', 'enforce', 'observe', 'IPv4', 'IPv4 and 6', 'dynamicDns', 'passthrough', 'gateway', 'sniProxy']) expect(words).toContain(word);
});

test.each(CELLS.map((one) => [one.name, one] as const))('%s: nothing wrong, nothing unknown, each flow allowed', (_, one) => {
  // An exception of mutual TLS opens its port at all pods of the namespace, which verify says of the cell that has one.
  const cell = modelOf(one).extend({ cluster: { mtls: { exceptions: [] } } });
  const folder = newFolder();
  for (const { file, text } of renderManifests(cell)) fileWith(text, file, folder);
  const { probes, problems } = verify(cell, readOutput([folder]));
  const bad = probes.filter(({ outcome }) => outcome === 'wrong' || outcome === 'unknown');
  expect(bad.map(({ id, layers }) => [id, layers])).toEqual([]);
  expect(problems.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  const own = new Set(probes.filter(({ kind, verdict }) => kind === 'own' && verdict === 'allow').map(({ flow }) => flow));
  expect(cell.plan.egress.filter(({ via }) => via === null).map(({ key }) => key).filter((key) => !own.has(key))).toEqual([]);
});

test('an exception of mutual TLS is open to strangers at the other pods of its namespace, too: verify says so', () => {
  const cell = modelOf(ALL.find(({ name }) => name === 'cilium')!);
  const folder = newFolder();
  for (const { file, text } of renderManifests(cell)) fileWith(text, file, folder);
  const wrong = verify(cell, readOutput([folder])).probes.filter(({ outcome }) => outcome === 'wrong');
  expect(wrong.map(({ id }) => id)).toEqual(['cluster/callers/edge-api/stranger/eic-probe-stranger/eic-probe-stranger/edge-icell/edge-api:9443']);
});
