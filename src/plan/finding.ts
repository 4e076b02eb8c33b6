import { compareText, KINDS, ProblemKind, Severity } from '../errors';

/** What works but a reviewer should know. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  /** Id of the flow it is about; null: of the cell or a target. */
  readonly flow: string | null;
  readonly path: string;
  readonly message: string;
  /** What would end it. */
  readonly remedy: string;
  /** The reason with which the definition accepts it; null: not accepted. */
  readonly accepted: string | null;
}

/** A finding of a kind that nobody has accepted (yet). */
export function findingOf(kind: ProblemKind, flow: string | null, path: string, message: string, remedy: string): Finding {
  return { code: kind.code, severity: kind.severity, flow, path, message, remedy, accepted: null };
}

/** The word with which a finding can be accepted. */
export function riskOf({ code }: Finding): string | undefined {
  return Object.values(KINDS as Record<string, ProblemKind>).find((kind) => kind.code === code)?.risk;
}

/** Is the risk one that targets of `firewall` find? */
export function isOfTargets(risk: string): boolean {
  return Object.values(KINDS as Record<string, ProblemKind>).some((kind) => kind.risk === risk && kind.ofTarget === true);
}

export function compareFindings(a: Finding, b: Finding): number {
  return compareText(a.code, b.code) || compareText(a.flow ?? '', b.flow ?? '') || compareText(a.path, b.path) || compareText(a.message, b.message);
}
