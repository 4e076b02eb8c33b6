import {
  BTP_INFRASTRUCTURES, cloudAlm, cloudConnectorHosts, edgeLifecycleManagement, findRegion, NOTARY, OBJECT_STORES, REGIONS, REGISTRY, SHARED_TENANT_DOMAINS,
} from '../../src/catalog';
import { HostPattern } from '../../src/net';

test.each([
  ['azure', ['*.blob.core.windows.net', '*.blob.storage.azure.net']],
  ['aws', ['*.amazonaws.com']],
  ['gcp', ['*.storage.googleapis.com']],
  ['sap', ['*.osaas.hana.ondemand.com']],
  ['alibaba', undefined],
] as const)('object store on %s', (infrastructure, hosts) => {
  expect(OBJECT_STORES[infrastructure]?.hosts).toEqual(hosts);
  expect(Object.keys(OBJECT_STORES).sort()).toEqual([...BTP_INFRASTRUCTURES].sort());
});

test('shared-tenant domains', () => {
  expect(SHARED_TENANT_DOMAINS).toEqual(['amazonaws.com', 'blob.core.windows.net', 'blob.storage.azure.net', 'hana.ondemand.com', 'storage.googleapis.com']);
});

const connector = (region: string) => {
  const { infrastructure, domain } = findRegion(region)!;
  return cloudConnectorHosts(region, infrastructure, domain);
};
const live = (name: string, landscape = 'uc-live') => `connectivity${name}.${landscape}.shoot.live.k8s-hana.ondemand.com`;

test.each([
  ['eu10', ['connectivitycertsigning.cf.eu10.hana.ondemand.com', 'connectivitynotification.cf.eu10.hana.ondemand.com'],
    ['connectivitytunnel.cf.eu10.hana.ondemand.com', 'connectivitytunnel.eu10.uc.platform.cloud.sap']],
  ['eu10-004', ['connectivitycertsigning.cf.eu10.hana.ondemand.com', 'connectivitynotification.cf.eu10.hana.ondemand.com'],
    ['connectivitytunnel.cf.eu10-004.hana.ondemand.com', 'connectivitytunnel.eu10.uc.platform.cloud.sap']],
  ['us21-001', ['connectivitycertsigning.cf.us21.hana.ondemand.com', 'connectivitynotification.cf.us21.hana.ondemand.com'],
    ['connectivitytunnel.cf.us21-001.hana.ondemand.com', 'connectivitytunnel.us21.uc.platform.cloud.sap']],
  ['eu01', [live('certsigning.mtls.eu01-l-c', 'uc-live-eu'), live('notification.mtls.eu01-l-c', 'uc-live-eu')],
    [live('tunnel.eu01-l-d', 'uc-live-eu'), 'connectivitytunnel.eu01.uc.platform.cloud.sap']],
  ['eu02', [live('certsigning.mtls.eu02-l-c', 'uc-live-eu'), live('notification.mtls.eu02-l-c', 'uc-live-eu')],
    [live('tunnel.eu02-l-d', 'uc-live-eu'), 'connectivitytunnel.eu02.uc.platform.cloud.sap']],
  ['us01', [live('certsigning.mtls.us01-l-c'), live('notification.mtls.us01-l-c')], [live('tunnel.us01-l-d'), 'connectivitytunnel.us01.uc.platform.cloud.sap']],
  ['us02', [live('certsigning.mtls.us02-l-c'), live('notification.mtls.us02-l-c')], [live('tunnel.us02-l-d'), 'connectivitytunnel.us02.uc.platform.cloud.sap']],
  ['jp01', [live('certsigning.mtls.jp01-l-c'), live('notification.mtls.jp01-l-c')], [live('tunnel.jp01-l-d'), 'connectivitytunnel.jp01.uc.platform.cloud.sap']],
  ['ae01', [live('certsigning.mtls.ae01-l-c'), live('notification.mtls.ae01-l-c')], [live('tunnel.ae01-l-d'), 'connectivitytunnel.ae01.uc.platform.cloud.sap']],
  ['ap01', [live('certsigning.mtls.ap01-l-c'), live('notification.mtls.ap01-l-c')], [live('tunnel.ap01-l-c'), 'connectivitytunnel.ap01.uc.platform.cloud.sap']],
  ['cn40', ['connectivitycertsigning.cf.cn40.platform.sapcloud.cn', 'connectivitynotification.cf.cn40.platform.sapcloud.cn'],
    ['connectivitytunnel.cf.cn40.platform.sapcloud.cn', 'connectivitytunnel.cn40.uc.platform.cloud.sap']],
])('Cloud Connector of %s', (region, control, tunnel) => {
  expect(connector(region)).toMatchObject({ control, tunnel, evidence: 'documented' });
});

test('for cn20 SAP\'s pages contradict each other: the hosts of both are there', () => {
  expect(connector('cn20').tunnel).toEqual([
    'connectivitytunnel.cf.cn20.platform.sapcloud.cn', 'connectivitytunnel.cf.cn20.hana.ondemand.com', 'connectivitytunnel.cn20.uc.platform.cloud.sap',
  ]);
  expect(connector('cn20').control).toHaveLength(4);
});

test('hosts of a region that SAP does not list are inferred', () => {
  expect(cloudConnectorHosts('xx10', 'aws', 'hana.example.com')).toMatchObject({
    tunnel: ['connectivitytunnel.cf.xx10.hana.example.com', 'connectivitytunnel.xx10.uc.platform.cloud.sap'], evidence: 'inferred',
  });
});

test('every region and sub-landscape has two kinds of exact hosts', () => {
  for (const { id, subLandscapes } of REGIONS.values()) {
    for (const region of [id, ...subLandscapes]) {
      const { control, tunnel } = connector(region);
      for (const host of [...control, ...tunnel]) expect([host, HostPattern.of(host).wildcard]).toEqual([host, false]);
    }
  }
});

test('hosts of SAP Cloud Infrastructure and of November 2026 are outside *.hana.ondemand.com, though one ends with the same letters', () => {
  const documented = HostPattern.of('*.hana.ondemand.com');
  expect(connector('eu01').tunnel.map((host) => documented.matches(host))).toEqual([false, false]);
  expect(connector('eu10').tunnel.map((host) => documented.matches(host))).toEqual([true, false]);
});

test('registry, notary, lifecycle management, Cloud ALM', () => {
  expect(REGISTRY).toMatchObject({ hosts: ['*.repositories.cloud.sap'], evidence: 'vendor' });
  expect(NOTARY).toMatchObject({ hosts: ['signing.repositories.cloud.sap'], evidence: 'vendor' });
  for (const host of NOTARY.hosts) expect(HostPattern.of(REGISTRY.hosts[0]!).matches(host)).toBe(true);
  expect(edgeLifecycleManagement('eu10-004', 'hana.ondemand.com')).toMatchObject({ hosts: ['edge-lifecycle-manager-prod.cfapps.eu10-004.hana.ondemand.com'], evidence: 'vendor' });
  expect(cloudAlm('eu10')).toMatchObject({ hosts: ['eu10.alm.cloud.sap'], evidence: 'documented' });
});
