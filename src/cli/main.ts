import { KINDS, Problems, ValidationError } from '../errors';
import { asksForJson, callOf } from './arguments';
import { EXIT } from './command';
import { COMMANDS } from './commands';
import { Io } from './io';
import { exitCodeOf, printProblems } from './problems';

/**
 * Runs `eic`. Never throws and never ends the process: what is wrong is written to the streams.
 * @param argv words after `eic`
 * @param io streams and environment, such as `process`
 * @returns the exit code: 0 ok, 1 problems found, 2 usage or invalid definition
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await run(argv, io);
  } catch (error) {
    if (ValidationError.isValidationError(error)) {
      await printProblems(error.problems, asksForJson(argv), io);
      return exitCodeOf(error.problems);
    }
    io.stderr.write(`eic failed unexpectedly; please report this:\n${error instanceof Error ? error.stack : String(error)}\n`);
    return EXIT.invalid;
  }
}

async function run([word, ...rest]: readonly string[], io: Io): Promise<number> {
  if (word === '--help' || word === '-h' || word === undefined) {
    const { generalHelp } = await import('./help');
    (word === undefined ? io.stderr : io.stdout).write(generalHelp());
    return word === undefined ? EXIT.invalid : EXIT.ok;
  }
  if (word === '--version') {
    const { packageVersion } = await import('../plan/connectivity-plan');
    io.stdout.write(`${packageVersion()}\n`);
    return EXIT.ok;
  }
  const command = COMMANDS.find(({ name }) => name === word);
  if (command === undefined) throw await unknownCommand(word);
  const call = await callOf(rest, command, io);
  if (call.has('help')) {
    const { commandHelp } = await import('./help');
    io.stdout.write(commandHelp(command));
    return EXIT.ok;
  }
  const { run: start } = await command.load();
  return start(call);
}

async function unknownCommand(word: string): Promise<ValidationError> {
  const names = COMMANDS.map(({ name }) => name);
  const { closestTo } = await import('../cell/spec');
  const near = closestTo(word, names);
  const problems = new Problems();
  problems.must(KINDS.usage, '', 'be a command', word, near === undefined ? `the commands are ${names.join(', ')}` : `did you mean "${near}"?`);
  return new ValidationError('command line', problems.all);
}
