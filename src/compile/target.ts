import { Problem } from '../errors';
import { Finding } from '../plan';

/** How a rule of a target carries a flow; one entry of `targets` in `plan.json`. */
export interface TargetRow {
  /** Id of the flow. */
  readonly flow: string;
  /** Name of the rule or object in the output. */
  readonly rule: string;
  /** What carries it, such as `service-entry`, `network-policy`, `application-rule`, `network-rule`. */
  readonly mechanism: string;
  /** What the target looks at: TLS server name, HTTP Host header, resolved name, or address. */
  readonly evidence: 'sni' | 'host' | 'dns' | 'ip';
  /** Does the rule allow exactly what the flow says, by the evidence it has? */
  readonly exact: boolean;
}

/** What every target compiles to, besides its own rules. */
export interface Compiled {
  /** Ordered by flow, then rule. */
  readonly rows: readonly TargetRow[];
  /** Why the target cannot carry the plan; nothing is rendered then. */
  readonly problems: readonly Problem[];
  /** What a reviewer should know of this target. */
  readonly findings: readonly Finding[];
}
