/** The part of OpenAPI 3 that CRDs and Kubernetes' own schemas use. */
export interface Schema {
  readonly '$ref'?: string;
  readonly 'type'?: string | readonly string[];
  readonly 'format'?: string;
  readonly 'nullable'?: boolean;
  readonly 'default'?: unknown;
  readonly 'required'?: readonly string[];
  readonly 'properties'?: Schemas;
  readonly 'items'?: Schema;
  readonly 'additionalProperties'?: Schema | boolean;
  readonly 'allOf'?: readonly Schema[];
  readonly 'anyOf'?: readonly Schema[];
  readonly 'oneOf'?: readonly Schema[];
  readonly 'not'?: Schema;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-validations'?: readonly Rule[];
  readonly 'x-kubernetes-group-version-kind'?: readonly GroupVersionKind[];
  readonly [keyword: string]: unknown;
}

export type Schemas = Readonly<Record<string, Schema>>;

/** A validation rule in the Common Expression Language. */
export interface Rule {
  readonly rule: string;
  readonly message?: string;
}

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** The schema of a field or of the items of a list. */
export function childSchema(schema: Schema | undefined, key: string | number): Schema | undefined {
  if (typeof key === 'number') return schema?.items;
  const additional = schema?.additionalProperties;
  return schema?.properties?.[key] ?? (typeof additional === 'object' ? additional : undefined);
}

export const mapValues = <T, R>(object: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));

/** The fields of an object or the items of a list, with their keys. */
export function childrenOf(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return [...value.entries()];
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
