import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { CellMesh, EgressHosts } from '../../../src/cluster';
import { renderManifests } from '../../../src/cluster/render-manifests';
import { cellWith } from '../../support/cells';

const chartOf = (app = new App()) => new Chart(app, 'edge', { disableResourceNameHashes: true });
const meshed = (...overrides: Parameters<typeof cellWith>) => {
  const chart = chartOf();
  return { chart, mesh: new CellMesh(chart, 'Cell', { cell: cellWith(...overrides) }) };
};
const entry = (chart: Chart, spec: object, id = 'Own') =>
  new ApiObject(chart, id, { apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: { name: id.toLowerCase(), namespace: 'edge-icell' }, spec });
const bad = { hosts: ['*.example.org'], resolution: 'DNS', ports: [{ number: 443, name: 'tls', protocol: 'TLS' }] };

/** The text with which synthesis stops; empty when it does not. */
function refusal(chart: Chart): string {
  try {
    chart.toJson();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

let warnings: string[] = [];
beforeEach(() => {
  warnings = [];
  jest.spyOn(process, 'emitWarning').mockImplementation((warning) => { warnings.push(String(warning)); });
});
afterEach(() => jest.restoreAllMocks());

describe('a chart with a cell', () => {
  test('is synthesized without a word', () => {
    expect(refusal(meshed().chart)).toBe('');
    expect(warnings).toEqual([]);
  });

  test('objects of the user that come later are refused, with code, path and construct', () => {
    const { chart } = meshed();
    entry(chart, bad);
    expect(refusal(chart)).toContain('[edge] EIC604 spec.hosts[0] must be exact with resolution DNS and without endpoints, got: "*.example.org"');
    expect(refusal(chart)).toContain('[edge/Own]');
  });

  test('app.synth() is what stops', () => {
    const app = new App();
    const chart = chartOf(app);
    new CellMesh(chart, 'Cell', { cell: cellWith() });
    entry(chart, bad);
    expect(() => app.synth()).toThrow('EIC604 spec.hosts[0]');
  });

  test('patches of our objects are seen', () => {
    const { chart, mesh } = meshed();
    mesh.object('ServiceEntry', 'edge-icell/eic-plant-any-hana-ondemand-com').addJsonPatch(JsonPatch.replace('/spec/resolution', 'DNS'));
    expect(refusal(chart)).toContain('EIC604 spec.hosts[0]');
  });

  test('values that are known at the end are seen', () => {
    const { chart } = meshed();
    entry(chart, { ...bad, resolution: Lazy.any({ produce: () => 'DNS' }) });
    expect(refusal(chart)).toContain('EIC604 spec.hosts[0]');
  });

  test('of two in each other\'s way the user\'s is named', () => {
    const { chart } = meshed({ egress: { componentScope: 'namespace' } });
    new ApiObject(chart, 'Default', { apiVersion: 'networking.istio.io/v1', kind: 'Sidecar', metadata: { name: 'default', namespace: 'edge-icell' }, spec: { egress: [{ hosts: ['./*'] }] } });
    expect(refusal(chart)).toMatch(/EIC630 spec\.workloadSelector must not select pods of edge\/Cell\/EgressScopes\/edge-icell\.all.*\[edge\/Default\]$/);
  });

  test('an entry that our Sidecars do not import is a warning, once, and does not stop', () => {
    const { chart } = meshed();
    entry(chart, { hosts: ['proxy.example.org'], resolution: 'DNS', location: 'MESH_EXTERNAL', ports: [{ number: 3128, name: 'tcp', protocol: 'TCP' }] });
    expect(refusal(chart)).toBe('');
    expect(refusal(chart)).toBe('');
    expect(warnings.map((text) => text.slice(0, text.indexOf(' must')))).toEqual(['EIC629 spec.hosts', 'EIC613 spec.ports[0].protocol']);
  });

  test('a user may accept a problem of an object', () => {
    const { chart } = meshed();
    const spec = { hosts: ['db.example.org'], resolution: 'NONE', ports: [{ number: 1521, name: 'tcp', protocol: 'TCP' }] };
    const own = entry(chart, spec);
    own.metadata.addAnnotation('galley.istio.io/analyze-suppress', 'IST0134, *');
    expect(refusal(chart)).toContain('EIC626 spec.ports[0].protocol');
    own.metadata.addAnnotation('galley.istio.io/analyze-suppress', 'EIC626,EIC629');
    expect(refusal(chart)).toBe('');
    expect(warnings).toEqual([]);
  });

  test('parts alone are checked too', () => {
    const chart = chartOf();
    new EgressHosts(chart, 'Hosts', { cell: cellWith() });
    entry(chart, bad);
    expect(refusal(chart)).toContain('EIC604');
  });

  test('a chart without a cell is left alone', () => {
    const chart = chartOf();
    entry(chart, bad);
    expect(refusal(chart)).toBe('');
  });

  test('two cells in a chart do not see each other: each has a cluster of its own, and its own version', () => {
    const chart = chartOf();
    new CellMesh(chart, 'A', { cell: cellWith({ name: 'a' }) });
    new CellMesh(chart, 'B', { cell: cellWith({ name: 'b', cluster: { istioVersion: '1.31', existingPolicies: 'none' }, egress: { wildcards: 'dynamicDns' } }) });
    expect(refusal(chart)).toBe('');
    entry(chart, bad);
    expect(refusal(chart).match(/EIC604/g)).toHaveLength(1);
  });

  test('a newer field of the user is refused for the cell\'s Istio', () => {
    const { chart } = meshed({ cluster: { istioVersion: '1.27' } });
    entry(chart, { ...bad, resolution: 'DYNAMIC_DNS' });
    expect(refusal(chart)).toContain('EIC601 spec.resolution must not be used with Istio 1.27: it is there from 1.30 on');
  });
});

describe('what users have beside a cell', () => {
  test('a workload with a Service, its policies and a Gateway raises no alarm', () => {
    const { chart } = meshed();
    const namespace = new kplus.Namespace(chart, 'Namespace', { metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } });
    const metadata = { namespace: namespace.name };
    const deployment = new kplus.Deployment(chart, 'Web', { metadata, containers: [{ image: 'nginx', portNumber: 8080, securityContext: { ensureNonRoot: true } }] });
    deployment.exposeViaService({ ports: [{ name: 'http', port: 80, targetPort: 8080 }] });
    new kplus.Secret(chart, 'Tls', { metadata: { name: 'shop-tls', namespace: 'istio-system' }, stringData: { 'tls.crt': 'x', 'tls.key': 'x' } });
    const istio = (id: string, kind: string, spec: object, group = 'networking') =>
      new ApiObject(chart, id, { apiVersion: `${group}.istio.io/v1`, kind, metadata: { name: id.toLowerCase(), namespace: 'shop' }, spec });
    istio('Gateway', 'Gateway', { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts: ['shop.example.org'], tls: { mode: 'SIMPLE', credentialName: 'shop-tls' } }] });
    istio('Route', 'VirtualService', { hosts: ['shop.example.org'], gateways: ['gateway'], http: [{ route: [{ destination: { host: deployment.name, port: { number: 80 } } }, { destination: { host: 'legacy.other.svc.cluster.local' }, weight: 1 }] }] });
    istio('Rule', 'DestinationRule', { host: 'legacy.other.svc.cluster.local', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } });
    istio('Strict', 'PeerAuthentication', { mtls: { mode: 'STRICT' } }, 'security');
    istio('Nothing', 'AuthorizationPolicy', {}, 'security');
    istio('Callers', 'AuthorizationPolicy', { rules: [{ from: [{ source: { principals: ['cluster.local/ns/istio-system/sa/istio-ingressgateway'] } }], to: [{ operation: { ports: ['8080'] } }] }] }, 'security');
    istio('Partner', 'ServiceEntry', { hosts: ['api.partner.example', '*.cdn.partner.example'].slice(0, 1), location: 'MESH_EXTERNAL', resolution: 'DNS', exportTo: ['.'], ports: [{ number: 443, name: 'tls', protocol: 'TLS' }] });
    istio('Egress', 'Sidecar', { egress: [{ hosts: ['./*', 'istio-system/*', 'shop/api.partner.example'] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } });
    istio('Logs', 'Telemetry', { accessLogging: [{ providers: [{ name: 'envoy' }] }] }, 'telemetry');
    expect(refusal(chart)).toBe('');
    expect(warnings).toEqual([]);
  });

  test('SAP\'s sample of a manual proxy is a warning', () => {
    const { chart } = meshed();
    new ApiObject(chart, 'Proxy', {
      apiVersion: 'networking.istio.io/v1beta1', kind: 'ServiceEntry', metadata: { name: 'manual-proxy', namespace: 'edge-icell' },
      spec: { hosts: ['proxy.acme.example'], ports: [{ number: 3128, name: 'tcp', protocol: 'TCP' }], location: 'MESH_EXTERNAL', resolution: 'DNS' },
    });
    expect(refusal(chart)).toBe('');
    expect(warnings.map((text) => text.slice(0, 6)).sort()).toEqual(['EIC613', 'EIC629']);
  });
});

test('manifests of a cell are written without a warning', () => {
  expect(renderManifests(cellWith()).length).toBeGreaterThan(3);
  expect(warnings).toEqual([]);
});
