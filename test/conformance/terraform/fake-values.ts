import { createHash } from 'node:crypto';
import type { AttributeJson, BlockJson } from './provider-schema';
import { fieldsOf, isAbsent, isKnown, isUnknown, UNKNOWN, type Fields } from './values';

type Change = (value: unknown, attribute: AttributeJson, name: string) => unknown;

/** Applies `change` to every attribute of a block, nested ones included. */
function mapAttributes(block: BlockJson, value: unknown, change: Change): unknown {
  if (!isKnown(value)) return value;
  const result: Record<string, unknown> = { ...fieldsOf(value) };
  for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
    result[name] = change(result[name] ?? null, attribute, name);
  }
  for (const [name, nested] of Object.entries(block.block_types ?? {})) {
    const inner = result[name];
    if (Array.isArray(inner)) {
      result[name] = inner.map((item) => mapAttributes(nested.block, item, change));
    } else if (nested.nesting_mode === 'map' && !isAbsent(inner)) {
      result[name] = Object.fromEntries(Object.entries(fieldsOf(inner)).map(([key, item]) => [key, mapAttributes(nested.block, item, change)]));
    } else {
      result[name] = mapAttributes(nested.block, inner, change);
    }
  }
  return result;
}

/** What a plan knows: computed attributes that nobody set become unknown. */
export const plannedState = (block: BlockJson, proposed: unknown): Fields =>
  fieldsOf(mapAttributes(block, proposed, (value, attribute) => {
    if (attribute.write_only) return null;
    return attribute.computed && value === null ? UNKNOWN : value;
  }));

/** What an apply answers: unknown attributes get a recognisable fake value. */
export const appliedState = (block: BlockJson, planned: unknown, label: string, id: string): Fields =>
  fieldsOf(mapAttributes(block, planned, (value, attribute, name) => {
    if (attribute.write_only) return null;
    return isUnknown(value) ? fakeValue(attribute.type, `${label}.${name}-${id}`) : value;
  }));

function fakeValue(type: unknown, label: string): unknown {
  if (type === 'string') return label;
  if (type === 'number') return 1;
  if (type === 'bool') return false;
  if (!Array.isArray(type)) return null;
  const [kind, members] = type as [string, unknown];
  if (kind === 'list' || kind === 'set') return [];
  if (kind === 'map') return {};
  return Object.fromEntries(Object.entries(fieldsOf(members)).map(([name, member]) => [name, fakeValue(member, `${label}.${name}`)]));
}

export const shortHash = (...parts: unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8);
