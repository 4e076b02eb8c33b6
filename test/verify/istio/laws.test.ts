import fc from 'fast-check';
import { ask, DNS, entry, istio, meshOf, OUTSIDE, pod, service, sidecar } from './objects';
import { MeshProbe, MeshVerdict } from '../../../src/verify/istio';
import { KubernetesObject } from '../../../src/verify/read/objects';

const pods = [pod('app/web', '10.42.0.2', [8080]), service('app/web', '10.96.0.2', [{ name: 'http', port: 8080 }]), pod('app/worker', '10.42.0.1'), pod('out/plain', '10.42.0.4', [], OUTSIDE)];
const hosts = ['a.example', 'b.example', '*.w.example', 'x.w.example'];
const anEntry = fc.record({
  host: fc.constantFrom(...hosts), port: fc.constantFrom(443, 22, 80), protocol: fc.constantFrom('TLS', 'TCP', 'HTTP'), resolution: fc.constantFrom('DNS', 'NONE', 'DYNAMIC_DNS'),
  address: fc.constantFrom(undefined, '203.0.113.1', '203.0.113.0/24'), exportTo: fc.constantFrom(undefined, ['.'], ['app'], ['*'], ['~']),
}).map(({ host, port, protocol, resolution, address, exportTo } ) => entry('e/x', [host], port, protocol, { resolution, ...(address !== undefined && { addresses: [address] }), ...(exportTo !== undefined && { exportTo }) }));
const aPeer = fc.tuple(fc.constantFrom('app', 'istio-system'), fc.constantFrom('STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET')).map(([namespace, mode]) => istio('PeerAuthentication', `${namespace}/x`, { mtls: { mode } }));
const aSource = fc.constantFrom({ principals: ['*'] }, { notPrincipals: ['*'] }, { namespaces: ['app'] }, { ipBlocks: ['10.42.0.4'] });
const aPolicy = fc.tuple(fc.constantFrom('ALLOW', 'DENY'), fc.array(aSource, { maxLength: 2 }), fc.constantFrom(undefined, ['8080'], ['443']))
  .map(([action, sources, ports]) => istio('AuthorizationPolicy', 'app/x', { action, rules: sources.map((source) => ({ from: [{ source }], ...(ports !== undefined && { to: [{ operation: { ports } }] }) })) }));
const aSidecar = fc.subarray(['*/*', 'e/a.example', 'e/*.w.example', 'e/x.w.example', './*'], { minLength: 1 }).map((imports) => sidecar('app/default', imports));
const named = (objects: readonly KubernetesObject[]): readonly KubernetesObject[] => objects.map((object, index) => ({ ...object, metadata: { ...object.metadata, name: `${object.metadata.name}${index}` } }));
const aMesh = fc.tuple(fc.array(anEntry, { maxLength: 6 }), fc.array(aPeer, { maxLength: 2 }), fc.array(aPolicy, { maxLength: 2 }), fc.option(aSidecar, { nil: undefined }))
  .map(([entries, peers, policies, own]) => [...pods, ...named([...entries, ...peers, ...policies]), ...(own === undefined ? [] : [own])]);
const aProbe: fc.Arbitrary<MeshProbe> = fc.record({
  from: fc.constantFrom('app/worker', 'out/plain'),
  to: fc.oneof(
    fc.record({ host: fc.constantFrom(...Object.keys(DNS), 'web.app'), port: fc.constantFrom(443, 22, 80, 8080) }),
    fc.record({ ip: fc.constantFrom('203.0.113.1', '203.0.113.7', '192.0.2.1', '10.42.0.2'), port: fc.constantFrom(443, 22, 80, 8080) }),
  ),
  protocol: fc.constantFrom('tls', 'http', 'tcp', 'https'),
  sni: fc.constantFrom(undefined, '', 'a.example', 'x.w.example', 'evil.example'),
});

const without = (objects: readonly KubernetesObject[], kind: string): readonly KubernetesObject[] => objects.filter((object) => object.kind !== kind);

