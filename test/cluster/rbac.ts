/** An object as the API server would read it. */
export interface AccessObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly AccessRule[];
  readonly roleRef?: { readonly apiGroup: string; readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly apiGroup?: string; readonly name: string }[];
}

export interface AccessRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** One question, as `kubectl auth can-i` asks it; without a namespace: across the cluster. */
export interface Request {
  readonly verb: string;
  readonly group?: string;
  /** `pods`, or with subresource `pods/exec`. */
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
}

/**
 * May a member of the group do it? As Kubernetes' RBAC authorizer decides (kubernetes/kubernetes: pkg/apis/rbac/v1/evaluation_helpers.go): a binding
 * across the cluster counts everywhere, one of a namespace there only; `*` and `*\/subresource` match what they say.
 */
export function canI(objects: readonly AccessObject[], group: string, request: Request): boolean {
  return objects.some((binding) => {
    const { roleRef, subjects = [], metadata } = binding;
    if (roleRef === undefined || !subjects.some(({ kind, name }) => kind === 'Group' && name === group)) return false;
    if (binding.kind === 'RoleBinding' && metadata.namespace !== request.namespace) return false;
    const role = objects.find(({ kind, metadata: { name, namespace } }) =>
      kind === roleRef.kind && name === roleRef.name && (kind === 'ClusterRole' || namespace === metadata.namespace));
    return (role?.rules ?? []).some((rule) => allows(rule, request));
  });
}

function allows({ verbs, apiGroups = [], resources = [], resourceNames = [] }: AccessRule, { verb, group = '', resource, name }: Request): boolean {
  const subresource = resource.split('/')[1];
  return has(verbs, verb) && has(apiGroups, group)
    && (has(resources, resource) || (subresource !== undefined && resources.includes(`*/${subresource}`)))
    && (resourceNames.length === 0 || (name !== undefined && resourceNames.includes(name)));
}

function has(list: readonly string[], item: string): boolean {
  return list.includes('*') || list.includes(item);
}
