import type { azureNetwork } from '../../../cell/definition/firewall/azure-network';
import type { Read } from '../../../cell/spec';
import { AzureCompilation } from '../rules';

/** What `azure.network` says, with its defaults. In constructs, ids and names of what exists may be tokens. */
export type AzureNetworkSettings = Read<typeof azureNetwork>;

/** A route of the cluster's subnets. */
export interface NetworkRoute {
  readonly name: string;
  readonly prefix: string;
  /** To the firewall, or nowhere. */
  readonly to: 'firewall' | 'none';
}

/** What is made around the firewall, before it becomes resources. */
export interface NetworkPlan {
  readonly settings: AzureNetworkSettings;
  /** First part of all names. */
  readonly name: string;
  /** What the policy that is made does with known malicious hosts. */
  readonly threatIntelligence: AzureNetworkSettings['threatIntelligence'];
  /** Zones of the firewall, of its public address, and of NAT gateway and prefix; empty: none is named. */
  readonly zones: { readonly firewall: readonly string[]; readonly publicIp: readonly string[]; readonly nat: readonly string[]; readonly natPrefix: readonly string[] };
  readonly routes: readonly NetworkRoute[];
}

/** A cell as rules of a firewall of its own, and the network around it. */
export interface AzureNetworkCompilation extends AzureCompilation {
  readonly network: NetworkPlan;
}
