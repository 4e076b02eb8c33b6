import { ChartObjects, grouped, Selecting } from './chart-objects';
import { LabelIndex, selectorText } from './label-index';

/** Two things that certainly select one pod. */
export interface TwiceSelected<T> {
  readonly one: T;
  readonly other: T;
  /** The labels or the pod that they share. */
  readonly why: string;
}

/**
 * Things of one namespace that select the same pod: both without selector, one with all labels of the other, or with a pod of the chart that has
 * the labels of both. A thing without selector is for the rest and shares no pod with the others. Each thing is named once.
 */
export function twiceSelected<T extends Selecting>(things: readonly T[], chart: ChartObjects): TwiceSelected<T>[] {
  const found = new Map<T, TwiceSelected<T>>();
  const note = ([other, one]: readonly T[], why: string): void => {
    if (!found.has(one!)) found.set(one!, { one: one!, other: other!, why });
  };
  for (const inside of grouped(things, ({ namespace }) => namespace).values()) {
    const [general, ...more] = inside.filter(({ selector }) => Object.keys(selector).length === 0);
    for (const one of more) note([general!, one], 'every pod');
    const selecting: T[] = [];
    for (const [first, ...same] of grouped(inside.filter(({ selector }) => Object.keys(selector).length > 0), ({ selector }) => selectorText(selector)).values()) {
      selecting.push(first!);
      for (const one of same) note([first!, one], selectorText(one.selector));
    }
    const index = new LabelIndex(selecting.map((value) => ({ selector: value.selector, value })));
    const position = new Map(selecting.map((thing, place) => [thing, place]));
    const inOrder = (some: readonly T[]): T[] => [...some].sort((a, b) => position.get(a)! - position.get(b)!);
    // From the last, so that the first of two is the one that stays.
    for (const one of [...selecting].reverse()) {
      const other = index.selecting(one.selector).find((thing) => thing !== one && found.get(thing)?.other !== one);
      if (other !== undefined) note(inOrder([one, other]), selectorText(one.selector));
    }
    for (const pod of chart.pods.get(inside[0]!.namespace) ?? []) {
      const [first, ...others] = inOrder(index.selecting(pod.labels));
      for (const one of others) note([first!, one], pod.object.construct);
    }
  }
  return [...found.values()];
}
