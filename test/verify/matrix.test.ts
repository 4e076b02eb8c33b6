import { renderedCell } from './support/rendered-cell';
import type { Overrides } from '../../src/cell/overrides';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { verify } from '../../src/verify';
import { EXACT } from '../conformance/gateway-cells';
import { MatrixCell, matrixCells, modelOf } from '../conformance/matrix';
import { cellWith } from '../support/cells';

const ALL = matrixCells();
const isVariant = ({ name }: MatrixCell) => !/^(?:aks|eks|gke|openshift|rke2|other), /.test(name);
// Each variant, and of the product those that a step without common factors meets.
const CELLS = ALL.filter((one, index) => isVariant(one) || index % 29 === 0);

test('the sample has every platform, both scopes, both enforcements, both families, every strategy and the gateway', () => {
  const words = new Set(CELLS.filter((one) => !isVariant(one)).flatMap(({ name }) => name.split(', ')));
  for (const word of ['aks', 'eks', 'gke', 'openshift', 'rke2', 'other', 'component', 'namespace', 'enforce', 'observe', 'IPv4', 'IPv4 and 6', 'dynamicDns', 'passthrough', 'gateway', 'sniProxy']) expect(words).toContain(word);
});

function expectProven(cell: EdgeIntegrationCell): void {
  const { probes, problems } = verify(cell, renderedCell(cell));
  const bad = probes.filter(({ outcome }) => outcome === 'wrong' || outcome === 'unknown');
  expect(bad.map(({ id, layers }) => [id, layers])).toEqual([]);
  expect(problems.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  const own = new Set(probes.filter(({ kind, verdict }) => kind === 'own' && verdict === 'allow').map(({ flow }) => flow));
  expect(cell.plan.egress.filter(({ via }) => via === null).map(({ key }) => key).filter((key) => !own.has(key))).toEqual([]);
}

test.each(CELLS.map((one) => [one.name, one] as const))('%s: nothing wrong, nothing unknown, each flow allowed', (_, one) => {
  expectProven(modelOf(one));
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
  expectProven(modelOf(one).extend(BY_CILIUM));
});

test.each(EXACT_HOSTS.map((one) => [one.name, one] as const))('%s, by names of GKE', (_, one) => {
  expectProven(modelOf(one).extend(EXACT).extend(BY_GKE));
});

test('wildcards of a whole namespace beside ALLOW policies are stopped at pods that have no ALLOW for them: verify says so of what is applied', () => {
  const dynamic = { egress: { wildcards: 'dynamicDns' as const }, cluster: { istioVersion: '1.30', existingPolicies: 'none' as const } };
  const cell = cellWith(dynamic);
  const output = renderedCell(cell);
  const wrong = (existingPolicies: 'none' | 'allow') => verify(cell.extend({ cluster: { existingPolicies } }), output).probes.filter(({ outcome }) => outcome === 'wrong');
  expect(wrong('none')).toEqual([]);
  const stopped = wrong('allow').filter(({ flow, from, layers }) => flow === 'xsuaa' && from.component === 'eic-probe-other' && layers.some(({ code }) => code === 'sidecar/own-policy'));
  expect(stopped.length).toBeGreaterThan(0);
});

test('the port of an exception of mutual TLS is open to callers without identity at its own pods, and to nobody else anywhere', () => {
  const cell = modelOf(ALL.find(({ name }) => name === 'cilium')!);
  const asked = verify(cell, renderedCell(cell)).probes.filter(({ id, kind }) => id.endsWith(':9443') && id.startsWith('cluster/callers/') && kind !== 'caller');
  expect(asked.map(({ kind, to, verdict }) => `${kind} ${to.host!.split('.')[0]} ${verdict}`).sort()).toEqual([
    'plaintext-caller edge-api deny', 'plaintext-caller eic-probe-other deny', 'plaintext-caller eic-probe-plaintext-0 allow',
    'stranger edge-api deny', 'stranger eic-probe-other deny', 'stranger eic-probe-plaintext-0 deny',
  ]);
});
