import { Acceptance, Receiver } from '../../src/cell/props';
import { HostPattern } from '../../src/net';
import { Finding } from '../../src/plan';
import { isSharedTenant } from '../../src/plan/findings';
import { cellWith, codesOf, minimalProps, problemsOf } from '../support/cells';

const findings = (overrides: Parameters<typeof cellWith>[0], code: string): Finding[] =>
  cellWith(overrides).plan.findings.filter((finding) => finding.code === code);
const ids = (overrides: Parameters<typeof cellWith>[0], code: string) => findings(overrides, code).map(({ flow }) => flow);
const accept = (...entries: [flows: string[], risk: Acceptance['risk'], reason?: string][]) => entries.map(([flows, risk, reason = 'known']) => ({ flows, risk, reason }));

describe('shared-tenant wildcards', () => {
  test.each([
    ['*.amazonaws.com', true], ['*.blob.core.windows.net', true], ['*.core.windows.net', true], ['*.windows.net', true], ['*.blob.storage.azure.net', true], ['*.storage.azure.net', true],
    ['*.storage.googleapis.com', true], ['*.googleapis.com', true], ['*.hana.ondemand.com', true], ['*.ondemand.com', true],
    ['*.s3.eu-central-1.amazonaws.com', false], ['*.eu10.hana.ondemand.com', false], ['*.account.blob.core.windows.net', false], ['*.xamazonaws.com', false], ['*.k8s-hana.ondemand.com', false],
    ['amazonaws.com', false], ['eic.s3.eu-central-1.amazonaws.com', false], ['*.acme.example', false], ['*.repositories.cloud.sap', false],
  ])('%s: %p', (host, expected) => {
    expect(isSharedTenant(HostPattern.of(host))).toBe(expected);
    expect(ids({ receivers: { a: { protocol: 'https', host } } }, 'EIC501').includes('receiver/a')).toBe(expected);
  });

  test('SAP\'s own are found, until they are narrowed', () => {
    const documented = ['audit-log-service', 'configuration-service', 'content-deployment', 'destination-service', 'security-material', 'system-internal-events', 'xsuaa'];
    expect(ids({}, 'EIC501')).toEqual(documented);
    expect(ids({ btp: { narrow: 'region' } }, 'EIC501')).toEqual(['content-deployment']);
    expect(ids({ btp: { narrow: 'region', flows: { 'content-deployment': { hosts: ['eic.s3.eu-central-1.amazonaws.com'] } } } }, 'EIC501')).toEqual([]);
    expect(ids({ btp: { region: 'eu01', narrow: 'region' } }, 'EIC501')).toEqual([]);
  });

  test('say which wildcard, where and what would end it', () => {
    expect(findings({ btp: { region: 'eu20' } }, 'EIC501').find(({ flow }) => flow === 'content-deployment')).toEqual({
      code: 'EIC501',
      severity: 'warning',
      flow: 'content-deployment',
      path: 'btp.flows.content-deployment',
      accepted: null,
      message: '*.blob.core.windows.net and *.blob.storage.azure.net cover names of every customer of the platform',
      remedy: 'give btp.flows.content-deployment.hosts, or accept the risk with a reason',
    });
    expect(findings({}, 'EIC501').find(({ flow }) => flow === 'xsuaa')?.remedy).toBe('give btp.flows.xsuaa.hosts, or btp.narrow: region, or accept the risk with a reason');
  });
});

describe('any address with an allowed name', () => {
  test('is a finding of passthrough, for wildcards of pods of the cell', () => {
    for (const wildcards of ['auto', 'passthrough'] as const) {
      const found = ids({ egress: { wildcards }, receivers: { exact: { protocol: 'https', host: 'a.acme.example' }, wild: { protocol: 'https', host: '*.acme.example' } } }, 'EIC502');
      expect(found).toEqual(['audit-log-service', 'configuration-service', 'content-deployment', 'destination-service', 'receiver/wild', 'security-material', 'system-internal-events', 'xsuaa']);
    }
  });

  test('is none with dynamicDns, sniProxy or by a proxy', () => {
    expect(ids({ egress: { wildcards: 'dynamicDns' }, cluster: { istioVersion: '1.30', existingPolicies: 'none' } }, 'EIC502')).toEqual([]);
    expect(ids({ egress: { wildcards: 'sniProxy', gateway: { enabled: true }, sniProxy: { image: `r.example/n@sha256:${'0'.repeat(64)}` } } }, 'EIC502')).toEqual([]);
    expect(ids({ cluster: { httpProxy: { host: 'p.acme.example', port: 3128, addresses: ['10.81.0.5/32'] } } }, 'EIC502')).toEqual([]);
  });
});

describe('unencrypted protocols', () => {
  const plain = (props: Receiver) => ids({ receivers: { a: props } }, 'EIC506').length === 1;
  const host = 'a.acme.example';

  test.each<[Receiver, boolean]>([
    [{ protocol: 'http', host }, true],
    [{ protocol: 'ftp', host }, true],
    [{ protocol: 'smtp', host }, true],
    [{ protocol: 'pop3', host }, true],
    [{ protocol: 'imap', host }, true],
    [{ protocol: 'ldap', host, port: 389 }, true],
    [{ protocol: 'kafka', tls: false, brokers: ['b.acme.example:9092'] }, true],
    [{ protocol: 'amqp', tls: false, host, port: 5672 }, true],
    [{ protocol: 'amqp', tls: false, transport: 'websocket', host, port: 80 }, true],
    [{ protocol: 'oftp2', tls: false, host }, true],
    [{ protocol: 'https', host }, false],
    [{ protocol: 'sftp', host }, false],
    [{ protocol: 'smtps', host }, false],
    [{ protocol: 'ldaps', host, port: 636 }, false],
    [{ protocol: 'kafka', brokers: ['b.acme.example:9093'] }, false],
    [{ protocol: 'amqp', host }, false],
    [{ protocol: 'amqp', transport: 'websocket', host }, false],
    [{ protocol: 'amqp', addresses: ['203.0.113.40/32'] }, false],
    [{ protocol: 'https', addresses: ['203.0.113.40/32'] }, false],
  ])('%j: %p', (props, expected) => {
    expect(plain(props)).toBe(expected);
  });

  test('revocation lists are meant to be read', () => {
    expect(ids({ services: { revocation: { enabled: true, hosts: ['crl.acme.example'] } } }, 'EIC506')).toEqual([]);
  });
});

