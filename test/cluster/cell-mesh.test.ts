import { App, Chart, JsonPatch } from 'cdk8s';
import { Overrides } from '../../src/cell/overrides';
import { CellMesh, MutualTls } from '../../src/cluster';
import { renderManifests } from '../../src/cluster/render-manifests';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { cellWith, minimalProps, problemsOf } from '../support/cells';

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly spec: Record<string, unknown>;
}

const chartOf = () => new Chart(new App(), 'edge', { disableResourceNameHashes: true });
const render = (overrides: Overrides = {}): Manifest[] => {
  const chart = chartOf();
  new CellMesh(chart, 'Cell', { cell: cellWith(overrides) });
  return chart.toJson() as Manifest[];
};
const additional = { partners: { host: 'partners.acme.example', credentialName: 'partners-tls' } };
const virtualHosts = { ...minimalProps().ingress.virtualHosts, additional };

describe('CellMesh', () => {
  test('names its namespaces, labels every object with the cell, and says what caused it', () => {
    for (const { kind, metadata } of render({ ingress: { virtualHosts } })) {
      expect(metadata.labels).toEqual({ 'app.kubernetes.io/managed-by': 'edge-integration-cell', 'app.kubernetes.io/instance': 'plant' });
      expect(metadata.namespace).toMatch(/^(edge-icell(-ela|-services)?|edgelm)$/);
      expect(metadata.name).toMatch(/^eic-plant-/);
      const { 'edge-integration-cell/flows': flows, 'edge-integration-cell/reason': reason } = metadata.annotations ?? {};
      if (kind !== 'Sidecar') expect(flows ?? reason).toBeTruthy();
    }
  });

  test('touches nothing of SAP\'s', () => {
    const names = render({ ingress: { virtualHosts } }).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(names.filter((name) => /default-(gateway|virtualservice)|\/default$/.test(name))).toEqual([]);
    expect(render().map(({ kind }) => kind)).not.toContain('Namespace');
  });

  test('objects stand in the order of a safe first apply', () => {
    const kinds = render({ ingress: { virtualHosts } }).map(({ kind }) => kind);
    expect([...new Set(kinds)]).toEqual(['ServiceEntry', 'PeerAuthentication', 'AuthorizationPolicy', 'Gateway', 'VirtualService', 'Sidecar', 'NetworkPolicy']);
    expect(renderManifests(cellWith({ ingress: { virtualHosts } })).map(({ file }) => file)).toEqual([
      '10-service-entries.yaml', '20-peer-authentications.yaml', '30-authorization-policies.yaml', '40-virtual-hosts.yaml', '50-sidecars.yaml', '60-network-policies.yaml',
    ]);
  });

  test('observe: same objects, nothing of ours blocks', () => {
    const objects = render({ enforcement: 'observe', ingress: { virtualHosts } });
    expect(objects.filter(({ kind }) => kind === 'PeerAuthentication')).toEqual([]);
    for (const { kind, metadata, spec } of objects) {
      if (kind === 'AuthorizationPolicy') expect(metadata.annotations).toMatchObject({ 'istio.io/dry-run': 'true' });
      if (kind === 'Sidecar') expect(spec).toEqual({ outboundTrafficPolicy: { mode: 'ALLOW_ANY' }, egress: [{ hosts: ['*/*'] }] });
      if (kind === 'NetworkPolicy') expect(spec.egress).toContainEqual({});
    }
  });

  test('enforce: no rule without a peer, no dry-run', () => {
    for (const { kind, metadata, spec } of render()) {
      expect(metadata.annotations ?? {}).not.toHaveProperty(['istio.io/dry-run']);
      if (kind === 'NetworkPolicy') expect((spec.egress as { to?: unknown[] }[]).every(({ to }) => to !== undefined && to.length > 0)).toBe(true);
    }
  });

  test('a virtual host is as SAP documents it, except that it never rewrites to itself', () => {
    const [gateway] = render({ ingress: { virtualHosts } }).filter(({ kind }) => kind === 'Gateway');
    const [service] = render({ ingress: { virtualHosts } }).filter(({ kind }) => kind === 'VirtualService');
    expect(gateway!.spec).toEqual({
      selector: { istio: 'ingressgateway' },
      servers: [{
        port: { number: 443, name: 'eic-plant-ingress-partners', protocol: 'HTTPS' }, hosts: ['partners.acme.example'],
        tls: { mode: 'OPTIONAL_MUTUAL', credentialName: 'partners-tls', minProtocolVersion: 'TLSV1_2' },
      }],
    });
    expect(service!.spec).toMatchObject({
      hosts: ['partners.acme.example'], gateways: ['edge-icell/eic-plant-ingress-partners'], exportTo: ['istio-system'],
      http: [{ match: [{ uri: { prefix: '/' } }], rewrite: { authority: 'eic.acme.example' }, route: [{ destination: { host: 'policyengine.edge-icell.svc.cluster.local', port: { number: 8080 } } }] }],
    });
  });

  test('two cells in one chart share no object', () => {
    const chart = chartOf();
    new CellMesh(chart, 'A', { cell: cellWith({ name: 'a' }) });
    new CellMesh(chart, 'B', { cell: cellWith({ name: 'b' }) });
    const names = (chart.toJson() as Manifest[]).map(({ kind, metadata }) => `${kind}/${metadata.namespace}/${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('one cell twice in a chart is refused, with both places', () => {
    const chart = chartOf();
    new CellMesh(chart, 'A', { cell: cellWith() });
    const problems = problemsOf(() => new CellMesh(chart, 'B', { cell: cellWith() }));
    expect(problems.every(({ code, construct }) => code === 'EIC403' && construct!.startsWith('edge/B/'))).toBe(true);
    expect(problems[0]!.message).toContain('edge/A/');
  });

  test('problems of the mesh come all at once, with the construct', () => {
    const cell = cellWith({ receivers: { a: { protocol: 'sftp', host: 'a.example.org' }, b: { protocol: 'https', host: 'b.example.org', from: ['edge-api'] } } });
    expect(problemsOf(() => new CellMesh(chartOf(), 'Cell', { cell })).map(({ code, path, construct }) => `${code} ${path} ${construct}`)).toEqual(
      ['EIC401 receivers.a.addresses edge/Cell', 'EIC404 receivers.b.from edge/Cell']);
  });

  test('objects are reached by kind and key; patches of unknown fields survive', () => {
    const chart = chartOf();
    const mesh = new CellMesh(chart, 'Cell', { cell: cellWith() });
    mesh.object('ServiceEntry', 'edge-icell/eic-plant-any-hana-ondemand-com').addJsonPatch(JsonPatch.add('/spec/somethingNew', ['x']));
    const [entry] = (chart.toJson() as Manifest[]).filter(({ metadata }) => metadata.name === 'eic-plant-any-hana-ondemand-com');
    expect(entry!.spec.somethingNew).toEqual(['x']);
    const [problem] = problemsOf(() => mesh.object('ServiceEntry', 'edge-icell/other'));
    expect(problem).toMatchObject({ code: 'EIC407', construct: 'edge/Cell' });
    expect(problem!.message).toContain('edge-icell/eic-plant-any-amazonaws-com');
  });

  test('parts work alone', () => {
    const chart = chartOf();
    new MutualTls(chart, 'Tls', { cell: cellWith() });
    expect((chart.toJson() as Manifest[]).map(({ kind }) => kind)).toEqual(['PeerAuthentication', 'PeerAuthentication', 'PeerAuthentication']);
  });

  test('free text stays what it was', () => {
    const reason = '"; drop \'x\' ${var.x} %{ if } <script> {{ .Values }} # no: comment';
    const cell = cellWith({ cluster: { mtls: { exceptions: [{ selector: { app: 'x' }, ports: [1], reason }] } } });
    const chart = chartOf();
    new CellMesh(chart, 'Cell', { cell });
    const [policy] = (chart.toJson() as Manifest[]).filter(({ spec }) => 'portLevelMtls' in spec);
    expect(policy!.metadata.annotations!['edge-integration-cell/reason']).toBe(reason);
  });
});

describe('manifests', () => {
  test('same input, same bytes; another order changes nothing', () => {
    const receivers = { b: { protocol: 'https' as const, host: 'b.example.org' }, a: { protocol: 'sftp' as const, host: 'a.example.org', addresses: ['203.0.113.9/32', '203.0.113.7/32'] } };
    const turned = { a: { addresses: ['203.0.113.7/32', '203.0.113.9/32'], host: 'a.example.org', protocol: 'sftp' as const }, b: receivers.b };
    expect(renderManifests(cellWith({ receivers }))).toEqual(renderManifests(cellWith({ receivers: turned })));
    const { name, ...rest } = minimalProps();
    expect(renderManifests(new EdgeIntegrationCell({ ...rest, name }))).toEqual(renderManifests(cellWith()));
  });

  test('adding a receiver changes its own entry, and Sidecar and NetworkPolicy of its component', () => {
    const before = new Map(render().map((object) => [`${object.kind}/${object.metadata.namespace}/${object.metadata.name}`, object]));
    const after = render({ receivers: { bank: { protocol: 'sftp', host: 'b.example.org', addresses: ['203.0.113.7/32'] } } });
    const changed = after.filter((object) => JSON.stringify(before.get(`${object.kind}/${object.metadata.namespace}/${object.metadata.name}`)) !== JSON.stringify(object));
    expect(changed.map(({ kind, metadata }) => `${kind}/${metadata.name}`).sort()).toEqual(['NetworkPolicy/eic-plant-worker', 'ServiceEntry/eic-plant-receiver-bank', 'Sidecar/eic-plant-worker']);
  });
});
