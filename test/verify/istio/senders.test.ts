import { entry, istio, meshOf, OUTSIDE, pod, service, sidecar } from './objects';
import { factsOf, isThere, readObject, recordedMeshes, RecordedMesh } from './recorded';
import { IstioMesh, MeshProbe, MeshVerdict } from '../../../src/verify/istio';
import { KubernetesObject } from '../../../src/verify/read/objects';

const worker = pod('app/worker', '10.42.0.1');
const other = pod('app/other', '10.42.0.2', [8080]);
const labelled = { app: 'worker' };
const route = [{ destination: { host: 'b.example' } }];

test.each<readonly [string, readonly KubernetesObject[]]>([
  ['by default', []],
  ['with entries of names and addresses', [entry('e/a', ['a.example'], 443, 'TLS'), entry('e/b', ['b.example'], 22, 'TCP', { addresses: ['203.0.113.2'] })]],
  ['under a Sidecar for all', [sidecar('app/default', ['*/*'])]],
  ['with policies of one, which decide over what it receives', [istio('AuthorizationPolicy', 'app/p', { selector: { matchLabels: labelled }, action: 'DENY', rules: [{}] })]],
  ['with a route for all', [entry('e/a', ['a.example'], 443, 'TLS'), istio('VirtualService', 'app/v', { hosts: ['a.example'], tls: [{ match: [{ port: 443, sniHosts: ['a.example'] }], route }] })]],
  ['with an EnvoyFilter for the other side of one', [istio('EnvoyFilter', 'app/f', { workloadSelector: { labels: labelled }, configPatches: [{ match: { context: 'SIDECAR_INBOUND' } }] })]],
])('two pods of a namespace send alike %s', (_name, objects) => {
  const mesh = meshOf([worker, other, ...objects]);
  expect(mesh.senderLike('app/worker')).toBeDefined();
  expect(mesh.senderLike('app/worker')).toBe(mesh.senderLike('app/other'));
});

test.each<readonly [string, readonly KubernetesObject[]]>([
  ['a Sidecar selects one', [istio('Sidecar', 'app/one', { workloadSelector: { labels: labelled }, egress: [{ hosts: ['./*'] }] })]],
  ['a route for TLS is for labels', [istio('VirtualService', 'app/v', { hosts: ['a.example'], tls: [{ match: [{ port: 443, sniHosts: ['a.example'], sourceLabels: labelled }], route }] })]],
  ['a route for TCP is for labels', [istio('VirtualService', 'app/v', { hosts: ['a.example'], tcp: [{ match: [{ port: 22, sourceLabels: labelled }], route }] })]],
  ['a route for HTTP is for labels', [istio('VirtualService', 'app/v', { hosts: ['a.example'], http: [{ match: [{ sourceLabels: labelled }], route }] })]],
  ['a DestinationRule selects workloads', [istio('DestinationRule', 'app/d', { host: 'a.example', workloadSelector: { matchLabels: labelled } })]],
  ['an EnvoyFilter is for one', [istio('EnvoyFilter', 'app/f', { workloadSelector: { labels: labelled }, configPatches: [{}] })]],
  ['the pod\'s own policies count for names that its proxy looks up', [entry('e/w', ['*.w.example'], 443, 'TLS', { resolution: 'DYNAMIC_DNS' })]],
  ['listeners of a headless Service leave out the pod itself', [service('app/other', 'None', [{ name: 'tcp', port: 8080 }])]],
])('two pods of a namespace do not send alike: %s', (_name, objects) => {
  const mesh = meshOf([worker, other, ...objects]);
  expect(mesh.senderLike('app/worker')).not.toBe(mesh.senderLike('app/other'));
});

test('pods with annotations about capture, of other namespaces, or without sidecar send like nobody else', () => {
  const open = pod('app/open', '10.42.0.3', [], { 'traffic.sidecar.istio.io/excludeOutboundPorts': '8443' });
  const mesh = meshOf([worker, other, open, pod('out/worker', '10.42.0.4'), pod('app/plain', '10.42.0.5', [], OUTSIDE)]);
  expect(new Set(['app/worker', 'app/open', 'out/worker'].map((id) => mesh.senderLike(id))).size).toBe(3);
  expect(mesh.senderLike('app/plain')).toBeUndefined();
  expect(mesh.senderLike('app/ghost')).toBeUndefined();
});

/** The verdict without the sender's name. */
function nameless({ hops, ...rest }: MeshVerdict, from: string): unknown {
  return { ...rest, hops: hops.map((hop) => (hop.at === from ? { ...hop, at: '' } : hop)) };
}

/** What meshes of a real bench say of other pods that send like the one that was asked: each of them in a mesh that nobody else has asked. */
function unlike(mesh: RecordedMesh): readonly string[] {
  const probes = (mesh.probes ?? []).map(({ clientCertificate: _, ...probe }): MeshProbe => probe);
  const made = () => new IstioMesh(mesh.objects.map((object) => readObject(object)), factsOf(mesh, probes));
  const first = made();
  const pods = mesh.objects.filter(({ kind }) => kind === 'Pod').map(({ metadata: { namespace, name } }) => `${namespace}/${name}`);
  return pods.flatMap((from) => {
    const own = made();
    return probes.filter((probe) => probe.from !== from && first.senderLike(from) !== undefined && first.senderLike(probe.from) === first.senderLike(from)).flatMap((probe) => {
      const known = first.judge(probe);
      if (!known.hops.every(({ role }) => role === 'sidecar' || role === 'server')) return [];
      compared += 1;
      const asked = JSON.stringify(nameless(own.judge({ ...probe, from }), from));
      return asked === JSON.stringify(nameless(known, probe.from)) ? [] : [`${mesh.name}: ${from} as ${probe.from}: ${asked}`];
    });
  });
}
let compared = 0;

(isThere ? test : test.skip)('in recorded meshes, one of those that send alike speaks for all', () => {
  const meshes = recordedMeshes();
  expect(meshes.flatMap(unlike)).toEqual([]);
  expect(compared).toBeGreaterThan(1000);
});
