import { AddressSet, every, Match, not, rangeOf, some, suricataPort } from '../../rules';

/** Variables of a rule group: texts by name, without `$`. */
export type Variables = ReadonlyMap<string, readonly string[]>;

/** Addresses of a rule: `any`, networks, variables, lists, negations. */
export interface AddressList {
  /** The networks, where the list is nothing but networks. */
  readonly set: AddressSet | undefined;
  has(address: string): Match;
}

const DEEPEST = 10;

/** Reads addresses; a variable that is not known, and `@` references to lists elsewhere, are `maybe`. */
export function addressList(text: string, variables: Variables, depth = 0): AddressList {
  if (text === 'any') return { has: () => 'yes', set: AddressSet.ANY };
  if (depth > DEEPEST) return MAYBE;
  if (text.startsWith('!')) {
    const inner = addressList(text.slice(1), variables, depth + 1);
    return { has: (address) => not(inner.has(address)), set: undefined };
  }
  if (text.startsWith('$') || text.startsWith('@')) {
    const values = variables.get(text.slice(1));
    return values === undefined ? MAYBE : listOf(values, variables, depth);
  }
  if (text.startsWith('[') && text.endsWith(']')) return listOf(parts(text), variables, depth);
  if (rangeOf(text) === undefined) return MAYBE;
  const set = AddressSet.of([text]);
  return { has: (address) => set.has(address), set };
}

/** Ports of a rule: `any`, ports, ranges, variables, lists, negations. */
export function portList(text: string, variables: Variables, depth = 0): (port: number) => Match {
  if (text === 'any') return () => 'yes';
  if (depth > DEEPEST) return () => 'maybe';
  if (text.startsWith('!')) {
    const inner = portList(text.slice(1), variables, depth + 1);
    return (port) => not(inner(port));
  }
  const values = text.startsWith('$') ? variables.get(text.slice(1)) : text.startsWith('[') && text.endsWith(']') ? parts(text) : undefined;
  if (values === undefined) return (port) => suricataPort(text, port);
  const included = values.filter((value) => !value.startsWith('!')).map((value) => portList(value, variables, depth + 1));
  const excluded = values.filter((value) => value.startsWith('!')).map((value) => portList(value, variables, depth + 1));
  return (port) => every(included.length === 0 ? 'yes' : some(...included.map((has) => has(port))), ...excluded.map((has) => has(port)));
}

/** What is listed, without what is negated; only negations: everything but them. */
function listOf(values: readonly string[], variables: Variables, depth: number): AddressList {
  const excluded = values.filter((value) => value.startsWith('!')).map((value) => addressList(value, variables, depth + 1));
  const included = values.filter((value) => !value.startsWith('!'));
  const set = included.every((value) => rangeOf(value) !== undefined) ? AddressSet.of(included) : undefined;
  if (set !== undefined && excluded.length === 0 && included.length > 0) return { has: (address) => set.has(address), set };
  const lists = included.map((value) => addressList(value, variables, depth + 1));
  if (lists.length === 1 && excluded.length === 0) return lists[0]!;
  return {
    has: (address) => every(lists.length === 0 ? 'yes' : some(...lists.map((list) => list.has(address))), ...excluded.map((list) => list.has(address))),
    set: undefined,
  };
}

/** Entries between the brackets, split at commas that are in no inner list. */
export function parts(text: string): string[] {
  const entries: string[] = [];
  let depth = 0;
  let entry = '';
  for (const char of text.slice(1, -1)) {
    depth += char === '[' ? 1 : char === ']' ? -1 : 0;
    if (char === ',' && depth === 0) {
      entries.push(entry.trim());
      entry = '';
    } else {entry += char;}
  }
  return [...entries, entry.trim()].filter((part) => part !== '');
}

const MAYBE: AddressList = { has: () => 'maybe', set: undefined };
