import { Labels } from './manifest';

/** Things with a selector, found by the labels of what they may select, without looking at each. */
export class LabelIndex<T> {
  private readonly byPair = new Map<string, { readonly selector: Labels; readonly value: T }[]>();
  private readonly ofEverything: T[] = [];

  /** A thing is kept under the pair of its selector that the fewest others have. */
  public constructor(things: readonly { readonly selector: Labels; readonly value: T }[]) {
    const counts = new Map<string, number>();
    for (const { selector } of things) for (const pair of pairsOf(selector)) counts.set(pair, (counts.get(pair) ?? 0) + 1);
    for (const thing of things) {
      const pairs = pairsOf(thing.selector);
      if (pairs.length === 0) {
        this.ofEverything.push(thing.value);
        continue;
      }
      const rarest = pairs.reduce((best, pair) => (counts.get(pair)! < counts.get(best)! ? pair : best));
      const bucket = this.byPair.get(rarest);
      if (bucket === undefined) this.byPair.set(rarest, [thing]);
      else bucket.push(thing);
    }
  }

  /** Everything whose selector the labels meet. */
  public selecting(labels: Labels): T[] {
    return [...this.ofEverything, ...pairsOf(labels).flatMap((pair) => (this.byPair.get(pair) ?? [])
      .filter(({ selector }) => meets(labels, selector)).map(({ value }) => value))];
  }
}

/** Do the labels meet the selector? */
export function meets(labels: Labels, selector: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

/** A selector as text, in the order of its keys. */
export function selectorText(selector: Labels): string {
  return Object.entries(selector).map(([key, value]) => `${key}=${value}`).sort().join(',');
}

function pairsOf(labels: Labels): string[] {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`);
}
