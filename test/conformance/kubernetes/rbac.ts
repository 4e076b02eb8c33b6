import { fieldsOf, itemsOf, type Path, type Problem } from './problem';

const GROUP = 'rbac.authorization.k8s.io';

/** Verbs the API server acts on; a misspelt one is accepted and grants nothing. */
const VERBS = new Set([
  '*', 'get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'use', 'bind', 'escalate', 'impersonate', 'approve', 'sign',
  'head', 'options', 'post', 'put',
]);

/** What the API server checks in a Role or ClusterRole beyond its schema, and the verbs. */
export function* roleProblems(role: unknown): Generator<Problem> {
  const { kind, rules } = fieldsOf(role);
  for (const [index, rule] of itemsOf(rules).entries()) yield* ruleProblems(rule, kind === 'Role', ['rules', index]);
}

function* ruleProblems(rule: unknown, namespaced: boolean, path: Path): Generator<Problem> {
  const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = fieldsOf(rule);
  if (itemsOf(verbs).length === 0) yield { path: [...path, 'verbs'], message: 'must not be empty' };
  for (const [index, verb] of itemsOf(verbs).entries()) {
    if (!VERBS.has(String(verb))) yield { path: [...path, 'verbs', index], message: `"${String(verb)}" is not a verb` };
  }
  if (itemsOf(nonResourceURLs).length > 0) {
    if (namespaced) yield { path: [...path, 'nonResourceURLs'], message: 'only a ClusterRole can hold these' };
    if ([apiGroups, resources, resourceNames].some((list) => itemsOf(list).length > 0)) {
      yield { path, message: 'nonResourceURLs and resources exclude each other' };
    }
    return;
  }
  if (itemsOf(apiGroups).length === 0) yield { path: [...path, 'apiGroups'], message: 'must not be empty' };
  if (itemsOf(resources).length === 0) yield { path: [...path, 'resources'], message: 'must not be empty' };
  for (const [index, group] of itemsOf(apiGroups).entries()) {
    if (String(group).includes('/')) yield { path: [...path, 'apiGroups', index], message: `"${String(group)}" holds a version` };
  }
}

/** What the API server checks in a RoleBinding or ClusterRoleBinding beyond its schema. */
export function* bindingProblems(binding: unknown): Generator<Problem> {
  const { kind, roleRef, subjects } = fieldsOf(binding);
  const role = fieldsOf(roleRef);
  const roleKinds = kind === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  if (role.apiGroup !== GROUP) yield { path: ['roleRef', 'apiGroup'], message: `must be ${GROUP}, is ${JSON.stringify(role.apiGroup)}` };
  if (!roleKinds.includes(String(role.kind))) {
    yield { path: ['roleRef', 'kind'], message: `must be one of ${roleKinds.join(', ')}, is ${JSON.stringify(role.kind)}` };
  }
  if (!role.name) yield { path: ['roleRef', 'name'], message: 'must not be empty' };
  for (const [index, subject] of itemsOf(subjects).entries()) yield* subjectProblems(subject, kind === 'RoleBinding', ['subjects', index]);
}

function* subjectProblems(subject: unknown, namespaced: boolean, path: Path): Generator<Problem> {
  const { kind, apiGroup, name, namespace } = fieldsOf(subject);
  if (!name) yield { path: [...path, 'name'], message: 'must not be empty' };
  if (kind === 'ServiceAccount') {
    if (apiGroup) yield { path: [...path, 'apiGroup'], message: 'must be empty for a ServiceAccount' };
    if (!namespace && !namespaced) yield { path: [...path, 'namespace'], message: 'is needed for a ServiceAccount' };
  } else if (kind === 'User' || kind === 'Group') {
    if (apiGroup !== undefined && apiGroup !== GROUP) yield { path: [...path, 'apiGroup'], message: `must be ${GROUP}, is ${JSON.stringify(apiGroup)}` };
  } else {
    yield { path: [...path, 'kind'], message: `must be one of ServiceAccount, User, Group, is ${JSON.stringify(kind)}` };
  }
}
