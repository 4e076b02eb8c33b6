import { ChartObjects } from './chart-objects';
import { ChartObject } from './manifest';
import { Report } from './report';
import { ProblemKind } from '../../errors';

/** One check: looks at the objects and says what is wrong. */
export type Check = (chart: ChartObjects, report: Report) => void;

/** Where a rule is broken, and by what. */
export interface Place {
  /** Path below the object, such as `spec.ports[0].name`. */
  readonly path: string;
  readonly got: unknown;
}

/** One row of a table of what is refused. */
export interface Rule<T> {
  readonly kind: ProblemKind;
  /** What must hold. */
  readonly must: string;
  /** What to do instead. */
  readonly wayOut: string;
  /** Where it does not. */
  readonly broken: (subject: T, object: ChartObject) => Iterable<Place>;
}

/** Notes every place where an object breaks one of the rules. */
export function applyRules<T>(rules: readonly Rule<T>[], subject: T, object: ChartObject, report: Report): void {
  for (const { kind, must, wayOut, broken } of rules) {
    for (const { path, got } of broken(subject, object)) report.must(kind, object, path, must, got, wayOut);
  }
}

/** The place, where the condition holds. */
export function placeIf(condition: boolean, path: string, got: unknown): Place[] {
  return condition ? [{ path, got }] : [];
}
