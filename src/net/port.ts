import { KINDS, problemOf, show, ValidationError } from '../errors';

const RANGE = /^([1-9]\d{0,4})-([1-9]\d{0,4})$/;
const HIGHEST = 65535;

/** One port, or a range of ports with both ends. */
export class Port {
  /**
   * Reads a whole number from 1 to 65535, or a range such as `40000-40100`.
   * @throws ValidationError (`EIC108`)
   */
  public static of(value: number | string): Port {
    const port = Port.read(value);
    if (port !== undefined) return port;
    throw new ValidationError('port', [problemOf(KINDS.badPort, '', `must be a port from 1 to 65535 or a range of ports, got: ${show(value)}`)]);
  }

  /** The port, or undefined when it is none. */
  public static read(value: unknown): Port | undefined {
    if (typeof value === 'number') return isPort(value) ? new Port(value, value) : undefined;
    const [, first, last] = typeof value === 'string' ? RANGE.exec(value) ?? [] : [];
    if (first === undefined || last === undefined || !isPort(Number(last)) || Number(first) >= Number(last)) return undefined;
    return new Port(Number(first), Number(last));
  }

  private constructor(public readonly first: number, public readonly last: number) {}

  /** One port only? */
  public get isSingle(): boolean {
    return this.first === this.last;
  }

  /** Do the two have a port in common? */
  public overlaps(other: Port): boolean {
    return this.first <= other.last && other.first <= this.last;
  }

  /** Does every port of the other lie in this one? */
  public contains(other: Port): boolean {
    return this.first <= other.first && other.last <= this.last;
  }

  /** Orders by first, then last port. */
  public compare(other: Port): number {
    return this.first - other.first || this.last - other.last;
  }

  /** As a definition and `plan.json` write it: a number, or text for a range. */
  public toJSON(): number | string {
    return this.isSingle ? this.first : this.toString();
  }

  public toString(): string {
    return this.isSingle ? `${this.first}` : `${this.first}-${this.last}`;
  }
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= HIGHEST;
}
