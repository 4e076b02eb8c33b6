import { all, fieldsOf, Labels, listOf, NotUnderstoodError, textOf, Tribool } from './values';

/** Value of a label; null: it is not there; undefined: not known. */
export type LabelReader = (key: string) => string | null | undefined;

/** Do the labels match? An empty selector matches everything. */
export type LabelSelector = (read: LabelReader) => Tribool;

/** Reads a LabelSelector (kubernetes.io/docs/concepts/overview/working-with-objects/labels): all of its requirements must hold. */
export function labelSelector(value: unknown, path: string): LabelSelector {
  const { matchLabels, matchExpressions } = fieldsOf(value, path, ['matchLabels', 'matchExpressions']);
  const labels = matchLabels === undefined || matchLabels === null ? {} : fieldsOf(matchLabels, `${path}.matchLabels`, Object.keys(matchLabels));
  const requirements = [
    ...Object.entries(labels).map(([key, wanted]) => equals(key, textOf(wanted, `${path}.matchLabels`))),
    ...listOf(matchExpressions, `${path}.matchExpressions`).map((expression, index) => requirement(expression, `${path}.matchExpressions[${index}]`)),
  ];
  return (read) => all(requirements.map((holds) => holds(read)));
}

/** Reads labels of which all are known. */
export function readerOf(labels: Labels): LabelReader {
  return (key) => (Object.hasOwn(labels, key) ? labels[key]! : null);
}

function equals(key: string, wanted: string): LabelSelector {
  return (read) => {
    const value = read(key);
    return value === undefined ? undefined : value === wanted;
  };
}

/** `NotIn` matches where the label is missing, as `DoesNotExist` does (k8s.io/apimachinery, labels.Requirement.Matches). */
function requirement(value: unknown, path: string): LabelSelector {
  const fields = fieldsOf(value, path, ['key', 'operator', 'values']);
  const key = textOf(fields.key, `${path}.key`);
  const values = new Set(listOf(fields.values, `${path}.values`).map((entry) => textOf(entry, `${path}.values`)));
  const test = OPERATORS[textOf(fields.operator, `${path}.operator`)];
  if (test === undefined) throw new NotUnderstoodError(`${path}.operator is none that is known`);
  if (test.takesValues !== values.size > 0) throw new NotUnderstoodError(`${path}.values does not suit the operator`);
  return (read) => {
    const found = read(key);
    return found === undefined ? undefined : test.holds(found, values);
  };
}

const OPERATORS: Readonly<Record<string, { readonly takesValues: boolean; holds(value: string | null, values: ReadonlySet<string>): boolean } | undefined>> = {
  In: { takesValues: true, holds: (value, values) => value !== null && values.has(value) },
  NotIn: { takesValues: true, holds: (value, values) => value === null || !values.has(value) },
  Exists: { takesValues: false, holds: (value) => value !== null },
  DoesNotExist: { takesValues: false, holds: (value) => value === null },
};
