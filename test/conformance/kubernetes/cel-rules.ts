import { compileRule } from './cel-environment';
import type { Path, Problem } from './problem';
import { childrenOf, childSchema, type Schema } from './schema';

export interface RuleProblem extends Problem {
  /** The rule broke off, for instance on a field of the wrong type. */
  readonly brokeOff: boolean;
}

/** Rules on the previous object need an update; here every object is new. */
const isTransition = (rule: string): boolean => /\boldSelf\b/.test(rule);

const KEYWORDS = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);

/** How a rule must write the name of a property. */
const escapeName = (name: string): string =>
  KEYWORDS.has(name)
    ? `__${name}__`
    : name.replaceAll('__', '__underscores__').replaceAll('.', '__dot__').replaceAll('-', '__dash__').replaceAll('/', '__slash__');

const typedName = (schema: Schema | undefined, name: string): string => (schema?.properties?.[name] ? escapeName(name) : name);

/** JSON knows one kind of number and no timestamps; rules need the declared type. */
function typed(value: unknown, schema: Schema | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => typed(item, schema?.items));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [typedName(schema, name), typed(item, childSchema(schema, name))]),
    );
  }
  if (typeof value === 'number') return Number.isInteger(value) && schema?.type !== 'number' ? BigInt(value) : value;
  if (schema?.format === 'date-time' && typeof value === 'string') return new Date(value);
  return value;
}

/** Compiles every rule of a schema, so that an unknown function is found before an object needs it. */
export function compileRules(schema: Schema): void {
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const { rule } of (node as Schema)['x-kubernetes-validations'] ?? []) {
      if (!isTransition(rule)) compileRule(rule);
    }
    Object.values(node).forEach(visit);
  };
  visit(schema);
}

/** Evaluates `x-kubernetes-validations` in an object whose defaults are set. */
export function ruleProblems(root: Schema, object: unknown): RuleProblem[] {
  const problems: RuleProblem[] = [];
  const visit = (node: unknown, self: unknown, schema: Schema | undefined, path: Path): void => {
    if (node === undefined || node === null || schema === undefined) return;
    for (const { rule, message } of schema['x-kubernetes-validations'] ?? []) {
      if (isTransition(rule)) continue;
      try {
        if (compileRule(rule)({ self }) !== true) problems.push({ path, message: message ?? `failed rule: ${rule}`, brokeOff: false });
      } catch (error) {
        const reason = (error as Error).message.split('\n')[0];
        problems.push({ path, message: `${message ?? rule} (${reason})`, brokeOff: true });
      }
    }
    const typedChildren = self as Readonly<Record<string | number, unknown>>;
    for (const [key, child] of childrenOf(node)) {
      const typedKey = typeof key === 'number' ? key : typedName(schema, key);
      visit(child, typedChildren[typedKey], childSchema(schema, key), [...path, key]);
    }
  };
  visit(object, structuredClone(typed(object, root)), root, []);
  return problems;
}
