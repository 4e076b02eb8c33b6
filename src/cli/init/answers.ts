import type { Interface } from 'node:readline/promises';
import { KINDS, Problems, ValidationError } from '../../errors';
import { Call } from '../command';
import { AZURE_QUESTIONS, Question, QUESTIONS } from './questions';

/** Answers by option; lists as lists. */
export type Answers = ReadonlyMap<string, string | readonly string[]>;

/**
 * Answers from the command line; a terminal is asked for the rest.
 * @throws ValidationError (`EIC901`) with everything that is missing or wrong, when nobody can be asked
 */
export async function answersOf(call: Call): Promise<Answers> {
  const { stdin, stdout } = call.io;
  const answers = new Map<string, string | readonly string[]>();
  const problems = new Problems();
  const wanted = (): readonly Question[] => [...QUESTIONS, ...(cloudOf(call, answers) === 'azure' ? AZURE_QUESTIONS : [])];
  for (const question of [...QUESTIONS, ...AZURE_QUESTIONS]) {
    if (call.has(question.option)) take(question, question.list === true ? call.texts(question.option) : call.text(question.option)!, answers, problems);
  }
  problems.throwIfAny('command line');
  if (stdin.isTTY === true && stdout.isTTY === true && wanted().some(({ option }) => !answers.has(option))) await ask(call, answers, wanted);
  for (const { option, optional, text } of wanted()) {
    if (!answers.has(option) && optional !== true) problems.add(KINDS.usage, `--${option}`, `must be given: ${text}`);
  }
  problems.throwIfAny('command line');
  return answers;
}

/** The cloud whose firewall gets the rules. */
export function cloudOf(call: Call, answers: Answers): string {
  return call.text('firewall') ?? (answers.get('firewall') as string | undefined) ?? 'none';
}

async function ask(call: Call, answers: Map<string, string | readonly string[]>, wanted: () => readonly Question[]): Promise<void> {
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: call.io.stdin, output: call.io.stdout, terminal: true });
  // A question that is pending when the input ends would never be answered.
  const end = new AbortController();
  terminal.on('close', () => end.abort());
  try {
    for (const question of QUESTIONS) await askOne(question, terminal, end.signal, answers);
    if (!call.has('firewall')) {
      const { spec, ...firewall } = FIREWALL;
      await askOne({ ...firewall, spec }, terminal, end.signal, answers);
    }
    for (const question of wanted()) await askOne(question, terminal, end.signal, answers);
  } catch (error) {
    if (!end.signal.aborted) throw error;
    const problems = new Problems();
    problems.add(KINDS.usage, '', 'was cancelled; nothing was written');
    throw new ValidationError('eic init', problems.all);
  } finally {
    terminal.close();
  }
}
