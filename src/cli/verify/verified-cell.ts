import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { EdgeIntegrationCellProps } from '../../cell/props';
import { EdgeIntegrationCell } from '../../edge-integration-cell';
import { KINDS, Problem, Problems } from '../../errors';
import { readOutput, ReadOutput, verify, Verification } from '../../verify';
import { CellFile } from '../cells';
import { Call } from '../command';

/** A cell, and what was found out about its output. */
export interface VerifiedCell {
  readonly cell: CellFile;
  readonly verification: Verification;
  /** Of reading and judging. */
  readonly milliseconds: number;
}

/** The class that the definition makes; it was read and planned already. */
export function modelOf({ data, definition, plan, firewall }: CellFile): EdgeIntegrationCell {
  return new EdgeIntegrationCell(data as EdgeIntegrationCellProps, { definition, plan, firewall, problems: [] });
}

/** Reads and judges what `-d` names: the cell's folder in it, as `eic synth` writes it, or all of it where there is none and only one cell. */
export function verifyCell(cell: CellFile, places: readonly string[], alone: boolean): VerifiedCell {
  const started = process.hrtime.bigint();
  const output = outputOf(cell.definition.name, places, alone);
  const verification = verify(modelOf(cell), output, { firewall: cell.firewall });
  const problems = verification.problems.map((problem) => (problem.file === undefined ? cell.located([problem])[0]! : problem));
  return { cell, verification: { ...verification, problems }, milliseconds: Number(process.hrtime.bigint() - started) / 1e6 };
}

/** What is read for a cell. */
export function outputOf(name: string, places: readonly string[], alone: boolean): ReadOutput {
  return readOutput(places.map((place) => {
    const own = join(place, name);
    return isFolder(place) && (isFolder(own) || !alone) ? own : place;
  }));
}

/** @throws ValidationError (`EIC901`) when `-d` is missing or names nothing */
export function placesOf(call: Call, isNeeded: boolean): readonly string[] {
  const places = call.texts('directory');
  const problems = new Problems();
  if (isNeeded && places.length === 0) problems.add(KINDS.usage, '--directory', 'must be given: the folder that eic synth wrote, or exports of cluster and Terraform');
  for (const place of places) if (!existsSync(place)) problems.must(KINDS.usage, '--directory', 'be a file or folder that is there', place);
  problems.throwIfAny('command line');
  return places;
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Errors, and whatever a strict run stops at. */
export function isBad({ verification: { summary, problems } }: VerifiedCell, strict: boolean): boolean {
  return summary.wrong > 0 || summary.unknown > 0 || problems.some(({ severity }: Problem) => severity === 'error') || (strict && summary.residual > 0);
}
