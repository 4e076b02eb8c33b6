import { compareProblems, formatProblem, Problem } from './problem';
import { escapeUnprintable } from './show';

const MARK = Symbol.for('edge-integration-cell/ValidationError');

/** Problems listed in the text of an error; `problems` always holds all of them. */
const LISTED = 100;

/** Thrown once with every problem that was found. */
export class ValidationError extends Error {
  /** True for errors of this class, also of another copy of the package. */
  public static isValidationError(error: unknown): error is ValidationError {
    return typeof error === 'object' && error !== null && MARK in error;
  }

  /** All problems, ordered by file and path. */
  public readonly problems: readonly Problem[];

  public constructor(subject: string, problems: readonly Problem[]) {
    const sorted = [...problems].sort(compareProblems);
    const lines = sorted.slice(0, LISTED).map((problem) => `  ${formatProblem(problem)}`);
    const more = sorted.length > LISTED ? [`  … and ${sorted.length - LISTED} more`] : [];
    super([`${escapeUnprintable(subject)} has ${sorted.length} problem${sorted.length === 1 ? '' : 's'}:`, ...lines, ...more].join('\n'));
    this.name = 'ValidationError';
    this.problems = Object.freeze(sorted);
    Object.defineProperty(this, MARK, { value: true });
  }
}
