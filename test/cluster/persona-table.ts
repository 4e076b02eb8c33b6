import { Request } from './rbac';

export const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** Groups of the personas, as the table asks for them. */
export const personas = { infrastructureProvider: { groups: ['ops'] }, administrator: { groups: ['admins'] }, integrationDeveloper: { groups: ['devs'] } };

const PEOPLE = ['ops', 'admins', 'devs', 'others'] as const;
const EIC = ['edge-icell', 'edge-icell-ela', 'edge-icell-services'];
const inEic = (verb: string, resource: string, group?: string): Request[] => EIC.map((namespace) => ({ verb, resource, namespace, ...(group === undefined ? {} : { group }) }));
const reads = (resource: string, group?: string) => ['get', 'list', 'watch'].flatMap((verb) => inEic(verb, resource, group));

/** Who may do it, and what. */
const MAY: readonly (readonly [title: string, who: readonly string[], requests: readonly Request[]])[] = [
  ['read nodes and namespaces', ['ops'], ['get', 'list', 'watch'].flatMap((verb) => ['nodes', 'namespaces'].map((resource) => ({ verb, resource })))],
  ['read our objects', ['ops', 'admins'], [
    ...reads('serviceentries', 'networking.istio.io'), ...reads('sidecars', 'networking.istio.io'), ...reads('gateways', 'networking.istio.io'),
    ...reads('virtualservices', 'networking.istio.io'), ...reads('peerauthentications', 'security.istio.io'), ...reads('authorizationpolicies', 'security.istio.io'),
    ...reads('networkpolicies', 'networking.k8s.io'),
  ]],
  ['read our objects of edgelm', ['ops'], [{ verb: 'list', resource: 'serviceentries', group: 'networking.istio.io', namespace: 'edgelm' }]],
  ['read pods', ['admins', 'devs'], reads('pods')],
  ['read events', ['admins', 'devs'], [...reads('events'), ...reads('events', 'events.k8s.io')]],
  ['read logs', ['admins'], inEic('get', 'pods/log')],
  ['restart a pod', ['admins'], inEic('delete', 'pods')],
  ['read workloads', ['admins'], [...reads('deployments', 'apps'), ...reads('statefulsets', 'apps'), ...reads('jobs', 'batch'), ...reads('services'), ...reads('configmaps')]],
];

const WRITES = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const WORKLOADS = [['', 'replicationcontrollers'], ...['deployments', 'statefulsets', 'daemonsets', 'replicasets'].map((name) => ['apps', name]), ['batch', 'jobs'], ['batch', 'cronjobs']] as const;
const RBAC = ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'];

/** What nobody may do. */
const MUST_NOT: readonly (readonly [title: string, requests: readonly Request[]])[] = [
  ['secrets, also by list and watch', ['get', 'list', 'watch', ...WRITES].flatMap((verb) => [...inEic(verb, 'secrets'), { verb, resource: 'secrets' }])],
  ['run or reach something in a pod', ['get', 'create'].flatMap((verb) =>
    ['pods/exec', 'pods/attach', 'pods/portforward', 'pods/proxy', 'services/proxy'].flatMap((resource) => inEic(verb, resource)))],
  ['reach a node', ['get', 'create'].flatMap((verb) => ['nodes/proxy', 'nodes/exec'].map((resource) => ({ verb, resource })))],
  ['add a container to a pod', ['update', 'patch'].flatMap((verb) => ['pods', 'pods/ephemeralcontainers'].flatMap((resource) => inEic(verb, resource)))],
  ['make a pod, or delete all', [...inEic('create', 'pods'), ...inEic('deletecollection', 'pods'), ...inEic('create', 'pods/eviction'), ...inEic('create', 'pods/binding')]],
  ['make or change workloads', WRITES.flatMap((verb) => WORKLOADS.flatMap(([group, resource]) => inEic(verb, resource, group)))],
  ['scale workloads', ['update', 'patch'].flatMap((verb) => inEic(verb, 'deployments/scale', 'apps'))],
  ['tokens of service accounts', [...inEic('create', 'serviceaccounts/token'), ...WRITES.flatMap((verb) => inEic(verb, 'serviceaccounts'))]],
  ['RBAC', [...WRITES, 'get', 'list', 'watch', 'bind', 'escalate'].flatMap((verb) => RBAC.flatMap((resource) => [...inEic(verb, resource, RBAC_GROUP), { verb, resource, group: RBAC_GROUP }]))],
  ['act as somebody else', ['users', 'groups', 'serviceaccounts', 'uids'].flatMap((resource) => [{ verb: 'impersonate', resource }, ...inEic('impersonate', resource)])],
  ['change our objects', WRITES.flatMap((verb) => [...inEic(verb, 'networkpolicies', 'networking.k8s.io'), ...inEic(verb, 'serviceentries', 'networking.istio.io'),
    ...inEic(verb, 'authorizationpolicies', 'security.istio.io')])],
  ['change configuration', WRITES.flatMap((verb) => [...inEic(verb, 'configmaps'), ...inEic(verb, 'services'), ...inEic(verb, 'endpoints')])],
  ['change nodes and namespaces', WRITES.flatMap((verb) => ['nodes', 'namespaces'].map((resource) => ({ verb, resource })))],
  ['other namespaces', ['default', 'kube-system', 'istio-system', 'istio-gateways', 'edge-icell-secrets'].flatMap((namespace) =>
    [{ verb: 'get', resource: 'pods', namespace }, { verb: 'get', resource: 'pods/log', namespace }, { verb: 'delete', resource: 'pods', namespace },
      { verb: 'list', resource: 'configmaps', namespace }, { verb: 'list', resource: 'networkpolicies', group: 'networking.k8s.io', namespace }])],
  ['pods of edgelm', ['get', 'delete'].map((verb) => ({ verb, resource: 'pods', namespace: 'edgelm' }))],
  ['pods of all namespaces at once', [{ verb: 'list', resource: 'pods' }, { verb: 'watch', resource: 'events' }]],
  ['admission, certificates and custom resource definitions', [
    { verb: 'create', resource: 'mutatingwebhookconfigurations', group: 'admissionregistration.k8s.io' }, { verb: 'approve', resource: 'signers', group: 'certificates.k8s.io' },
    { verb: 'update', resource: 'customresourcedefinitions', group: 'apiextensions.k8s.io' },
  ]],
];

/** One row: what is asked, the group, may it, and each request. Also fed to a real API server. */
export const table: readonly [title: string, group: string, allowed: boolean, requests: readonly Request[]][] = [
  ...MAY.flatMap(([title, who, requests]) => PEOPLE.map((group): [string, string, boolean, readonly Request[]] => [title, group, who.includes(group), requests])),
  ...MUST_NOT.flatMap(([title, requests]) => PEOPLE.map((group): [string, string, boolean, readonly Request[]] => [title, group, false, requests])),
];
