import { isLabelKey, isLabelValue } from './metadata';
import { fieldsOf, itemsOf, type Path, type Problem } from './problem';

const WITH_VALUES = ['In', 'NotIn'];
const WITHOUT_VALUES = ['Exists', 'DoesNotExist'];

/** What the API server checks in a label selector beyond its schema. */
export function* selectorProblems(selector: unknown, path: Path): Generator<Problem> {
  const { matchLabels, matchExpressions } = fieldsOf(selector);
  for (const [key, value] of Object.entries(fieldsOf(matchLabels))) {
    yield* labelProblems(key, [value], [...path, 'matchLabels', key]);
  }
  for (const [index, expression] of itemsOf(matchExpressions).entries()) {
    const at = [...path, 'matchExpressions', index];
    const { key, operator, values } = fieldsOf(expression);
    const given = itemsOf(values);
    yield* labelProblems(String(key), given, [...at, 'key']);
    if (WITH_VALUES.includes(String(operator))) {
      if (given.length === 0) yield { path: at, message: `${String(operator)} needs values` };
    } else if (WITHOUT_VALUES.includes(String(operator))) {
      if (given.length > 0) yield { path: at, message: `${String(operator)} takes no values` };
    } else {
      yield { path: [...at, 'operator'], message: `must be one of ${[...WITH_VALUES, ...WITHOUT_VALUES].join(', ')}, is "${String(operator)}"` };
    }
  }
}

function* labelProblems(key: string, values: readonly unknown[], path: Path): Generator<Problem> {
  if (!isLabelKey(key)) yield { path, message: `"${key}" is not a label key` };
  for (const value of values) {
    if (typeof value === 'string' && !isLabelValue(value)) yield { path, message: `"${value}" is not a label value` };
  }
}

/** Whether labels satisfy `matchLabels`; expressions are left alone. */
export const matchesLabels = (selector: unknown, labels: unknown): boolean =>
  Object.entries(fieldsOf(fieldsOf(selector).matchLabels)).every(([key, value]) => fieldsOf(labels)[key] === value);
