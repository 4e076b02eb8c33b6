import { cellSpec } from '../../src/cell';
import { child, Declaration, Field, item, Spec } from '../../src/cell/spec';

/** One step down a definition: a key of a map, or an index of a list. */
export type Step = string | number;

/** A place in a definition that holds one value. */
export interface Leaf {
  readonly steps: readonly Step[];
  /** As problems name it. */
  readonly path: string;
  /** TypeScript type in the props: `string`, `number`, the name of a type of words … */
  readonly type: string;
  /** May it hold any printable text? */
  readonly isFreeText: boolean;
}

/** The key that the walk gives to entries of maps. */
export const ANY_KEY = 'key';

/** Every place that holds a value, each list with one entry and each map with one key. */
export function leavesOf(root: Spec<unknown> = cellSpec): Leaf[] {
  const named = new Map((root.declares ?? []).map((declaration) => [declaration.name, declaration]));
  const visit = (type: string, steps: readonly Step[], free: boolean): Leaf[] => {
    const list = /^readonly (.+)\[\]$/.exec(type);
    if (list !== null) return visit(list[1]!.replace(/^\((.+)\)$/, '$1'), [...steps, 0], free);
    const map = /^\{ readonly \[(?:key|label): string\]: (.+) \}$/.exec(type);
    if (map !== null) return visit(map[1]!, [...steps, ANY_KEY], free);
    const declaration = named.get(type);
    if (declaration !== undefined && 'fields' in declaration) return fieldsOf(declaration).flatMap(([key, field]) => visit(field.spec.type, [...steps, key], isFreeText(field)));
    return [{ steps, path: pathOf(steps), type, isFreeText: free }];
  };
  return visit(root.type, [], false);
}

/** Places that hold maps with the definition's own keys. */
export function mapsOf(root: Spec<unknown> = cellSpec): Leaf[] {
  return leavesOf(root).flatMap(({ steps }) => steps.flatMap((step, index) => {
    const above = steps.slice(0, index);
    return step === ANY_KEY ? [{ steps: above, path: pathOf(above), type: 'map', isFreeText: false }] : [];
  })).filter(({ path }, index, all) => all.findIndex((other) => other.path === path) === index);
}

export function pathOf(steps: readonly Step[]): string {
  return steps.reduce<string>((path, step) => (typeof step === 'number' ? item(path, step) : child(path, step)), '');
}

/** A copy of the data with a value put at a place; what stands in the way is replaced. */
export function withValueAt(data: unknown, [step, ...rest]: readonly Step[], value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list = Array.isArray(data) ? [...data as unknown[]] : [];
    list[step] = withValueAt(list[step], rest, value);
    return list;
  }
  const map = typeof data === 'object' && data !== null && !Array.isArray(data) ? data as Readonly<Record<string, unknown>> : {};
  const below = withValueAt(Object.hasOwn(map, step) ? map[step] : undefined, rest, value);
  return Object.fromEntries([...Object.entries(map).filter(([key]) => key !== step), [step, below]]);
}

/** Fields of the interface, in the order of the definition. */
export function fieldsOf(declaration: Extract<Declaration, { readonly fields: unknown }>): [string, Field<unknown, boolean>][] {
  return Object.entries(declaration.fields);
}

function isFreeText({ spec }: Field<unknown, boolean>): boolean {
  const schema = spec.schema as { readonly minLength?: number; readonly items?: { readonly minLength?: number }; readonly additionalProperties?: { readonly minLength?: number } | false };
  return (schema.items ?? (schema.additionalProperties || schema)).minLength === 1;
}
