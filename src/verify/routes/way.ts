import { readAddress } from '../addresses';
import { AddressRange, rangeOf } from '../rules';
import { LayerDecision, RuleReference } from '../verdict';

/** Something that is wrong with the network, whatever the connection. */
export interface RouteProblem {
  /** Such as `route/no-return-route`. */
  readonly code: string;
  readonly text: string;
  readonly rule: RuleReference;
}

/** How a connection leaves a subnet. */
export interface Way {
  readonly decision: LayerDecision;
  /** Without `route/`. */
  readonly code: string;
  readonly rule: RuleReference | null;
}

/** A route of a table. */
export interface Route {
  readonly range: AddressRange | undefined;
  /** What leads on, in the words of the cloud. */
  readonly hop: string;
  /** Attributes of the hop as they are written. */
  readonly target: unknown;
  readonly reference: RuleReference;
}

/** What one cloud's part of the files says of routes. */
export interface CloudRoutes {
  readonly isPresent: boolean;
  readonly problems: readonly RouteProblem[];
  /** The ways that a connection from the source can take: of its subnet, or of all subnets when it is in none. */
  ways(source: string | undefined, destination: string): readonly Way[];
}

/** The route with the longest prefix that holds the address; one that was not understood is none. */
export function longestMatch(routes: readonly Route[], destination: string): Route | undefined {
  const point = readAddress(destination);
  return routes.filter(({ range }) => range !== undefined && point !== undefined && range.version === point.version && range.first <= point.value && point.value <= range.last)
    .sort((a, b) => (b.range!.prefix ?? 0) - (a.range!.prefix ?? 0))[0];
}

/** Is the address in one of the networks? */
export function isIn(address: string, cidrs: readonly string[]): boolean {
  const point = readAddress(address);
  return point !== undefined && cidrs.map(rangeOf).some((range) =>
    range !== undefined && range.version === point.version && range.first <= point.value && point.value <= range.last);
}

/** Of several ways the one that a reviewer must know of: past the firewall, then what is not known, then what does not get out. */
export function worst(ways: readonly Way[]): Way | undefined {
  const rank = ({ decision, code }: Way): number =>
    (code === 'around-firewall' || code === 'ipv6-around-firewall' ? 0 : decision === 'unknown' ? 1 : decision === 'allow' ? 2 : 3);
  return [...ways].sort((a, b) => rank(a) - rank(b))[0];
}
