import { App, Chart } from 'cdk8s';
import { Overrides } from '../../src/cell/overrides';
import { Platform } from '../../src/cell/props';
import { CellMesh } from '../../src/cluster';
import { unwatchChart } from '../../src/cluster/checks/watch-chart';
import { describeProblem, manifestValidator } from '../conformance/kubernetes';
import { matrixCells, modelOf } from '../conformance/matrix';
import { cellWith, minimalProps } from '../support/cells';

const validator = manifestValidator();
if (validator === undefined) console.log('skipped: CRD schemas and CEL rules, since ../shared/data is not there');

const receivers: Overrides['receivers'] = {
  s4: { protocol: 'https', host: 's4.corp.example', port: 44300, network: 'private', addresses: ['10.20.0.0/24'] },
  bank: { protocol: 'sftp', host: 'sftp.bank.example', addresses: ['203.0.113.7/32', '2001:db8::7/128'] },
  mes: { protocol: 'https', addresses: ['10.82.0.7/32'], network: 'private', port: 8443 },
  erp: { protocol: 'rfc', host: 'erp.corp.example', ports: [3300, 3600], addresses: ['10.20.9.5/32'], network: 'private' },
  events: { protocol: 'kafka', brokers: ['b1.kafka.example:9093', 'b2.kafka.example:9094'] },
  files: { protocol: 'ftp', host: 'ftp.plant.example', ports: [21, '40000-40010'], addresses: ['203.0.113.21/32'] },
  plain: { protocol: 'http', host: '*.plant.example', port: 8090 },
  ['long'.repeat(15)]: { protocol: 'sftp', host: 'x.example.org', addresses: ['203.0.113.99/32'] },
};
const additional = {
  partners: { host: 'partners.acme.example', credentialName: 'partners-tls' },
  simple: { host: 'simple.acme.example', credentialName: 'simple-tls', tls: 'SIMPLE' as const },
};
const personas = { infrastructureProvider: { groups: ['ops'] }, administrator: { groups: ['admins', 'x y: "z" #'] }, integrationDeveloper: { groups: ['devs'] } };
const everything: Overrides = {
  receivers, personas, ingress: { sources: ['192.0.2.0/24', '2001:db8:1::/48'], clientAddress: 'preserved', virtualHosts: { ...minimalProps().ingress.virtualHosts, additional } },
};

const matrix = (['aks', 'eks', 'gke', 'openshift', 'rke2', 'other'] as Platform[]).flatMap((platform) =>
  (['enforce', 'observe'] as const).flatMap((enforcement) =>
    (['component', 'namespace'] as const).flatMap((componentScope) =>
      (['standard', 'restricted'] as const).map((access): [string, Overrides] => [`${platform} ${enforcement} ${componentScope} ${access}`, {
        ...everything, enforcement, egress: { componentScope },
        cluster: {
          platform, access, podCidrs: ['10.244.0.0/16', 'fd00:10:244::/48'], namespaces: { edgelm: access === 'restricted' ? 'enforce' : 'none' },
          mtls: { exceptions: [{ selector: { app: 'edge-api' }, ports: [9443], reason: 'webhook: "quoted" ${x}' }] },
        },
      }]))));

matrix.push(...(['none', 'allow'] as const).map((existingPolicies): [string, Overrides] => [`dynamicDns beside ${existingPolicies}`, {
  ...everything, egress: { wildcards: 'dynamicDns' }, btp: { flows: { xsuaa: { hosts: ['t.authentication.eu10.hana.ondemand.com'] } } },
  cluster: { istioVersion: '1.31', existingPolicies, cni: { name: 'calico' }, components: { 'destination-configuration': { selector: { app: 'destination-configuration' } } } },
}]));

describe('every object of a matrix', () => {
  test.each(matrix)('%s passes CRD schema and CEL rules', (_, overrides) => {
    const chart = new Chart(new App(), 'edge', { disableResourceNameHashes: true });
    new CellMesh(chart, 'Cell', { cell: cellWith(overrides) });
    const objects = chart.toJson() as unknown[];
    expect(objects.length).toBeGreaterThan(20);
    if (validator !== undefined) expect(objects.flatMap((object) => validator.validate(object).map(describeProblem))).toEqual([]);
  });

  test.each(matrix)('%s: what Istio\'s stable profile refuses is never written', (_, overrides) => {
    const chart = new Chart(new App(), 'edge');
    new CellMesh(chart, 'Cell', { cell: cellWith(overrides) });
    const kinds = new Set((chart.toJson() as { kind: string }[]).map(({ kind }) => kind));
    for (const kind of ['EnvoyFilter', 'ProxyConfig', 'WasmPlugin', 'Telemetry']) expect(kinds).not.toContain(kind);
  });
});

test('every object of the matrix of conformance (versions, strategies, scopes, enforcement, platforms, access) passes CRD schema and CEL rules', () => {
  const cells = matrixCells();
  expect(cells.length).toBeGreaterThan(300);
  const seen = new Set<string>();
  for (const cell of cells) {
    const chart = new Chart(new App(), 'edge', { disableResourceNameHashes: true });
    new CellMesh(chart, 'Cell', { cell: modelOf(cell) });
    unwatchChart(chart);
    for (const object of chart.toJson() as unknown[]) {
      const text = JSON.stringify(object);
      if (validator === undefined || seen.has(text)) continue;
      seen.add(text);
      expect([cell.name, validator.validate(object).map(describeProblem)]).toEqual([cell.name, []]);
    }
  }
}, 60_000);
