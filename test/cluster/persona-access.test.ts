import { App, Chart } from 'cdk8s';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { Overrides } from '../../src/cell/overrides';
import { CellMesh, PersonaAccess } from '../../src/cluster';
import { renderManifests } from '../../src/cluster/render-manifests';
import { describeProblem, manifestValidator } from '../conformance/kubernetes';
import { cellWith, problemsOf } from '../support/cells';
import { AccessObject, canI, Request } from './rbac';

const personas = { infrastructureProvider: { groups: ['ops'] }, administrator: { groups: ['admins'] }, integrationDeveloper: { groups: ['devs'] } };
const chartOf = () => new Chart(new App(), 'edge', { disableResourceNameHashes: true });
const render = (overrides: Overrides = { personas }): (AccessObject & { readonly apiVersion: string })[] => {
  const chart = chartOf();
  new PersonaAccess(chart, 'Access', { cell: cellWith(overrides) });
  return chart.toJson() as (AccessObject & { readonly apiVersion: string })[];
};

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
const rbac = 'rbac.authorization.k8s.io';

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
  ['RBAC', [...WRITES, 'get', 'list', 'watch', 'bind', 'escalate'].flatMap((verb) => RBAC.flatMap((resource) => [...inEic(verb, resource, rbac), { verb, resource, group: rbac }]))],
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

const table = [
  ...MAY.flatMap(([title, who, requests]) => PEOPLE.map((group): [string, string, boolean, readonly Request[]] => [title, group, who.includes(group), requests])),
  ...MUST_NOT.flatMap(([title, requests]) => PEOPLE.map((group): [string, string, boolean, readonly Request[]] => [title, group, false, requests])),
];

