import { compareProblems, escapeUnprintable, formatProblem, Problem } from '../errors';
import { EXIT } from './command';
import { coloursFor, Io } from './io';

/** Problems that are printed; the rest is counted. */
const PRINTED = 100;

/** Prints problems: as text on standard error, as JSON on standard output. */
export async function printProblems(found: readonly Problem[], json: boolean, { stdout, stderr, env }: Io): Promise<void> {
  const problems = [...found].sort(compareProblems);
  if (json) {
    stdout.write(`${JSON.stringify({ problems: problems.slice(0, PRINTED), count: problems.length }, null, 2)}\n`);
    return;
  }
  const colours = await coloursFor(stderr, env);
  const colour = { error: colours.red, warning: colours.yellow, info: colours.cyan };
  const lines = problems.slice(0, PRINTED).map((problem) => {
    // A file that is written has no lines yet.
    const written = problem.file !== undefined && problem.line === undefined;
    const text = written ? `${escapeUnprintable(problem.file)}: ${formatProblem({ ...problem, file: undefined })}` : formatProblem(problem);
    return text.replace(problem.code, colour[problem.severity](problem.code));
  });
  if (problems.length > PRINTED) lines.push(`… and ${problems.length - PRINTED} more`);
  lines.push(colours.dim(`${counted(problems.length, 'problem')}; docs/errors.md explains the codes`));
  stderr.write(`${lines.join('\n')}\n`);
}

/** 1 where the definition is valid and only a target or a finding stands against it, else 2. */
export function exitCodeOf(problems: readonly Problem[]): number {
  return problems.every(({ code }) => /^EIC[45]/.test(code)) ? EXIT.problems : EXIT.invalid;
}

/** `1 flow`, `2 flows` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
