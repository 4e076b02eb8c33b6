import { App, Chart } from 'cdk8s';
import { Overrides } from '../../../src/cell/overrides';
import { CellMesh } from '../../../src/cluster';
import { checkManifests, contextOf } from '../../../src/cluster/checks';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { matrixCells, modelOf } from '../../conformance/matrix';
import { cellWith } from '../../support/cells';

const problemsOf = (cell: EdgeIntegrationCell): string[] => {
  const chart = new Chart(new App(), 'edge', { disableResourceNameHashes: true });
  new CellMesh(chart, 'Cell', { cell });
  return checkManifests((chart.toJson() as unknown[]).map((manifest) => ({ manifest })), [contextOf(cell.definition)]).map(({ code, construct, path }) => `${code} ${construct} ${path}`);
};

describe('what we write', () => {
  test.each(matrixCells().map((cell) => [cell.name, cell] as const))('%s raises no alarm, not even an info', (_, cell) => {
    expect(problemsOf(modelOf(cell))).toEqual([]);
  });

  const cells: [string, Overrides][] = [
    ['the smallest cell', {}],
    ['wildcard of HTTP around a host of TCP, with dynamicDns', {
      receivers: { plain: { protocol: 'http', host: '*.plant.example', port: 8090 }, files: { protocol: 'ftp', host: 'ftp.plant.example', addresses: ['203.0.113.21/32'] } },
      egress: { wildcards: 'dynamicDns' }, cluster: { istioVersion: '1.31', existingPolicies: 'none' },
    }],
    ['wildcards in each other', {
      receivers: { wide: { protocol: 'https', host: '*.plant.example' }, narrow: { protocol: 'https', host: '*.a.plant.example', port: 8443 }, exact: { protocol: 'https', host: 'x.a.plant.example' } },
    }],
    ['one address for two receivers on different ports', {
      receivers: { a: { protocol: 'sftp', host: 'a.example.org', addresses: ['203.0.113.7/32'] }, b: { protocol: 'sftp', host: 'b.example.org', port: 2222, addresses: ['203.0.113.7/32'] } },
    }],
  ];
  const image = `registry.acme.example/nginx@sha256:${'a'.repeat(64)}`;
  const personas = { infrastructureProvider: { groups: ['ops'] }, administrator: { groups: ['admins'] }, integrationDeveloper: { groups: ['devs'] } };
  cells.push(...(['enforce', 'observe'] as const).map((enforcement): [string, Overrides] => [`egress gateway, SNI proxy and personas, ${enforcement}`, {
    enforcement, personas, egress: { wildcards: 'sniProxy', gateway: { enabled: true }, sniProxy: { image } },
    receivers: { bank: { protocol: 'sftp', host: 'sftp.bank.example', addresses: ['203.0.113.7/32'] }, shop: { protocol: 'https', host: 'shop.acme.example' }, files: { protocol: 'https', host: '*.cdn.acme.example' } },
  }]));
  test.each(cells)('%s raises no alarm', (_, overrides) => {
    expect(problemsOf(cellWith(overrides))).toEqual([]);
  });
});
