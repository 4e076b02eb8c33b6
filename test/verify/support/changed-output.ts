import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { narrowerThanPlan } from '../../../src/verify/complete';
import type { ReadOutput } from '../../../src/verify/read';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- fields are changed as they stand in files
export type Loose = any;

/** What is narrower than the plan in an output of which one object is changed, or taken away where the change says `null`. */
export function lacksAfter(cell: EdgeIntegrationCell, output: ReadOutput, id: string, change: (object: Loose) => unknown): string[] {
  const changed = structuredClone(output) as Loose;
  const index = changed.objects.findIndex((object: Loose) => object.id === id);
  if (index < 0) throw new Error(`no ${id}`);
  if (change(changed.objects[index].value) === null) changed.objects.splice(index, 1);
  return narrowerThanPlan(cell, changed as ReadOutput, []).map(({ code, message }) => `${code} ${message}`);
}

/** Takes the whole object away. */
export const away = (): null => null;
