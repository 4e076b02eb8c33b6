import { isIPv4, isIPv6 } from 'node:net';
import { Ajv, type Format, type ValidateFunction } from 'ajv';
import { re2 } from './regexp';
import { mapValues, type Schema } from './schema';

/** Keywords of OpenAPI that JSON Schema has not, or that need translation. */
const TRANSLATED = new Set(['nullable', 'properties', 'items', 'additionalProperties', 'description', 'example']);
const JUNCTORS = new Set(['allOf', 'anyOf', 'oneOf']);
const INT_OR_STRING: Schema = { anyOf: [{ type: 'integer' }, { type: 'string' }] };

/** Like the API server, formats that are not listed are ignored. */
const FORMATS: Readonly<Record<string, Format>> = {
  'int32': { type: 'number', validate: (n: number) => Number.isInteger(n) && n >= -(2 ** 31) && n < 2 ** 31 },
  'int64': { type: 'number', validate: Number.isInteger },
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i,
  'byte': /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  'ipv4': isIPv4,
  'ipv6': isIPv6,
};

/**
 * A structural schema as JSON Schema, as strict as `kubectl apply
 * --validate=strict`: unknown fields are errors.
 */
export function strictSchema(schema: Schema): Schema {
  const result: Record<string, unknown> = plainKeywords(schema);
  if (schema['x-kubernetes-int-or-string']) {
    delete result.type;
    result.allOf = [...(schema.allOf ?? []).map(condition), INT_OR_STRING];
  }
  if (schema.nullable && schema.type !== undefined) result.type = [schema.type, 'null'].flat();
  if (schema.properties) result.properties = mapValues(schema.properties, strictSchema);
  if (schema.items) result.items = strictSchema(schema.items);
  if (typeof schema.additionalProperties === 'object') {
    result.additionalProperties = strictSchema(schema.additionalProperties);
  } else if (schema.type === 'object' && schema.additionalProperties === undefined) {
    result.additionalProperties = schema['x-kubernetes-preserve-unknown-fields'] === true;
  }
  return result;
}

/**
 * Schemas below anyOf, oneOf, allOf and not only add conditions: fields they do
 * not mention are not unknown.
 */
function condition(schema: Schema): Schema {
  const result: Record<string, unknown> = plainKeywords(schema);
  if (schema.properties) result.properties = mapValues(schema.properties, condition);
  if (schema.items) result.items = condition(schema.items);
  if (typeof schema.additionalProperties === 'object') result.additionalProperties = condition(schema.additionalProperties);
  return result;
}

function plainKeywords(schema: Schema): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword.startsWith('x-kubernetes-') || TRANSLATED.has(keyword)) continue;
    if (JUNCTORS.has(keyword)) result[keyword] = (value as Schema[]).map(condition);
    else if (keyword === 'not') result.not = condition(value as Schema);
    else if (keyword !== 'format' || String(value) in FORMATS) result[keyword] = value;
  }
  return result;
}

const ajv = new Ajv({
  strict: false,
  allErrors: true,
  verbose: true,
  useDefaults: true, // the API server sets defaults before it evaluates rules
  formats: { ...FORMATS },
  code: { regExp: Object.assign(re2, { code: 're2' }) },
});

export const compileSchema = (schema: Schema): ValidateFunction => ajv.compile(schema);
