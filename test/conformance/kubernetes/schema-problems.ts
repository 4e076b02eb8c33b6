import type { ErrorObject } from 'ajv';
import type { Problem } from './problem';
import type { Schema } from './schema';

/** What Ajv found, in the words of the API server. */
export function schemaProblems(errors: readonly ErrorObject[]): Problem[] {
  const ofWrongType = new Set(errors.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath));
  return errors
    // A failing junctor is reported once, not once for each of its branches.
    .filter(({ schemaPath }) => !/\/(anyOf|oneOf|not)\//.test(schemaPath))
    .filter(({ keyword, instancePath }) => keyword !== 'propertyNames' && (keyword !== 'enum' || !ofWrongType.has(instancePath)))
    .map((error) => ({ path: pathOf(error), message: explain(error) }));
}

function pathOf({ instancePath, keyword, params, propertyName }: ErrorObject): (string | number)[] {
  const steps = instancePath.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (keyword === 'additionalProperties') steps.push(String(params.additionalProperty));
  else if (propertyName !== undefined) steps.push(propertyName);
  return steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function explain({ keyword, params, data, schema, message = keyword }: ErrorObject): string {
  const is = `is ${JSON.stringify(data)}`;
  switch (keyword) {
    case 'additionalProperties': return 'unknown field';
    case 'required': return `required field "${String(params.missingProperty)}" is missing`;
    case 'enum': return `must be one of ${(params.allowedValues as unknown[]).map((value) => JSON.stringify(value)).join(', ')}, ${is}`;
    case 'anyOf':
    case 'oneOf': return combination(keyword, schema as readonly Schema[]) ?? `${message}, ${is}`;
    default: return typeof data === 'object' ? message : `${message}, ${is}`;
  }
}

function combination(keyword: string, branches: readonly Schema[]): string | undefined {
  const names = [...new Set(branches.flatMap((branch) => branch.required ?? []))].join(', ');
  if (names === '') return undefined;
  if (keyword === 'anyOf') return `needs one of ${names}`;
  return branches.some((branch) => branch.not) ? `takes only one of ${names}` : `needs exactly one of ${names}`;
}
