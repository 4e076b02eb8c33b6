import { Problem } from '../errors';
import { ProbeKind, ProbeOrigin } from './probes/probe';
import { LayerVerdict } from './verdict';

/** What became of a question. */
export type Outcome = 'as-expected' | 'residual' | 'accepted' | 'wrong' | 'unknown';

/** The verdict of all layers together. */
export type Verdict = 'allow' | 'deny' | 'residual' | 'unknown';

/** One question with its answers. */
export interface ProbeResult {
  /** `<flow key>/<kind>/<from>/<what>`, stable and unique in a cell. */
  readonly id: string;
  /** Key of the flow; `cluster/…`: what the cluster itself needs. */
  readonly flow: string;
  readonly kind: ProbeKind;
  readonly from: ProbeOrigin;
  readonly to: { readonly host: string | null; readonly address: string; readonly port: number };
  readonly protocol: string;
  /** Name on the wire, of TLS or HTTP; null: none. */
  readonly serverName: string | null;
  readonly expected: 'allow' | 'deny';
  readonly verdict: Verdict;
  readonly outcome: Outcome;
  /** Why it stays open; null: it does not. */
  readonly residual: { readonly code: string; readonly text: string; readonly accepted: string | null } | null;
  /** In the order in which a connection meets them. */
  readonly layers: readonly LayerVerdict[];
}

/** Counts of questions by outcome. */
export interface VerificationSummary {
  readonly probes: number;
  readonly asExpected: number;
  readonly residual: number;
  readonly accepted: number;
  readonly wrong: number;
  readonly unknown: number;
  /** How many neighbours are stopped by one layer, by two, …: place 0 counts those that one layer stops. */
  readonly depth: readonly number[];
}

/** What `eic verify` found out about a cell; `--json` prints it. */
export interface Verification {
  readonly cell: string;
  readonly summary: VerificationSummary;
  /** Ordered by id. */
  readonly probes: readonly ProbeResult[];
  /** What must be looked at: wrong and unknown probes by rule, rules wider than the plan, dead rules, what could not be read. */
  readonly problems: readonly Problem[];
}
