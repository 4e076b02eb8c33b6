import { KINDS, problemOf, ProblemKind } from './catalogue';
import { Problem } from './problem';
import { show } from './show';
import { ValidationError } from './validation-error';

/** Gathers problems, so that all of them are thrown at once. */
export class Problems {
  private readonly found: Problem[] = [];

  /** `must <rule>, got: <value>[; <way out>]` */
  public must(kind: ProblemKind, path: string, rule: string, got: unknown, wayOut?: string): void {
    this.add(kind, path, `must ${rule}, got: ${show(got)}${wayOut === undefined ? '' : `; ${wayOut}`}`);
  }

  /** A missing field: there is no value to show. */
  public missing(path: string, wayOut: string): void {
    this.add(KINDS.missing, path, `must be given: ${wayOut}`);
  }

  public add(kind: ProblemKind, path: string, message: string): void {
    this.found.push(problemOf(kind, path, message));
  }

  public addAll(problems: readonly Problem[]): void {
    for (const problem of problems) this.found.push(problem);
  }

  /** Is there a problem at the path, above it or below it? Rules on several fields leave alone what is broken already. */
  public touches(path: string): boolean {
    return this.found.some((problem) => isWithin(problem.path, path) || isWithin(path, problem.path));
  }

  public get all(): readonly Problem[] {
    return this.found;
  }

  public get size(): number {
    return this.found.length;
  }

  /** Throws all problems, if there are any. */
  public throwIfAny(subject: string): void {
    if (this.found.length > 0) throw new ValidationError(subject, this.found);
  }
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || outer === '' || (inner.startsWith(outer) && (inner[outer.length] === '.' || inner[outer.length] === '['));
}
