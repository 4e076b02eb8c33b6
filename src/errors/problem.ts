import { escapeUnprintable } from './show';

/** How much a problem or finding weighs. */
export type Severity = 'error' | 'warning' | 'info';

/** One thing that is wrong, in the words of the definition. */
export interface Problem {
  /** Stable code, such as `EIC101`; every code is explained in `docs/errors.md`. */
  readonly code: string;
  readonly severity: Severity;
  /** Path in the definition, such as `receivers.s4.port`; empty for the definition as a whole. */
  readonly path: string;
  /** What must hold, what was found, and the way out. */
  readonly message: string;
  /** Path of the construct that found it.
   * @default - not found by a construct */
  readonly construct?: string;
  /** File the definition was read from.
   * @default - not read from a file */
  readonly file?: string;
  /** Line in `file`, from 1.
   * @default - not read from a file */
  readonly line?: number;
  /** Column in `file`, from 1.
   * @default - not read from a file */
  readonly column?: number;
  /** Where the code is explained. */
  readonly docs: string;
}

/** Orders problems by file, path, code and message, independent of locale. */
export function compareProblems(a: Problem, b: Problem): number {
  return compareText(a.file ?? '', b.file ?? '') || compareText(a.path, b.path) || compareText(a.code, b.code) || compareText(a.message, b.message);
}

/** Code-unit order: the same in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `file:line:column: CODE path message`, as compilers print it, on one line. */
export function formatProblem(problem: Problem): string {
  const place = problem.file === undefined ? '' : `${problem.file}:${problem.line ?? 1}:${problem.column ?? 1}: `;
  const construct = problem.construct === undefined ? '' : ` [${problem.construct}]`;
  return escapeUnprintable(`${place}${problem.code} ${problem.path === '' ? '' : `${problem.path} `}${problem.message}${construct}`);
}
