import { ask, istio, OUTSIDE, pod, service, told } from './objects';
import { MeshProbe } from '../../../src/verify/istio';
import { KubernetesObject } from '../../../src/verify/read/objects';

const world = [
  pod('app/web', '10.42.0.2', [8080, 9000, 9100]), service('app/web', '10.96.0.2', [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'tcp', port: 9000 }]),
  pod('app/worker', '10.42.0.1'), pod('other/friend', '10.42.0.3'), pod('out/plain', '10.42.0.4', [], OUTSIDE),
];
const probe = (from: string, port: number, protocol: MeshProbe['protocol'], more: Partial<MeshProbe> = {}): MeshProbe => ({ from, to: { host: 'web.app', port }, protocol, ...more });
const peer = (at: string, spec: Readonly<Record<string, unknown>>): KubernetesObject => istio('PeerAuthentication', at, spec);
const policy = (name: string, spec: Readonly<Record<string, unknown>>, annotations = {}): KubernetesObject => istio('AuthorizationPolicy', `app/${name}`, spec, annotations);
const mode = (word: string): { readonly mtls: { readonly mode: string } } => ({ mtls: { mode: word } });
const selector = { selector: { matchLabels: { app: 'web' } } };
const HTTP_ALLOW = policy('h', { rules: [{ to: [{ operation: { methods: ['GET'] } }] }] });
const HTTP_DENY = policy('h', { action: 'DENY', rules: [{ to: [{ operation: { methods: ['POST'] } }] }] });
const FRIEND = { principals: ['cluster.local/ns/other/sa/friend'] };

