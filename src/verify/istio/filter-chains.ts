import { Network, network } from './addresses';

/** What a listener sees of a connection before it decides. */
export interface Seen {
  /** The address that was dialled; null: not known, so it lies in no network. */
  readonly address: string | null;
  readonly isTls: boolean;
  /** Server name in lower case; empty: none. */
  readonly serverName: string;
  readonly isHttp: boolean;
}

/** One filter chain: what it matches, and what it does. */
export interface Chain<T> {
  readonly networks: readonly string[];
  /** Exact or `*.suffix`; empty or `*`: any. */
  readonly serverNames: readonly string[];
  /** Matches plaintext HTTP only. */
  readonly isHttpOnly: boolean;
  readonly does: T;
}

/** Does the chain match everything? Then it is the fallback. */
export function matchesAll<T>({ networks, serverNames, isHttpOnly }: Chain<T>): boolean {
  return networks.length === 0 && !isHttpOnly && (serverNames.length === 0 || serverNames.includes('*'));
}

const named = (names: readonly string[]): readonly string[] => names.filter((name) => name !== '*');
const asSet = (words: readonly string[]): string => (words.length < 2 ? words.join() : [...new Set(words)].sort().join());

/** What a chain matches, as one text: of two chains with the same, the later one is dropped (`conflictsWith`). */
export function matchKey<T>({ networks, serverNames, isHttpOnly }: Chain<T>): string {
  return `${isHttpOnly}|${asSet(named(serverNames))}|${asSet(networks)}`;
}

interface Group<T> {
  readonly network: Network | null;
  readonly byName: Map<string, Chain<T>[]>;
}

/**
 * Chooses as Envoy does: the narrowest network, in it the most specific server name, in it HTTP before anything else. It never goes back:
 * once a network or name is chosen, chains of wider ones no longer count, only the fallback does.
 */
export class ChainMatcher<T> {
  private readonly groups: readonly Group<T>[];
  private readonly fallback: Chain<T> | undefined;
  /** Does the listener wait for the client's first bytes? Then a server that speaks first is never heard. */
  public readonly waitsForClient: boolean;
  /** Does any chain look at the address that was dialled? */
  public readonly seesAddress: boolean;

  public constructor(chains: readonly Chain<T>[]) {
    const byNetwork = new Map<string, Group<T>>();
    const others = chains.length === 1 ? chains : chains.filter((chain) => !matchesAll(chain));
    this.fallback = chains.length === 1 ? undefined : chains.find(matchesAll);
    this.waitsForClient = chains.some(({ serverNames, isHttpOnly }) => isHttpOnly || serverNames.length > 0);
    for (const chain of others) {
      for (const key of chain.networks.length === 0 ? [''] : chain.networks) {
        const group = byNetwork.get(key) ?? { network: key === '' ? null : network(key) ?? null, byName: new Map<string, Chain<T>[]>() };
        byNetwork.set(key, group);
        for (const name of named(chain.serverNames).length === 0 ? [''] : chain.serverNames) {
          const same = group.byName.get(name);
          if (same === undefined) group.byName.set(name, [chain]);
          else same.push(chain);
        }
      }
    }
    this.seesAddress = byNetwork.size > 1 || !byNetwork.has('');
    this.groups = [...byNetwork.values()].sort((a, b) => (b.network?.bits ?? -1) - (a.network?.bits ?? -1));
  }

  /** The chain that takes the connection; undefined: none. */
  public choose(seen: Seen): Chain<T> | undefined {
    const group = this.groups.find((each) => each.network === null || (seen.address !== null && each.network.holds(seen.address)));
    return (group === undefined ? undefined : this.inGroup(group, seen)) ?? this.fallback;
  }

  private inGroup({ byName }: Group<T>, seen: Seen): Chain<T> | undefined {
    const chains = mostSpecific(byName, seen.serverName);
    if (chains === undefined) return undefined;
    return chains.find(({ isHttpOnly }) => isHttpOnly && seen.isHttp && !seen.isTls) ?? chains.find(({ isHttpOnly }) => !isHttpOnly);
  }
}

/** By the name itself, else by the longest suffix, else those for any name. */
function mostSpecific<T>(byName: ReadonlyMap<string, T>, name: string): T | undefined {
  const own = name === '' ? undefined : byName.get(name);
  if (own !== undefined) return own;
  for (let dot = name.indexOf('.', 1); dot >= 0 && dot < name.length - 1; dot = name.indexOf('.', dot + 1)) {
    const found = byName.get(`*${name.slice(dot)}`);
    if (found !== undefined) return found;
  }
  return byName.get('');
}