test('the order of the objects changes nothing', () => {
  fc.assert(fc.property(aMesh.chain((objects) => fc.tuple(fc.constant(objects), fc.shuffledSubarray([...objects], { minLength: objects.length }))), aProbe, ([objects, shuffled], probe) => {
    const tied = ask(objects, probe);
    // Entries of one host, namespace and age tie where they differ: which one istiod prefers is chance, so only what does not depend on it is compared.
    const keys = objects.filter(({ kind }) => kind === 'ServiceEntry').map(({ spec }) => (spec as { readonly hosts: readonly string[] }).hosts[0]);
    fc.pre(new Set(keys).size === keys.length);
    expect(ask(shuffled, probe)).toEqual(tied);
  }));
});

test('a DENY policy more never lets more through', () => {
  fc.assert(fc.property(aMesh, aPolicy, aProbe, (objects, policy, probe) => {
    const deny = { ...policy, metadata: { ...policy.metadata, name: 'more' }, spec: { ...(policy.spec as object), action: 'DENY' } };
    if (ask(objects, probe).verdict === 'deny') expect(ask([...objects, deny], probe).verdict).toBe('deny');
  }));
});

test('a policy on trial changes nothing', () => {
  fc.assert(fc.property(aMesh, aPolicy, aProbe, (objects, policy, probe) => {
    const trial = { ...policy, metadata: { ...policy.metadata, name: 'trial', annotations: { 'istio.io/dry-run': 'true' } } };
    expect(ask([...objects, trial], probe)).toEqual(ask(objects, probe));
  }));
});

test('without ServiceEntries, REGISTRY_ONLY lets nothing out of the cluster', () => {
  fc.assert(fc.property(aMesh, aProbe, (objects, probe) => {
    const closed = [...without(without(objects, 'ServiceEntry'), 'Sidecar'), sidecar('app/default', ['*/*'])];
    const { verdict, reached } = ask(closed, { ...probe, from: 'app/worker' });
    if (verdict === 'allow') expect(reached).toBe('app/web:8080');
  }));
});

test('where nothing looks at the address, another such address changes nothing but an end there', () => {
  const anywhere = ['203.0.113.1', '203.0.113.7', '192.0.2.1', '192.0.2.2', '10.42.0.2', '10.96.0.2'];
  const aPair = fc.tuple(fc.constantFrom(...anywhere), fc.constantFrom(...anywhere));
  const aName = fc.record({
    port: fc.constantFrom(443, 22, 80), host: fc.constantFrom(undefined, 'a.example', 'x.w.example'), protocol: fc.constantFrom('tls', 'http', 'tcp', 'udp'), sni: fc.constantFrom('', 'a.example', 'x.w.example', 'evil.example'),
  });
  let compared = 0;
  fc.assert(fc.property(aMesh, aPair, aName, (objects, addresses, { host, port, protocol, sni }) => {
    const mesh = meshOf(objects);
    if (!addresses.every((ip) => mesh.isAnywhere('app/worker', ip, port))) return;
    const [one, other] = addresses.map((ip) => mesh.judge({ from: 'app/worker', to: { ip, port, ...(host === undefined ? {} : { host }) }, protocol: protocol as MeshProbe['protocol'], sni, httpHost: host ?? '' }));
    const ends = (verdict: MeshVerdict, ip: string) => verdict.hops.some(({ at }) => at === ip) || verdict.mayReach.some((end) => end.startsWith(`${ip}:`));
    if (ends(one!, addresses[0])) return;
    compared += 1;
    expect(other).toEqual(one);
  }), { numRuns: 1000 });
  expect(compared).toBeGreaterThan(100);
});

test('strings of any kind neither crash nor allow', () => {
  const hostile = fc.oneof(fc.string(), fc.constantFrom('*', '*.', '${x}', '/', '../..', '\u202e', '__proto__', 'constructor', '0.0.0.0/0', ':::'));
  fc.assert(fc.property(hostile, hostile, (one, other) => {
    const objects = [...pods, sidecar('app/default', [`e/${one}`, other]), istio('AuthorizationPolicy', 'app/p', { rules: [{ from: [{ source: { [one]: [other], ipBlocks: [one] } }] }] }), istio('Gateway', 'e/g', { servers: [{ hosts: [one] }] })];
    expect(ask(objects, { from: 'app/worker', to: { host: 'evil.example', port: 443 }, protocol: 'tls', sni: other }).verdict).toBe('deny');
  }));
});
