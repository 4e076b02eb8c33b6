import { fieldsOf, type Path, type Problem } from './problem';
import { childrenOf, childSchema, type Schema } from './schema';

/** Looks a reference up; schemas without references stay what they are. */
export type Resolve = (schema: Schema | undefined) => Schema | undefined;

/** Lists that are sets, or maps keyed by some fields, hold no duplicates. */
export function listProblems(root: Schema, value: unknown, resolve: Resolve = (schema) => schema): Problem[] {
  const problems: Problem[] = [];
  const visit = (node: unknown, unresolved: Schema | undefined, path: Path): void => {
    const schema = resolve(unresolved);
    if (schema === undefined) return;
    if (Array.isArray(node)) problems.push(...duplicates(schema, node, path, resolve));
    for (const [key, child] of childrenOf(node)) visit(child, childSchema(schema, key), [...path, key]);
  };
  visit(value, root, []);
  return problems;
}

function duplicates(schema: Schema, list: readonly unknown[], path: Path, resolve: Resolve): Problem[] {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'set' && type !== 'map') return [];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const properties = resolve(schema.items)?.properties ?? {};
  const seen = new Set<string>();
  return list.flatMap((item, index) => {
    const identity = JSON.stringify(type === 'set' ? item : keys.map((key) => fieldsOf(item)[key] ?? properties[key]?.default));
    if (!seen.has(identity)) {
      seen.add(identity);
      return [];
    }
    return [{ path: [...path, index], message: `duplicate ${type === 'set' ? 'value' : keys.join(', ')} ${identity}` }];
  });
}
