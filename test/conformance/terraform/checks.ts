import type { BlockJson, Path } from './provider-schema';
import { fieldsOf, isAbsent, isKnown, isUnknown } from './values';

export interface Found {
  readonly value: unknown;
  readonly path: Path;
}

export interface Fault {
  readonly path: Path;
  readonly message: string;
}

/** `rule[0].ports`, as Terraform writes it. */
export const dotted = (path: Path): string =>
  path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : text ? `${text}.${step}` : step), '');

/** Checks for the hooks. Null and unknown values are never checked: a plan checks again what it knows. */
export class Checks {
  readonly faults: Fault[] = [];

  constructor(readonly config: unknown) {}

  /** Known values selected by a pattern such as `rule[].ports[]`. */
  select(pattern: string, from: Found = { value: this.config, path: [] }): Found[] {
    let found: Found[] = [from];
    for (const step of pattern.split('.')) {
      const name = step.replace('[]', '');
      found = found.map(({ value, path }) => ({ value: fieldsOf(value)[name], path: [...path, name] })).filter(({ value }) => isKnown(value));
      if (step.endsWith('[]')) {
        found = found
          .flatMap(({ value, path }) => (value as readonly unknown[]).map((item, index) => ({ value: item, path: [...path, index] })))
          .filter(({ value }) => isKnown(value));
      }
    }
    return found;
  }

  strings(pattern: string): { readonly value: string; readonly path: Path }[] {
    return this.select(pattern).map(({ value, path }) => ({ value: String(value), path }));
  }

  fault(path: Path, message: string): void {
    this.faults.push({ path, message });
  }

  /** Reports `message` wherever `accepts` is false. */
  each(pattern: string, accepts: (value: string) => boolean, message: string): void {
    for (const { value, path } of this.select(pattern)) {
      if (!accepts(String(value))) this.fault(path, `${dotted(path)} ${message}, is ${JSON.stringify(value)}`);
    }
  }

  range(pattern: string, min: number, max: number): void {
    this.each(pattern, (value) => Number(value) >= min && Number(value) <= max, `must be between ${min} and ${max}`);
  }

  name(pattern: string, expression: RegExp, maxLength = Infinity): void {
    const limit = maxLength === Infinity ? '' : ` and have at most ${maxLength} characters`;
    this.each(pattern, (value) => expression.test(value) && value.length <= maxLength, `must match ${expression.source}${limit}`);
  }

  oneOf(pattern: string, allowed: readonly string[]): void {
    this.each(pattern, (value) => allowed.includes(value), `must be one of ${allowed.join(', ')}`);
  }

  maxItems(pattern: string, max: number): void {
    for (const { value, path } of this.select(pattern)) {
      const { length } = value as readonly unknown[];
      if (length > max) this.fault(path, `${dotted(path)} takes at most ${max} items, has ${length}`);
    }
  }

  exactlyOneOf(pattern: string, names: readonly string[]): void {
    this.count(pattern, names, (given) => given === 1, 'exactly one');
  }

  atLeastOneOf(pattern: string, names: readonly string[]): void {
    this.count(pattern, names, (given) => given >= 1, 'at least one');
  }

  unique(patterns: readonly string[], what: string): void {
    const seen = new Map<string, string>();
    for (const { value, path } of patterns.flatMap((pattern) => this.strings(pattern))) {
      const first = seen.get(value);
      if (first !== undefined) this.fault(path, `${what} ${value} is already used by ${first}`);
      else seen.set(value, dotted(path));
    }
  }

  private count(pattern: string, names: readonly string[], accepts: (given: number) => boolean, words: string): void {
    for (const { value, path } of this.select(pattern)) {
      const given = names.map((name) => fieldsOf(value)[name]).filter((item) => !isAbsent(item) && !(Array.isArray(item) && item.length === 0));
      if (given.some(isUnknown) && given.length > 1) continue;
      if (!accepts(given.length)) this.fault(path, `${dotted(path)} needs ${words} of ${names.join(', ')}, has ${given.length}`);
    }
  }
}

/**
 * Reports values given to attributes that only the provider may set. Terraform
 * leaves this check to providers; all of them make it.
 */
export function checkConfigurable(checks: Checks, block: BlockJson, value: unknown = checks.config, path: Path = []): void {
  if (!isKnown(value)) return;
  const fields = fieldsOf(value);
  for (const [name, { computed, optional, required }] of Object.entries(block.attributes ?? {})) {
    if (computed && !optional && !required && !isAbsent(fields[name])) {
      checks.fault([...path, name], `${dotted([...path, name])} is set by the provider and cannot be configured`);
    }
  }
  for (const [name, nested] of Object.entries(block.block_types ?? {})) {
    const inner = fields[name];
    if (Array.isArray(inner)) {
      inner.forEach((item, index) => checkConfigurable(checks, nested.block, item, [...path, name, index]));
    } else if (nested.nesting_mode !== 'map') {
      checkConfigurable(checks, nested.block, inner, [...path, name]);
    }
  }
}
