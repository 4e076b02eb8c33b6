import { BTP_INFRASTRUCTURES, COMMUNICATION_FLOWS, PLATFORMS, REGIONS } from '../../src/catalog';
import { Platform } from '../../src/cell/props';
import { cellWith, onlyFlow } from '../support/cells';
import { rowsOf } from '../support/rows';

const WIDE = ['*.hana.ondemand.com'];
const STORES = {
  azure: ['*.blob.core.windows.net', '*.blob.storage.azure.net'], aws: ['*.amazonaws.com'], gcp: ['*.storage.googleapis.com'], sap: ['*.osaas.hana.ondemand.com'],
} as const;

test.each([
  ['content-deployment', ['edge-icell/edc'], ['*.amazonaws.com'], 'https'],
  ['security-material', ['edge-icell/esac'], WIDE, 'https'],
  ['system-internal-events', ['edge-icell/edge-event-controller'], WIDE, 'wss'],
  ['configuration-service', ['edge-icell/policyengine', 'edge-icell/worker'], WIDE, 'https'],
  ['xsuaa', ['edge-icell/*'], WIDE, 'https'],
  ['destination-service', ['edge-icell/destination-configuration'], WIDE, 'https'],
  ['audit-log-service', ['edge-icell/auditlog-agent'], WIDE, 'https'],
] as const)('%s is outbound, as SAP documents it', (id, from, hosts, protocol) => {
  expect(rowsOf(cellWith(), id)).toEqual([
    { key: id, direction: 'egress', from, hosts, cidrs: [], ports: [443], protocol, transport: 'https', network: 'internet', via: null, evidence: 'documented' },
  ]);
  const [reason] = onlyFlow(cellWith(), id).reasons;
  expect(reason?.text).toContain(COMMUNICATION_FLOWS.get(id)!.title);
  expect(reason?.source).toContain('7051f88');
});

test('a component of the definition moves the flow to its namespace', () => {
  expect(rowsOf(cellWith({ cluster: { components: { edc: { namespace: 'moved' } } } }), 'content-deployment')[0]?.from).toEqual(['moved/edc']);
});

describe('the object store follows the infrastructure under the subaccount', () => {
  const infrastructures = BTP_INFRASTRUCTURES.filter((name) => name !== 'alibaba') as (keyof typeof STORES)[];
  const matrix = PLATFORMS.flatMap((platform) => infrastructures.map((infrastructure) => [platform as Platform, infrastructure] as const));

  test.each(matrix)('cluster on %s, BTP on %s', (platform, infrastructure) => {
    for (const { id } of [...REGIONS.values()].filter((region) => region.infrastructure === infrastructure && !region.id.startsWith('cn'))) {
      const cell = cellWith({ cluster: { platform }, btp: { region: id } });
      expect([id, onlyFlow(cell, 'content-deployment').to.hosts.map(String)]).toEqual([id, STORES[infrastructure]]);
    }
    const corrected = cellWith({ cluster: { platform }, btp: { infrastructure } });
    expect(onlyFlow(corrected, 'content-deployment').to.hosts.map(String)).toEqual(STORES[infrastructure]);
    expect(onlyFlow(corrected, 'content-deployment').reasons[0]?.text).toContain(`on ${infrastructure}`);
  });

  test('no other flow depends on it, nor on the platform, but the tunnel on SAP\'s own infrastructure', () => {
    const others = (platform: Platform, infrastructure: keyof typeof STORES) => JSON.stringify(
      cellWith({ cluster: { platform }, btp: { infrastructure } }).plan.flows.filter(({ id }) => !['content-deployment', 'application-monitoring', 'cloud-connector'].includes(id)));
    expect(new Set(matrix.map(([platform, infrastructure]) => others(platform, infrastructure))).size).toBe(1);
  });
});