const rows: readonly (readonly [string, readonly KubernetesObject[], MeshProbe, string, string])[] = [
  ['plaintext by default', [], probe('out/plain', 9000, 'tcp'), 'allow', 'callers/no-policy'],
  ['STRICT of the mesh', [peer('istio-system/default', mode('STRICT'))], probe('out/plain', 9000, 'tcp'), 'deny', 'callers/plaintext-refused'],
  ['STRICT and a sidecar', [peer('istio-system/default', mode('STRICT'))], probe('app/worker', 9000, 'tcp'), 'allow', 'callers/no-policy'],
  ['the namespace over the mesh', [peer('istio-system/default', mode('STRICT')), peer('app/default', mode('PERMISSIVE'))], probe('out/plain', 9000, 'tcp'), 'allow', 'callers/no-policy'],
  ['UNSET inherits', [peer('istio-system/default', mode('STRICT')), peer('app/default', mode('UNSET'))], probe('out/plain', 9000, 'tcp'), 'deny', 'callers/plaintext-refused'],
  ['the workload over the namespace', [peer('app/default', mode('STRICT')), peer('app/web', { ...selector, ...mode('PERMISSIVE') })], probe('out/plain', 9000, 'tcp'), 'allow', 'callers/no-policy'],
  ['trap: a selector in the root namespace is ignored', [peer('istio-system/web', { ...selector, ...mode('STRICT') })], probe('out/plain', 9000, 'tcp'), 'allow', 'callers/no-policy'],
  ['of two at a level the first by name', [peer('app/b', mode('STRICT')), peer('app/a', mode('PERMISSIVE'))], probe('out/plain', 9000, 'tcp'), 'allow', 'callers/no-policy'],
  ['a container port of its own', [peer('app/default', mode('STRICT')), peer('app/web', { ...selector, portLevelMtls: { 8080: { mode: 'DISABLE' } } })], probe('out/plain', 80, 'http'), 'allow', 'callers/no-policy'],
  ['a Service port there has no effect', [peer('app/default', mode('STRICT')), peer('app/web', { ...selector, portLevelMtls: { 80: { mode: 'DISABLE' } } })], probe('out/plain', 80, 'http'), 'deny', 'callers/plaintext-refused'],
  ['namespace DISABLE, workload STRICT: the sender sends plaintext', [peer('app/default', mode('DISABLE')), peer('app/web', { ...selector, ...mode('STRICT') })], probe('app/worker', 9000, 'tcp'), 'deny', 'callers/plaintext-refused'],
  ['an own certificate of the mesh passes STRICT', [peer('app/default', mode('STRICT'))], probe('out/plain', 9000, 'tls', { clientCertificate: 'mesh' }), 'allow', 'callers/no-policy'],
  ['any other certificate does not', [peer('app/default', mode('STRICT'))], probe('out/plain', 9000, 'tls', { clientCertificate: 'public' }), 'deny', 'callers/no-mesh-certificate'],
  ['an empty policy denies all', [policy('n', {})], probe('app/worker', 9000, 'tcp'), 'deny', 'callers/no-allow-rule'],
  ['no rules deny all', [policy('n', { rules: [] })], probe('app/worker', 9000, 'tcp'), 'deny', 'callers/no-allow-rule'],
  ['an empty rule allows all', [policy('n', { rules: [{}] })], probe('out/plain', 9000, 'tcp'), 'allow', 'callers/allowed'],
  ['a DENY policy without rules denies nobody', [policy('n', { action: 'DENY', rules: [] })], probe('app/worker', 9000, 'tcp'), 'allow', 'callers/no-policy'],
  ['DENY before ALLOW', [policy('a', { rules: [{}] }), policy('d', { action: 'DENY', rules: [{ from: [{ source: FRIEND }] }] })], probe('other/friend', 9000, 'tcp'), 'deny', 'callers/denied'],
  ['a principal', [policy('a', { rules: [{ from: [{ source: FRIEND }] }] })], probe('other/friend', 9000, 'tcp'), 'allow', 'callers/allowed'],
  ['another principal', [policy('a', { rules: [{ from: [{ source: FRIEND }] }] })], probe('app/worker', 9000, 'tcp'), 'deny', 'callers/no-allow-rule'],
  ['a service account', [policy('a', { rules: [{ from: [{ source: { serviceAccounts: ['other/friend'] } }] }] })], probe('other/friend', 9000, 'tcp'), 'allow', 'callers/allowed'],
  ['a service account of the policy\'s namespace', [policy('a', { rules: [{ from: [{ source: { serviceAccounts: ['friend'] } }] }] })], probe('other/friend', 9000, 'tcp'), 'deny', 'callers/no-allow-rule'],
  ['a namespace', [policy('a', { rules: [{ from: [{ source: { namespaces: ['other'] } }] }] })], probe('other/friend', 9000, 'tcp'), 'allow', 'callers/allowed'],
  ['no identity is in no namespace', [policy('d', { action: 'DENY', rules: [{ from: [{ source: { notNamespaces: ['app'] } }] }] })], probe('out/plain', 9000, 'tcp'), 'deny', 'callers/denied'],
  ['an address', [policy('a', { rules: [{ from: [{ source: { ipBlocks: ['10.42.0.3/32'] } }] }] })], probe('other/friend', 9000, 'tcp'), 'allow', 'callers/allowed'],
  ['operation.ports is the container port', [policy('a', { rules: [{ to: [{ operation: { ports: ['8080'] } }] }] })], probe('app/worker', 80, 'http'), 'allow', 'callers/allowed'],
  ['and not the Service port', [policy('a', { rules: [{ to: [{ operation: { ports: ['80'] } }] }] })], probe('app/worker', 80, 'http'), 'deny', 'callers/no-allow-rule'],
  ['HTTP fields on an HTTP port', [HTTP_ALLOW], probe('app/worker', 80, 'http'), 'allow', 'callers/allowed'],
  ['HTTP fields that do not match', [HTTP_ALLOW], probe('app/worker', 80, 'http', { method: 'POST' }), 'deny', 'callers/no-allow-rule'],
  ['trap: ALLOW with HTTP fields on a TCP port', [HTTP_ALLOW], probe('app/worker', 9000, 'tcp'), 'deny', 'callers/no-allow-rule'],
  ['DENY with HTTP fields on a TCP port denies all', [HTTP_DENY], probe('app/worker', 9000, 'tcp'), 'deny', 'callers/denied'],
  ['one HTTP alternative spoils the whole ALLOW rule on TCP', [policy('a', { rules: [{ to: [{ operation: { ports: ['9000'] } }, { operation: { methods: ['GET'] } }] }] })], probe('app/worker', 9000, 'tcp'), 'deny', 'callers/no-allow-rule'],
  ['a dry run blocks nothing', [policy('n', {}, { 'istio.io/dry-run': 'true' })], probe('app/worker', 9000, 'tcp'), 'allow', 'callers/no-policy'],
  ['an enforced policy beside it does', [policy('n', { rules: [{}] }, { 'istio.io/dry-run': 'true' }), policy('m', {})], probe('app/worker', 9000, 'tcp'), 'deny', 'callers/no-allow-rule'],
  ['CUSTOM is not known', [policy('c', { action: 'CUSTOM', provider: { name: 'x' }, rules: [{}] })], probe('app/worker', 9000, 'tcp'), 'unknown', 'callers/unclear'],
  ['CUSTOM of others does not matter', [policy('c', { action: 'CUSTOM', provider: { name: 'x' }, rules: [{ from: [{ source: FRIEND }] }] })], probe('app/worker', 9000, 'tcp'), 'allow', 'callers/no-policy'],
  ['a key that is not understood', [policy('a', { rules: [{ when: [{ key: 'experimental.x', values: ['1'] }] }] })], probe('app/worker', 9000, 'tcp'), 'unknown', 'callers/unclear'],
  ['is no matter where another rule allows', [policy('a', { rules: [{ when: [{ key: 'experimental.x', values: ['1'] }] }, {}] })], probe('app/worker', 9000, 'tcp'), 'allow', 'callers/allowed'],
  ['TCP on an HTTP port', [], { from: 'out/plain', to: { ip: '10.42.0.2', port: 8080 }, protocol: 'tcp' }, 'deny', 'callers/not-http'],
  ['a port without Service', [], { from: 'out/plain', to: { ip: '10.42.0.2', port: 9100 }, protocol: 'http' }, 'allow', 'callers/no-policy'],
  ['ALLOW_ANY calls a pod by its address in plaintext', [peer('app/default', mode('STRICT'))], { from: 'app/worker', to: { ip: '10.42.0.2', port: 9000 }, protocol: 'tcp' }, 'deny', 'callers/plaintext-refused'],
];

