import { cellOf, type CellData } from './cell';
import { whyAllowed, type Question } from './expected';
import { verdictsOf } from './oracle';
import type { Plan } from './plan';
import { keyOf, questionsOf } from './questions';

/** A cell as it was written: its definition, its plan, and its NetworkPolicies. */
export interface WrittenCell {
  readonly name: string;
  readonly data: CellData;
  readonly plan: Plan;
  readonly policies: readonly unknown[];
}

/** What came out for one cell. */
export interface Comparison {
  readonly name: string;
  readonly allowed: number;
  readonly denied: number;
  /** What was asked, in words. */
  readonly questions: readonly string[];
  /** Verdicts that are not as planned, in words. */
  readonly wrong: readonly string[];
}

/** Asks cyclonus what the policies let through, and compares with what definition and plan say. */
export async function comparisonsOf(program: string, cells: readonly WrittenCell[]): Promise<Comparison[]> {
  const asked = cells.map(({ data, plan, policies }) => {
    const cell = cellOf(data);
    return { cell, plan, policies, questions: questionsOf(cell, plan) };
  });
  const verdicts = await verdictsOf(program, asked);
  return asked.map(({ cell, plan, questions }, index) => {
    const answers = verdicts[index] ?? [];
    if (answers.length !== questions.length) throw new Error(`${answers.length} verdicts on ${questions.length} questions`);
    const wrong = questions.flatMap((question, place) => {
      const why = whyAllowed(question, plan, cell);
      return (why !== undefined) === answers[place] ? [] : [describe(question, why)];
    });
    const allowed = answers.filter(Boolean).length;
    return { name: cells[index]?.name ?? '', allowed, denied: answers.length - allowed, questions: questions.map(keyOf), wrong };
  });
}

const describe = (question: Question, why: string | undefined): string =>
  `${keyOf(question)} (${question.to.what}): ${why === undefined ? 'allowed, though nothing plans it' : `denied, though planned (${why})`}`;
