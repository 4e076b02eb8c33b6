import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { limited } from '../limited';
import { runProgram, type ProgramResult } from '../run-program';
import type { Providers } from './providers';

/** The terraform program, if it is in the PATH. */
export function findTerraform(): string | undefined {
  return (process.env.PATH ?? '').split(delimiter).map((directory) => join(directory, 'terraform')).find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export type TerraformCommand = readonly ['init' | 'validate' | 'plan' | 'apply', ...string[]];

const OPTIONS: Readonly<Record<TerraformCommand[0], readonly string[]>> = {
  init: ['-no-color', '-input=false'],
  validate: ['-no-color'],
  plan: ['-no-color', '-input=false', '-lock=false'],
  apply: ['-no-color', '-input=false', '-lock=false', '-auto-approve'],
};

const AT_ONCE = 3;
const inTurn = limited(AT_ONCE);

/** Runs one terraform command in a directory; of all callers only a few run at once. */
export const terraform = (directory: string, [command, ...args]: TerraformCommand, providers: Providers): Promise<ProgramResult> =>
  inTurn(() => runProgram(findTerraform() ?? 'terraform', [command, ...OPTIONS[command], ...args], { cwd: directory, env: providers.env }));

export interface CommandResult extends ProgramResult {
  readonly command: string;
}

/** Runs commands one after the other; stops at the first that fails. */
export async function terraformAll(directory: string, commands: readonly TerraformCommand[], providers: Providers): Promise<CommandResult> {
  let result: CommandResult = { code: 0, output: '', command: '' };
  for (const command of commands) {
    result = { ...await terraform(directory, command, providers), command: command.join(' ') };
    if (result.code !== 0) break;
  }
  return result;
}
