import { table } from '../../cluster/persona-table';
import { mayDo, rolesInForce } from '../access/ask';
import { CELL, FOREIGN, GROUPS, keyOf, MAY, OURS, type Permission } from '../access/expected';
import { isAccepted, messageOf, servedResources, type Client, type Cluster, type ServedResource } from '../apiserver';
import { checkOf, failed, type Check } from '../check';
import { fieldsOf } from '../kubernetes/problem';
import { limited } from '../limited';
import type { Written } from '../written';

const NAME = 'can-i';
/** Cell of the matrix with all personas, in every namespace that can have objects of ours. */
const CELL_NAME = 'gateway: personas';
const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];
const AT_ONCE = 16;
const LEAST_RESOURCES = 150;
const MAX_PROBLEMS = 20;
const RBAC = 'rbac.authorization.k8s.io';
const ROLES = ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'];

/** What each persona may do on a real API server: its job, and nothing else of everything that can be asked. */
export async function checkAccess({ client, kinds, namespace: make }: Cluster, matrix: readonly Written[]): Promise<Check[]> {
  const cell = matrix.find(({ name }) => name === CELL_NAME);
  if (cell === undefined) return [failed(NAME, `no cell ${CELL_NAME}`)];
  const roles = cell.manifests.map(({ object }) => object).filter((object) => ROLES.includes(String(fieldsOf(object).kind)));
  await Promise.all([...CELL, ...OURS, ...FOREIGN].map(make));
  for (const role of roles) await apply(role);
  await rolesInForce(client, 'devs', { verb: 'list', group: '', resource: 'pods', namespace: 'edge-icell' });
  await rolesInForce(client, 'ops', { verb: 'list', group: 'networking.k8s.io', resource: 'networkpolicies', namespace: 'eic-egress' });
  const resources = await servedResources(client);
  return [
    checkOf(`${NAME}: the server serves ${resources.length} resources`, resources.length < LEAST_RESOURCES ? [`fewer than ${LEAST_RESOURCES}`] : []),
    await exhaustive(client, resources),
    await byTable(client),
    ...await attempts(client),
    await leftOutGroup(client),
    await selfTest(client, resources, apply), // last: it leaves its role behind
  ];

  async function apply(object: unknown): Promise<void> {
    const { apiVersion, kind, metadata } = fieldsOf(object);
    const { name, namespace } = fieldsOf(metadata);
    const path = kinds.get(`${String(apiVersion)} ${String(kind)}`)?.path(typeof namespace === 'string' ? namespace : undefined) ?? '';
    const reply = await client.call(`${path}/${String(name)}?fieldManager=eic&force=true`, { method: 'PATCH', type: 'application/apply-patch+yaml', body: object as object });
    if (!isAccepted(reply)) throw new Error(messageOf(reply));
  }
}

interface Answers {
  readonly asked: number;
  readonly allowed: number;
  /** Permissions that are not as the table has them. */
  readonly wrong: readonly string[];
}

/** Every verb on every resource, in each namespace and across the cluster, for each group. */
async function ask(client: Client, resources: readonly ServedResource[]): Promise<Answers> {
  const inTurn = limited(AT_ONCE);
  const questions = resources.flatMap(({ group, resource, namespaced, verbs }) => {
    const namespaces = namespaced ? [undefined, ...CELL, ...OURS, ...FOREIGN] : [undefined];
    return [...new Set([...VERBS, ...verbs])].flatMap((verb) => namespaces.map((namespace): Permission => ({ verb, group, resource, ...(namespace === undefined ? {} : { namespace }) })));
  });
  let allowed = 0;
  const wrong = await Promise.all(GROUPS.flatMap((who) => questions.map((question) => inTurn(async () => {
    const [may, should] = [await mayDo(client, who, question), MAY.has(keyOf(who, question))];
    if (may) allowed += 1;
    return may === should ? [] : [`${keyOf(who, question)}: ${may ? 'allowed' : 'denied'}`];
  }))));
  return { asked: GROUPS.length * questions.length, allowed, wrong: wrong.flat() };
}

/** None of all permissions may differ from the table. */
async function exhaustive(client: Client, resources: readonly ServedResource[]): Promise<Check> {
  const { asked, allowed, wrong } = await ask(client, resources);
  return checkOf(`${NAME}: ${asked} permissions of ${GROUPS.length} groups on everything the server serves (${allowed} allowed)`,
    [...wrong.slice(0, MAX_PROBLEMS), ...allowed === 0 ? ['nothing is allowed'] : []]);
}

/** A role that lets administrators into pods is noticed, and nothing else is. */
async function selfTest(client: Client, resources: readonly ServedResource[], apply: (object: object) => Promise<void>): Promise<Check> {
  const metadata = { name: 'too-much', namespace: 'edge-icell' };
  const apiVersion = `${RBAC}/v1`;
  await apply({ apiVersion, kind: 'Role', metadata, rules: [{ apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] }] });
  await apply({ apiVersion, kind: 'RoleBinding', metadata, roleRef: { apiGroup: RBAC, kind: 'Role', name: 'too-much' }, subjects: [{ apiGroup: RBAC, kind: 'Group', name: 'admins' }] });
  await rolesInForce(client, 'admins', { verb: 'create', group: '', resource: 'pods/exec', namespace: 'edge-icell' });
  const { wrong } = await ask(client, resources.filter(({ resource }) => resource.startsWith('pods')));
  return checkOf(`${NAME} self-test: a role too many is noticed`, wrong.join() === 'admins create pods/exec in edge-icell: allowed' ? [] : [wrong.join('; ') || 'not noticed']);
}

