import { Compiled } from '../target';

/** What our rules deny: nothing, or what is left of the cell's egress sources. */
export type AwsDefaultDeny = 'none' | 'sources';

/** What a cell is compiled for. */
export interface AwsRuleOptions {
  /** Where the options come from; problems and findings about them have paths below it, such as `firewall.inspection.aws.rules`. */
  readonly target: string;
  /** Whose traffic our deny stops: nobody's, the cell's, or in a firewall of our own everybody's. */
  readonly deny: AwsDefaultDeny | 'any';
  /** Stateful default actions of the policy. */
  readonly policyDefaultActions: readonly string[];
  /** Rules that the group can hold.
   * @default - the next coarse step */
  readonly capacity?: number;
  /** Does our deny end a TLS hello that is longer than 8 kB? */
  readonly endlessHelloBound: boolean;
}

/** One rule of Suricata. */
export interface SuricataRule {
  readonly action: 'pass' | 'alert' | 'drop';
  readonly sid: number;
  /** The rule as it is written. */
  readonly text: string;
}

/** A stateful rule group with strict order, as AWS takes it. */
export interface SuricataRuleGroup {
  /** `eic-<cell>-<rules|platform>-<capacity>`: a group in use cannot be replaced under its name. */
  readonly name: string;
  readonly capacity: number;
  /** Address groups, by the names that the rules use. */
  readonly ipSets: Readonly<Record<string, readonly string[]>>;
  /** In the order of evaluation. */
  readonly rules: readonly SuricataRule[];
}

/** A cell as rule groups of AWS Network Firewall. */
export interface AwsCompilation extends Compiled {
  readonly group: SuricataRuleGroup;
  /** What the Kubernetes platform itself needs, to be evaluated before `group`.
   * @default - not asked for */
  readonly platform?: SuricataRuleGroup;
}

/** The text of a group, which AWS counts the bytes of. */
export function rulesString({ rules }: SuricataRuleGroup): string {
  return rules.map(({ text }) => text).join('\n');
}
