import { parseArgs } from 'node:util';
import { KINDS, Problems } from '../errors';
import { Call, Command, Option } from './command';
import { COMMON } from './commands';
import { Io } from './io';

/**
 * Reads the words after the command. Unknown options are refused with the word that was probably meant.
 * @throws ValidationError (`EIC901`) with everything that is wrong
 */
export async function callOf(words: readonly string[], command: Command, io: Io): Promise<Call> {
  const known: Readonly<Record<string, Option>> = { ...command.options, ...COMMON };
  const { positionals, tokens } = parseArgs({ args: [...words], options: parserOptions(known), strict: false, tokens: true, allowPositionals: true });
  const problems = new Problems();
  const values = new Map<string, readonly string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(known, token.name) ? known[token.name] : undefined;
    if (option === undefined) await unknownOption(token.rawName, command, Object.keys(known), problems);
    else values.set(token.name, [...(values.get(token.name) ?? []), ...valuesOf(token, option, problems)]);
  }
  if (!values.has('help')) checkPositionals(positionals, command, problems);
  problems.throwIfAny('command line');
  return new Call(positionals, values, io);
}

/** Does the command line ask for JSON, whatever else is wrong with it? */
export function asksForJson(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return (end < 0 ? words : words.slice(0, end)).includes('--json');
}

function parserOptions(known: Readonly<Record<string, Option>>) {
  return Object.fromEntries(Object.entries(known).map(([name, { type, short }]) => [name, { type, ...(short === undefined ? {} : { short }) }]));
}

type OptionToken = Extract<NonNullable<ReturnType<typeof parseArgs>['tokens']>[number], { kind: 'option' }>;

function valuesOf({ name, rawName, value, inlineValue }: OptionToken, { type, choices, multiple }: Option, problems: Problems): string[] {
  if (type === 'boolean') {
    if (value !== undefined) problems.must(KINDS.usage, rawName, 'be given without value', value);
    return [];
  }
  if (value === undefined || value === '' || (inlineValue !== true && value.startsWith('-'))) {
    problems.must(KINDS.usage, rawName, 'be given with a value', value, value?.startsWith('-') === true ? `write --${name}=VALUE for a value that starts with a hyphen` : undefined);
    return [];
  }
  if (choices !== undefined && !choices.includes(value)) problems.must(KINDS.usage, rawName, `be one of ${choices.join(', ')}`, value);
  return multiple === true ? value.split(',').map((part) => part.trim()).filter((part) => part !== '') : [value];
}

async function unknownOption(rawName: string, { name }: Command, known: readonly string[], problems: Problems): Promise<void> {
  const { closestTo } = await import('../cell/spec');
  const near = closestTo(rawName.replace(/^-+/, ''), known);
  problems.must(KINDS.usage, '', `be an option of eic ${name}`, rawName, near === undefined ? `see eic ${name} --help` : `did you mean "--${near}"?`);
}

function checkPositionals(positionals: readonly string[], { name, args }: Command, problems: Problems): void {
  if (args === undefined) {
    for (const word of positionals) problems.must(KINDS.usage, '', `not be given: eic ${name} takes no arguments`, word);
  } else if (positionals.length === 0) {
    problems.add(KINDS.usage, '', `must be called as eic ${name} ${args}; see eic ${name} --help`);
  }
}
