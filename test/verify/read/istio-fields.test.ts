import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../../../src/verify/read';
import { unknownIstioField } from '../../../src/verify/read/istio-fields';
import { sharedData } from '../../conformance/kubernetes/shared-data';

const KINDS = ['AuthorizationPolicy', 'DestinationRule', 'Gateway', 'PeerAuthentication', 'ServiceEntry', 'Sidecar', 'VirtualService'];
const object = (kind: string, spec: unknown): KubernetesObject => ({
  apiVersion: `${/A/.test(kind) ? 'security' : 'networking'}.istio.io/v1`, kind, metadata: { name: 'a', namespace: 'b' }, spec,
});

test.each<[string, unknown, string | undefined]>([
  ['ServiceEntry', { hosts: ['a'], exportTo: ['.'], ports: [{ number: 1, name: 'a', protocol: 'TLS' }] }, undefined],
  ['ServiceEntry', { hosts: ['a'], exportto: ['.'] }, 'spec.exportto'],
  ['ServiceEntry', { ports: [{ number: 1 }, { nummer: 2 }] }, 'spec.ports[1].nummer'],
  ['ServiceEntry', { workloadSelector: { labels: { 'any.name/x': 'y' } } }, undefined],
  ['PeerAuthentication', { portLevelMtls: { 8080: { mode: 'STRICT' } } }, undefined],
  ['PeerAuthentication', { portLevelMtls: { 8080: { mod: 'STRICT' } } }, 'spec.portLevelMtls.8080.mod'],
  ['VirtualService', { tls: [{ match: [{ sniHost: ['a'] }] }] }, 'spec.tls[0].match[0].sniHost'],
  ['VirtualService', { http: [{ match: [{ uri: { prefix: '/' } }], timeout: '1s' }] }, undefined],
  ['Sidecar', { egress: [{ hosts: ['./*'] }], __proto__: null, constructor: {} }, 'spec.constructor'],
  ['ServiceEntry', 'text', undefined],
  ['ServiceEntry', null, undefined],
  ['EnvoyFilter', { anything: 1 }, undefined],
])('%s %j: %s', (kind, spec, expected) => expect(unknownIstioField(object(kind, spec))).toBe(expected));

test('objects of other groups are not looked at', () => {
  expect(unknownIstioField({ ...object('Gateway', { x: 1 }), apiVersion: 'gateway.networking.k8s.io/v1' })).toBeUndefined();
});

const data = sharedData();
if (data === undefined) console.log('skipped: fields against the CRDs, since ../shared/data is not there');

interface Schema { readonly properties?: Record<string, Schema>; readonly items?: Schema; readonly additionalProperties?: Schema }
interface Crd { readonly spec: { readonly names: { readonly kind: string }; readonly versions: readonly { readonly schema: { readonly openAPIV3Schema: Schema } }[] } }

/** A value with every field of a schema. */
function full(schema: Schema): unknown {
  if (schema.items !== undefined) return [full(schema.items)];
  if (schema.properties !== undefined) return Object.fromEntries(Object.entries(schema.properties).map(([name, inner]) => [name, full(inner)]));
  return schema.additionalProperties === undefined ? 'x' : { anything: full(schema.additionalProperties) };
}

/** The value once for each map in it, with a field more in that map. */
function* withOneMore(value: unknown, schema: Schema, path = 'spec'): Iterable<{ readonly path: string; readonly changed: unknown }> {
  if (Array.isArray(value)) for (const { path: at, changed } of withOneMore(value[0], schema.items!, `${path}[0]`)) yield { path: at, changed: [changed] };
  if (typeof value !== 'object' || value === null || Array.isArray(value) || schema.properties === undefined) return;
  yield { path, changed: { ...value, eicUnknown: 1 } };
  for (const [name, inner] of Object.entries(schema.properties)) {
    for (const { path: at, changed } of withOneMore((value as Record<string, unknown>)[name], inner, `${path}.${name}`)) yield { path: at, changed: { ...value, [name]: changed } };
  }
}

/** Parts that are judged where they are evaluated, or have no say in where connections go. */
const NOT_LOOKED_AT = /connectionPool|ConnectionPool|loadBalancer|outlierDetection|\.tls$|\.tls\.|retryBudget|proxyProtocol|tunnel|ingress|egressProxy|provider|targetRefs?|trafficPolicy\.tls|http\[0\]\.|servers\[0\]\.tls/;

(data === undefined ? test.skip : test)('every field of the CRDs is known, and no other', () => {
  const crds = parseAllDocuments(readFileSync(`${data}/istio-crds.yaml`, 'utf8')).map((document) => document.toJS() as Crd | null);
  let checked = 0;
  for (const kind of KINDS) {
    const schema = crds.find((crd) => crd?.spec.names.kind === kind)!.spec.versions[0]!.schema.openAPIV3Schema.properties!.spec!;
    const spec = full(schema);
    expect([kind, unknownIstioField(object(kind, spec))]).toEqual([kind, undefined]);
    for (const { path, changed } of withOneMore(spec, schema)) {
      if (NOT_LOOKED_AT.test(path)) continue;
      checked += 1;
      expect([kind, path, unknownIstioField(object(kind, changed))]).toEqual([kind, path, `${path}.eicUnknown`]);
    }
  }
  expect(checked).toBeGreaterThan(40);
});
