import { Outcome, ProbeResult, VerificationSummary } from './verification';

/** Counts of results. */
export function summaryOf(results: readonly ProbeResult[]): VerificationSummary {
  const counts: Record<Outcome, number> = { 'as-expected': 0, 'residual': 0, 'accepted': 0, 'wrong': 0, 'unknown': 0 };
  const depth: number[] = [];
  for (const { expected, verdict, outcome, layers } of results) {
    counts[outcome] += 1;
    if (expected !== 'deny' || verdict !== 'deny') continue;
    const stops = layers.filter((layer) => layer.verdict === 'deny').length;
    while (depth.length < stops) depth.push(0);
    depth[stops - 1]! += 1;
  }
  const { residual, accepted, wrong, unknown } = counts;
  return { probes: results.length, asExpected: counts['as-expected'], residual, accepted, wrong, unknown, depth };
}
