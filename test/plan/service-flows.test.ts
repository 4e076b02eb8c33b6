import { cellWith, onlyFlow } from '../support/cells';
import { Row, rowsOf } from '../support/rows';

const base: Omit<Row, 'key' | 'from' | 'hosts'> = {
  direction: 'egress', cidrs: [], ports: [443], protocol: 'https', transport: 'https', network: 'internet', via: null, evidence: 'declared',
};

describe('registry', () => {
  test('is pulled by the nodes, from SAP', () => {
    expect(rowsOf(cellWith(), 'registry')).toEqual([{ ...base, key: 'registry', from: ['nodes'], hosts: ['*.repositories.cloud.sap'], evidence: 'vendor' }]);
    expect(onlyFlow(cellWith(), 'registry').reasons.map(({ text }) => text)).toEqual(['container images from SAP', expect.stringContaining('signing.repositories.cloud.sap')]);
  });

  test('may be a mirror, on other ports, pulled by edgelm, or none', () => {
    const cell = cellWith({ services: { registry: { hosts: ['mirror.acme.example'], ports: [5000, 443], pulledBy: 'edgelm' } } });
    expect(rowsOf(cell, 'registry')).toEqual([{ ...base, key: 'registry', from: ['edgelm/*'], hosts: ['mirror.acme.example'], ports: [443, 5000] }]);
    expect(rowsOf(cellWith({ services: { registry: { enabled: false } } }), 'registry')).toEqual([]);
  });
});

test('Edge Lifecycle Management, with the sub-landscape; not when disabled', () => {
  expect(rowsOf(cellWith({ btp: { region: 'eu10-004' } }), 'edge-lifecycle-management')).toEqual([
    { ...base, key: 'edge-lifecycle-management', from: ['edgelm/*'], hosts: ['edge-lifecycle-manager-prod.cfapps.eu10-004.hana.ondemand.com'], evidence: 'vendor' },
  ]);
  expect(rowsOf(cellWith({ services: { edgeLifecycleManagement: { enabled: false } } }), 'edge-lifecycle-management')).toEqual([]);
});

test('the embedded Cloud Connector\'s notification and signing, of the parent region', () => {
  expect(rowsOf(cellWith({ btp: { region: 'eu10-004' } }), 'cloud-connector')).toEqual([{
    ...base,
    key: 'cloud-connector',
    from: ['edgelm/cloud-connector'],
    protocol: 'tls',
    evidence: 'documented',
    hosts: ['connectivitycertsigning.cf.eu10.hana.ondemand.com', 'connectivitynotification.cf.eu10.hana.ondemand.com'],
  }]);
});

test.each([
  ['cloud-alm', { cloudAlm: { enabled: true, dataCenter: 'us10' } }, { hosts: ['us10.alm.cloud.sap'], evidence: 'documented' }],
  ['identity-authentication', { identityAuthentication: { enabled: true, hosts: ['acme.accounts.cloud.sap'] } }, { hosts: ['acme.accounts.cloud.sap'] }],
  ['identity-provider/corporate', { identityProviders: { corporate: { host: 'idp.acme.example', port: 8443 } } }, { from: ['edge-icell/policyengine'], hosts: ['idp.acme.example'], ports: [8443] }],
  ['focused-run', { focusedRun: { enabled: true, host: 'frun.acme.example', port: 8443 } }, { hosts: ['frun.acme.example'], ports: [8443] }],
  ['focused-run', { focusedRun: { enabled: true, host: 'frun.acme.example', addresses: ['10.91.0.4/32'] } }, { hosts: ['frun.acme.example'], cidrs: ['10.91.0.4/32'], network: 'private' }],
  ['revocation', { revocation: { enabled: true, hosts: ['*.crl.acme.example', 'ocsp.acme.example'] } },
    { hosts: ['*.crl.acme.example', 'ocsp.acme.example'], ports: [80], protocol: 'http', transport: 'http' }],
] as const)('%s', (id, services, row) => {
  expect(rowsOf(cellWith(), id)).toEqual([]);
  expect(rowsOf(cellWith({ services }), id)).toEqual([{ ...base, key: id, from: ['edge-icell/*'], ...row }]);
});

describe('DNS and time', () => {
  test('are no flows unless servers are given', () => {
    expect([...rowsOf(cellWith(), 'dns'), ...rowsOf(cellWith(), 'ntp')]).toEqual([]);
  });

  test.each([['aks', 'kube-system/*'], ['openshift', 'openshift-dns/*']] as const)('DNS on %s leaves %s, by UDP and TCP', (platform, from) => {
    const cell = cellWith({ cluster: { platform, dns: { upstream: ['10.11.0.11/32', '10.11.0.10/32'] } } });
    const row = { ...base, from: [from], hosts: [], cidrs: ['10.11.0.10/32', '10.11.0.11/32'], ports: [53], protocol: 'dns', network: 'private' };
    expect(rowsOf(cell, 'dns')).toEqual([{ ...row, key: 'dns', transport: 'udp' }, { ...row, key: 'dns:tcp', transport: 'tcp' }]);
  });

  test('time servers by name and by address are two rows, of the nodes', () => {
    const cell = cellWith({ cluster: { ntp: ['ntp.acme.example', '10.11.0.20/32', 'ntp2.acme.example'] } });
    const row = { ...base, from: ['nodes'], ports: [123], protocol: 'ntp', transport: 'udp' };
    expect(rowsOf(cell, 'ntp')).toEqual([
      { ...row, key: 'ntp', hosts: ['ntp.acme.example', 'ntp2.acme.example'] },
      { ...row, key: 'ntp:addresses', hosts: [], cidrs: ['10.11.0.20/32'], network: 'private' },
    ]);
  });
});
