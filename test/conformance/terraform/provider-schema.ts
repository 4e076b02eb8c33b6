/** What `terraform providers schema -json` writes. */
export interface AttributeJson {
  /** A type in Terraform's JSON notation: `"string"`, `["list", "string"]`, … */
  readonly type: unknown;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly deprecated?: boolean;
  readonly write_only?: boolean;
}

export interface NestedBlockJson {
  readonly nesting_mode: string;
  readonly block: BlockJson;
  readonly min_items?: number;
  readonly max_items?: number;
}

export interface BlockJson {
  readonly attributes?: Readonly<Record<string, AttributeJson>>;
  readonly block_types?: Readonly<Record<string, NestedBlockJson>>;
  readonly deprecated?: boolean;
}

export interface SchemaJson {
  readonly version?: number;
  readonly block: BlockJson;
}

export type SchemasJson = Readonly<Record<string, SchemaJson>>;

export interface ProviderJson {
  readonly resource_schemas?: SchemasJson;
  readonly data_source_schemas?: SchemasJson;
}

export type Path = readonly (string | number)[];

/** Terraform cannot point into a set, so the path of a message must stop at one. */
export function pathBeforeSet(block: BlockJson, path: Path): Path {
  let current: BlockJson | undefined = block;
  for (const [index, step] of path.entries()) {
    if (typeof step === 'number') continue;
    const nested: NestedBlockJson | undefined = current?.block_types?.[step];
    const type = current?.attributes?.[step]?.type;
    if (nested?.nesting_mode === 'set' || (Array.isArray(type) && type[0] === 'set')) return path.slice(0, index + 1);
    current = nested?.block;
  }
  return path;
}
