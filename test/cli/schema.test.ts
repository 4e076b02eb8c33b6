import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import * as fc from 'fast-check';
import { fullDefinition, fullDefinitions } from './definitions';
import { eic } from './eic';
import { readDefinitionFile } from '../../src/cell/file';
import { definitionSchema } from '../../src/cli/commands/schema';
import { KINDS, Problems } from '../../src/errors';
import { fileSpec, readCell } from '../../src/read-cell';
import { Data, minimalFile, setAt } from '../support/cells';
import { ROOT } from '../support/scripts';
import { ANY_KEY, leavesOf, Step } from '../support/spec-walk';

const ajv = new Ajv({ strict: true, strictRequired: true, allowUnionTypes: true, allErrors: true });
const bySchema = ajv.compile(definitionSchema());
const byReader = (data: unknown) => readCell(data, 'file').problems;

/** A list in JSON is no list in a file that someone else made: copies keep what the two readers see the same. */
function mutated(base: Data, path: string, value: unknown): Data {
  const data = structuredClone(base);
  setAt(data, path.split('/'), value);
  return data;
}

/** The first place in data that the steps of a field mean, as keys and indices; undefined where the data has none. */
function placeOf(data: unknown, [step, ...rest]: readonly Step[]): readonly string[] | undefined {
  if (step === undefined) return [];
  if (typeof data !== 'object' || data === null) return undefined;
  for (const key of Object.keys(data).filter((one) => step === ANY_KEY || one === `${step}`)) {
    const inner = placeOf((data as Data)[key], rest);
    if (inner !== undefined) return [key, ...inner];
  }
  return undefined;
}

test('eic schema prints a schema of draft 2020-12 that says what it is', async () => {
  const { code, out, err } = await eic('schema');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(JSON.parse(out)).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema', $id: expect.stringMatching(/^urn:/), title: expect.any(String), description: expect.any(String), type: 'object',
  });
  expect(JSON.parse(out)).toEqual(definitionSchema());
});

test('every field has a description for the editor', () => {
  const missing: string[] = [];
  const visit = (schema: Data, path: string) => {
    for (const [key, field] of Object.entries(schema.properties ?? {}) as [string, Data][]) {
      if (typeof field.description !== 'string' || field.description === '') missing.push(`${path}/${key}`);
      visit(field, `${path}/${key}`);
    }
    for (const inner of ['items', 'additionalProperties']) if (typeof schema[inner] === 'object') visit(schema[inner] as Data, path);
  };
  visit(definitionSchema(), '');
  expect(missing).toEqual([]);
});

test('the full definitions of these tests give every field there is', () => {
  const all = leavesOf(fileSpec);
  expect(all.length).toBeGreaterThan(150);
  expect(all.filter(({ steps }) => fullDefinitions().every((data) => placeOf(data, steps) === undefined)).map(({ path }) => path)).toEqual([]);
});

describe('valid definitions', () => {
  const examples = join(ROOT, 'examples/cells');
  const files = readdirSync(examples).filter((file) => file.endsWith('.yaml')).map((file): [string, unknown] => [file, readDefinitionFile(join(examples, file)).data]);

  const [full, other] = fullDefinitions();

  test.each<[string, unknown]>([['minimal', minimalFile()], ['full', full], ['full, what excludes the rest', other], ...files])('%s', (_, data) => {
    expect(byReader(data)).toEqual([]);
    bySchema(JSON.parse(JSON.stringify(data)));
    expect(bySchema.errors ?? []).toEqual([]);
  });
});

