import { KINDS, problemOf, ProblemKind } from './catalogue';
import { Problem } from './problem';
import { show } from './show';
import { ValidationError } from './validation-error';

/** Gathers problems, so that all of them are thrown at once. */
export class Problems {
  private readonly found: Problem[] = [];
  private readonly paths = new Set<string>();
  private readonly above = new Set<string>();

  /** `must <rule>, got: <value>[; <way out>]` */
  public must(kind: ProblemKind, path: string, rule: string, got: unknown, wayOut?: string): void {
    this.add(kind, path, `must ${rule}, got: ${show(got)}${wayOut === undefined ? '' : `; ${wayOut}`}`);
  }

  /** A missing field: there is no value to show. */
  public missing(path: string, wayOut: string): void {
    this.add(KINDS.missing, path, `must be given: ${wayOut}`);
  }

  public add(kind: ProblemKind, path: string, message: string): void {
    this.addAll([problemOf(kind, path, message)]);
  }

  public addAll(problems: readonly Problem[]): void {
    for (const problem of problems) {
      this.found.push(problem);
      this.paths.add(problem.path);
      for (const path of pathsAbove(problem.path)) this.above.add(path);
    }
  }

  /** Is there a problem at the path, above it or below it? Rules on several fields leave alone what is broken already. */
  public touches(path: string): boolean {
    return this.paths.has(path) || this.above.has(path) || pathsAbove(path).some((parent) => this.paths.has(parent));
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

/** `['', 'a', 'a.b']` of `a.b[0]`; none of the empty path. */
function pathsAbove(path: string): string[] {
  if (path === '') return [];
  return ['', ...[...path.matchAll(/[.[]/g)].map(({ index }) => path.slice(0, index)).filter((parent) => parent !== '')];
}