describe('Application Monitoring', () => {
  const row = {
    key: 'application-monitoring',
    direction: 'egress',
    from: ['edgelm/cloud-connector'],
    cidrs: [],
    ports: [443],
    protocol: 'tls',
    transport: 'https',
    network: 'internet',
    via: null,
    evidence: 'documented',
  };

  test.each([
    ['eu10', ['connectivitytunnel.cf.eu10.hana.ondemand.com', 'connectivitytunnel.eu10.uc.platform.cloud.sap']],
    ['eu10-004', ['connectivitytunnel.cf.eu10-004.hana.ondemand.com', 'connectivitytunnel.eu10.uc.platform.cloud.sap']],
    ['ap01', ['connectivitytunnel.ap01-l-c.uc-live.shoot.live.k8s-hana.ondemand.com', 'connectivitytunnel.ap01.uc.platform.cloud.sap']],
  ])('with the embedded Cloud Connector of %s is an outbound tunnel, and nothing comes in', (region, hosts) => {
    const cell = cellWith({ btp: { region } });
    expect(rowsOf(cell, 'application-monitoring')).toEqual([{ ...row, hosts }]);
    expect(rowsOf(cell, 'cloud-connector')[0]).toMatchObject({ from: ['edgelm/cloud-connector'], ports: [443], protocol: 'tls', transport: 'https', evidence: 'documented' });
    expect(cell.plan.ingress.map(({ id }) => id)).toEqual(['ingress/api', 'ingress/default']);
  });

  test('with an external Cloud Connector is inbound to the API virtual host, without tunnel', () => {
    const cell = cellWith({ services: { cloudConnector: { mode: 'external', sources: ['10.90.0.8/32', '10.90.0.4/32'] } } });
    expect(rowsOf(cell, 'application-monitoring')).toEqual([
      { ...row, direction: 'ingress', from: ['10.90.0.4/32', '10.90.0.8/32'], hosts: ['eic-api.acme.example'], protocol: 'https' },
    ]);
    expect(onlyFlow(cell, 'application-monitoring').to.component).toBe('edge-api');
    expect(rowsOf(cell, 'cloud-connector')).toEqual([]);
  });

  test('with its mapping of the API server is inbound to that, too', () => {
    const cell = cellWith({ services: { cloudConnector: { mode: 'external', sources: ['10.90.0.4/32'], apiServer: true } }, cluster: { apiServer: { cidrs: ['10.10.4.4/32'], port: 6443 } } });
    expect(rowsOf(cell, 'application-monitoring')).toEqual([
      { ...row, direction: 'ingress', from: ['10.90.0.4/32'], hosts: ['eic-api.acme.example'], protocol: 'https' },
      { ...row, key: 'application-monitoring:api-server', direction: 'ingress', from: ['10.90.0.4/32'], hosts: [], cidrs: ['10.10.4.4/32'], ports: [6443], protocol: 'https', network: 'private' },
    ]);
  });

  test('without Cloud Connector is not there', () => {
    const cell = cellWith({ services: { cloudConnector: { mode: 'none' } } });
    expect([rowsOf(cell, 'application-monitoring'), rowsOf(cell, 'cloud-connector')]).toEqual([[], []]);
  });

  test('takes what the definition knows of the tunnel', () => {
    const cell = cellWith({
      btp: { flows: { 'application-monitoring': { hosts: ['t.hana.ondemand.com'], ports: [8443], addresses: ['10.9.0.4/32'], extraHosts: [{ host: 'relay.acme.example', reason: 'own relay' }] } } },
    });
    expect(rowsOf(cell, 'application-monitoring')).toEqual([
      { ...row, hosts: ['t.hana.ondemand.com'], cidrs: ['10.9.0.4/32'], ports: [8443], evidence: 'declared' },
      { ...row, key: 'application-monitoring:extra', hosts: ['relay.acme.example'], cidrs: ['10.9.0.4/32'], ports: [8443], evidence: 'declared' },
    ]);
  });
});

