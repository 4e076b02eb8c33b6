import { Command, Option } from './command';
import { COMMANDS, COMMON } from './commands';

const EXIT_CODES = ['Exit codes: 0 ok, 1 problems found, 2 usage or invalid definition.', ''];

/** Text of `eic --help`. */
export function generalHelp(): string {
  return [
    'Usage: eic COMMAND [options]', '',
    'One definition of an SAP Edge Integration Cell, rendered as Istio manifests and cloud firewall rules.', '',
    'Commands:', ...columns(COMMANDS.map(({ name, summary }) => [name, summary])), '',
    'Options:', ...columns([['-h, --help', 'this text; eic COMMAND --help: the options of a command'], ['--version', 'version of eic']]), '',
    ...EXIT_CODES,
  ].join('\n');
}

/** Text of `eic <command> --help`. */
export function commandHelp({ name, summary, args, argsAbout, options, examples }: Command): string {
  return [
    `Usage: eic ${[name, ...(args === undefined ? [] : [args]), '[options]'].join(' ')}`, '',
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`, '',
    ...(args === undefined ? [] : [...columns([[args, argsAbout ?? '']]), '']),
    'Options:', ...columns(Object.entries({ ...options, ...COMMON }).map(([key, option]) => [optionText(key, option), option.about])), '',
    'Examples:', ...examples.map((example) => `  ${example}`), '',
    ...EXIT_CODES,
  ].join('\n');
}

function optionText(name: string, { short, value, multiple }: Option): string {
  return `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}${multiple === true ? ',…' : ''}`}`;
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
