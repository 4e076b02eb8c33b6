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
  for (const inside of grouped(things, ({ namespace }) => namespace).values()) {
    const [general, ...more] = inside.filter(({ selector }) => Object.keys(selector).length === 0);
    for (const one of more) found.set(one, { one, other: general!, why: 'every pod' });
    const selecting = inside.filter(({ selector }) => Object.keys(selector).length > 0);
    const index = new LabelIndex(selecting.map((value) => ({ selector: value.selector, value })));
    for (const one of selecting) {
      const other = index.selecting(one.selector).find((thing) => thing !== one && (!found.has(thing) || found.get(thing)!.other !== one));
      if (other !== undefined) found.set(one, { one, other, why: selectorText(one.selector) });
    }
    for (const pod of chart.pods.get(inside[0]!.namespace) ?? []) {
      const [other, ...others] = index.selecting(pod.labels);
      for (const one of others) if (!found.has(one) && found.get(other!)?.other !== one) found.set(one, { one, other: other!, why: pod.object.construct });
    }
  }
  return [...found.values()];
}
