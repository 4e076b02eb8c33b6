import type { BlockJson, SchemaJson, SchemasJson } from './provider-schema';

/** `terraform providers schema -json` as the protocol's messages. */
export const schemaMessage = ({ version = 0, block }: SchemaJson): object => ({ version, block: blockMessage(block, version) });

export const schemaMessages = (schemas: SchemasJson = {}): object =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, schemaMessage(schema)]));

const blockMessage = (block: BlockJson, version: number): object => ({
  version,
  deprecated: block.deprecated ?? false,
  attributes: Object.entries(block.attributes ?? {}).map(([name, attribute]) => ({
    name,
    type: typeBytes(name, attribute.type),
    required: attribute.required ?? false,
    optional: attribute.optional ?? false,
    computed: attribute.computed ?? false,
    sensitive: attribute.sensitive ?? false,
    deprecated: attribute.deprecated ?? false,
    writeOnly: attribute.write_only ?? false,
  })),
  blockTypes: Object.entries(block.block_types ?? {}).map(([typeName, nested]) => ({
    typeName,
    nesting: `NESTING_${nested.nesting_mode.toUpperCase()}`,
    minItems: nested.min_items ?? 0,
    maxItems: nested.max_items ?? 0,
    block: blockMessage(nested.block, 0),
  })),
});

function typeBytes(name: string, type: unknown): Buffer {
  // Attributes with `nested_type` instead: none of the resource types here has one.
  if (type === undefined) throw new Error(`attribute ${name} has no type`);
  return Buffer.from(JSON.stringify(type));
}
