import { PassThrough, Writable } from 'node:stream';
import { eic, eicIn, problemsIn } from './eic';
import { COMMANDS, COMMON } from '../../src/cli/commands';
import { main } from '../../src/cli/main';
import { KINDS } from '../../src/errors';
import { readRepositoryFile } from '../support/scripts';

const version = (JSON.parse(readRepositoryFile('package.json')) as { version: string }).version;

test('--version', async () => {
  expect(await eic('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
});

test.each([['--help'], ['-h']])('%s names every command', async (option) => {
  const { code, out, err } = await eic(option);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const { name, summary } of COMMANDS) expect(out).toMatch(new RegExp(`^ {2}${name} +${summary}`, 'm'));
});

test('without a command the help is an error', async () => {
  const help = await eic('--help');
  expect(await eic()).toEqual({ code: 2, out: '', err: help.out });
});

test.each(COMMANDS.map(({ name, options }) => [name, options] as const))('eic %s --help names every option', async (name, options) => {
  const { code, out, err } = await eic(name, '--help');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const [option, { about, short }] of Object.entries({ ...options, ...COMMON })) {
    expect(out).toContain(`--${option}`);
    expect(out).toContain(about);
    if (short !== undefined) expect(out).toContain(`-${short}, --${option}`);
  }
  expect(out).toMatch(/^Usage: eic /);
});

test('the help of a command needs no arguments and runs nothing', async () => {
  expect(await eic('synth', '-h', 'none.yaml')).toMatchObject({ code: 0, err: '' });
});

/** Command lines that are not understood, with the message. */
const WRONG: readonly (readonly [words: string, message: string])[] = [
  ['plna', 'must be a command, got: "plna"; did you mean "plan"?'],
  ['frobnicate', 'must be a command, got: "frobnicate"; the commands are init, plan, synth, verify, explain, diff, schema'],
  ['plan', 'must be called as eic plan CELL…; see eic plan --help'],
  ['synth', 'must be called as eic synth CELL…; see eic synth --help'],
  ['schema a.yaml', 'must not be given: eic schema takes no arguments, got: "a.yaml"'],
  ['plan a.yaml --strikt', 'must be an option of eic plan, got: "--strikt"; did you mean "--strict"?'],
  ['plan a.yaml --constructor', 'must be an option of eic plan, got: "--constructor"; see eic plan --help'],
  ['plan a.yaml -x', 'must be an option of eic plan, got: "-x"; see eic plan --help'],
  ['synth a.yaml --outptu d', 'must be an option of eic synth, got: "--outptu"; did you mean "--output"?'],
  ['plan a.yaml --strict=yes', 'must be given without value, got: "yes"'],
  ['plan a.yaml --format', 'must be given with a value, got: nothing'],
  ['plan a.yaml --format=', 'must be given with a value, got: ""'],
  ['synth a.yaml -o --strict', 'must be given with a value, got: "--strict"; write --output=VALUE for a value that starts with a hyphen'],
  ['plan a.yaml --format xml', 'must be one of table, json, csv, markdown, got: "xml"'],
];

test.each(WRONG)('eic %s', async (words, message) => {
  const [command, ...rest] = words.split(' ') as [string, ...string[]];
  const text = await eic(command, ...rest);
  expect(text).toMatchObject({ code: 2, out: '' });
  expect(text.err).toMatch(new RegExp(`^${KINDS.usage.code} `));
  expect(text.err).toContain(message);
  const json = await eic(command, '--json', ...rest);
  expect(json).toMatchObject({ code: 2, err: '' });
  expect(problemsIn(json)).toContainEqual(expect.objectContaining({ code: 'EIC901', severity: 'error', docs: 'docs/errors.md#eic901', message }));
});

test.each([
  [['--json'], 'must be a command, got: "--json"; the commands are init, plan, synth, verify, explain, diff, schema'],
  [['plan', 'a.yaml', '--format', 'csv', '--json'], 'must be json beside --json, got: "csv"'],
])('eic %j', async (argv, message) => {
  const run = await eic(...argv);
  expect(run).toMatchObject({ code: 2, err: '' });
  expect(problemsIn(run)).toEqual([expect.objectContaining({ code: 'EIC901', message })]);
});

test('everything that is wrong with a command line is told at once', async () => {
  const run = await eic('plan', '--strikt', '--format', 'xml', '--json');
  expect(problemsIn(run).map(({ path }) => path)).toEqual(['', '', '--format']);
});

test('words after -- are arguments', async () => {
  const run = await eic('plan', '--json', '--', '--strict');
  expect(run.code).toBe(2);
  expect(problemsIn(run)).toEqual([expect.objectContaining({ code: 'EIC201', file: '--strict' })]);
  expect((await eic('plan', '--', '--json')).err).toContain('--json:1:1: EIC201');
});

test('problems are coloured on a terminal only, and not with NO_COLOR', async () => {
  const coloured = await eicIn({ terminal: true }, 'plna');
  expect(coloured.err).toContain('\u001b[31mEIC901\u001b[39m must be a command');
  const plain: readonly Readonly<Record<string, string>>[] = [{ NO_COLOR: '1' }, { TERM: 'dumb' }];
  for (const env of plain) expect((await eicIn({ terminal: true, env }, 'plna')).err).not.toContain('\u001b');
  expect((await eic('plna')).err).not.toContain('\u001b');
});

test('what nobody thought of is reported, with exit code 2', async () => {
  const stdout = new Writable();
  stdout.write = () => { throw new Error('stream is broken'); };
  const texts: string[] = [];
  const stderr = new Writable({ write: (text: Buffer, _, done) => { texts.push(text.toString()); done(); } });
  expect(await main(['schema'], { stdin: new PassThrough(), stdout, stderr, env: {} })).toBe(2);
  expect(texts.join('')).toMatch(/^eic failed unexpectedly; please report this:\nError: stream is broken\n {4}at /);
});
