import { found, Manifest, problems, serviceEntry, sidecar } from './objects';
import { GATEWAY_API_LEVELS, ISTIO_FEATURES, IstioFeature, isOlderIstio, OLDEST_ISTIO } from '../../../src/catalog';
import { cellSpec } from '../../../src/cell';
import { contextOf } from '../../../src/cluster/checks';
import { sharedData } from '../../conformance/kubernetes/shared-data';
import { cellWith, codesOf } from '../../support/cells';

const VERSIONS = ['1.24', '1.25', '1.26', '1.27', '1.28', '1.29', '1.30', '1.31', '1.32', '1.99'];
const VALUES: Readonly<Record<string, unknown>> = { '/^~[^/]/': '~one/*.example.org' };

/** The smallest object that uses a feature. */
function using({ group, kind, path, value }: IstioFeature): Manifest {
  const leaf = value === undefined ? { x: 1 } : typeof value === 'string' ? value : VALUES[String(value)];
  const steps = (path ?? '').split(/(?=\[\]|\{\})|\./).filter((step) => step !== '');
  const data = steps.reduceRight<unknown>((inner, step) => (step === '[]' ? [inner] : step === '{}' ? { key: inner } : { [step]: inner }), leaf) as object;
  return { apiVersion: `${group}/v1`, kind, metadata: { name: 'x', namespace: 'app' }, ...(path === undefined ? { spec: {} } : data) };
}

const newer = (objects: readonly unknown[], istioVersion: string) => found(objects, { istioVersion }).filter((text) => text.startsWith('EIC601'));

describe('versions of Istio', () => {
  test('every feature is newer than the oldest version, has a source, and no feature stands twice', () => {
    for (const { since, source } of [...ISTIO_FEATURES, ...GATEWAY_API_LEVELS]) {
      expect(isOlderIstio(OLDEST_ISTIO, since)).toBe(true);
      expect(source).toMatch(/^istio/);
    }
    const keys = ISTIO_FEATURES.map(({ kind, path, value }) => `${kind} ${path} ${String(value)}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('the oldest version is the oldest that a definition takes, and its default', () => {
    expect(codesOf(() => cellWith({ cluster: { istioVersion: '1.23' } }))).toEqual(['EIC111 cluster.istioVersion']);
    expect(cellWith().definition.cluster.istioVersion).toBe(OLDEST_ISTIO);
    expect(cellSpec.schema).toBeDefined();
  });

  test.each(ISTIO_FEATURES.map((feature) => [`${feature.kind} ${feature.path ?? ''} ${String(feature.value ?? '')}`, feature] as const))('%s: refused before it came, taken since', (_, feature) => {
    for (const version of VERSIONS) {
      const places = newer([using(feature)], version);
      expect([version, places.length > 0]).toEqual([version, isOlderIstio(version, feature.since)]);
    }
  });

  test('the message names the version that can', () => {
    const entry = serviceEntry('e', { hosts: ['*.example.org'], resolution: 'DYNAMIC_DNS', ports: [{ number: 443, name: 'tls', protocol: 'TLS' }] });
    expect(newer([entry], '1.29')).toEqual(['EIC601 ServiceEntry app/e spec.resolution']);
    expect(problems([entry], { istioVersion: '1.29' })[0]!.message).toBe(
      'must not be used with Istio 1.29: it is there from 1.30 on, got: "DYNAMIC_DNS"; raise cluster.istioVersion to 1.30, or leave it out');
  });

  test('an import of nothing is no exclusion', () => {
    expect(newer([sidecar('s', { egress: [{ hosts: ['~/*'] }] })], '1.24')).toEqual([]);
    expect(newer([sidecar('s', { egress: [{ hosts: ['app/*', '~app/x.example.org'] }] })], '1.30')).toEqual(['EIC601 Sidecar app/s spec.egress[0].hosts[1]']);
  });

  test('kinds of the Gateway API count where Istio is the one that reads them', () => {
    const gateway = (gatewayClassName: string) => ({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'g', namespace: 'app' }, spec: { gatewayClassName } });
    const route = (version: string) => ({ apiVersion: `gateway.networking.k8s.io/${version}`, kind: 'TCPRoute', metadata: { name: 'r', namespace: 'app' }, spec: { parentRefs: [{ name: 'g' }] } });
    expect(newer([gateway('istio'), route('v1')], '1.30')).toEqual(['EIC601 TCPRoute app/r apiVersion']);
    expect(newer([gateway('istio'), route('v1')], '1.31')).toEqual([]);
    expect(newer([gateway('istio'), route('v1alpha2')], '1.30')).toEqual([]);
    expect(newer([gateway('nginx'), route('v1')], '1.30')).toEqual([]);
    expect(newer([route('v1')], '1.30')).toEqual([]);
  });

  test('what a cell says is what counts', () => {
    expect(contextOf(cellWith({ cluster: { istioVersion: '1.27' } }).definition).istioVersion).toBe('1.27');
  });
});

const data = sharedData();
if (data === undefined) console.log('skipped: fields against the CRDs, since ../shared/data is not there');

(data === undefined ? test.skip : test)('every field is one of the newest CRDs', async () => {
  const { readFileSync } = await import('node:fs');
  const { parseAllDocuments } = await import('yaml');
  interface Schema { readonly properties?: Record<string, Schema>; readonly items?: Schema; readonly additionalProperties?: Schema; readonly enum?: readonly string[] }
  interface Crd { readonly spec: { readonly names: { readonly kind: string }; readonly versions: readonly { readonly schema: { readonly openAPIV3Schema: Schema } }[] } }
  const crds = parseAllDocuments(readFileSync(`${data}/istio-crds.yaml`, 'utf8')).map((document) => document.toJS() as Crd | null);
  for (const { kind, path, value } of ISTIO_FEATURES) {
    const crd = crds.find((one) => one?.spec.names.kind === kind);
    expect([kind, crd !== undefined]).toEqual([kind, true]);
    const steps = (path ?? '').split(/(?=\[\]|\{\})|\./).filter((step) => step !== '');
    const field = steps.reduce<Schema | undefined>((schema, step) => (step === '[]' ? schema?.items : step === '{}' ? schema?.additionalProperties : schema?.properties?.[step]), crd!.spec.versions[0]!.schema.openAPIV3Schema);
    expect([kind, path, field !== undefined]).toEqual([kind, path, true]);
    if (typeof value === 'string' && field?.enum !== undefined) expect(field.enum).toContain(value);
  }
});
