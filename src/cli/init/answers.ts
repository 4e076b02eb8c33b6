import { KINDS, problemOf, Problems, ValidationError } from '../../errors';
import { Call } from '../command';
import { Answers, Question, QUESTIONS } from './questions';

/**
 * Answers from the command line; a terminal is asked for the rest.
 * @throws ValidationError with everything that is wrong, and (`EIC901`) what is missing when nobody can be asked
 */
export async function answersOf(call: Call): Promise<Answers> {
  const { stdin, stdout } = call.io;
  const problems = new Problems();
  const answers = new Map<string, string | readonly string[]>();
  for (const question of QUESTIONS) {
    if (!call.has(question.option) || isOfAnotherCloud(question, answers)) continue;
    const given = question.list === true ? call.texts(question.option) : call.text(question.option);
    const answer = question.spec.read(given, `--${question.option}`, problems);
    if (answer !== undefined) answers.set(question.option, answer as string | readonly string[]);
  }
  problems.throwIfAny('command line');
  if (stdin.isTTY === true && stdout.isTTY === true) await askTerminal(call, answers);
  for (const { option, text, when, otherwise } of QUESTIONS) {
    if (answers.has(option) || when?.(answers) === false) continue;
    if (otherwise === undefined) problems.add(KINDS.usage, `--${option}`, `must be given: ${text}`);
    else if (otherwise !== null) answers.set(option, otherwise);
  }
  problems.throwIfAny('command line');
  return answers;
}

/** Some options have a question for each cloud; the firewall is answered before them. */
function isOfAnotherCloud({ option, when }: Question, answers: Answers): boolean {
  return QUESTIONS.filter((other) => other.option === option).length > 1 && when?.(answers) === false;
}

async function askTerminal({ io }: Call, answers: Map<string, string | readonly string[]>): Promise<void> {
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: io.stdin, output: io.stdout });
  // Keeps what is typed or pasted ahead, which `question` would lose.
  const lines = terminal[Symbol.asyncIterator]();
  const ask = async (text: string): Promise<string> => {
    terminal.setPrompt(text);
    terminal.prompt();
    const line = await lines.next();
    if (line.done !== true) return line.value;
    io.stdout.write('\n');
    throw new ValidationError('eic init', [problemOf(KINDS.usage, '', 'was cancelled; nothing was written')]);
  };
  try {
    for (const question of QUESTIONS) {
      if (answers.has(question.option) || question.when?.(answers) === false) continue;
      const answer = await askUntilGood(question, ask, (text) => io.stdout.write(text));
      if (answer !== undefined) answers.set(question.option, answer);
    }
  } finally {
    terminal.close();
  }
}

/** Asks again until the answer fits the field; undefined where none is needed. */
async function askUntilGood(
  { text, spec, list, otherwise }: Question, ask: (text: string) => Promise<string>, say: (text: string) => void,
): Promise<string | readonly string[] | undefined> {
  for (;;) {
    const line = (await ask(`${text}${typeof otherwise === 'string' ? ` [${otherwise}]` : ''}: `)).trim();
    if (line === '' && otherwise !== undefined) return otherwise ?? undefined;
    const problems = new Problems();
    const answer = spec.read(list === true ? line.split(',').map((part) => part.trim()).filter((part) => part !== '') : line, '', problems);
    if (answer !== undefined && problems.size === 0) return answer as string | readonly string[];
    for (const { message } of problems.all) say(`  ${message}\n`);
  }
}
