import { BATCH_SCHEMAS, cronJobProblems, jobProblems } from './jobs';
import { compileSchema } from './json-schema';
import { kindName, lazyKind, type Kind, type Kinds } from './kind';
import { listProblems } from './list-types';
import { objectMeta, TEMPLATE_META } from './metadata';
import { networkPolicyProblems } from './network-policy';
import { fieldsOf, type Problem } from './problem';
import { bindingProblems, roleProblems } from './rbac';
import { mapValues, type Schema, type Schemas } from './schema';
import { schemaProblems } from './schema-problems';
import { configProblems, serviceProblems } from './services';
import { podProblems, workloadProblems } from './workloads';

/** The schemas of Kubernetes' OpenAPI document. */
export interface OpenApi {
  readonly schemas: Schemas;
}

const PREFIX = '#/components/schemas/';

/** Definitions that are stricter than the document says. */
const STRICTER: Schemas = {
  'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta': TEMPLATE_META,
  'io.k8s.apimachinery.pkg.api.resource.Quantity': {
    anyOf: [{ type: 'number' }, { type: 'string', pattern: '^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$' }],
  },
};

const CLUSTER_SCOPED = new Set([
  'Namespace', 'Node', 'PersistentVolume', 'ClusterRole', 'ClusterRoleBinding', 'IngressClass', 'IPAddress', 'ServiceCIDR', 'ComponentStatus',
]);

/** What the API server checks and no schema says. */
const SEMANTICS: Readonly<Record<string, (object: unknown) => Iterable<Problem>>> = {
  NetworkPolicy: networkPolicyProblems,
  Role: roleProblems,
  ClusterRole: roleProblems,
  RoleBinding: bindingProblems,
  ClusterRoleBinding: bindingProblems,
  Deployment: workloadProblems,
  StatefulSet: workloadProblems,
  DaemonSet: workloadProblems,
  ReplicaSet: workloadProblems,
  Pod: (pod) => podProblems(fieldsOf(pod).spec),
  Job: (job) => jobProblems(job),
  CronJob: cronJobProblems,
  ConfigMap: configProblems,
  Secret: configProblems,
  Service: serviceProblems,
};

/** `core`, `apps` and the other built-in groups of an OpenAPI document. */
export function nativeKinds(openApi: OpenApi): Kinds {
  const schemas: Schemas = { ...openApi.schemas, ...BATCH_SCHEMAS };
  const resolve = (schema: Schema | undefined): Schema | undefined => {
    const reference = schema?.$ref ?? schema?.allOf?.[0]?.$ref;
    return reference === undefined ? schema : schemas[reference.slice(PREFIX.length)];
  };
  const kinds = new Map<string, Kind>();
  for (const [name, schema] of Object.entries(schemas)) {
    if (schema.properties?.metadata === undefined || name.endsWith('List')) continue;
    for (const { group, version, kind } of schema['x-kubernetes-group-version-kind'] ?? []) {
      kinds.set(kindName(group, version, kind), lazyKind(() => compile(kind, schema)));
    }
  }
  return kinds;

  function compile(kind: string, schema: Schema): (object: unknown) => Problem[] {
    const top = strict(schema);
    const check = compileSchema({
      ...top,
      properties: { ...top.properties, metadata: objectMeta(kind, !CLUSTER_SCOPED.has(kind)) },
      required: [...new Set([...(top.required ?? []), 'metadata'])],
      definitions: definitionsFor(top, schemas),
    });
    return (object) => {
      const structural = check(object) ? [] : schemaProblems(check.errors ?? []);
      return [...structural, ...(SEMANTICS[kind]?.(object) ?? []), ...listProblems(schema, object, resolve)];
    };
  }
}

/** The schemas a schema refers to, directly or not, made strict. */
function definitionsFor(root: Schema, schemas: Schemas): Schemas {
  const found: Record<string, Schema> = {};
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const reference = (node as Schema).$ref;
    if (typeof reference === 'string') {
      const name = reference.slice('#/definitions/'.length);
      if (found[name] !== undefined) return;
      found[name] = STRICTER[name] ?? strict(schemas[name] ?? {});
      visit(found[name]);
    }
    Object.values(node).forEach(visit);
  };
  visit(root);
  return found;
}

/** Without defaults, with unknown fields as errors, references to `definitions`. */
function strict(schema: Schema): Schema {
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (reference !== undefined) return { $ref: reference.replace(PREFIX, '#/definitions/') };
  const { default: _default, format, oneOf, ...rest } = schema;
  const closed = schema.type === 'object' && schema.properties !== undefined && schema.additionalProperties === undefined;
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([keyword]) => !keyword.startsWith('x-kubernetes-'))),
    ...(oneOf ? { anyOf: oneOf } : {}), // integer or string, or number or string
    ...(format === undefined || format === 'int-or-string' ? {} : { format }),
    ...(schema.properties ? { properties: mapValues(schema.properties, strict) } : {}),
    ...(schema.items ? { items: strict(schema.items) } : {}),
    ...(typeof schema.additionalProperties === 'object' ? { additionalProperties: strict(schema.additionalProperties) } : {}),
    ...(closed ? { additionalProperties: false } : {}),
  };
}
