/** Istio's names of hosts: exact, `*.suffix` or `*` (`pkg/config/host/name.go`). All are lower case here. */
const isWild = (host: string): boolean => host.startsWith('*');
const tail = (host: string): string => host.slice(1);

/** Is every name of `host` one of `wider`? */
export function isSubset(host: string, wider: string): boolean {
  if (!isWild(wider)) return host === wider;
  return (isWild(host) ? tail(host) : host).endsWith(tail(wider));
}

/** Do the two share a name? */
export function overlaps(one: string, other: string): boolean {
  if (isWild(one) && isWild(other)) return tail(one).endsWith(tail(other)) || tail(other).endsWith(tail(one));
  return isWild(one) ? other.endsWith(tail(one)) : isWild(other) ? one.endsWith(tail(other)) : one === other;
}

/** Is it a pattern? */
export { isWild as isWildcard };

/** The most specific of the patterns that holds the name: itself, or the longest suffix; `*` last. */
export function mostSpecific<T>(name: string, byPattern: ReadonlyMap<string, T>): T | undefined {
  const exact = byPattern.get(name);
  if (exact !== undefined) return exact;
  for (let dot = name.indexOf('.', 1); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    const found = byPattern.get(`*${name.slice(dot)}`);
    if (found !== undefined) return found;
  }
  return byPattern.get('*');
}

/** A short name of a VirtualService or DestinationRule as the full one: `web` is `web.<namespace>.svc.<cluster domain>`. */
export function fullName(host: string, namespace: string, clusterDomain: string): string {
  return host.includes('.') || isWild(host) ? host.toLowerCase() : `${host}.${namespace}.svc.${clusterDomain}`.toLowerCase();
}
