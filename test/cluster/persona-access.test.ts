import { App, Chart } from 'cdk8s';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { personas, RBAC_GROUP, table } from './persona-table';
import { AccessObject, canI, Request } from './rbac';
import { Overrides } from '../../src/cell/overrides';
import { CellMesh, PersonaAccess } from '../../src/cluster';
import { renderManifests } from '../../src/cluster/render-manifests';
import { describeProblem, manifestValidator } from '../conformance/kubernetes';
import { cellWith, problemsOf } from '../support/cells';

const chartOf = () => new Chart(new App(), 'edge', { disableResourceNameHashes: true });
const render = (overrides: Overrides = { personas }): (AccessObject & { readonly apiVersion: string })[] => {
  const chart = chartOf();
  new PersonaAccess(chart, 'Access', { cell: cellWith(overrides) });
  return chart.toJson() as (AccessObject & { readonly apiVersion: string })[];
};

describe('who may do what', () => {
  const objects = render();

  test.each(table)('%s: %s %s', (_, group, allowed, requests) => {
    const others = requests.filter((request) => canI(objects, group, request) !== allowed);
    expect(others).toEqual([]);
  });

  test('the evaluator knows wildcards, names and bindings', () => {
    const binding = { kind: 'RoleBinding', metadata: { name: 'b', namespace: 'a' }, roleRef: { apiGroup: RBAC_GROUP, kind: 'Role', name: 'r' }, subjects: [{ kind: 'Group', name: 'g' }] };
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
      expect(roleRef).toEqual({ apiGroup: RBAC_GROUP, kind: kind.replace('Binding', ''), name: metadata.name });
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

  test('cdk8s-plus-28 is loaded with personas only', async () => {
    let loads = 0;
    jest.doMock('cdk8s-plus-28', () => {
      loads += 1;
      return jest.requireActual<object>('cdk8s-plus-28');
    });
    await jest.isolateModulesAsync(async () => {
      const isolated = await import('../../src/cluster/render-manifests');
      isolated.renderManifests(cellWith());
      expect(loads).toBe(0);
      isolated.renderManifests(cellWith({ personas }));
      expect(loads).toBe(1);
    });
    jest.dontMock('cdk8s-plus-28');
  });
});
