import { Compiled } from '../target';

/** Tier (SKU) of an Azure Firewall policy. */
export type AzureFirewallTier = 'Basic' | 'Standard' | 'Premium';

/** What our rules deny: nothing, or what is left of the cell's egress sources. */
export type AzureDefaultDeny = 'none' | 'sources';

/** What a cell is compiled for. */
export interface AzureRuleOptions {
  /** Where the options come from; problems and findings about them have paths below it, such as `firewall.hub.azure.rules`. */
  readonly target: string;
  /** Priority of our rule collection group in the policy, 100 to 65000; lower is evaluated first. */
  readonly priority: number;
  /** Tier of the policy: with Basic, network rules cannot have names. */
  readonly tier: AzureFirewallTier;
  /** Is the DNS proxy of the policy on, and do the cell's nodes use it? Without it, network rules cannot have names. */
  readonly dnsProxy: boolean;
  readonly defaultDeny: AzureDefaultDeny;
}

/** A network rule: by address, or by exact names that the firewall resolves. Exactly one kind of destination. */
export interface NetworkRule {
  /** The key of the flow that caused it, with hyphens for slashes; `deny-…` for a deny of ours. */
  readonly name: string;
  readonly protocols: readonly ('TCP' | 'UDP' | 'ICMP')[];
  readonly sourceAddresses: readonly string[];
  readonly destinationAddresses?: readonly string[];
  readonly destinationFqdns?: readonly string[];
  /** Ports as text: `443`, `40000-40100` or `*`. */
  readonly destinationPorts: readonly string[];
}

/** An application rule: by the HTTP Host header or the TLS server name, never with inspection. */
export interface ApplicationRule {
  /** The key of the flow that caused it, with hyphens for slashes; `deny-…` for a deny of ours. */
  readonly name: string;
  readonly protocols: readonly ApplicationProtocol[];
  readonly sourceAddresses: readonly string[];
  /** Exact names, or `*.suffix`: many labels, without the apex. `*`: every name, in denies only. */
  readonly destinationFqdns: readonly string[];
}

export interface ApplicationProtocol {
  readonly type: 'Http' | 'Https';
  readonly port: number;
}

/** Rules with one action; a collection is evaluated before those of its kind with a higher priority number. */
export interface RuleCollection<R> {
  readonly name: string;
  readonly priority: number;
  readonly action: 'Allow' | 'Deny';
  readonly rules: readonly R[];
}

/** A cell as one rule collection group of an Azure Firewall policy. */
export interface AzureCompilation extends Compiled {
  /** Name of the rule collection group. */
  readonly groupName: string;
  /** Priority of the group in its policy. */
  readonly priority: number;
  readonly networkCollections: readonly RuleCollection<NetworkRule>[];
  readonly applicationCollections: readonly RuleCollection<ApplicationRule>[];
}