describe('who may do what', () => {
  const objects = render();

  test.each(table)('%s: %s %s', (_, group, allowed, requests) => {
    const others = requests.filter((request) => canI(objects, group, request) !== allowed);
    expect(others).toEqual([]);
  });

  test('the evaluator knows wildcards, names and bindings', () => {
    const binding = { kind: 'RoleBinding', metadata: { name: 'b', namespace: 'a' }, roleRef: { apiGroup: rbac, kind: 'Role', name: 'r' }, subjects: [{ kind: 'Group', name: 'g' }] };
    const may = (rule: object, request: Request) =>
      canI([binding, { kind: 'Role', metadata: { name: 'r', namespace: 'a' }, rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'], ...rule }] }], 'g', request);
    expect(may({}, { verb: 'get', resource: 'pods', namespace: 'a' })).toBe(true);
    expect(may({}, { verb: 'get', resource: 'pods', namespace: 'b' })).toBe(false);
    expect(may({ resources: ['*'] }, { verb: 'get', resource: 'pods/exec', namespace: 'a' })).toBe(true);
    expect(may({ resources: ['*/exec'] }, { verb: 'get', resource: 'pods/exec', namespace: 'a' })).toBe(true);
    expect(may({ verbs: ['*'], apiGroups: ['*'] }, { verb: 'delete', group: 'x', resource: 'pods', namespace: 'a' })).toBe(true);
    expect(may({ resourceNames: ['one'] }, { verb: 'get', resource: 'pods', namespace: 'a' })).toBe(false);
    expect(may({ resourceNames: ['one'] }, { verb: 'get', resource: 'pods', namespace: 'a', name: 'one' })).toBe(true);
  });
});

describe('roles of personas', () => {
  test('no wildcard and no path in any rule', () => {
    const rules = render().flatMap((object) => object.rules ?? []);
    expect(rules.length).toBeGreaterThan(20);
    for (const { verbs, apiGroups, resources, nonResourceURLs } of rules) {
      expect([...verbs, ...apiGroups ?? [], ...resources ?? []].filter((text) => text.includes('*'))).toEqual([]);
      expect(nonResourceURLs).toBeUndefined();
    }
  });

  test('absent personas bind nothing; each of them only itself', () => {
    expect(render({})).toEqual([]);
    expect(new Set(render({ personas: { integrationDeveloper: { groups: ['devs'] } } }).map(({ metadata }) => metadata.name))).toEqual(new Set(['eic-plant-integration-developer']));
  });

  test('Cilium\'s policies are read where they are written', () => {
    const request = { verb: 'list', group: 'cilium.io', resource: 'ciliumnetworkpolicies', namespace: 'edge-icell' };
    expect(canI(render(), 'ops', request)).toBe(false);
    expect(canI(render({ personas, cluster: { cni: { name: 'cilium' } } }), 'ops', request)).toBe(true);
  });

  test('every role is bound once, in its namespace, to a role that is there', () => {
    const objects = render();
    const of = (kinds: readonly string[]) => objects.filter(({ kind }) => kinds.includes(kind)).map(({ kind, metadata }) => `${kind.replace('Binding', '')} ${metadata.namespace}/${metadata.name}`);
    expect(of(['RoleBinding', 'ClusterRoleBinding'])).toEqual(of(['Role', 'ClusterRole']));
    for (const { kind, roleRef, metadata } of objects.filter((object) => object.roleRef !== undefined)) {
      expect(roleRef).toEqual({ apiGroup: rbac, kind: kind.replace('Binding', ''), name: metadata.name });
    }
  });

  test('groups are kept as written, each once, and never part of a name', () => {
    const text = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 30 }).filter((group) => group.trim() !== '' && !group.startsWith('system:'));
    fc.assert(fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (groups) => {
      const yaml = renderManifests(cellWith({ personas: { administrator: { groups } } })).find(({ file }) => file === '15-access.yaml')!.text;
      const objects = parseAllDocuments(yaml).map((document) => document.toJS() as AccessObject);
      expect(objects).toHaveLength(6);
      for (const { metadata, subjects } of objects) {
        expect(metadata.name).toBe('eic-plant-administrator');
        if (subjects !== undefined) expect(subjects.map(({ name }) => name).sort()).toEqual([...new Set(groups)].sort());
      }
    }), { numRuns: 20 });
    expect(render({ personas: { administrator: { groups: ['b', 'a', 'b'] } } })).toEqual(render({ personas: { administrator: { groups: ['a', 'b'] } } }));
  });

  test.each(['system:authenticated', 'system:unauthenticated', 'system:serviceaccounts', 'system:authenticated:oauth', 'system:anonymous'])('%s is refused: it is everybody', (group) => {
    const cell = cellWith({ personas: { administrator: { groups: ['admins', group] } } });
    expect(problemsOf(() => new CellMesh(chartOf(), 'Cell', { cell })).map(({ code, path }) => `${code} ${path}`)).toEqual(['EIC111 personas.administrator.groups[1]']);
  });

  test('every object passes the API server\'s checks', () => {
    const validator = manifestValidator();
    const objects = render({ personas, cluster: { cni: { name: 'cilium' }, namespaces: { edgelm: 'enforce' } } });
    expect(objects.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding']));
    if (validator !== undefined) expect(objects.flatMap((object) => validator.validate(object).map(describeProblem))).toEqual([]);
  });
});

describe('in the mesh', () => {
  test('files: roles come before what stops traffic; nothing without personas', () => {
    expect(renderManifests(cellWith({ personas })).map(({ file }) => file).slice(0, 3)).toEqual(['10-service-entries.yaml', '15-access.yaml', '20-peer-authentications.yaml']);
    expect(renderManifests(cellWith()).map(({ file }) => file)).not.toContain('15-access.yaml');
  });

  test('observe: access is the same', () => {
    expect(render({ personas, enforcement: 'observe' })).toEqual(render());
  });

  test('cdk8s-plus-28 is loaded with personas only', () => {
    let loads = 0;
    jest.doMock('cdk8s-plus-28', () => {
      loads += 1;
      return jest.requireActual<object>('cdk8s-plus-28');
    });
    jest.isolateModules(() => {
      const isolated = require('../../src/cluster/render-manifests') as { readonly renderManifests: typeof renderManifests };
      isolated.renderManifests(cellWith());
      expect(loads).toBe(0);
      isolated.renderManifests(cellWith({ personas }));
      expect(loads).toBe(1);
    });
    jest.dontMock('cdk8s-plus-28');
  });
});
