import { Overrides } from '../../../src/cell/overrides';
import { compileCluster } from '../../../src/compile/cluster';
import { cellWith, codesOf } from '../../support/cells';

const labelled = { 'destination-configuration': { selector: { app: 'destination-configuration' } } };
/** A flow of all pods of `edge-icell`, which must be by exact hosts beside ALLOW policies. */
const exactXsuaa = { flows: { xsuaa: { hosts: ['t.authentication.eu10.hana.ondemand.com'] } } };
const dynamic = (existingPolicies: 'none' | 'allow', more: Overrides = {}) => {
  const cell = cellWith({ btp: exactXsuaa, egress: { wildcards: 'dynamicDns' }, ...more, cluster: { istioVersion: '1.30', existingPolicies, components: labelled, ...more.cluster } });
  return compileCluster(cell.definition, cell.plan);
};

describe('egress.wildcards: dynamicDns', () => {
  test('needs Istio 1.30, and to know what policies pods have already', () => {
    expect(codesOf(() => cellWith({ egress: { wildcards: 'dynamicDns' }, cluster: { istioVersion: '1.29', existingPolicies: 'none' } }))).toEqual(['EIC302 egress.wildcards']);
    expect(codesOf(() => cellWith({ egress: { wildcards: 'dynamicDns' }, cluster: { istioVersion: '1.30' } }))).toEqual(['EIC103 cluster.existingPolicies']);
  });

  test('raising the version alone changes nothing', () => {
    const of = (istioVersion: string) => { const cell = cellWith({ cluster: { istioVersion } }); return compileCluster(cell.definition, cell.plan); };
    expect(of('1.31')).toEqual(of('1.24'));
  });

  test('wildcards of the cell are resolved by the name sent, exact hosts as before, edgelm stays as it was', () => {
    const receivers = { s4: { protocol: 'https' as const, host: 's4.example.org' } };
    const { serviceEntries, problems } = dynamic('none', { receivers, services: { registry: { pulledBy: 'edgelm' } } });
    expect(problems).toEqual([]);
    expect(Object.fromEntries(serviceEntries.map(({ host, resolution }) => [host, resolution]))).toMatchObject({
      '*.amazonaws.com': 'DYNAMIC_DNS', '*.hana.ondemand.com': 'DYNAMIC_DNS', 's4.example.org': 'DNS', '*.repositories.cloud.sap': 'NONE',
    });
    for (const { resolution, ports, addresses } of serviceEntries) {
      if (resolution === 'DYNAMIC_DNS') expect({ protocols: ports.map(({ protocol }) => protocol), addresses }).toEqual({ protocols: ['TLS'], addresses: [] });
    }
  });

  test('beside ALLOW policies every component gets its names, by port; without them nobody does', () => {
    expect(dynamic('none').egressAllows).toEqual([]);
    const { egressAllows, problems } = dynamic('allow', { receivers: { saas: { protocol: 'https', host: '*.saas.example', port: 8443 } } });
    expect(problems).toEqual([]);
    expect(Object.fromEntries(egressAllows.map(({ name, rules }) => [name, rules]))).toMatchObject({
      'eic-plant-egress-edc': [{ ports: [443], names: ['*.amazonaws.com'] }],
      'eic-plant-egress-esac': [{ ports: [443], names: ['*.hana.ondemand.com'] }],
      'eic-plant-egress-worker': [{ ports: [443], names: ['*.hana.ondemand.com'] }, { ports: [8443], names: ['*.saas.example'] }],
    });
    expect(egressAllows.every(({ labels }) => Object.keys(labels).length > 0)).toBe(true);
  });

  test('the caller list leaves every port of outgoing TLS alone, also one on which a component takes calls', () => {
    const more: Overrides = { receivers: { saas: { protocol: 'https', host: '*.saas.example', port: 8080 } } };
    expect(dynamic('none', more).callerLists[0]!.exceptPorts).toEqual([443, 8080]);
  });

  test('refuses what it would break', () => {
    expect(dynamic('allow', { cluster: { components: undefined } }).problems.map(({ code, path }) => `${code} ${path}`)).toEqual(['EIC404 cluster.components.destination-configuration.selector']);
    expect(dynamic('allow', { egress: { wildcards: 'dynamicDns', componentScope: 'namespace' } }).problems.map(({ code, path }) => `${code} ${path}`)).toEqual(['EIC302 egress.componentScope']);
  });

  test.each<[string, Overrides, string[]]>([
    ['SAP\'s flow of all pods', { btp: {} }, ['EIC401 btp.flows.xsuaa.hosts']],
    ['a service of all pods', { services: { identityAuthentication: { enabled: true, hosts: ['*.accounts.ondemand.com'] } } }, ['EIC401 services.identityAuthentication.hosts']],
    ['one of an enforced edgelm', { cluster: { namespaces: { edgelm: 'enforce' }, components: { ...labelled, 'cloud-connector': { selector: { app: 'c' } } } }, services: { registry: { pulledBy: 'edgelm' } } }, ['EIC401 services.registry.hosts']],
    ['by exact hosts', {}, []],
    ['an edgelm that is left alone', { services: { registry: { pulledBy: 'edgelm' } } }, []],
  ])('wildcards of a whole namespace beside ALLOW policies: %s', (_, more, expected) => {
    expect(dynamic('allow', more).problems.map(({ code, path }) => `${code} ${path}`)).toEqual(expected);
    expect(dynamic('none', more).problems).toEqual([]);
  });

  test('in observe it is rendered as passthrough', () => {
    const { serviceEntries, egressAllows } = dynamic('allow', { enforcement: 'observe' });
    expect(egressAllows).toEqual([]);
    expect(serviceEntries.map(({ resolution }) => resolution)).not.toContain('DYNAMIC_DNS');
  });

  test('the finding of passthrough is gone', () => {
    const codes = (overrides: Overrides) => cellWith(overrides).plan.findings.map(({ code }) => code);
    expect(codes({})).toContain('EIC502');
    expect(codes({ egress: { wildcards: 'dynamicDns' }, cluster: { istioVersion: '1.30', existingPolicies: 'none' } })).not.toContain('EIC502');
  });
});
