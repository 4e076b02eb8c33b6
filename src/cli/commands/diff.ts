import { findDefinitionFiles, holdsCell } from '../../cell/file';
import { compareText, KINDS, Problems } from '../../errors';
import { diffOutputs, diffPlans, diffVerdicts, readOutput, ReadOutput } from '../../verify';
import { CellFile, readCells } from '../cells';
import { Call, EXIT } from '../command';
import { planCells, PlannedCell } from '../planned-cell';
import { Difference, differenceText, isEmpty, RuleChange } from '../verify/difference';
import { modelOf } from '../verify/verified-cell';

type Side = { readonly cell: CellFile } | { readonly output: ReadOutput };

/** `eic diff OLD NEW`: what a change opens and closes, of definitions, of outputs, or of a definition and what is applied. */
export async function run(call: Call): Promise<number> {
  const problems = new Problems();
  if (call.args.length !== 2) problems.must(KINDS.usage, '', 'be called with two files or folders', call.args);
  problems.throwIfAny('command line');
  const [before, after] = call.args.map((path) => sideOf(path, call)) as [Side, Side];
  const difference = await differenceOf(before, after, call);
  call.io.stdout.write(call.has('json') ? `${JSON.stringify(difference, null, 2)}\n` : await differenceText(difference, call.io));
  return call.has('exit-code') && !isEmpty(difference) ? EXIT.problems : EXIT.ok;
}

/** A definition where the path holds one, else an output. */
function sideOf(path: string, { io }: Call): Side {
  const problems = new Problems();
  const found = findDefinitionFiles([path]);
  // Of a file that is named it is not asked otherwise: an export is YAML too.
  const isDefinition = found.problems.length === 0 && found.files.some(holdsCell);
  if (isDefinition) {
    const cells = readCells([path], io);
    if (cells.length !== 1) problems.must(KINDS.usage, '', 'hold one cell', path, 'compare cell by cell');
    problems.throwIfAny('command line');
    return { cell: cells[0]! };
  }
  const output = readOutput([path]);
  problems.addAll(output.problems);
  problems.throwIfAny(path);
  return { output };
}

async function differenceOf(before: Side, after: Side, call: Call): Promise<Difference> {
  if ('cell' in before && 'cell' in after) {
    const planned = planCells([before.cell]).cells.concat(planCells([after.cell]).cells) as [PlannedCell, PlannedCell];
    return { flows: diffPlans(before.cell.plan, after.cell.plan), rules: ruleChanges(planned[0], planned[1]), objects: [], verdicts: [] };
  }
  if ('output' in before && 'output' in after) {
    const asked = call.text('cell');
    const verdicts = asked === undefined ? [] : diffVerdicts(modelOf(readCells([asked], call.io)[0]!), before.output, after.output);
    return { flows: [], rules: [], objects: diffOutputs(before.output, after.output), verdicts };
  }
  const { rendered } = await import('../verify/in-memory');
  const cell = 'cell' in before ? before.cell : (after as { cell: CellFile }).cell;
  const made = await rendered(cell);
  const live = 'output' in before ? before.output : (after as { output: ReadOutput }).output;
  const isWanted = wantedOf(made, cell.definition.name);
  const sides = 'cell' in before ? [made, live] as const : [live, made] as const;
  return { flows: [], rules: [], objects: diffOutputs(...sides, isWanted), verdicts: diffVerdicts(modelOf(cell), ...sides) };
}

/** Of an export only what is ours: what the definition makes, and objects that carry the cell's label. */
function wantedOf({ objects, terraform }: ReadOutput, cell: string): (layer: string, object: string, value: unknown) => boolean {
  const made = new Set([...objects.map(({ id }) => `cluster ${id}`), ...Object.entries(terraform).flatMap(([target, { resources }]) => resources.map(({ address }) => `${target} ${address}`))]);
  return (layer, object, value) => {
    const labels = (value as { metadata?: { labels?: Record<string, string> } }).metadata?.labels;
    return made.has(`${layer} ${object}`) || (labels?.['app.kubernetes.io/managed-by'] === 'edge-integration-cell' && labels['app.kubernetes.io/instance'] === cell);
  };
}

function ruleChanges(before: PlannedCell, after: PlannedCell): RuleChange[] {
  const [old, next] = [rulesOf(before), rulesOf(after)];
  return [...new Set([...old.keys(), ...next.keys()])].sort(compareText).flatMap((key): RuleChange[] => {
    if (old.has(key) === next.has(key)) return [];
    return [{ ...(next.get(key) ?? old.get(key))!, change: next.has(key) ? 'added' : 'removed' }];
  });
}

function rulesOf({ document: { targets } }: PlannedCell): Map<string, Omit<RuleChange, 'change'>> {
  return new Map(Object.entries(targets).flatMap(([target, rows]) => rows.map(({ flow, rule }) => [`${target} ${rule} ${flow}`, { target, flow, rule }] as const)));
}
