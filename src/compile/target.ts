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

/** Something of which there is one in a shared place, such as a priority in a firewall policy: two cells must not claim the same. */
export interface Claim {
  /** The shared place in canonical form, such as the id of a policy. */
  readonly place: string;
  /** What is claimed, such as `priority`. */
  readonly what: string;
  readonly value: string | number;
  /** Where the definition decides it. */
  readonly path: string;
  /** The rule that a second claim breaks, after `must`, such as `differ in the same policy`. */
  readonly rule: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** An address from which the cell's traffic leaves, for partners who allow it. */
export interface OutgoingAddress {
  /** What has the address, such as `NAT gateway in eu-central-1a`. */
  readonly owner: string;
  /** The address or network.
   * @default - known after apply only: `output` has it */
  readonly address?: string;
  /** The output of the Terraform stack that has it.
   * @default - known already */
  readonly output?: string;
}

/** What every target compiles to, besides its own rules. */
export interface Compiled {
  /** Ordered by flow, then rule. */
  readonly rows: readonly TargetRow[];
  /** Why the target cannot carry the plan; nothing is rendered then. */
  readonly problems: readonly Problem[];
  /** What a reviewer should know of this target. */
  readonly findings: readonly Finding[];
  /** What it takes in places that it shares with other cells.
   * @default - nothing */
  readonly claims?: readonly Claim[];
  /** From where the traffic leaves.
   * @default - the target does not decide it */
  readonly addresses?: readonly OutgoingAddress[];
  /** Text to put into configuration of others, such as the reference to a rule group in their policy.
   * @default - nothing */
  readonly snippet?: string;
}

/** What one cloud of a target is compiled from. */
export interface TargetContext<Settings> {
  /** Where the settings stand, such as `firewall.hub.azure`. */
  readonly path: string;
  /** The settings of the cloud as they were read. */
  readonly settings: Settings;
  /** The settings of the Terraform provider.
   * @default - none */
  readonly provider?: Readonly<Record<string, unknown>>;
}
