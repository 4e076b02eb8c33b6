import { App, Chart, JsonPatch } from 'cdk8s';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { Overrides } from '../../src/cell/overrides';
import { Platform } from '../../src/cell/props';
import { CellMesh } from '../../src/cluster';
import { renderManifests } from '../../src/cluster/render-manifests';
import { describeProblem, manifestValidator } from '../conformance/kubernetes';
import { cellWith, minimalProps } from '../support/cells';

interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: string[];
  readonly securityContext: Record<string, unknown>;
  readonly volumeMounts?: { readonly mountPath: string }[];
}
interface Pod {
  readonly serviceAccountName: string;
  readonly automountServiceAccountToken: boolean;
  readonly securityContext: Record<string, unknown>;
  readonly containers: Container[];
}
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly spec: Record<string, unknown> & { readonly template?: { readonly metadata: { readonly annotations: Record<string, string> }; readonly spec: Pod } };
  readonly data?: Record<string, string>;
}

const image = `registry.acme.example/nginx@sha256:${'a'.repeat(64)}`;
const receivers: Overrides['receivers'] = {
  s4: { protocol: 'https', host: 's4.corp.example', port: 44300, network: 'private', addresses: ['10.20.0.0/24'] },
  bank: { protocol: 'sftp', host: 'sftp.bank.example', addresses: ['203.0.113.7/32', '2001:db8::7/128'] },
  events: { protocol: 'kafka', brokers: ['b1.kafka.example:9093', 'b2.kafka.example:9094'] },
  files: { protocol: 'ftp', host: 'ftp.plant.example', ports: [21, '40000-40010'], addresses: ['203.0.113.21/32'] },
  saas: { protocol: 'https', host: '*.saas.example', port: 8443 },
  [`l${'ong'.repeat(20)}`]: { protocol: 'sftp', host: 'x.example.org', addresses: ['203.0.113.99/32'] },
};
const withProxy: Overrides = { receivers, egress: { wildcards: 'sniProxy', sniProxy: { image }, gateway: { enabled: true } } };
const render = (overrides: Overrides = withProxy): Manifest[] => {
  const chart = new Chart(new App(), 'edge', { disableResourceNameHashes: true });
  new CellMesh(chart, 'Cell', { cell: cellWith(overrides) });
  return chart.toJson() as Manifest[];
};
const idOf = ({ kind, metadata }: Manifest) => `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
const find = (objects: readonly Manifest[], kind: string, name: string) => objects.find((object) => object.kind === kind && object.metadata.name === name)!;
const enforcing: Overrides = { egress: { ...withProxy.egress } };

describe('the namespace of the gateway', () => {
  test.each([
    [undefined, 'aks', { 'istio-injection': 'enabled', 'pod-security.kubernetes.io/enforce': 'privileged' }],
    ['sap-mesh-istio', 'openshift', { 'istio.io/rev': 'sap-mesh-istio', 'pod-security.kubernetes.io/enforce': 'restricted' }],
  ] as const)('revision %s on %s', (revision, platform, labels) => {
    const namespace = find(render({ ...withProxy, cluster: { platform, istio: revision === undefined ? {} : { revision } } }), 'Namespace', 'eic-egress');
    expect(namespace.metadata.labels).toMatchObject({ ...labels, 'app.kubernetes.io/managed-by': 'edge-integration-cell', 'pod-security.kubernetes.io/warn': 'restricted' });
    expect(Object.keys(namespace.metadata.labels).filter((key) => /^istio/.test(key))).toHaveLength(1);
    expect(namespace.metadata).not.toHaveProperty('namespace');
  });

  test('without a sidecar in it, Pod Security is restricted everywhere', () => {
    const namespace = find(render({ enforcement: 'observe', egress: { gateway: { enabled: true } } }), 'Namespace', 'eic-egress');
    expect(namespace.metadata.labels['pod-security.kubernetes.io/enforce']).toBe('restricted');
  });
});

describe('workloads', () => {
  test.each(['eic-plant-egress', 'eic-plant-sni-proxy'])('%s runs under Pod Security restricted', (name) => {
    const { spec: pod } = find(render(), 'Deployment', name).spec.template!;
    expect(pod).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } });
    for (const container of pod.containers) {
      expect(container.securityContext).toMatchObject({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, readOnlyRootFilesystem: true, seccompProfile: { type: 'RuntimeDefault' } });
      expect(container.securityContext).not.toMatchObject({ runAsUser: 1337 });
    }
  });

  test('the image is the one given, the user the platform\'s on OpenShift', () => {
    const container = (platform: Platform) => find(render({ ...withProxy, cluster: { platform } }), 'Deployment', 'eic-plant-sni-proxy').spec.template!.spec.containers[0]!;
    expect(container('aks')).toMatchObject({ image, securityContext: { runAsUser: 101 } });
    expect(container('openshift').securityContext).not.toHaveProperty('runAsUser');
  });

  test('replicas, accounts, budgets; the proxy reads the ConfigMap where nginx is told to', () => {
    const objects = render({ ...withProxy, egress: { ...withProxy.egress, gateway: { enabled: true, namespace: 'out', replicas: 3, serviceAccount: 'gate' } } });
    expect(find(objects, 'Deployment', 'eic-plant-egress').spec).toMatchObject({ replicas: 3, template: { spec: { serviceAccountName: 'gate' } } });
    expect(objects.filter(({ kind }) => kind === 'ServiceAccount').map(idOf)).toEqual(['ServiceAccount/out/gate', 'ServiceAccount/out/eic-plant-sni-proxy']);
    expect(objects.filter(({ kind }) => kind === 'PodDisruptionBudget').map(({ spec }) => spec.maxUnavailable)).toEqual([1, 1]);
    const [container] = find(objects, 'Deployment', 'eic-plant-sni-proxy').spec.template!.spec.containers;
    expect(container!.command!.join(' ')).toContain(`-c ${container!.volumeMounts![0]!.mountPath}/nginx.conf`);
    expect(find(objects, 'AuthorizationPolicy', 'eic-plant-sni-proxy').spec).toMatchObject({ rules: [{ from: [{ source: { principals: ['cluster.local/ns/out/sa/gate'] } }] }] });
  });

  test('a new wildcard rolls the proxy\'s pods, a new exact host does not', () => {
    const checksum = (more: Overrides['receivers']) => find(render({ ...withProxy, receivers: { ...receivers, ...more } }), 'Deployment', 'eic-plant-sni-proxy').spec.template!.metadata.annotations['edge-integration-cell/config-checksum'];
    expect(checksum({ more: { protocol: 'https', host: 'exact.example.org' } })).toBe(checksum({}));
    expect(checksum({ more: { protocol: 'https', host: '*.wild.example.org' } })).not.toBe(checksum({}));
  });
});

describe('objects', () => {
  test('stand in the order of a safe first apply: pods first, routes after policies, NetworkPolicies last', () => {
    const kinds = [...new Set(render().map(({ kind }) => kind))];
    expect(kinds).toEqual(['Namespace', 'ServiceAccount', 'Deployment', 'Service', 'PodDisruptionBudget', 'ConfigMap', 'ServiceEntry', 'PeerAuthentication', 'AuthorizationPolicy',
      'DestinationRule', 'Gateway', 'VirtualService', 'Sidecar', 'NetworkPolicy']);
    expect(renderManifests(cellWith(withProxy)).map(({ file }) => file)[0]).toBe('00-egress-gateway.yaml');
    const services = render().filter(({ kind }) => kind === 'VirtualService').map(({ spec }) => (spec.gateways as string[])[0]!);
    expect(services.indexOf('mesh')).toBeGreaterThan(services.lastIndexOf('eic-egress/eic-plant-egress'));
  });

  test('every object of the gateway carries its label, so that routes can be taken away alone', () => {
    for (const { kind, metadata, spec } of render()) {
      const ours = kind === 'DestinationRule' || (kind === 'VirtualService' && ((spec.gateways as string[])[0] === 'mesh' || metadata.namespace === 'eic-egress'));
      if (ours) expect(metadata.labels['app.kubernetes.io/component']).toBe('egress-gateway');
    }
  });

  test('exportTo names namespaces, and no more than use it', () => {
    for (const { kind, metadata, spec } of render()) {
      if (!['ServiceEntry', 'VirtualService', 'DestinationRule'].includes(kind)) continue;
      const exportTo = spec.exportTo as string[];
      expect([kind, metadata.name, exportTo.every((name) => ['edge-icell', 'edgelm', 'eic-egress', 'istio-system'].includes(name))]).toEqual([kind, metadata.name, true]);
      if (kind === 'VirtualService' && (spec.gateways as string[])[0] === 'mesh') expect(exportTo).toEqual(['edge-icell']);
      if (metadata.namespace === 'edgelm') expect(exportTo).toEqual(['edgelm']);
    }
  });

  test('no EnvoyFilter, ProxyConfig or WasmPlugin', () => {
    expect(render().map(({ kind }) => kind).filter((kind) => /EnvoyFilter|ProxyConfig|WasmPlugin/.test(kind))).toEqual([]);
  });

  test('a virtual host and a receiver of like names do not meet', () => {
    const ingress = { virtualHosts: { ...minimalProps().ingress.virtualHosts, additional: { partners: { host: 'p.acme.example', credentialName: 'p' } } } };
    const ids = render({ ...withProxy, ingress, receivers: { like: { protocol: 'https', host: 'ingress.partners' } } }).map(idOf);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('a patch of an unknown field survives', () => {
    const chart = new Chart(new App(), 'edge');
    const mesh = new CellMesh(chart, 'Cell', { cell: cellWith(withProxy) });
    mesh.object('Deployment', 'eic-egress/eic-plant-egress').addJsonPatch(JsonPatch.add('/spec/template/spec/somethingNew', 'x'));
    expect(find(chart.toJson() as Manifest[], 'Deployment', 'eic-plant-egress').spec.template!.spec).toMatchObject({ somethingNew: 'x' });
  });
});

describe('stability', () => {
  test('two runs give the same bytes, and the order of input changes nothing', () => {
    const turned = Object.fromEntries(Object.entries(receivers!).reverse());
    expect(renderManifests(cellWith({ ...withProxy, receivers: turned }))).toEqual(renderManifests(cellWith(withProxy)));
  });

  const added: [string, NonNullable<Overrides['receivers']>, string[]][] = [
    ['SFTP', { new: { protocol: 'sftp', host: 'new.example.org', addresses: ['203.0.113.77/32'] } },
      ['AuthorizationPolicy/eic-plant-receiver-new-22', 'ServiceEntry/eic-plant-receiver-new', 'VirtualService/eic-plant-egress-receiver-new', 'VirtualService/eic-plant-receiver-new']],
    ['HTTPS', { new: { protocol: 'https', host: 'new.example.org' } },
      ['AuthorizationPolicy/eic-plant-new-example-org-443', 'ServiceEntry/eic-plant-new-example-org', 'VirtualService/eic-plant-egress-new-example-org', 'VirtualService/eic-plant-new-example-org']],
  ];
  test.each(added)('adding a receiver by %s adds its own objects and one place in the shared lists', (_, more, own) => {
    const before = new Map(render().map((object) => [idOf(object), object]));
    const after = render({ ...withProxy, receivers: { ...receivers, ...more } });
    expect(after.filter((object) => !before.has(idOf(object))).map(({ kind, metadata }) => `${kind}/${metadata.name}`).sort()).toEqual(own);
    const changed = after.filter((object) => before.has(idOf(object)) && JSON.stringify(before.get(idOf(object))) !== JSON.stringify(object));
    const shared = ['DestinationRule/eic-egress/eic-plant-egress', 'Gateway/eic-egress/eic-plant-egress', 'NetworkPolicy/edge-icell/eic-plant-worker', 'NetworkPolicy/eic-egress/eic-plant-egress',
      'Service/eic-egress/eic-plant-egress', 'Sidecar/edge-icell/eic-plant-worker'];
    expect(shared).toEqual(expect.arrayContaining(changed.map(idOf)));
    for (const object of changed) {
      for (const list of ['servers', 'subsets'] as const) {
        const texts = (one: Manifest) => (one.spec[list] as object[] | undefined ?? []).map((entry) => JSON.stringify(entry));
        expect(texts(object)).toEqual(expect.arrayContaining(texts(before.get(idOf(object))!)));
      }
    }
    expect(changed.map(({ kind }) => kind)).not.toContain('Deployment');
  });

  test('adding any receiver changes no object of another destination', () => {
    const before = new Map(render().map((object) => [idOf(object), JSON.stringify(object)]));
    // The caller lists leave out the ports of outgoing TLS.
    const shared = /^(DestinationRule|Gateway|Service)\/eic-egress\/eic-plant-egress$|^NetworkPolicy\/|^Sidecar\/|\/eic-plant-callers$/;
    const key = fc.stringMatching(/^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/).filter((name) => receivers![name] === undefined);
    const receiver = fc.oneof(
      fc.record({ protocol: fc.constant('https' as const), host: fc.constantFrom('a.example.org', 'a-b.example.org', 'x.saas.example.net'), port: fc.integer({ min: 1, max: 9000 }) }),
      fc.record({ protocol: fc.constant('sftp' as const), host: fc.constant('f.example.org'), addresses: fc.integer({ min: 1, max: 254 }).map((last) => [`198.51.100.${last}/32`]) }),
    );
    fc.assert(fc.property(key, receiver, (name, more) => {
      const after = render({ ...withProxy, receivers: { ...receivers, [name]: more } });
      const ids = new Set(after.map(idOf));
      expect([...before.keys()].filter((id) => !ids.has(id))).toEqual([]);
      const changed = after.filter((object) => before.has(idOf(object)) && before.get(idOf(object)) !== JSON.stringify(object));
      expect(changed.map(idOf).filter((id) => !shared.test(id))).toEqual([]);
    }), { numRuns: 25 });
  }, 30_000);
});

describe('every object', () => {
  const validator = manifestValidator();
  if (validator === undefined) console.log('skipped: CRD schemas and CEL rules, since ../shared/data is not there');
  const matrix = (['aks', 'eks', 'gke', 'openshift', 'rke2', 'other'] as Platform[]).flatMap((platform) => (['enforce', 'observe'] as const).flatMap((enforcement) =>
    (['component', 'namespace'] as const).map((componentScope): [string, Overrides] => [`${platform} ${enforcement} ${componentScope}`, {
      ...withProxy, enforcement, egress: { ...withProxy.egress, componentScope },
      cluster: { platform, podCidrs: ['10.244.0.0/16', 'fd00:10:244::/48'], namespaces: { edgelm: 'enforce' }, monitoring: { namespaces: ['monitoring'] } },
    }])));
  test.each(matrix)('%s passes CRD schema and CEL rules', (_, overrides) => {
    if (validator === undefined) return;
    const found = renderManifests(cellWith(overrides)).flatMap(({ text }) => parseAllDocuments(text).map((document) => document.toJS() as Manifest));
    expect(found.flatMap((object) => validator.validate(object).map((problem) => `${idOf(object)}: ${describeProblem(problem)}`))).toEqual([]);
    expect(found.length).toBeGreaterThan(20);
  });
});

test('without receivers the proxy and the gateway still carry SAP\'s flows', () => {
  const [config] = render(enforcing).filter(({ kind }) => kind === 'ConfigMap');
  expect(config!.data!['nginx.conf']).toContain('([a-z0-9_-]+\\.)+hana\\.ondemand\\.com$');
});
