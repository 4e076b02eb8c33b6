import { renderedCell } from './support/rendered-cell';
import type { Overrides } from '../../src/cell/overrides';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { verify } from '../../src/verify';
import { EXACT } from '../conformance/gateway-cells';
import { MatrixCell, matrixCells, modelOf } from '../conformance/matrix';

const ALL = matrixCells();
const isVariant = ({ name }: MatrixCell) => !/^(?:aks|eks|gke|openshift|rke2|other), /.test(name);
// Each variant, and of the product those that a step without common factors meets.
const CELLS = ALL.filter((one, index) => isVariant(one) || index % 29 === 0);

test('the sample has every platform, both scopes, both enforcements, both families, every strategy and the gateway', () => {
  const words = new Set(CELLS.filter((one) => !isVariant(one)).flatMap(({ name }) => name.split(', ')));
  for (const word of ['aks', 'eks', 'gke', 'openshift', 'rke2', 'other', 'component', 'namespace', 'enforce', 'observe', 'IPv4', 'IPv4 and 6', 'dynamicDns', 'passthrough', 'gateway', 'sniProxy']) expect(words).toContain(word);
});

// An exception of mutual TLS opens its port at all pods of the namespace, which verify says of the cell that has one.
const CHECKED: Overrides = { cluster: { mtls: { exceptions: [] } } };

function expectProven(cell: EdgeIntegrationCell): void {
  const { probes, problems } = verify(cell, renderedCell(cell));
  const bad = probes.filter(({ outcome }) => outcome === 'wrong' || outcome === 'unknown');
  expect(bad.map(({ id, layers }) => [id, layers])).toEqual([]);
  expect(problems.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  const own = new Set(probes.filter(({ kind, verdict }) => kind === 'own' && verdict === 'allow').map(({ flow }) => flow));
  expect(cell.plan.egress.filter(({ via }) => via === null).map(({ key }) => key).filter((key) => !own.has(key))).toEqual([]);
}

test.each(CELLS.map((one) => [one.name, one] as const))('%s: nothing wrong, nothing unknown, each flow allowed', (_, one) => {
  expectProven(modelOf(one).extend(CHECKED));
});

/** Every variant with policies by name, where its DNS and plug-in can have them. */
const nodeLocal = ({ data }: MatrixCell) => data.cluster.dns?.nodeLocal === true;
const hasOwnDns = ({ data }: MatrixCell) => data.cluster.dns?.namespace !== undefined;
const isEnforced = ({ data }: MatrixCell) => data.enforcement !== 'observe';
const VARIANTS = ALL.filter((one) => isVariant(one) && isEnforced(one) && !one.name.includes('fqdn'));
const BY_CILIUM: Overrides = { egress: { fqdnPolicy: 'cilium' }, cluster: { cni: { name: 'cilium', networkPolicy: true, version: '1.19' } } };
const BY_GKE: Overrides = { egress: { fqdnPolicy: 'gke' }, cluster: { platform: 'gke', cni: { name: 'other', networkPolicy: true } }, services: { registry: { hosts: ['mirror.acme.example'] } } };
// BTP of that variant is on Azure, where the exact hosts of the others are none.
const EXACT_HOSTS = VARIANTS.filter((one) => !hasOwnDns(one) && !one.name.startsWith('gateway') && one.name !== 'narrow-azure');

test.each(VARIANTS.filter((one) => !nodeLocal(one)).map((one) => [one.name, one] as const))('%s, by names of Cilium', (_, one) => {
  expectProven(modelOf(one).extend(CHECKED).extend(BY_CILIUM));
});

test.each(EXACT_HOSTS.map((one) => [one.name, one] as const))('%s, by names of GKE', (_, one) => {
  expectProven(modelOf(one).extend(CHECKED).extend(EXACT).extend(BY_GKE));
});

test('an exception of mutual TLS is open to strangers at the other pods of its namespace, too: verify says so', () => {
  const cell = modelOf(ALL.find(({ name }) => name === 'cilium')!);
  const wrong = verify(cell, renderedCell(cell)).probes.filter(({ outcome }) => outcome === 'wrong');
  expect(wrong.map(({ id }) => id)).toEqual(['cluster/callers/edge-api/stranger/eic-probe-stranger/eic-probe-stranger/edge-icell/edge-api:9443']);
});
