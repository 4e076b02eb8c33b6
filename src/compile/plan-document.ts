import { acceptOfTargets } from './accepted';
import type { Definition } from '../cell';
import { ConnectivityPlan, Finding } from '../plan';
import { notRenderedOf } from './not-rendered';
import { Compiled, TargetRow } from './target';
import { compareFindings } from '../plan/finding';
import { noProxyValue } from '../plan/no-proxy';

/** The content of `plan.json`. */
export interface PlanDocument extends Readonly<Record<string, unknown>> {
  /** What a reviewer should know of the cell and of its targets, ordered by code and flow. */
  readonly findings: readonly Finding[];
  /** Rows by target: `cluster`, and the keys of `firewall`. */
  readonly targets: Readonly<Record<string, readonly TargetRow[]>>;
}

/** The plan with what each target makes of it. Pure. */
export function planDocument(definition: Definition, plan: ConnectivityPlan, compiled: Readonly<Record<string, Compiled>>): PlanDocument {
  const findings = [...plan.findings, ...notRenderedOf(definition), ...acceptOfTargets(definition, compiled).findings];
  const noProxy = noProxyValue(definition);
  return {
    ...plan.toJSON(),
    ...(noProxy === undefined ? {} : { noProxy }),
    findings: findings.sort(compareFindings),
    targets: Object.fromEntries(Object.entries(compiled).map(([key, { rows }]) => [key, rows])),
  };
}

/** `plan.json` as text. */
export function planText(document: PlanDocument | readonly PlanDocument[]): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
