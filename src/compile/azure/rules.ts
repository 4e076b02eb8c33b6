import { Compiled } from '../target';

/** Tier (SKU) of an Azure Firewall policy. */
export type AzureFirewallTier = 'Basic' | 'Standard' | 'Premium';

/** What our rules deny: nothing, or what is left of the cell's egress sources. */
export type AzureDefaultDeny = 'none' | 'sources';

/** The rule collection group for what the Kubernetes platform itself needs. */
export interface AzurePlatformOptions {
  /** Which platform: the firewall has rules for `aks` only. */
  readonly platform: 'aks' | 'eks' | 'gke';
  /** Where the definition asks for it. */
  readonly path: string;
  /** Priority of the group; before that of the cell, whose deny would cut the nodes off otherwise. */
  readonly priority: number;
  /** Where the priority stands. */
  readonly priorityPath: string;
  /** Addresses of the nodes as the firewall sees them.
   * @default - `cluster.nodeCidrs` */
  readonly sources?: readonly string[];
}

/** Denies for everybody, in a group of their own; only where the firewall is ours. */
export interface AzureFinalDeny {
  /** Priority of the group, after all others of the policy. */
  readonly priority: number;
  /** TCP ports that application rules of others in the policy use, which our network deny must leave alone. */
  readonly otherWebPorts: readonly number[];
}

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
  /** @default - no group for the platform */
  readonly platform?: AzurePlatformOptions;
  /** @default - no deny for everybody */
  readonly finalDeny?: AzureFinalDeny;
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
  /** Exact names, or `*.suffix`: many labels, without the apex. `*`: every name, in denies only. None beside tags. */
  readonly destinationFqdns: readonly string[];
  /** Lists of names that Microsoft keeps, such as `AzureKubernetesService`.
   * @default - by names */
  readonly destinationFqdnTags?: readonly string[];
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

/** A rule collection group of an Azure Firewall policy. */
export interface RuleGroup {
  /** Name of the rule collection group. */
  readonly groupName: string;
  /** Priority of the group in its policy. */
  readonly priority: number;
  readonly networkCollections: readonly RuleCollection<NetworkRule>[];
  readonly applicationCollections: readonly RuleCollection<ApplicationRule>[];
}

/** A cell as rule collection groups of an Azure Firewall policy: its own, and those beside it. */
export interface AzureCompilation extends Compiled, RuleGroup {
  /** What the platform needs, evaluated before the cell's. */
  readonly platformGroup?: RuleGroup;
  /** Denies for everybody, evaluated after everything else. */
  readonly denyGroup?: RuleGroup;
}

/** The groups of a cell in the order of their evaluation. */
export function groupsOf({ groupName, priority, networkCollections, applicationCollections, platformGroup, denyGroup }: AzureCompilation): readonly RuleGroup[] {
  const own = { groupName, priority, networkCollections, applicationCollections };
  return [platformGroup, own, denyGroup].filter((group) => group !== undefined);
}
