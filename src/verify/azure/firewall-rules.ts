import { AddressSet, NameSet, PortSet } from '../rules';
import { RuleReference } from '../verdict';

/** What network and application rules have in common. */
interface Rule {
  readonly reference: RuleReference;
  readonly action: 'Allow' | 'Deny';
  readonly sources: AddressSet;
  /** Was something found that is not modelled, so that the rule may match less than it seems? */
  readonly open: boolean;
}

/** By address, or by exact names that the DNS proxy resolves. */
export interface NetworkRule extends Rule {
  readonly kind: 'network';
  /** `tcp`, `udp`, `icmp`. */
  readonly protocols: ReadonlySet<string>;
  readonly addresses: AddressSet | null;
  readonly names: NameSet | null;
  readonly ports: PortSet;
}

/** By server name or Host header. */
export interface ApplicationRule extends Rule {
  readonly kind: 'application';
  /** `Http:80`, `Https:443`, `Mssql:1433`. */
  readonly protocols: ReadonlySet<string>;
  readonly names: NameSet;
  readonly tags: readonly string[];
}

/** A rule that rewrites the destination. */
export interface DnatRule {
  readonly reference: RuleReference;
  readonly sources: AddressSet;
  readonly addresses: AddressSet;
  readonly ports: PortSet;
}

/** All rules of one policy and its parents, each list in the order of evaluation. */
export interface PolicyRules {
  readonly dnat: readonly DnatRule[];
  readonly network: readonly NetworkRule[];
  readonly application: readonly ApplicationRule[];
  /** Are all parents and the policy itself in the files? If not, there may be rules that were not read. */
  readonly isWhole: boolean;
}
