/** What is stored under the key, made when it is first asked for. */
export function kept<K, T>(store: Map<K, T>, key: K, make: () => T): T {
  const known = store.get(key);
  if (known !== undefined) return known;
  const made = make();
  store.set(key, made);
  return made;
}
