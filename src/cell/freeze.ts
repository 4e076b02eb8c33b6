/** Freezes a value and everything in it. */
export function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}

/** A copy in which no list has an entry twice. Only after all checks, whose paths count the entries as they were given. */
export function withoutDuplicates<T>(value: T): T {
  if (Array.isArray(value)) return [...new Set(value.map((entry: unknown) => withoutDuplicates(entry)))] as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutDuplicates(entry)])) as T;
}
