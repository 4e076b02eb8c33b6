/**
 * Node's own `require`, also below jest, whose `require` cannot load ES modules.
 * What comes back belongs to the main realm: hand it values made by `structuredClone`.
 */
export function hostRequire(name: string): unknown {
  return process.getBuiltinModule('node:module').createRequire(__filename)(name);
}
