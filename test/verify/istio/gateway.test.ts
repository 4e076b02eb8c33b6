import { ask, DNS, entry, GATEWAY, istio, OUTSIDE, pod, service, sidecar, told } from './objects';
import { MeshProbe } from '../../../src/verify/istio';
import { KubernetesObject } from '../../../src/verify/read/objects';

const HOST = 'a.example';
const GW = 'gw.egress.svc.cluster.local';
const base = [
  pod('app/worker', '10.42.0.1'), pod('app/other', '10.42.0.2'), pod('out/plain', '10.42.0.3', [], OUTSIDE), pod('egress/gw', '10.42.0.4', [8443], GATEWAY),
  service('egress/gw', '10.96.0.4', [{ name: 'tls', port: 443, targetPort: 8443 }]), sidecar('app/default', ['egress/*', `*/${HOST}`]), entry('egress/a', [HOST], 443, 'TLS'),
];
const server = (tls: Readonly<Record<string, unknown>> | undefined, more: Readonly<Record<string, unknown>> = {}): KubernetesObject => istio('Gateway', 'egress/g', {
  selector: { app: 'gw' }, servers: [{ port: { number: 443, name: 'tls', protocol: 'TLS' }, hosts: [HOST], ...(tls !== undefined && { tls }), ...more }],
});
const toGateway = (subset?: string): Readonly<Record<string, unknown>> => ({ match: [{ gateways: ['mesh'], port: 443, sniHosts: [HOST] }], route: [{ destination: { host: GW, subset, port: { number: 443 } } }] });
const onward = { match: [{ gateways: ['egress/g'], port: 443 }], route: [{ destination: { host: HOST, port: { number: 443 } } }] };
const mutual = [
  server({ mode: 'ISTIO_MUTUAL' }),
  istio('VirtualService', 'egress/v', { hosts: [HOST], gateways: ['mesh', 'egress/g'], tls: [toGateway('s')], tcp: [onward] }),
];
const rule = (sni: string | undefined): KubernetesObject => istio('DestinationRule', 'egress/d', { host: GW, subsets: [{ name: 's', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL', sni } } }] });
const passthrough = [
  server({ mode: 'PASSTHROUGH' }),
  istio('VirtualService', 'egress/v', { hosts: [HOST], gateways: ['mesh', 'egress/g'], tls: [toGateway(), { ...onward, match: [{ gateways: ['egress/g'], port: 443, sniHosts: [HOST] }] }] }),
];
const caller = istio('AuthorizationPolicy', 'egress/c', { rules: [{ from: [{ source: { principals: ['cluster.local/ns/app/sa/worker'] } }], when: [{ key: 'connection.sni', values: [HOST] }] }] });
const tls = (from: string, more: Partial<MeshProbe> = {}): MeshProbe => ({ from, to: { host: HOST, port: 443 }, protocol: 'tls', ...more });

test.each<readonly [string, readonly KubernetesObject[], MeshProbe, readonly [string, string | null, string]]>([
  ['the name ends at its own address, whatever was dialled', [...mutual, rule(HOST)], tls('app/worker', { to: { ip: '192.0.2.1', port: 443 }, sni: HOST }), ['allow', '203.0.113.1:443', 'gateway/routed']],
  ['the declared account', [...mutual, rule(HOST), caller], tls('app/worker'), ['allow', '203.0.113.1:443', 'gateway/routed']],
  ['another account', [...mutual, rule(HOST), caller], tls('app/other'), ['deny', null, 'gateway/no-allow-rule']],
  ['trap: no sni in the DestinationRule', [...mutual, rule(undefined)], tls('app/worker'), ['deny', null, 'gateway/no-chain']],
  ['trap: no DestinationRule, no subset', mutual, tls('app/worker'), ['deny', null, 'sidecar/no-cluster']],
  ['from outside the mesh, without certificate', [...mutual, rule(HOST)], { from: 'out/plain', to: { host: GW, port: 443 }, protocol: 'tls', sni: HOST }, ['deny', null, 'gateway/no-certificate']],
  ['with a certificate of another authority', [...mutual, rule(HOST)], { from: 'out/plain', to: { host: GW, port: 443 }, protocol: 'tls', sni: HOST, clientCertificate: 'public' }, ['deny', null, 'gateway/foreign-certificate']],
  ['plaintext', [...mutual, rule(HOST)], { from: 'out/plain', to: { host: GW, port: 443 }, protocol: 'tcp' }, ['deny', null, 'gateway/no-chain']],
  ['a port without server', [...mutual, rule(HOST)], { from: 'out/plain', to: { ip: '10.42.0.4', port: 443 }, protocol: 'tls', sni: HOST }, ['deny', null, 'gateway/no-listener']],
  ['PASSTHROUGH takes everybody', passthrough, { from: 'out/plain', to: { host: GW, port: 443 }, protocol: 'tls', sni: HOST }, ['allow', '203.0.113.1:443', 'gateway/routed']],
  ['PASSTHROUGH knows no identity', [...passthrough, caller], tls('app/worker'), ['deny', null, 'gateway/no-allow-rule']],
  ['trap: a wildcard with NONE has no endpoints at a gateway', [...passthrough, entry('egress/a', [HOST], 443, 'TLS', { resolution: 'NONE' })], tls('app/worker'), ['deny', null, 'gateway/no-endpoint']],
])('egress: %s', (_name, objects, probe, wanted) => {
  const world = objects.some(({ kind, metadata }) => kind === 'ServiceEntry' && metadata.name === 'a') ? base.slice(0, 6) : base;
  expect(told(ask([...world, ...objects], probe, { dns: DNS }))).toEqual(wanted);
});

describe('ingress', () => {
  const world = [
    pod('app/web', '10.42.0.1', [8080]), service('app/web', '10.96.0.1', [{ name: 'http', port: 8080 }]), pod('istio-system/in', '10.42.0.2', [], GATEWAY), pod('out/plain', '10.42.0.3', [], OUTSIDE),
    istio('PeerAuthentication', 'istio-system/default', { mtls: { mode: 'STRICT' } }),
    istio('VirtualService', 'app/v', { hosts: [HOST], gateways: ['app/g'], http: [{ match: [{ uri: { prefix: '/api' } }], route: [{ destination: { host: 'web', port: { number: 8080 } } }] }, { match: [{ uri: { exact: '/old' } }], redirect: { uri: '/api' } }] }),
  ];
  const gateway = (settings: Readonly<Record<string, unknown>>): KubernetesObject => istio('Gateway', 'app/g', {
    selector: { app: 'in' }, servers: [{ port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts: [`*/${HOST}`], tls: { credentialName: 'c', ...settings } }],
  });
  const get = (more: Partial<MeshProbe> = {}): MeshProbe => ({ from: 'out/plain', to: { ip: '10.42.0.2', port: 443 }, protocol: 'https', sni: HOST, httpHost: HOST, path: '/api/x?y', ...more });

  test.each<readonly [string, Readonly<Record<string, unknown>>, MeshProbe, string, string]>([
    ['SIMPLE', { mode: 'SIMPLE' }, get(), 'allow', 'callers/no-policy'],
    ['MUTUAL without certificate', { mode: 'MUTUAL' }, get(), 'deny', 'gateway/no-certificate'],
    ['MUTUAL with one that is trusted', { mode: 'MUTUAL' }, get({ clientCertificate: 'public' }), 'allow', 'callers/no-policy'],
    ['OPTIONAL_MUTUAL without certificate', { mode: 'OPTIONAL_MUTUAL' }, get(), 'allow', 'callers/no-policy'],
    ['OPTIONAL_MUTUAL with a foreign one', { mode: 'OPTIONAL_MUTUAL' }, get({ clientCertificate: 'mesh' }), 'deny', 'gateway/foreign-certificate'],
    ['TLS 1.1 by default', { mode: 'SIMPLE' }, get({ tlsVersion: 'TLSv1.1' }), 'deny', 'gateway/tls-version'],
    ['TLS 1.2 below the minimum', { mode: 'SIMPLE', minProtocolVersion: 'TLSV1_3' }, get({ tlsVersion: 'TLSv1.2' }), 'deny', 'gateway/tls-version'],
    ['an unknown name', { mode: 'SIMPLE' }, get({ sni: 'evil.example' }), 'deny', 'gateway/no-chain'],
    ['another Host', { mode: 'SIMPLE' }, get({ httpHost: 'evil.example' }), 'deny', 'gateway/no-route'],
    ['another path', { mode: 'SIMPLE' }, get({ path: '/admin' }), 'deny', 'gateway/no-route'],
    ['a redirect', { mode: 'SIMPLE' }, get({ path: '/old' }), 'deny', 'gateway/answered'],
    ['a mode that is not known', { mode: 'NEW' }, get(), 'unknown', 'gateway/unclear'],
  ])('%s', (_name, settings, probe, verdict, code) => {
    const got = told(ask([...world, gateway(settings)], probe));
    expect([got[0], got[2]]).toEqual([verdict, code]);
  });
});
