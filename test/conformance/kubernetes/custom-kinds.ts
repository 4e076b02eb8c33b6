import { compileRules, ruleProblems } from './cel-rules';
import { compileSchema, strictSchema } from './json-schema';
import { kindName, lazyKind, type Kind, type Kinds } from './kind';
import { listProblems } from './list-types';
import { objectMeta } from './metadata';
import type { Problem } from './problem';
import type { Schema } from './schema';
import { schemaProblems } from './schema-problems';

/** What is read of a CustomResourceDefinition. */
export interface CustomResourceDefinition {
  readonly kind: 'CustomResourceDefinition';
  readonly spec: {
    readonly group: string;
    readonly scope: 'Namespaced' | 'Cluster';
    readonly names: { readonly kind: string; readonly plural?: string; readonly singular?: string; readonly listKind?: string };
    readonly versions: readonly CustomVersion[];
  };
}

export interface CustomVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage?: boolean;
  readonly schema: { readonly openAPIV3Schema: Schema };
}

/** The served versions of CRDs. */
export function customKinds(definitions: readonly CustomResourceDefinition[]): Kinds {
  const kinds = new Map<string, Kind>();
  for (const { spec } of definitions) {
    for (const { name, served, schema } of spec.versions) {
      if (!served) continue;
      const meta = objectMeta(spec.names.kind, spec.scope === 'Namespaced');
      kinds.set(kindName(spec.group, name, spec.names.kind), lazyKind(() => compile(schema.openAPIV3Schema, meta)));
    }
  }
  return kinds;
}

function compile(schema: Schema, metadata: Schema): (object: unknown) => Problem[] {
  compileRules(schema);
  const strict = strictSchema(schema);
  const check = compileSchema({
    ...strict,
    properties: { ...strict.properties, apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata },
    required: [...new Set([...(strict.required ?? []), 'metadata'])],
  });

  return (object) => {
    const withDefaults = structuredClone(object);
    check(withDefaults); // sets defaults, which oneOf must see
    const structural = check(withDefaults) ? [] : schemaProblems(check.errors ?? []);
    const rules = ruleProblems(schema, withDefaults);
    return [
      ...structural,
      // A rule that breaks off on a malformed object says nothing new.
      ...rules.filter(({ brokeOff }) => !brokeOff || structural.length === 0).map(({ path, message }) => ({ path, message })),
      ...listProblems(schema, withDefaults),
    ];
  };
}
