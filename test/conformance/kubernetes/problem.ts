/** Where a value stands in an object: names of fields and indices of lists. */
export type Path = readonly (string | number)[];

export interface Problem {
  readonly path: Path;
  readonly message: string;
}

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields of an object; of anything else, none. Schemas report the wrong type. */
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** `spec.hosts[0]`, as kubectl writes it. */
export function dotted(path: Path): string {
  const text = path.reduce<string>((before, step) => {
    if (typeof step === 'number') return `${before}[${step}]`;
    return /^[\w-]+$/.test(step) ? `${before}${before && '.'}${step}` : `${before}["${step}"]`;
  }, '');
  return text || '(object)';
}

export const describeProblem = ({ path, message }: Problem): string => `${dotted(path)}: ${message}`;

/** `Kind namespace/name`, for reports. */
export function describeObject(object: unknown): string {
  const { kind, metadata } = fieldsOf(object);
  const { namespace, name } = fieldsOf(metadata);
  return `${String(kind)} ${namespace ? `${String(namespace)}/` : ''}${String(name ?? '(no name)')}`;
}