/** The table of the unit tests, which also has verbs and resources that discovery does not name (impersonate, bind, escalate, approve). */
async function byTable(client: Client): Promise<Check> {
  const inTurn = limited(AT_ONCE);
  const asked = table.flatMap(([title, who, allowed, requests]) => requests.map((request) => ({ title, who, allowed, request })));
  const wrong = await Promise.all(asked.map(({ title, who, allowed, request: { verb, resource, group = '', namespace } }) => inTurn(async () => {
    const permission: Permission = { verb, resource, group, ...(namespace === undefined ? {} : { namespace }) };
    return await mayDo(client, who, permission) === allowed ? [] : [`${title}: ${keyOf(who, permission)}`];
  })));
  return checkOf(`${NAME}: ${asked.length} rows of the table of personas`, wrong.flat().slice(0, MAX_PROBLEMS));
}

const NAMESPACE = '/namespaces/edge-icell';
const FORBIDDEN = 403;
const BINDING = {
  apiVersion: `${RBAC}/v1`, kind: 'RoleBinding', metadata: { name: 'mine' },
  roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'cluster-admin' }, subjects: [{ apiGroup: RBAC, kind: 'Group', name: 'admins' }],
};
const POD = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'mine' }, spec: { containers: [{ name: 'a', image: 'a' }] } };

/** Requests that really are made in the name of an administrator: ways up, and its job. */
const ATTEMPTS: readonly (readonly [what: string, refused: boolean, path: string, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', body?: object])[] = [
  ['read secrets', true, `/api/v1${NAMESPACE}/secrets`, 'GET'],
  ['make a pod', true, `/api/v1${NAMESPACE}/pods?dryRun=All`, 'POST', POD],
  ['change a workload', true, `/apis/apps/v1${NAMESPACE}/deployments/worker?dryRun=All`, 'PATCH', { spec: { replicas: 0 } }],
  ['add a container to a pod', true, `/api/v1${NAMESPACE}/pods/worker/ephemeralcontainers?dryRun=All`, 'PATCH', { spec: { ephemeralContainers: [] } }],
  ['run something in a pod', true, `/api/v1${NAMESPACE}/pods/worker/exec?command=sh`, 'POST'],
  ['forward a port', true, `/api/v1${NAMESPACE}/pods/worker/portforward`, 'POST'],
  ['take a token', true, `/api/v1${NAMESPACE}/serviceaccounts/worker/token`, 'POST', { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} }],
  ['bind itself to cluster-admin', true, `/apis/${RBAC}/v1${NAMESPACE}/rolebindings?dryRun=All`, 'POST', BINDING],
  ['delete all pods', true, `/api/v1${NAMESPACE}/pods?dryRun=All`, 'DELETE'],
  ['take away a NetworkPolicy', true, `/apis/networking.k8s.io/v1${NAMESPACE}/networkpolicies/eic?dryRun=All`, 'DELETE'],
  ['read pods of another namespace', true, '/api/v1/namespaces/kube-system/pods', 'GET'],
  ['read pods', false, `/api/v1${NAMESPACE}/pods`, 'GET'],
  ['restart a pod', false, `/api/v1${NAMESPACE}/pods/worker?dryRun=All`, 'DELETE'],
  ['read policies', false, `/apis/security.istio.io/v1${NAMESPACE}/authorizationpolicies`, 'GET'],
];

async function attempts(client: Client): Promise<Check[]> {
  return Promise.all(ATTEMPTS.map(async ([what, refused, path, method, body]) => {
    const reply = await client.call(path, { method, asGroup: 'admins', ...(body === undefined ? {} : { body, type: method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' }) });
    const isRefused = reply.status === FORBIDDEN;
    return checkOf(`${NAME}: an administrator who tries to ${what} is ${refused ? 'refused' : 'let'}`, isRefused === refused ? [] : [messageOf(reply)]);
  }));
}

/** Output mutation counts an API group that a binding leaves out as no change. */
async function leftOutGroup(client: Client): Promise<Check> {
  const body = { ...BINDING, roleRef: { kind: BINDING.roleRef.kind, name: BINDING.roleRef.name }, subjects: [{ kind: 'Group', name: 'admins' }] };
  const reply = await client.call(`/apis/${RBAC}/v1${NAMESPACE}/rolebindings?dryRun=All`, { method: 'POST', body });
  const { roleRef, subjects } = fieldsOf(reply.body);
  const groups = [roleRef, ...(Array.isArray(subjects) ? subjects as readonly unknown[] : [])].map((one) => fieldsOf(one).apiGroup);
  return checkOf(`${NAME}: an API group that a binding leaves out is RBAC's own`, groups.join() === `${RBAC},${RBAC}` ? [] : [isAccepted(reply) ? JSON.stringify(groups) : messageOf(reply)]);
}
