import { ask, DNS, entry, istio, pod, service, sidecar, told } from './objects';
import { MeshProbe } from '../../../src/verify/istio';
import { KubernetesObject } from '../../../src/verify/read/objects';

const worker = pod('app/worker', '10.42.0.1');
const to = (host: string, port: number, protocol: MeshProbe['protocol'], more: Partial<MeshProbe> = {}): MeshProbe => ({ from: 'app/worker', to: { host, port }, protocol, ...more });
const toIp = (ip: string, port: number, protocol: MeshProbe['protocol'], more: Partial<MeshProbe> = {}): MeshProbe => ({ from: 'app/worker', to: { ip, port }, protocol, ...more });
const strict = sidecar('app/default', ['*/*']);
const aged = (object: KubernetesObject, creationTimestamp: string): KubernetesObject => ({ ...object, metadata: { ...object.metadata, creationTimestamp } as KubernetesObject['metadata'] });
type Row = readonly [string, readonly KubernetesObject[], MeshProbe, readonly [string, string | null, string]];

const rows: readonly Row[] = [
  ['an unknown name under REGISTRY_ONLY', [strict], to('evil.example', 443, 'tls'), ['deny', null, 'sidecar/registry-only']],
  ['an unknown name without a Sidecar', [], to('evil.example', 443, 'tls'), ['allow', '203.0.113.9:443', 'sidecar/passthrough']],
  ['a policy without mode is REGISTRY_ONLY', [sidecar('app/default', ['*/*'], { outboundTrafficPolicy: {} })], to('evil.example', 443, 'tls'), ['deny', null, 'sidecar/registry-only']],
  ['an exact name ends at its own address', [strict, entry('e/a', ['a.example'], 443, 'TLS')], toIp('192.0.2.1', 443, 'tls', { sni: 'A.example' }), ['allow', '203.0.113.1:443', 'sidecar/registered']],
  ['NONE ends at whatever was dialled', [strict, entry('e/a', ['a.example'], 443, 'TLS', { resolution: 'NONE' })], toIp('192.0.2.1', 443, 'tls', { sni: 'a.example' }), ['allow', '192.0.2.1:443', 'sidecar/registered']],
  ['a name without address', [strict, entry('e/w', ['*.w.example'], 443, 'TLS', { resolution: 'NONE' })], to('new.w.example', 443, 'tls'), ['allow', 'new.w.example:443', 'sidecar/registered']],
  ['the apex is no name of a wildcard', [strict, entry('e/w', ['*.w.example'], 443, 'TLS', { resolution: 'NONE' })], to('w.example', 443, 'tls'), ['deny', null, 'sidecar/registry-only']],
  ['a look-alike is no name of a wildcard', [strict, entry('e/w', ['*.w.example'], 443, 'TLS', { resolution: 'NONE' })], to('xw.example', 443, 'tls'), ['deny', null, 'sidecar/registry-only']],
  ['no server name', [strict, entry('e/a', ['a.example'], 443, 'TLS')], to('a.example', 443, 'tls', { sni: '' }), ['deny', null, 'sidecar/registry-only']],
  ['a single address is matched without name', [strict, entry('e/a', ['a.example'], 443, 'TLS', { addresses: ['203.0.113.1'] })], to('a.example', 443, 'tls', { sni: 'evil.example' }), ['allow', '203.0.113.1:443', 'sidecar/registered']],
  ['a network is matched with the name', [strict, entry('e/a', ['a.example'], 443, 'TLS', { addresses: ['203.0.113.0/24'] })], to('a.example', 443, 'tls', { sni: 'evil.example' }), ['deny', null, 'sidecar/registry-only']],
  ['trap: an import narrower than its entry', [sidecar('app/default', ['e/x.w.example']), entry('e/w', ['*.w.example'], 443, 'TLS', { resolution: 'NONE' })], to('x.w.example', 443, 'tls'), ['deny', null, 'sidecar/registry-only']],
  ['an import wider than its entry', [sidecar('app/default', ['e/*.w.example']), entry('e/x', ['x.w.example'], 443, 'TLS')], to('x.w.example', 443, 'tls'), ['allow', '203.0.113.3:443', 'sidecar/registered']],
  ['trap: exported to nobody', [strict, entry('e/a', ['a.example'], 443, 'TLS', { exportTo: ['~'] })], to('a.example', 443, 'tls'), ['deny', null, 'sidecar/registry-only']],
  ['exported to its own namespace', [strict, entry('e/a', ['a.example'], 443, 'TLS', { exportTo: ['.'] })], to('a.example', 443, 'tls'), ['deny', null, 'sidecar/registry-only']],
  ['exported to the sender', [strict, entry('e/a', ['a.example'], 443, 'TLS', { exportTo: ['app'] })], to('a.example', 443, 'tls'), ['allow', '203.0.113.1:443', 'sidecar/registered']],
  ['trap: two TCP entries on one port', [strict, entry('e/a', ['a.example'], 22, 'TCP'), entry('e/b', ['b.example'], 22, 'TCP')], to('b.example', 22, 'tcp'), ['allow', '203.0.113.1:22', 'sidecar/registered']],
  ['two TCP entries with addresses', [strict, entry('e/a', ['a.example'], 22, 'TCP', { addresses: ['203.0.113.1'] }), entry('e/b', ['b.example'], 22, 'TCP', { addresses: ['203.0.113.2'] })], to('b.example', 22, 'tcp'), ['allow', '203.0.113.2:22', 'sidecar/registered']],
  ['TCP catches what TLS on its port does not know', [strict, entry('e/a', ['a.example'], 443, 'TLS'), entry('e/b', ['b.example'], 443, 'TCP')], to('evil.example', 443, 'tls'), ['allow', '203.0.113.2:443', 'sidecar/registered']],
  ['the narrowest network decides alone', [strict, entry('e/a', ['a.example'], 443, 'TLS', { addresses: ['203.0.113.0/24'] }), entry('e/b', ['b.example'], 443, 'TLS')], to('b.example', 443, 'tls'), ['deny', null, 'sidecar/registry-only']],
  ['outside of it the name does', [strict, entry('e/a', ['a.example'], 443, 'TLS', { addresses: ['203.0.113.0/24'] }), entry('e/b', ['b.example'], 443, 'TLS')], toIp('192.0.2.1', 443, 'tls', { sni: 'b.example' }), ['allow', '203.0.113.2:443', 'sidecar/registered']],
  ['of a host in two namespaces the own one counts', [strict, entry('aa/a', ['a.example'], 443, 'TLS'), entry('app/a', ['a.example'], 443, 'TLS', { resolution: 'NONE' })], toIp('192.0.2.1', 443, 'tls', { sni: 'a.example' }), ['allow', '192.0.2.1:443', 'sidecar/registered']],
  ['of colliding entries one that is exported by name wins', [strict, entry('e/a', ['a.example'], 22, 'TCP'), entry('e/b', ['b.example'], 22, 'TCP', { exportTo: ['app'] })], to('a.example', 22, 'tcp'), ['allow', '203.0.113.2:22', 'sidecar/registered']],
  ['and of equal ones the older', [strict, aged(entry('e/a', ['a.example'], 22, 'TCP'), '2026-02-01T00:00:00Z'), aged(entry('e/b', ['b.example'], 22, 'TCP'), '2026-01-01T00:00:00Z')], to('a.example', 22, 'tcp'), ['allow', '203.0.113.2:22', 'sidecar/registered']],
  ['HTTP by Host', [strict, entry('e/a', ['a.example'], 80, 'HTTP')], toIp('192.0.2.1', 80, 'http', { httpHost: 'a.example:80' }), ['allow', '203.0.113.1:80', 'sidecar/registered']],
  ['an unknown Host on a known port', [strict, entry('e/a', ['a.example'], 80, 'HTTP')], to('evil.example', 80, 'http'), ['deny', null, 'sidecar/unknown-host']],
  ['TLS on an HTTP port', [strict, entry('e/a', ['a.example'], 80, 'HTTP')], to('a.example', 80, 'tls'), ['deny', null, 'sidecar/registry-only']],
  ['STATIC endpoints with a port of their own', [strict, entry('e/a', ['a.example'], 443, 'TLS', { resolution: 'STATIC', endpoints: [{ address: '198.51.100.7', ports: { 'tls-443': 8443 } }] })], to('a.example', 443, 'tls'), ['allow', '198.51.100.7:8443', 'sidecar/registered']],
  ['UDP passes', [strict], toIp('203.0.113.9', 443, 'udp'), ['allow', '203.0.113.9:443', 'sidecar/not-captured']],
  ['a port that the pod leaves out', [strict], { ...toIp('203.0.113.9', 8443, 'tcp'), from: 'app/open' }, ['allow', '203.0.113.9:8443', 'sidecar/not-captured']],
  ['a listener of its own is not understood', [istio('Sidecar', 'app/default', { egress: [{ port: { number: 443, protocol: 'TLS', name: 'tls' }, hosts: ['*/*'] }] })], to('a.example', 443, 'tls'), ['unknown', null, 'sidecar/unclear']],
  ['a pod that is not there', [], { ...to('a.example', 443, 'tls'), from: 'app/ghost' }, ['unknown', null, 'sidecar/unknown-sender']],
];

