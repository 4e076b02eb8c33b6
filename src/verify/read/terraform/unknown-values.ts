import { Data, isMap, listOf, mapOf, textOf } from './document';
import { TerraformResource } from '../objects';

/** Expressions of the resources of a plan's configuration, by address without indices. */
export type Expressions = ReadonlyMap<string, { readonly module: string; readonly expressions: Data }>;

/** What a plan says of its configuration, modules included. */
export function modulesOf(configuration: Data): Expressions {
  const found = new Map<string, { module: string; expressions: Data }>();
  const visit = (module: Data, prefix: string): void => {
    for (const resource of listOf(module.resources).filter(isMap)) {
      found.set(`${prefix}${textOf(resource.address)}`, { module: prefix, expressions: mapOf(resource.expressions) });
    }
    for (const [name, call] of Object.entries(mapOf(module.module_calls))) visit(mapOf(mapOf(call).module), `${prefix}module.${name}.`);
  };
  visit(mapOf(configuration.root_module), '');
  return found;
}

/**
 * The values of a planned resource, and for those that are not known yet the expression of the configuration: `${type.name.attribute}` where it names a
 * resource by id, ARN or link, else `${unknown}`. What only the provider fills in stays missing.
 */
export function withUnknowns({ address, values }: TerraformResource, unknown: unknown, known: Expressions): Data {
  const found = known.get(address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, ''));
  return found === undefined ? values : mapOf(filled(values, unknown, found.expressions, found.module));
}

function filled(value: unknown, unknown: unknown, expression: unknown, module: string): unknown {
  if (unknown === true) return expression === undefined ? value : expressionText(expression, module);
  if (Array.isArray(unknown)) {
    // Blocks have one expression each, a value that is a list has one for all.
    const each = Array.isArray(expression) ? expression as readonly unknown[] : undefined;
    const values = listOf(value);
    return unknown.map((inner: unknown, index) => filled(values[index], inner, each === undefined ? expression : each[index], module));
  }
  if (!isMap(unknown)) return value;
  const more = Object.entries(unknown).map(([key, inner]): [string, unknown] => {
    const part = isExpression(expression) ? expression : mapOf(expression)[key];
    return [key, filled(mapOf(value)[key], inner, part, module)];
  });
  return { ...mapOf(value), ...Object.fromEntries(more.filter(([, inner]) => inner !== undefined)) };
}

function isExpression(value: unknown): boolean {
  return isMap(value) && (Array.isArray(value.references) || 'constant_value' in value);
}

/**
 * References stand from the most to the least exact: `a.b.id`, `a.b`. A plan does not say what is around them, so only attributes that name a whole
 * resource are taken: nobody writes text around those.
 */
function expressionText(expression: unknown, module: string): string {
  const references = listOf(mapOf(expression).references).filter((entry): entry is string => typeof entry === 'string');
  const [first = ''] = references;
  const isOne = references.every((reference) => first === reference || first.startsWith(`${reference}.`) || first.startsWith(`${reference}[`));
  const isAttribute = /^(?:data\.)?[a-z0-9_]+\.[\w-]+(?:\[[^\]]+\])?\.(?:id|arn|self_link)$/.test(first) && !/^(?:var|local|each|count|module|self|path|terraform)\./.test(first);
  return isOne && isAttribute ? `\${${module}${first}}` : '${unknown}';
}
