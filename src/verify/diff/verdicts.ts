import { EdgeIntegrationCell } from '../../edge-integration-cell';
import { ReadOutput } from '../read';
import { Outcome, ProbeResult, Verdict, Verification } from '../verification';
import { verify } from '../verify';

/** A question that two outputs answer differently. */
export interface VerdictChange {
  readonly id: string;
  readonly expected: 'allow' | 'deny';
  readonly before: { readonly verdict: Verdict; readonly outcome: Outcome };
  readonly after: { readonly verdict: Verdict; readonly outcome: Outcome };
  /** Layers whose answer differs. */
  readonly layers: readonly string[];
}

/** Questions of a cell whose answer, or one layer's answer, differs between two outputs. */
export function diffVerdicts(cell: EdgeIntegrationCell, before: ReadOutput, after: ReadOutput): readonly VerdictChange[] {
  return compareVerifications(verify(cell, before), verify(cell, after));
}

/** The same of two verifications of one cell. */
export function compareVerifications(before: Verification, after: Verification): readonly VerdictChange[] {
  const next = new Map(after.probes.map((probe) => [probe.id, probe]));
  return before.probes.flatMap((old): VerdictChange[] => {
    const now = next.get(old.id);
    if (now === undefined) return [];
    const layers = layersThatDiffer(old, now);
    if (old.verdict === now.verdict && old.outcome === now.outcome && layers.length === 0) return [];
    return [{ id: old.id, expected: old.expected, before: answerOf(old), after: answerOf(now), layers }];
  });
}

function layersThatDiffer(before: ProbeResult, after: ProbeResult): string[] {
  const old = new Map(before.layers.map(({ layer, verdict }) => [layer, verdict]));
  const next = new Map(after.layers.map(({ layer, verdict }) => [layer, verdict]));
  return [...new Set([...old.keys(), ...next.keys()])].filter((layer) => old.get(layer) !== next.get(layer));
}

function answerOf({ verdict, outcome }: ProbeResult): VerdictChange['before'] {
  return { verdict, outcome };
}
