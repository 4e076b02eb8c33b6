import { PlannedCell } from '../planned-cell';

/** What the cell is, in one line. */
export function headline({ cell: { definition: { name, btp, cluster, enforcement }, plan } }: PlannedCell): string {
  return `${name}: BTP ${btp.region}, cluster ${cluster.platform}, ${enforcement}; ${plan.egress.length} flows out, ${plan.ingress.length} in`;
}

/** The rules of a target. */
export interface TargetSummary {
  readonly target: string;
  readonly rules: number;
  /** Rules that look at less than the flow says. */
  readonly inexact: number;
}

/** Rules by target, and how many of them look at less than the flow says. */
export function targetSummaries({ document: { targets } }: PlannedCell): readonly TargetSummary[] {
  return Object.entries(targets).map(([target, rows]) => ({ target, rules: rows.length, inexact: rows.filter(({ exact }) => !exact).length }));
}

/** What pods behind the corporate proxy reach without it; nothing where there is no proxy. */
export function noProxyLines({ document: { noProxy } }: PlannedCell): readonly string[] {
  return typeof noProxy === 'string' ? [noProxy] : [];
}