test('OPTIONAL_MUTUAL of additional virtual hosts is a finding, SIMPLE and MUTUAL are none', () => {
  const host = (name: string, tls?: 'SIMPLE' | 'OPTIONAL_MUTUAL' | 'MUTUAL') => ({ host: `${name}.acme.example`, credentialName: name, ...(tls === undefined ? {} : { tls }) });
  const { virtualHosts } = minimalProps().ingress;
  const additional = { a: host('a'), b: host('b', 'SIMPLE'), c: host('c', 'MUTUAL'), d: host('d', 'OPTIONAL_MUTUAL') };
  expect(findings({ ingress: { authentication: ['clientCertificate'], virtualHosts: { ...virtualHosts, additional } } }, 'EIC503').map(({ flow, path }) => [flow, path])).toEqual([
    ['ingress/a', 'ingress.virtualHosts.additional.a.tls'], ['ingress/d', 'ingress.virtualHosts.additional.d.tls'],
  ]);
});

test.each([[undefined, 1, /not said/], [false, 1, /does not enforce/], [true, 0, /./]])('NetworkPolicies that are enforced: %p', (networkPolicy, count, message) => {
  const found = findings({ cluster: { cni: networkPolicy === undefined ? {} : { networkPolicy } } }, 'EIC507');
  expect(found.length).toBe(count);
  for (const finding of found) expect(finding).toMatchObject({ severity: 'info', flow: null, path: 'cluster.cni.networkPolicy', message: expect.stringMatching(message) as string });
});

describe('acceptance', () => {
  const kafka: Receiver = { protocol: 'kafka', tls: false, brokers: ['b.acme.example:9092', 'c.acme.example:9093'] };

  test('marks the findings of its flow and risk, with the reason as written', () => {
    const cell = cellWith({ accept: accept([['content-deployment', 'xsuaa'], 'shared-tenant-wildcard', '"SAP" <says> ${so}']) });
    const accepted = cell.plan.findings.filter((finding) => finding.accepted !== null);
    expect(accepted.map(({ code, flow, accepted: reason }) => [code, flow, reason])).toEqual([
      ['EIC501', 'content-deployment', '"SAP" <says> ${so}'], ['EIC501', 'xsuaa', '"SAP" <says> ${so}'],
    ]);
    expect(cell.plan.findings.length).toBe(cellWith().plan.findings.length);
  });

  test('of a flow of several rows holds for all of them', () => {
    const overrides = { receivers: { events: kafka }, accept: accept([['receiver/events'], 'plaintext']) };
    expect(findings(overrides, 'EIC506').map(({ accepted }) => accepted)).toEqual(['known', 'known']);
  });

  test.each<[string, ReturnType<typeof accept>, string[]]>([
    ['no such flow', accept([['content-deploy'], 'shared-tenant-wildcard']), ['EIC307 accept[0].flows[0]']],
    ['no such risk there', accept([['content-deployment'], 'plaintext']), ['EIC307 accept[0].flows[0]']],
    ['a risk that has gone', accept([['xsuaa'], 'shared-tenant-wildcard'], [['edge-lifecycle-management'], 'shared-tenant-wildcard']), ['EIC307 accept[1].flows[0]']],
    ['one of several flows', accept([['xsuaa', 'registry', 'content-deployment'], 'shared-tenant-wildcard']), ['EIC307 accept[0].flows[1]']],
    ['twice the same', accept([['xsuaa'], 'shared-tenant-wildcard'], [['content-deployment', 'xsuaa'], 'shared-tenant-wildcard', 'again']), ['EIC307 accept[1].flows[1]']],
    ['twice in one', accept([['xsuaa', 'xsuaa'], 'shared-tenant-wildcard']), ['EIC307 accept[0].flows[1]']],
  ])('%s is a problem', (_, entries, expected) => {
    expect(codesOf(() => cellWith({ accept: entries }))).toEqual(expected);
  });

  test('says what is wrong', () => {
    expect(problemsOf(() => cellWith({ accept: accept([['nobody'], 'plaintext'], [['xsuaa'], 'plaintext']) })).map(({ message }) => message)).toEqual([
      'must be a flow of the plan, got: "nobody"; remove it, or correct flow and risk',
      'must be a flow with the risk plaintext, got: "xsuaa"; remove it, or correct flow and risk',
    ]);
  });
});

describe('passive data ports of FTP', () => {
  const ftp = (protocol: 'ftp' | 'ftps' | 'sftp', ports?: (number | string)[]) =>
    findings({ receivers: { f: { protocol, host: 'f.example.org', addresses: ['203.0.113.5/32'], ...(ports === undefined ? {} : { ports }) } } }, 'EIC511').map(({ flow, path }) => [flow, path]);

  test('are said plainly until a range is named', () => {
    expect(ftp('ftp')).toEqual([['receiver/f', 'receivers.f']]);
    expect(ftp('ftps', [21])).toEqual([['receiver/f', 'receivers.f']]);
    expect(ftp('ftp', [21, '40000-40100'])).toEqual([]);
    expect(ftp('sftp')).toEqual([]);
  });
});