test.each(rows)('%s', (_name, objects, probe, wanted) => {
  const open = pod('app/open', '10.42.0.9', [], { 'traffic.sidecar.istio.io/excludeOutboundPorts': '8443' });
  expect(told(ask([worker, open, ...objects], probe))).toEqual(wanted);
});

describe('DYNAMIC_DNS', () => {
  const wildcard = entry('e/w', ['*.w.example'], 443, 'TLS', { resolution: 'DYNAMIC_DNS' });
  const nothing = istio('AuthorizationPolicy', 'app/allow-nothing', {});
  const names = istio('AuthorizationPolicy', 'app/names', { rules: [{ to: [{ operation: { ports: ['443'] } }], when: [{ key: 'connection.sni', values: ['*.w.example'] }] }] });
  const probe = toIp('192.0.2.1', 443, 'tls', { sni: 'x.w.example' });

  test.each([
    ['ends at the name\'s own address', [], ['allow', '203.0.113.3:443', 'sidecar/registered']],
    ['trap: beside allow-nothing', [nothing], ['deny', null, 'sidecar/own-policy']],
    ['with an ALLOW rule for the names', [nothing, names], ['allow', '203.0.113.3:443', 'sidecar/registered']],
    ['beside a DENY of callers without identity', [istio('AuthorizationPolicy', 'app/d', { action: 'DENY', rules: [{ from: [{ source: { notPrincipals: ['*'] } }] }] })], ['deny', null, 'sidecar/own-policy']],
    ['beside one that leaves port 443 out', [istio('AuthorizationPolicy', 'app/d', { action: 'DENY', rules: [{ from: [{ source: { notPrincipals: ['*'] } }], to: [{ operation: { notPorts: ['443'] } }] }] })], ['allow', '203.0.113.3:443', 'sidecar/registered']],
  ] as const)('%s', (_name, policies, wanted) => {
    expect(told(ask([worker, strict, wildcard, ...policies], probe))).toEqual(wanted);
  });

  test('exact names with DNS do not ask the pod\'s own policies', () => {
    expect(told(ask([worker, strict, entry('e/a', ['a.example'], 443, 'TLS'), nothing], to('a.example', 443, 'tls')))).toEqual(['allow', '203.0.113.1:443', 'sidecar/registered']);
  });

  test('the rule that decided is named', () => {
    const { hops } = ask([worker, strict, wildcard, nothing], probe);
    expect(hops.filter(({ role }) => role === 'sidecar').at(-1)!.rule).toEqual({ file: 'test.yaml', object: 'AuthorizationPolicy app/allow-nothing', path: 'spec.rules' });
  });
});