test.each(rows)('%s', (_name, objects, given, verdict, code) => {
  const got = told(ask([...world, ...objects], given));
  expect([got[0], got[2]]).toEqual([verdict, code]);
});

test('a selector in the root namespace is ignored for pods of that namespace too', () => {
  const objects = [...world, pod('istio-system/web', '10.42.0.8', [9000]), peer('istio-system/web', { ...selector, ...mode('STRICT') })];
  expect(ask(objects, { from: 'out/plain', to: { ip: '10.42.0.8', port: 9000 }, protocol: 'tcp' }).verdict).toBe('allow');
});

test('a refused caller learns which object refused it', () => {
  const { hops } = ask([...world, policy('d', { action: 'DENY', rules: [{ from: [{ source: { namespaces: ['x'] } }] }, { from: [{ source: FRIEND }] }] })], probe('other/friend', 9000, 'tcp'));
  expect(hops.filter(({ role }) => role === 'callers').map(({ at, rule }) => [at, rule])).toEqual([['app/web', { file: 'test.yaml', object: 'AuthorizationPolicy app/d', path: 'spec.rules[1]' }]]);
});

test('pods that speak plaintext on declared ports only, if the facts say so', () => {
  const facts = { podServers: 'declared-plaintext' } as const;
  expect(ask(world, probe('out/plain', 9000, 'tls'), facts).hops.at(-1)!.code).toBe('server/no-tls');
  expect(ask(world, { from: 'out/plain', to: { ip: '10.42.0.2', port: 7000 }, protocol: 'tcp' }, facts).hops.at(-1)!.code).toBe('server/no-such-port');
  expect(ask(world, { from: 'out/plain', to: { ip: '10.42.9.9', port: 7000 }, protocol: 'tcp' }, { clusterNetworks: ['10.42.0.0/16'] }).hops.at(-1)!.code).toBe('server/nobody');
});
