import { KINDS, Problems } from '../../errors';
import { explain } from '../../verify';
import { readCells } from '../cells';
import { Call, EXIT } from '../command';
import { modelOf, outputOf, placesOf } from '../verify/verified-cell';

/** `eic explain`: what each layer does with one connection. Without `-d` it asks what `eic synth` would write. */
export async function run(call: Call): Promise<number> {
  const { io } = call;
  const [from, to] = [call.text('from'), call.text('to')];
  const problems = new Problems();
  if (from === undefined) problems.add(KINDS.usage, '--from', 'must be given: a component such as worker, namespace/component, or nodes');
  if (to === undefined) problems.add(KINDS.usage, '--to', 'must be given: host:port or address:port');
  problems.throwIfAny('command line');
  const places = placesOf(call, false);
  const cells = readCells(call.args, io);
  if (cells.length > 1) problems.must(KINDS.usage, '', 'be one cell', cells.map(({ file }) => file));
  problems.throwIfAny('command line');
  const cell = cells[0]!;
  const output = places.length > 0 ? outputOf(cell.definition.name, places, true) : await (await import('../verify/in-memory')).rendered(cell);
  problems.addAll(output.problems);
  problems.throwIfAny('output');
  const question = { from: from!, to: to!, ...optional(call, 'protocol', 'protocol'), ...optional(call, 'server-name', 'serverName'), ...optional(call, 'address', 'address') };
  const answer = explain(modelOf(cell), output, question);
  if (call.has('json')) io.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  else io.stdout.write(await (await import('../verify/explanation')).explanationText(answer, io));
  return answer.outcome === 'wrong' || answer.outcome === 'unknown' ? EXIT.problems : EXIT.ok;
}

function optional(call: Call, option: string, field: 'protocol' | 'serverName' | 'address') {
  const value = call.text(option);
  return value === undefined ? {} : { [field]: value };
}
