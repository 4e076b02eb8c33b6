import { escapeUnprintable } from '../../errors';
import { FlowChange, ObjectChange, VerdictChange } from '../../verify';
import { coloursFor, Io } from '../io';
import { counted } from '../problems';

/** A rule or object of a target that comes or goes, as `plan.json` lists them. */
export interface RuleChange {
  readonly target: string;
  readonly flow: string;
  readonly rule: string;
  readonly change: 'added' | 'removed';
}

/** What differs between two sides; `--json` prints it. */
export interface Difference {
  /** Of two definitions. */
  readonly flows: readonly FlowChange[];
  /** Of two definitions: rules of each target. */
  readonly rules: readonly RuleChange[];
  /** Of two outputs, or of a definition and an output: objects and resources. */
  readonly objects: readonly ObjectChange[];
  /** Questions that are answered differently; only where a definition says what to ask. */
  readonly verdicts: readonly VerdictChange[];
}

/** Values that are shown of a changed object; the rest is counted. */
const SHOWN = 8;

export function isEmpty({ flows, rules, objects, verdicts }: Difference): boolean {
  return flows.length + rules.length + objects.length + verdicts.length === 0;
}

/** The difference for people. */
export async function differenceText(difference: Difference, { stdout, env }: Io): Promise<string> {
  const colours = await coloursFor(stdout, env);
  const sign = { opened: colours.green('+'), added: colours.green('+'), closed: colours.red('-'), removed: colours.red('-'), changed: colours.yellow('~') };
  const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : [colours.bold(title), ...lines, '']);
  const { flows, rules, objects, verdicts } = difference;
  const lines = [
    ...section('Flows', flows.flatMap(({ key, change, fields }) => [
      `${sign[change]} ${key} ${change}`,
      ...fields.flatMap(({ field, opened, closed }) => [...opened.map((entry) => `    ${sign.opened} ${field} ${entry}`), ...closed.map((entry) => `    ${sign.closed} ${field} ${entry}`)]),
    ])),
    ...section('Rules', rules.map(({ target, flow, rule, change }) => `${sign[change]} ${target}: ${rule} (${flow})`)),
    ...section('Objects', objects.flatMap(({ layer, object, change, values }) => [
      `${sign[change]} ${layer}: ${object}`,
      ...values.slice(0, SHOWN).map(({ path, before, after }) => `    ${path}: ${shown(before)} → ${shown(after)}`),
      ...(values.length > SHOWN ? [`    … and ${values.length - SHOWN} more`] : []),
    ])),
    ...section('Verdicts', verdicts.map(({ id, before, after, layers }) => `${sign.changed} ${id}: ${before.verdict} → ${after.verdict}${layers.length === 0 ? '' : ` (${layers.join(', ')})`}`)),
    isEmpty(difference) ? 'no difference' : [
      ...(flows.length > 0 ? [counted(flows.length, 'flow')] : []), ...(rules.length > 0 ? [counted(rules.length, 'rule')] : []),
      ...(objects.length > 0 ? [counted(objects.length, 'object')] : []), ...(verdicts.length > 0 ? [counted(verdicts.length, 'verdict')] : []),
    ].join(', ').concat(' differ'),
  ];
  return `${lines.map((line) => line.split(/(\u001b\[\d+m)/).map((part, index) => (index % 2 === 1 ? part : escapeUnprintable(part))).join('')).join('\n')}\n`;
}

function shown(value: unknown): string {
  const text = value === undefined ? '(none)' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
