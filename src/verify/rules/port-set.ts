import { Match, matchIf } from './match';

type Range = readonly [first: number, last: number];

const HIGHEST = 65535;

/** Ports of a rule. */
export class PortSet {
  public static readonly ANY = new PortSet([[0, HIGHEST]], true);

  /** Reads `443`, `40000-40100` and `*`; what is no port makes the answer `maybe`. */
  public static of(texts: readonly string[]): PortSet {
    if (texts.includes('*')) return PortSet.ANY;
    const ranges = texts.map(readRange);
    return new PortSet(ranges.filter((range) => range !== undefined), ranges.every((range) => range !== undefined));
  }

  private constructor(private readonly ranges: readonly Range[], private readonly isExact: boolean) {}

  public has(port: number): Match {
    if (this.ranges.some(([first, last]) => first <= port && port <= last)) return 'yes';
    return this.isExact ? 'no' : 'maybe';
  }

  /** Is every port of the other surely in this one? */
  public covers(other: PortSet): boolean {
    return other.isExact && other.ranges.every(([first, last]) => this.ranges.some(([low, high]) => low <= first && last <= high));
  }

  public toStrings(): readonly string[] {
    return this.ranges.map(([first, last]) => (first === last ? `${first}` : first === 0 && last === HIGHEST ? '*' : `${first}-${last}`));
  }
}

/** Does the range in Suricata's form (`443`, `1024:`, `:1023`, `20:25`) hold the port? */
export function suricataPort(text: string, port: number): Match {
  const [, first, colon, last] = /^(\d*)(:?)(\d*)$/.exec(text) ?? [];
  if (first === undefined || (first === '' && last === '')) return 'maybe';
  if (colon === '') return matchIf(Number(first) === port);
  return matchIf((first === '' || Number(first) <= port) && (last === '' || port <= Number(last)));
}

function readRange(text: string): Range | undefined {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text.trim()) ?? [];
  return first === undefined ? undefined : [Number(first), Number(last)];
}
