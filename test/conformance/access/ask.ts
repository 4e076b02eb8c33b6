import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, type Client } from '../apiserver';
import type { Permission } from './expected';
import { fieldsOf } from '../kubernetes/problem';

const PATH = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
const IN_FORCE_TIMEOUT_MS = 20_000;
const POLL_MS = 50;

/** May a member of the group do it? As the API server's own authorizer decides. */
export async function mayDo(client: Client, who: string, { verb, group, resource, namespace }: Permission): Promise<boolean> {
  const [name, subresource] = resource.split('/');
  const resourceAttributes = { verb, group, resource: name, ...(subresource === undefined ? {} : { subresource }), ...(namespace === undefined ? {} : { namespace }) };
  const reply = await client.call(PATH, { method: 'POST', body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec: { user: 'somebody', groups: [who], resourceAttributes } } });
  const { allowed } = fieldsOf(fieldsOf(reply.body).status);
  if (typeof allowed !== 'boolean') throw new Error(messageOf(reply));
  return allowed;
}

/** Waits until the server's authorizer has seen the roles. */
export async function rolesInForce(client: Client, who: string, sample: Permission): Promise<void> {
  for (const deadline = Date.now() + IN_FORCE_TIMEOUT_MS; ; await sleep(POLL_MS)) {
    if (await mayDo(client, who, sample)) return;
    if (Date.now() > deadline) throw new Error(`${who} may not ${sample.verb} ${sample.resource} after ${IN_FORCE_TIMEOUT_MS} ms`);
  }
}