describe('what the definition knows of a flow', () => {
  test('hosts take the place of the pattern', () => {
    const cell = cellWith({ btp: { flows: { 'content-deployment': { hosts: ['b.s3.amazonaws.com', 'a.s3.amazonaws.com'] } } } });
    expect(rowsOf(cell, 'content-deployment')[0]).toMatchObject({ hosts: ['a.s3.amazonaws.com', 'b.s3.amazonaws.com'], evidence: 'declared' });
    expect(onlyFlow(cell, 'content-deployment').reasons.map(({ source }) => source)).toEqual([expect.stringContaining('7051f88'), 'btp.flows.content-deployment.hosts']);
  });

  test('ports are taken instead of 443: the audit log on 6081', () => {
    expect(rowsOf(cellWith({ btp: { flows: { 'audit-log-service': { ports: [6081, '7000-7010', 443] } } } }), 'audit-log-service')[0]?.ports).toEqual([443, 6081, '7000-7010']);
  });

  test('extra hosts are a row of their own, with their reasons', () => {
    const extraHosts = [{ host: 'z.acme.example', reason: 'last' }, { host: '*.kms.acme.example', reason: 'own "keys"' }];
    const cell = cellWith({ btp: { flows: { 'security-material': { extraHosts, addresses: ['10.9.0.4/32'] } } } });
    expect(rowsOf(cell, 'security-material').map(({ key, hosts, cidrs, evidence }) => [key, hosts, cidrs, evidence])).toEqual([
      ['security-material', WIDE, ['10.9.0.4/32'], 'documented'],
      ['security-material:extra', ['*.kms.acme.example', 'z.acme.example'], ['10.9.0.4/32'], 'declared'],
    ]);
    expect(cell.plan.flow('security-material')[1]?.reasons).toEqual([
      { text: '*.kms.acme.example: own "keys"', source: 'btp.flows.security-material.extraHosts' },
      { text: 'z.acme.example: last', source: 'btp.flows.security-material.extraHosts' },
    ]);
    const turned = cellWith({ btp: { flows: { 'security-material': { extraHosts: [...extraHosts].reverse(), addresses: ['10.9.0.4/32'] } } } });
    expect(JSON.stringify(turned.plan)).toBe(JSON.stringify(cell.plan));
  });

  test('addresses of private endpoints stand beside SAP\'s, and do not bind the flow', () => {
    const flow = onlyFlow(cellWith({ btp: { flows: { xsuaa: { addresses: ['10.9.0.4/32'] } } } }), 'xsuaa');
    expect([flow.to.cidrs.map(String), flow.addressBound, flow.network]).toEqual([['10.9.0.4/32'], false, 'internet']);
  });
});

describe('narrow: region', () => {
  const narrowed = (region: string, more: object = {}) => cellWith({ btp: { region, narrow: 'region', ...more } });

  test.each([
    ['eu10-004', ['*.eu10-004.hana.ondemand.com', '*.eu10.hana.ondemand.com']],
    ['us20', ['*.us20.hana.ondemand.com']],
  ])('allows the hosts of %s instead of all', (region, hosts) => {
    for (const id of COMMUNICATION_FLOWS.keys()) {
      if (id === 'content-deployment' || id === 'application-monitoring') continue;
      expect(rowsOf(narrowed(region), id)[0]).toMatchObject({ hosts, evidence: 'inferred' });
    }
  });

  test('leaves the object store, and what is known better', () => {
    expect(rowsOf(narrowed('eu10'), 'content-deployment')[0]).toMatchObject({ hosts: ['*.amazonaws.com'], evidence: 'documented' });
    expect(rowsOf(narrowed('eu10', { flows: { xsuaa: { hosts: ['x.authentication.eu10.hana.ondemand.com'] } } }), 'xsuaa')[0])
      .toMatchObject({ hosts: ['x.authentication.eu10.hana.ondemand.com'], evidence: 'declared' });
  });

  test('is a finding', () => {
    expect(narrowed('eu10').plan.findings.filter(({ code }) => code === 'EIC509')).toEqual([expect.objectContaining({ severity: 'info', flow: null, path: 'btp.narrow' })]);
  });
});

describe('regions beside the catalogue', () => {
  test('China has its own domain and object store', () => {
    const cell = cellWith({ btp: { region: 'cn20', domain: 'platform.sapcloud.cn', flows: { 'content-deployment': { hosts: ['*.blob.core.chinacloudapi.cn'] } } } });
    expect(rowsOf(cell, 'content-deployment')[0]).toMatchObject({ hosts: ['*.blob.core.chinacloudapi.cn'], evidence: 'declared' });
    expect(rowsOf(cell, 'xsuaa')[0]?.hosts).toEqual(['*.platform.sapcloud.cn']);
    expect(rowsOf(cell, 'application-monitoring')[0]?.hosts).toContain('connectivitytunnel.cn20.uc.platform.cloud.sap');
    expect(rowsOf(cell, 'edge-lifecycle-management')[0]?.hosts).toEqual(['edge-lifecycle-manager-prod.cfapps.cn20.platform.sapcloud.cn']);
  });

  test('a region that SAP does not list takes what the definition says', () => {
    const cell = cellWith({ btp: { region: 'xx99-001', infrastructure: 'gcp', domain: 'sovereign.example.com' } });
    expect(rowsOf(cell, 'content-deployment')[0]?.hosts).toEqual(STORES.gcp);
    expect(rowsOf(cell, 'xsuaa')[0]?.hosts).toEqual(['*.sovereign.example.com']);
    expect(rowsOf(cell, 'application-monitoring')[0]).toMatchObject({ hosts: ['connectivitytunnel.cf.xx99-001.sovereign.example.com', 'connectivitytunnel.xx99.uc.platform.cloud.sap'], evidence: 'inferred' });
  });
});
