import { ChartObject } from './manifest';
import { compareProblems, compareText, escapeUnprintable, Problem, ProblemKind, problemOf, show } from '../../errors';

/** Istio's own way to accept a message for an object. */
const ACCEPTS = 'galley.istio.io/analyze-suppress';

/** Longer texts are cut. */
const LONGEST = 400;

/** Gathers problems of objects. */
export class Report {
  private readonly found = new Map<string, Problem>();

  /** `must <rule>, got: <value>; <way out>`, unless the object accepts it. */
  public must(kind: ProblemKind, { construct, annotations }: ChartObject, path: string, rule: string, got: unknown, wayOut: string): void {
    if (accepts(annotations[ACCEPTS], kind)) return;
    const problem = { ...problemOf(kind, readable(path), `must ${readable(rule)}, got: ${show(got)}; ${readable(wayOut)}`), construct };
    this.found.set(`${kind.code} ${construct} ${path} ${problem.message}`, problem);
  }

  /** All problems, ordered by construct and path. */
  public get problems(): readonly Problem[] {
    return [...this.found.values()].sort((a, b) => compareText(a.construct!, b.construct!) || compareProblems(a, b));
  }
}

/** Names of objects stand in it, which may hold anything. */
function readable(text: string): string {
  return escapeUnprintable(text.length > LONGEST ? `${text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '')}…` : text);
}

/** An error is accepted by its own code only: `IST0134` or `*` was written for what Istio warns of. */
function accepts(annotation: string | undefined, { code, severity, explanation }: ProblemKind): boolean {
  if (annotation === undefined) return false;
  return annotation.split(',').map((word) => word.trim()).some((word) =>
    word === code || (severity !== 'error' && (word === '*' || (/^IST\d{4}$/.test(word) && explanation.includes(word)))));
}