describe('what is not understood', () => {
  const filter = (namespace: string, context: string): KubernetesObject => istio('EnvoyFilter', `${namespace}/f`, { configPatches: [{ applyTo: 'LISTENER', match: { context } }] });
  const known = entry('e/a', ['a.example'], 443, 'TLS');

  test.each([['app', 'SIDECAR_OUTBOUND', 'unknown'], ['app', 'SIDECAR_INBOUND', 'allow'], ['istio-system', 'ANY', 'unknown'], ['other', 'ANY', 'allow']])('an EnvoyFilter in %s for %s: %s', (namespace, context, verdict) => {
    expect(ask([worker, strict, known, filter(namespace, context)], to('a.example', 443, 'tls')).verdict).toBe(verdict);
  });

  const ambient = { ...pod('app/worker', '10.42.0.1'), metadata: { name: 'worker', namespace: 'app', labels: { 'istio.io/dataplane-mode': 'ambient' } } };
  const badMode = istio('PeerAuthentication', 'app/default', { mtls: { mode: 'NEW' } });
  const badAction = istio('AuthorizationPolicy', 'app/p', { action: 'NEW', rules: [{}] });
  const ingress = istio('Sidecar', 'app/default', { ingress: [{ port: { number: 8080, name: 'http', protocol: 'HTTP' } }] });
  const web = [pod('app/web', '10.42.0.2', [8080]), service('app/web', '10.96.0.2', [{ name: 'http', port: 8080 }])];

  test.each([['a mode', badMode], ['an action', badAction], ['inbound listeners of a Sidecar', ingress]])('%s at the receiver', (_name, object) => {
    expect(told(ask([worker, ...web, object], to('web.app', 8080, 'http')))).toEqual(['unknown', null, 'callers/unclear']);
    expect(ask([worker, ...web, object], to('evil.example', 443, 'tls')).verdict).toBe('allow');
  });

  test('a resolution, for its own names only', () => {
    const objects = [worker, strict, entry('e/a', ['a.example'], 443, 'TLS', { resolution: 'NEW' })];
    expect(told(ask(objects, to('a.example', 443, 'tls')))).toEqual(['unknown', null, 'sidecar/unclear']);
    expect(ask(objects, to('evil.example', 443, 'tls')).verdict).toBe('deny');
  });

  test.each<[string, KubernetesObject]>([
    ['a ServiceEntry', entry('e/a', ['a.example'], 443, 'TLS', { exportto: ['.'] })],
    ['a VirtualService', istio('VirtualService', 'e/v', { hosts: ['a.example'], tls: [{ match: [{ port: 443, sniHosts: ['a.example'], alpn: ['h2'] }], route: [{ destination: { host: 'a.example' } }] }] })],
    ['a DestinationRule', istio('DestinationRule', 'e/d', { host: 'a.example', trafficPolicy: { relay: {} } })],
  ])('a field of %s that nobody knows, for its own names only', (_, object) => {
    const objects = [worker, strict, ...(object.kind === 'ServiceEntry' ? [] : [known]), entry('e/b', ['b.example'], 443, 'TLS'), object];
    expect(told(ask(objects, to('a.example', 443, 'tls')))).toEqual(['unknown', null, 'sidecar/unclear']);
    expect(ask(objects, to('b.example', 443, 'tls')).verdict).toBe('allow');
    expect(ask(objects, to('evil.example', 443, 'tls')).verdict).toBe('deny');
  });

  test.each<[string, KubernetesObject]>([
    ['a field that nobody knows', sidecar('app/default', ['*/*'], { egress: [{ hosts: ['*/*'], names: [] }] })],
    ['a proxy for what it does not know', sidecar('app/default', ['*/*'], { outboundTrafficPolicy: { mode: 'ALLOW_ANY', egressProxy: { host: 'a.example', port: { number: 443 } } } })],
  ])('a Sidecar with %s', (_, object) => {
    expect(told(ask([worker, known, object], to('a.example', 443, 'tls')))).toEqual(['unknown', null, 'sidecar/unclear']);
  });

  const badField = istio('AuthorizationPolicy', 'app/p', { action: 'ALLOW', rules: [{ from: [{ source: { clusters: ['a'] } }] }] });
  const badPeer = istio('PeerAuthentication', 'app/default', { mtls: { mode: 'STRICT', ciphers: [] } });
  test.each([['an AuthorizationPolicy', badField], ['a PeerAuthentication', badPeer]])('a field of %s that nobody knows, at the receiver', (_, object) => {
    expect(told(ask([worker, ...web, object], to('web.app', 8080, 'http')))).toEqual(['unknown', null, 'callers/unclear']);
  });

  test('ambient mode', () => {
    expect(told(ask([ambient], to('a.example', 443, 'tls')))).toEqual(['unknown', null, 'sidecar/unclear']);
  });

  test('one host in two entries of equal age that differ: chance', () => {
    const other = entry('e/b', ['a.example'], 8443, 'TLS', { resolution: 'NONE' });
    expect(ask([worker, strict, known, other], to('a.example', 8443, 'tls')).verdict).toBe('unknown');
  });

  test.each([[null], [{ hosts: 'a.example' }], [{ hosts: [1, null, {}] }], [{ hosts: ['a.example'], ports: 'x' }], ['text'], [[]]])('a ServiceEntry of nonsense (%j) allows nothing', (spec) => {
    const broken = { apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: { name: 'x', namespace: 'e' }, spec } as unknown as KubernetesObject;
    expect(ask([worker, strict, broken], to('a.example', 443, 'tls')).verdict).toBe('deny');
  });
});

test('a Service without selector, such as that of the API server, is reached at its address', () => {
  const api = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'kubernetes', namespace: 'default' }, spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443 }] } };
  expect(told(ask([worker, api, sidecar('app/default', ['default/*'])], to('kubernetes.default', 443, 'tls')))).toEqual(['allow', '10.96.0.1:443', 'sidecar/registered']);
  expect(told(ask([worker, api, sidecar('app/default', ['./*'])], to('kubernetes.default', 443, 'tls')))).toEqual(['deny', null, 'sidecar/registry-only']);
});

test('a Service of the cluster is found by its short names', () => {
  const objects = [worker, pod('app/web', '10.42.0.2', [8080]), service('app/web', '10.96.0.2', [{ name: 'http', port: 80, targetPort: 8080 }]), strict];
  for (const host of ['web', 'web.app', 'web.app.svc', 'web.app.svc.cluster.local']) expect([host, ...told(ask(objects, to(host, 80, 'http'), { dns: DNS }))]).toEqual([host, 'allow', 'app/web:8080', 'callers/no-policy']);
});
