import { fieldsOf, listOf, textsOf } from '../../data';
import { ReadObject } from '../../read';

const RBAC = 'rbac.authorization.k8s.io';

/** What a binding lets somebody do. */
export interface Grant {
  /** Name of a group; of others with their kind: `User anna`. */
  readonly who: string;
  /** Undefined: across the cluster. */
  readonly namespace: string | undefined;
  /** `get pods/log`, `list networking.k8s.io/networkpolicies`. */
  readonly what: string;
  readonly binding: ReadObject;
}

/**
 * What bindings grant, as Kubernetes reads them ("Using RBAC Authorization"): the rules of the role that they name, to each subject; without that role
 * nothing. An API group that is left out is RBAC's own.
 */
export function grantsOf(objects: readonly ReadObject[]): readonly Grant[] {
  const roles = new Map(objects.filter(({ value }) => value.kind === 'Role' || value.kind === 'ClusterRole').map((role) => [keyOf(role.value.kind, role.value.metadata.name, role.value.metadata.namespace), role]));
  return objects.filter(({ value }) => value.kind === 'RoleBinding' || value.kind === 'ClusterRoleBinding').flatMap((binding) => {
    const { kind, metadata, roleRef, subjects } = binding.value as ReadObject['value'] & { readonly roleRef?: unknown; readonly subjects?: unknown };
    const namespace = kind === 'RoleBinding' ? metadata.namespace : undefined;
    const reference = fieldsOf(roleRef);
    const role = isRbac(reference.apiGroup) ? roles.get(keyOf(String(reference.kind), String(reference.name), namespace)) : undefined;
    // A role that is not of the cell grants what nobody here knows.
    const whats = role === undefined ? (reference.kind === 'ClusterRole' ? [`everything of the ClusterRole ${String(reference.name)}`] : []) : listOf((role.value as { readonly rules?: unknown }).rules).map(fieldsOf).flatMap(permissions);
    return listOf(subjects).map(fieldsOf).flatMap((subject) => {
      const who = subject.kind === 'Group' ? (isRbac(subject.apiGroup) ? String(subject.name) : undefined) : `${String(subject.kind)} ${String(subject.name)}`;
      return who === undefined ? [] : whats.map((what): Grant => ({ who, namespace, what, binding }));
    });
  });
}

/** One permission a verb and resource; a rule for names, or for URLs, is said as it is. */
function permissions({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: Readonly<Record<string, unknown>>): string[] {
  const more = resourceNames === undefined ? '' : ` named ${textsOf(resourceNames).join(', ')}`;
  return textsOf(verbs).flatMap((verb) => [
    ...textsOf(apiGroups).flatMap((group) => textsOf(resources).map((resource) => `${permission(verb, group, resource)}${more}`)),
    ...textsOf(nonResourceURLs).map((url) => `${verb} ${url}`),
  ]);
}

export function permission(verb: string, group: string, resource: string): string {
  return `${verb} ${group === '' ? '' : `${group}/`}${resource}`;
}

function keyOf(kind: string, name: string, namespace: string | undefined): string {
  return kind === 'Role' ? `Role ${namespace ?? ''}/${name}` : `${kind} ${name}`;
}

function isRbac(group: unknown): boolean {
  return group === undefined || group === RBAC || group === '';
}