/** Faults of the structure, each at a path of the full definition; the code is the reader's. */
const FAULTS: readonly (readonly [path: string, value: unknown, code: string])[] = [
  // missing
  ...['apiVersion', 'kind', 'name', 'btp', 'btp/region', 'cluster', 'cluster/platform', 'cluster/nodeCidrs', 'cluster/podCidrs', 'cluster/apiServer/cidrs',
    'cluster/httpProxy/host', 'cluster/httpProxy/port', 'cluster/httpProxy/addresses', 'cluster/mtls/exceptions/0/reason', 'ingress', 'ingress/virtualHosts',
    'ingress/virtualHosts/default', 'ingress/virtualHosts/api/host', 'ingress/virtualHosts/additional/partners/credentialName', 'receivers/s4/protocol', 'proxies/dmz/addresses',
    'externalServices/database/type', 'externalServices/dataStore/endpoints', 'egress/sniProxy/image', 'personas/administrator/groups', 'flows/licence-server/from',
    'flows/licence-server/reason', 'accept/0/risk', 'firewall/hub/azure/rules/priority', 'firewall/net/gcp/rules/project', 'firewall/hub/backend/type',
    'btp/flows/content-deployment/extraHosts/0/reason'].map((path) => [path, undefined, KINDS.missing.code] as const),
  // unknown fields
  ...['surprise', 'btp/flows/unknown', 'cluster/istio/version', 'cluster/dns/selectors', 'services/registry/host', 'ingress/virtualHosts/other', 'receivers/s4/hosts', 'accept/0/flow',
    'firewall/hub/azure/rules/policyId', 'firewall/hub/alibaba'].map((path) => [path, {}, KINDS.unknownKey.code] as const),
  // wrong types
  ['name', 4711, KINDS.wrongType.code],
  ['name', null, KINDS.wrongType.code],
  ['btp', 'eu10', KINDS.wrongType.code],
  ['btp', [], KINDS.wrongType.code],
  ['cluster/istioVersion', 1.3, KINDS.wrongType.code],
  ['cluster/nodeCidrs', '10.10.0.0/22', KINDS.wrongType.code],
  ['cluster/nodeCidrs/0', 10, KINDS.wrongType.code],
  ['cluster/dns/nodeLocal', 'yes', KINDS.wrongType.code],
  ['cluster/dns/ports/0', '53', KINDS.wrongType.code],
  ['cluster/apiServer/port', 443.5, KINDS.badPort.code],
  ['cluster/istio/gatewaySelector', ['istio'], KINDS.wrongType.code],
  ['cluster/istio/gatewaySelector', {}, KINDS.wrongType.code],
  ['cluster/istio/gatewaySelector/istio', 7, KINDS.wrongType.code],
  ['cluster/httpProxy/flows', 'some', KINDS.wrongType.code],
  ['receivers', [], KINDS.wrongType.code],
  ['receivers/s4', null, KINDS.wrongType.code],
  ['receivers/s4/tls', 1, KINDS.wrongType.code],
  ['receivers/events/brokers', {}, KINDS.wrongType.code],
  ['accept', {}, KINDS.wrongType.code],
  ['accept/0', 'risk', KINDS.wrongType.code],
  ['firewall/hub/provider', 'azurerm', KINDS.wrongType.code],
  ['egress/gateway/replicas', '2', KINDS.wrongType.code],
  // words, names, ranges, empty lists
  ['apiVersion', 'edge-integration-cell/v2', KINDS.notOneOf.code],
  ['kind', 'Cell', KINDS.notOneOf.code],
  ['enforcement', 'enforced', KINDS.notOneOf.code],
  ['cluster/platform', 'AKS', KINDS.notOneOf.code],
  ['ingress/authentication', [], KINDS.missing.code],
  ['ingress/authentication/0', 'password', KINDS.notOneOf.code],
  ['name', 'Plant', KINDS.badName.code],
  ['name', 'a'.repeat(41), KINDS.badName.code],
  ['receivers/S4', { protocol: 'https', host: 's4.corp.example' }, KINDS.badName.code],
  ['cluster/dns/ports/0', 0, KINDS.badPort.code],
  ['cluster/dns/ports/0', 70000, KINDS.badPort.code],
  ['firewall/hub/azure/rules/priority', 99, KINDS.badValue.code],
  ['egress/gateway/replicas', 0, KINDS.badValue.code],
  ['receivers/erp/ports/0', '443', KINDS.badPort.code],
];

test.each(FAULTS)('%s: %p is refused by schema and reader (%s)', (path, value, code) => {
  const data = mutated(fullDefinition(), path, value);
  expect(bySchema(data)).toBe(false);
  expect(byReader(data).map((problem) => problem.code)).toContain(code);
});

test('there are no two faults of one path and value', () => {
  const keys = FAULTS.map(([path, value]) => JSON.stringify([path, value ?? null, value === undefined]));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  expect(FAULTS.length).toBeGreaterThanOrEqual(60);
});

const VALUES: readonly unknown[] = [
  null, true, 1, 1.5, 65536, '', 'A', '443', '*', '*.com', `*.${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(53)}.example`, 'x.example:1', '10.0.0.1',
  'a\u3002example', '\uff41.example', '2-1', [], {}, 'x'.repeat(1001),
];

test('what the schema refuses at a field, the reader refuses: every field with every kind of value', () => {
  const wrong: string[] = [];
  let refused = 0;
  for (const { steps } of leavesOf(fileSpec)) {
    const data = fullDefinitions().find((one) => placeOf(one, steps) !== undefined)!;
    const place = placeOf(data, steps)!;
    for (const value of VALUES) {
      setAt(data, place, value);
      if (bySchema(data)) continue;
      refused++;
      const problems = new Problems();
      fileSpec.read(data, '', problems);
      if (problems.size === 0) wrong.push(`${place.join('/')}: ${JSON.stringify(value)}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(refused).toBeGreaterThan(2000);
});

function places(data: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof data !== 'object' || data === null) return [path];
  return [path, ...Object.entries(data).flatMap(([key, value]) => places(value, [...path, key]))];
}

/** Is there something at the path that can hold more? */
function isMapOrList(data: unknown, path: readonly string[]): boolean {
  return typeof data === 'object' && data !== null && (path.length === 0 || isMapOrList((data as Data)[path[0]!], path.slice(1)));
}

test('what the schema refuses, the reader refuses: changes anywhere', () => {
  const everywhere = places(fullDefinition()).filter((path) => path.length > 0);
  const value = fc.oneof(fc.constantFrom(undefined, ...VALUES), fc.string({ unit: 'binary', maxLength: 12 }), fc.integer(), fc.array(fc.string({ maxLength: 5 }), { maxLength: 2 }));
  fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom(...everywhere), value, fc.boolean()), { minLength: 1, maxLength: 3 }), (changes) => {
    const data = fullDefinition();
    for (const [path, replacement, beside] of changes) {
      if (isMapOrList(data, path.slice(0, -1))) setAt(data, beside ? [...path.slice(0, -1), `${path.at(-1)}x`] : path, replacement);
    }
    const asFile: unknown = JSON.parse(JSON.stringify(data));
    expect(bySchema(asFile) || byReader(asFile).length > 0).toBe(true);
  }), { numRuns: 300 });
});
