import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './client';
import { isAccepted, messageOf } from './client';
import { servedKinds, type ServedKind } from './kinds';
import { readCustomResources } from '../kubernetes/shared-data';
import { limited } from '../limited';
import { STABLE_CHANNEL } from './stable-channel';

/** A server with the kinds and namespaces of an edge cluster. */
export interface Cluster {
  readonly client: Client;
  readonly kinds: ReadonlyMap<string, ServedKind>;
  /** Makes a namespace that is not there yet; its pods must satisfy Pod Security `restricted`. */
  namespace(name: string): Promise<void>;
}

const NAMESPACES = ['edge-icell', 'edge-icell-services', 'edge-icell-ela', 'edgelm', 'istio-system', 'istio-gateways'];
const CONFLICT = 409;
const AT_ONCE = 4;
const POLL_MS = 50;
const SERVED_TIMEOUT_MS = 20_000;

/** Installs the CRDs of the shared data, Istio's stable-channel policy and SAP's namespaces. */
export async function prepareCluster(client: Client, data: string): Promise<Cluster> {
  const inTurn = limited(AT_ONCE);
  const create = (path: string, body: object): Promise<void> => inTurn(async () => {
    const reply = await client.call(`${path}?fieldValidation=Strict`, { method: 'POST', body });
    if (!isAccepted(reply) && reply.status !== CONFLICT) throw new Error(messageOf(reply));
  });
  const made = new Map<string, Promise<void>>();
  const namespace = (name: string): Promise<void> => {
    const making = made.get(name) ?? create('/api/v1/namespaces', { metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } });
    made.set(name, making);
    return making;
  };
  const definitions = readCustomResources(data);
  await Promise.all([
    ...definitions.map((definition) => create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition)),
    ...STABLE_CHANNEL.map(({ path, object }) => create(path, object)),
    ...NAMESPACES.map(namespace),
  ]);
  const wanted = definitions.flatMap(({ spec: { group, names, versions } }) => versions.filter(({ served }) => served).map(({ name }) => `${group}/${name} ${names.kind}`));
  const kinds = await kindsWith(wanted, client);
  await policyInForce(client, kinds);
  return { client, namespace, kinds };
}

const PROBE = { apiVersion: 'networking.istio.io/v1alpha3', kind: 'EnvoyFilter', metadata: { name: 'probe' }, spec: {} };

/** So does admission behind new policies. */
async function policyInForce(client: Client, kinds: ReadonlyMap<string, ServedKind>): Promise<void> {
  const path = kinds.get(`${PROBE.apiVersion} ${PROBE.kind}`)?.path('edge-icell') ?? '';
  for (const deadline = Date.now() + SERVED_TIMEOUT_MS; ; await sleep(POLL_MS)) {
    const reply = await client.call(`${path}?dryRun=All`, { method: 'POST', body: PROBE });
    if (/stable channel/.test(messageOf(reply))) return;
    if (Date.now() > deadline) throw new Error(`the admission policy is not in force after ${SERVED_TIMEOUT_MS} ms: ${messageOf(reply)}`);
  }
}

/** Discovery lags behind new CRDs. */
async function kindsWith(wanted: readonly string[], client: Client): Promise<ReadonlyMap<string, ServedKind>> {
  for (const deadline = Date.now() + SERVED_TIMEOUT_MS; ; await sleep(POLL_MS)) {
    const kinds = await servedKinds(client);
    const missing = wanted.filter((kind) => !kinds.has(kind));
    if (missing.length === 0) return kinds;
    if (Date.now() > deadline) throw new Error(`not served after ${SERVED_TIMEOUT_MS} ms: ${missing.join(', ')}`);
  }
}
