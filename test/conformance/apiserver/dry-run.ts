import { describeObject, type Manifest } from '../kubernetes';
import { fieldsOf, type Fields } from '../kubernetes/problem';
import { limited } from '../limited';
import { isAccepted, messageOf, type Reply } from './client';
import type { Cluster } from './cluster';

/** What the server says to objects, without storing them. */
export interface DryRun {
  /** Objects and pods that the server was asked about; the same one is asked once. */
  readonly asked: number;
  /** No lines: the server takes the object, and its pods, without a warning. */
  problems(manifest: Pick<Manifest, 'object' | 'text'>): Promise<readonly string[]>;
}

const AT_ONCE = 8;
const QUERY = 'dryRun=All&fieldValidation=Strict';

export function dryRunOn(cluster: Cluster): DryRun {
  const inTurn = limited(AT_ONCE);
  const known = new Map<string, Promise<readonly string[]>>();
  const ask = (object: unknown, text: string | undefined): Promise<readonly string[]> => {
    const key = text ?? JSON.stringify(object);
    const answer = known.get(key) ?? inTurn(() => dryRun(object, text, cluster));
    known.set(key, answer);
    return answer;
  };
  return {
    async problems({ object, text }) {
      const own = await ask(object, text);
      const pod = podOf(object);
      // Pod Security refuses pods; for what makes them there is only a warning.
      const ofPod = pod === undefined ? [] : await ask(pod, undefined);
      return [...own.filter((line) => pod === undefined || !/^warning: would violate PodSecurity/.test(line)), ...ofPod.map((line) => `its pod: ${line}`)]
        .map((line) => `${describeObject(object)}: ${line}`);
    },
    get asked() {
      return known.size;
    },
  };
}

/** A server-side apply where there is a name, else a create. Apply is the stricter question: it also refuses duplicate keys of lists. */
async function dryRun(object: unknown, text: string | undefined, { client, kinds, namespace: make }: Cluster): Promise<string[]> {
  const { apiVersion, kind, metadata } = fieldsOf(object);
  const { name, namespace } = fieldsOf(metadata);
  const served = kinds.get(`${String(apiVersion)} ${String(kind)}`);
  if (served === undefined) return [`there is no ${String(kind)} in ${String(apiVersion)}`];
  if (served.namespaced !== (namespace !== undefined)) return [served.namespaced ? 'names no namespace' : 'has no namespace, but names one'];
  try {
    if (typeof namespace === 'string') await make(namespace);
  } catch (error) {
    return [(error as Error).message];
  }
  const body = text ?? (object as object);
  const path = served.path(typeof namespace === 'string' ? namespace : undefined);
  const reply = typeof name === 'string'
    ? await client.call(`${path}/${encodeURIComponent(name)}?${QUERY}&fieldManager=eic&force=true`, { method: 'PATCH', type: 'application/apply-patch+yaml', body })
    : await client.call(`${path}?${QUERY}`, { method: 'POST', type: text === undefined ? 'application/json' : 'application/yaml', body });
  return linesOf(reply);
}

const linesOf = (reply: Reply): string[] => [...isAccepted(reply) ? [] : [messageOf(reply)], ...reply.warnings.map((warning) => `warning: ${warning}`)];

const WITH_TEMPLATE = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job'];

/** The pod that a workload would make. */
function podOf(object: unknown): Fields | undefined {
  const { kind, spec, metadata } = fieldsOf(object);
  const owner = kind === 'CronJob' ? fieldsOf(fieldsOf(spec).jobTemplate).spec : WITH_TEMPLATE.includes(String(kind)) ? spec : undefined;
  if (owner === undefined) return undefined;
  const template = fieldsOf(fieldsOf(owner).template);
  const { name, namespace } = fieldsOf(metadata);
  return { apiVersion: 'v1', kind: 'Pod', ...template, metadata: { ...fieldsOf(template.metadata), name, namespace } };
}
