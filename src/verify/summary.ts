import { ProbeResult, VerificationSummary } from './verification';

/** Counts of results. */
export function summaryOf(results: readonly ProbeResult[]): VerificationSummary {
  const count = (outcome: ProbeResult['outcome']) => results.filter((result) => result.outcome === outcome).length;
  const depth: number[] = [];
  for (const { expected, verdict, layers } of results) {
    if (expected !== 'deny' || verdict !== 'deny') continue;
    const stops = layers.filter((layer) => layer.verdict === 'deny').length;
    while (depth.length < stops) depth.push(0);
    depth[stops - 1]! += 1;
  }
  return {
    probes: results.length, asExpected: count('as-expected'), residual: count('residual'), accepted: count('accepted'), wrong: count('wrong'), unknown: count('unknown'), depth,
  };
}
