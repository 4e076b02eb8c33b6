import { compileCluster, SidecarRow } from '../../../src/compile/cluster';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { cellWith } from '../../support/cells';

const compile = (cell: EdgeIntegrationCell) => compileCluster(cell.definition, cell.plan);
const sidecar = (cell: EdgeIntegrationCell, name: string, namespace = 'edge-icell'): SidecarRow =>
  compile(cell).sidecars.find((row) => row.name === `eic-plant-${name}` && row.namespace === namespace)!;
const imports = (row: SidecarRow) => row.hosts.filter((host) => !/svc\.|\/\*$/.test(host));
const codes = (cell: EdgeIntegrationCell) => compile(cell).problems.map(({ code, path }) => `${code} ${path}`);

describe('Sidecars', () => {
  const cell = cellWith({ receivers: { s4: { protocol: 'https', host: 's4.example.org' }, jwks: { protocol: 'https', host: 'idp.example.org', from: ['policyengine'] } } });

  test.each([
    ['edc', ['edge-icell/*.amazonaws.com', 'edge-icell/*.hana.ondemand.com']],
    ['esac', ['edge-icell/*.hana.ondemand.com']],
    ['worker', ['edge-icell/*.hana.ondemand.com', 'edge-icell/s4.example.org']],
    ['policyengine', ['edge-icell/*.hana.ondemand.com', 'edge-icell/idp.example.org']],
    ['mdc', ['edge-icell/*.hana.ondemand.com']],
    ['rest', ['edge-icell/*.amazonaws.com', 'edge-icell/*.hana.ondemand.com']],
  ])('%s imports its own flows only', (name, hosts) => {
    expect(imports(sidecar(cell, name))).toEqual(hosts);
    expect(sidecar(cell, name).mode).toBe('REGISTRY_ONLY');
  });

  test('every Sidecar imports what the cluster needs, and Services without the ServiceEntries beside them', () => {
    for (const row of compile(cell).sidecars) {
      expect(row.hosts).toEqual(expect.arrayContaining([
        'default/kubernetes.default.svc.cluster.local', 'edge-icell/*.edge-icell.svc.cluster.local', 'edge-icell-services/*.edge-icell-services.svc.cluster.local',
        'edge-icell-ela/*.edge-icell-ela.svc.cluster.local', 'istio-system/*', 'kube-system/*',
      ]));
      expect(row.hosts).not.toContain('edge-icell/*');
      expect(row.hosts.every((host) => /^[^/]+\/[^/]+$/.test(host))).toBe(true);
    }
  });

  test('one Sidecar without labels in a namespace, never two for one pod', () => {
    const rows = compile(cell).sidecars;
    for (const namespace of ['edge-icell', 'edge-icell-services', 'edge-icell-ela']) {
      expect(rows.filter((row) => row.namespace === namespace && row.labels === undefined)).toHaveLength(1);
    }
    const labels = rows.flatMap((row) => (row.labels === undefined ? [] : [`${row.namespace} ${JSON.stringify(row.labels)}`]));
    expect(new Set(labels).size).toBe(labels.length);
    expect(rows.map(({ namespace }) => namespace)).not.toContain('edgelm');
  });

  test('labels of the definition come first, and a component of the definition has a scope of its own', () => {
    const given = cellWith({ cluster: { components: { 'worker': { selector: { app: 'w' } }, 'edge-api': { selector: { app: 'edge-api' } } } } });
    expect(sidecar(given, 'worker').labels).toEqual({ app: 'w' });
    expect(imports(sidecar(given, 'edge-api'))).toEqual(['edge-icell/*.hana.ondemand.com']);
  });

  test('a receiver of a component without labels is refused, except with namespace scope', () => {
    const receivers = { r: { protocol: 'https' as const, host: 'r.example.org', from: ['edge-api'] } };
    expect(codes(cellWith({ receivers }))).toEqual(['EIC404 receivers.r.from']);
    const wide = cellWith({ receivers, egress: { componentScope: 'namespace' } });
    expect(codes(wide)).toEqual([]);
    expect(compile(wide).sidecars.map(({ name, namespace }) => `${namespace}/${name}`)).toEqual(
      ['edge-icell/eic-plant-all', 'edge-icell-ela/eic-plant-all', 'edge-icell-services/eic-plant-all']);
    expect(imports(sidecar(wide, 'all'))).toEqual(['edge-icell/*.amazonaws.com', 'edge-icell/*.hana.ondemand.com', 'edge-icell/r.example.org']);
  });

  test('two components that select one pod are refused', () => {
    const both = cellWith({ cluster: { components: { one: { selector: { app: 'x' } }, two: { selector: { app: 'x', tier: 'y' } } } } });
    expect(codes(both)).toEqual(['EIC302 cluster.components.two.selector']);
  });

  test.each(['base', 'rest'])('a component cannot have our own name %s', (name) => {
    const receivers = { r: { protocol: 'https' as const, host: 'r.example.org', from: [name] } };
    expect(codes(cellWith({ receivers, cluster: { components: { [name]: { selector: { app: 'x' } } } } }))).toContain('EIC403 cluster.components');
  });

  test('observe imports everything and lets everything pass', () => {
    for (const row of compile(cellWith({ enforcement: 'observe' })).sidecars) expect(row).toMatchObject({ mode: 'ALLOW_ANY', hosts: ['*/*'] });
  });

  test('pods that no component names get the corporate proxy only where a flow of SAP\'s goes through it', () => {
    const httpProxy = { host: 'proxy.acme.example', port: 3128, addresses: ['10.81.0.5/32'] };
    const behind = (flows: string[]) => cellWith({
      receivers: { jwks: { protocol: 'https', host: 'idp.example.org', from: ['policyengine'] } }, cluster: { httpProxy: { ...httpProxy, flows } },
    });
    expect(imports(sidecar(behind(['receiver/jwks']), 'rest'))).not.toContain('edge-icell/proxy.acme.example');
    expect(imports(sidecar(behind(['receiver/jwks']), 'policyengine'))).toContain('edge-icell/proxy.acme.example');
    expect(imports(sidecar(behind(['content-deployment']), 'rest'))).toContain('edge-icell/proxy.acme.example');
  });

  test('edgelm is scoped only when asked', () => {
    const enforced = cellWith({ cluster: { namespaces: { edgelm: 'enforce' } } });
    expect(imports(sidecar(enforced, 'rest', 'edgelm'))).toEqual([
      'edgelm/connectivitycertsigning.cf.eu10.hana.ondemand.com', 'edgelm/connectivitynotification.cf.eu10.hana.ondemand.com',
      'edgelm/connectivitytunnel.cf.eu10.hana.ondemand.com', 'edgelm/connectivitytunnel.eu10.uc.platform.cloud.sap',
      'edgelm/edge-lifecycle-manager-prod.cfapps.eu10.hana.ondemand.com',
    ]);
  });
});
