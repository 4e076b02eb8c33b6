import { App, Chart, JsonPatch } from 'cdk8s';
import { Overrides } from '../../src/cell/overrides';
import { CellMesh } from '../../src/cluster';
import { renderManifests } from '../../src/cluster/render-manifests';
import { describeProblem, manifestValidator } from '../conformance/kubernetes';
import { cellWith } from '../support/cells';

interface Manifest { readonly kind: string; readonly apiVersion: string; readonly metadata: { readonly name: string; readonly namespace: string }; readonly spec: Record<string, unknown> }

const receivers: Overrides['receivers'] = {
  saas: { protocol: 'https', host: 'x.saas.example' }, all: { protocol: 'https', host: '*.saas.example', port: 8443 },
};
const cilium: Overrides = { receivers, cluster: { cni: { name: 'cilium', version: '1.19' } }, egress: { fqdnPolicy: 'cilium' } };
const tenant = { hosts: ['t.cfapps.eu10.hana.ondemand.com'] };
const gke: Overrides = {
  receivers: { saas: { protocol: 'https', host: 'x.saas.example' } }, cluster: { platform: 'gke' }, egress: { fqdnPolicy: 'gke' },
  btp: {
    flows: {
      'content-deployment': { hosts: ['eic-1.s3.eu-central-1.amazonaws.com'] }, 'security-material': tenant, 'system-internal-events': tenant, 'configuration-service': tenant,
      'xsuaa': tenant, 'destination-service': tenant, 'audit-log-service': tenant,
    },
  },
};
const meshOf = (overrides: Overrides) => {
  const chart = new Chart(new App(), 'edge', { disableResourceNameHashes: true });
  return { chart, mesh: new CellMesh(chart, 'Cell', { cell: cellWith(overrides) }) };
};
const render = (overrides: Overrides) => meshOf(overrides).chart.toJson() as Manifest[];
const find = (objects: readonly Manifest[], kind: string, name: string) => objects.find((one) => one.kind === kind && one.metadata.name === name && one.metadata.namespace === 'edge-icell')!;
const worker = { matchLabels: { 'app': 'worker', 'app.kubernetes.io/name': 'worker' } };

test('Cilium: names by matchName, wildcards by a pattern of one or more labels, on their ports alone', () => {
  const { apiVersion, spec } = find(render(cilium), 'CiliumNetworkPolicy', 'eic-plant-fqdn-worker');
  expect(apiVersion).toBe('cilium.io/v2');
  expect(spec.endpointSelector).toEqual(worker);
  const rules = spec.egress as { toFQDNs: Record<string, string>[]; toPorts: { ports: object[] }[] }[];
  const rule = (port: string) => rules.find(({ toPorts }) => JSON.stringify(toPorts) === JSON.stringify([{ ports: [{ port, protocol: 'TCP' }] }]))!;
  expect(rule('443').toFQDNs).toContainEqual({ matchName: 'x.saas.example' });
  expect(rule('443').toFQDNs).toContainEqual({ matchPattern: '**.hana.ondemand.com' });
  expect(rule('8443').toFQDNs).toEqual([{ matchPattern: '**.saas.example' }]);
});

test('Cilium: pods that no component names are told by labels that they lack', () => {
  const { spec } = find(render(cilium), 'CiliumNetworkPolicy', 'eic-plant-fqdn-rest');
  expect(spec.endpointSelector).toEqual(find(render({ receivers }), 'NetworkPolicy', 'eic-plant-rest').spec.podSelector);
});

test('Cilium: DNS of the cluster, looked into', () => {
  expect(find(render(cilium), 'CiliumNetworkPolicy', 'eic-plant-dns').spec).toEqual({
    endpointSelector: {},
    egress: [{
      toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'kube-system', 'k8s:k8s-app': 'kube-dns' } }],
      toPorts: [{ ports: [{ port: '53', protocol: 'TCP' }, { port: '53', protocol: 'UDP' }], rules: { dns: [{ matchPattern: '*' }] } }],
    }],
  });
});

test('Cilium: more than 40 ports are in several lists', () => {
  const flows: Overrides['flows'] = { range: { from: ['worker'], hosts: ['r.example.org'], ports: ['9000-9099'], protocol: 'tls', reason: 'range' } };
  const rules = find(render({ ...cilium, flows }), 'CiliumNetworkPolicy', 'eic-plant-fqdn-worker').spec.egress as { toFQDNs: object[]; toPorts: { ports: object[] }[] }[];
  expect(rules.find(({ toFQDNs }) => JSON.stringify(toFQDNs).includes('r.example.org'))!.toPorts.map(({ ports }) => ports.length)).toEqual([40, 40, 20]);
});

test('GKE: exact names and ports', () => {
  const { apiVersion, spec } = find(render(gke), 'FQDNNetworkPolicy', 'eic-plant-fqdn-worker');
  expect(apiVersion).toBe('networking.gke.io/v1alpha1');
  expect(spec.podSelector).toEqual(worker);
  expect(spec.egress).toContainEqual({ matches: expect.arrayContaining([{ name: 'x.saas.example' }]) as object[], ports: [{ protocol: 'TCP', port: 443 }] });
});

test.each([['cilium', cilium, 'CiliumNetworkPolicy'], ['gke', gke, 'FQDNNetworkPolicy']] as const)('%s: patches survive; the file is that of the NetworkPolicies; two runs give the same bytes', (_, overrides, kind) => {
  const { chart, mesh } = meshOf(overrides);
  mesh.object(kind, 'edge-icell/eic-plant-fqdn-worker').addJsonPatch(JsonPatch.add('/spec/somethingNew', 'x'));
  expect(find(chart.toJson() as Manifest[], kind, 'eic-plant-fqdn-worker').spec).toMatchObject({ somethingNew: 'x' });
  const files = renderManifests(cellWith(overrides));
  expect(files.filter(({ text }) => text.includes(`kind: ${kind}`)).map(({ file }) => file)).toEqual(['60-network-policies.yaml']);
  const turned = Object.fromEntries(Object.entries(overrides.receivers!).reverse());
  expect(renderManifests(cellWith({ ...overrides, receivers: turned }))).toEqual(files);
});

test.each([['cilium', cilium], ['gke', gke]] as const)('%s: every object has the fields that the vendor documents', (_, overrides) => {
  const validator = manifestValidator();
  if (validator === undefined) return;
  expect(render(overrides).flatMap((object) => validator.validate(object).map((problem) => `${object.metadata.name}: ${describeProblem(problem)}`))).toEqual([]);
});
