import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { CILIUM_NETWORK_POLICY, GKE_FQDN_NETWORK_POLICY } from './cilium';
import type { CustomResourceDefinition } from './custom-kinds';
import { readManifests } from './manifests';
import type { OpenApi } from './native-kinds';
import { fieldsOf } from './problem';

const PROJECT = resolve(__dirname, '../../..');
const CRD_FILES = ['istio-crds.yaml', 'gateway-api-crds.yaml'];
const OPEN_API_FILE = 'kubernetes-openapi-1.35.json';

/** Changes when the cached form does. */
const CACHE_FORMAT = '1';

/** The folder with CRDs and schemas (`data` of EIC_SHARED or of ../shared), if it is there. */
export function sharedData(): string | undefined {
  const data = join(process.env.EIC_SHARED ?? resolve(PROJECT, '../shared'), 'data');
  return existsSync(data) ? data : undefined;
}

/** Files of the shared data that manifests need and that are missing. */
export const missingManifestData = (data: string): string[] =>
  [...CRD_FILES, OPEN_API_FILE].filter((file) => !existsSync(join(data, file)));

export const readOpenApi = (data: string): OpenApi => JSON.parse(readFileSync(join(data, OPEN_API_FILE), 'utf8')) as OpenApi;

/** Istio's, those of the Gateway API, and the one written by hand. */
export const readCustomResources = (data: string): CustomResourceDefinition[] =>
  [...CRD_FILES.flatMap((file) => cachedDefinitions(join(data, file))), CILIUM_NETWORK_POLICY, GKE_FQDN_NETWORK_POLICY];

/** Parsing 2 MB of YAML takes a second: what was read is kept as JSON in the temporary folder. */
function cachedDefinitions(file: string): CustomResourceDefinition[] {
  const directory = join(tmpdir(), `eic-conformance-${userInfo().uid}`);
  const hash = createHash('sha256').update(CACHE_FORMAT).update(readFileSync(file)).digest('hex').slice(0, 24);
  const cache = join(directory, `crds-${hash}.json`);
  try {
    return JSON.parse(readFileSync(cache, 'utf8')) as CustomResourceDefinition[];
  } catch {
    const definitions = readDefinitions(file);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const unfinished = `${cache}.${process.pid}`; // several jest workers may write at once
    writeFileSync(unfinished, JSON.stringify(definitions));
    renameSync(unfinished, cache);
    return definitions;
  }
}

function readDefinitions(file: string): CustomResourceDefinition[] {
  const objects = readManifests(file).map(({ object }) => object);
  const definitions = objects.filter((object): object is CustomResourceDefinition => fieldsOf(object).kind === 'CustomResourceDefinition');
  return JSON.parse(JSON.stringify(definitions, withoutText)) as CustomResourceDefinition[];
}

/** Descriptions are most of the text; a property may have the name, but is an object. */
const withoutText = (key: string, value: unknown): unknown =>
  key === 'description' && typeof value === 'string' ? undefined : value;
