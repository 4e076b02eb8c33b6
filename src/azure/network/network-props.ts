import { EdgeIntegrationCell } from '../../edge-integration-cell';
import type { AzurePlatformEgress } from '../azure-firewall-rules';

/** Tier of firewall and policy of an egress network; Basic has no DNS proxy and needs a second subnet. */
export type AzureNetworkTier = 'Standard' | 'Premium';
/** Availability zone of Azure. */
export type AzureZone = '1' | '2' | '3';
/** What a policy does with known malicious hosts. */
export type AzureThreatIntelligence = 'Off' | 'Alert' | 'Deny';

/** Properties of `AzureEgressNetwork`. What is given by id is used as it is and never made; ids, the resource group, the region and tags may be tokens. */
export interface AzureEgressNetworkProps {
  /** The cell whose flows the firewall lets out. */
  readonly cell: EdgeIntegrationCell;
  /** Existing resource group for everything that is made. Azure wants firewall, network and public address in one group. */
  readonly resourceGroup: string;
  /** Azure region, such as `westeurope`. */
  readonly location: string;
  /** First part of the names of what is made: 4 to 50 letters, digits and hyphens.
   * @default - `eic-<cell>` */
  readonly name?: string;
  /** @default `Standard` */
  readonly tier?: AzureNetworkTier;
  /** Availability zones of the firewall.
   * @default - none is named: Azure chooses; regions without zones take none */
  readonly zones?: readonly AzureZone[];
  /** Existing virtual network for subnets that are made.
   * @default - one is made from `addressSpace` */
  readonly virtualNetworkId?: string;
  /** Address space of a virtual network that is made.
   * @default - no network is made */
  readonly addressSpace?: readonly string[];
  /** Existing subnet `AzureFirewallSubnet`.
   * @default - one is made from `firewallSubnetCidr` */
  readonly firewallSubnetId?: string;
  /** Address range of `AzureFirewallSubnet`, /26 or larger.
   * @default - `firewallSubnetId` */
  readonly firewallSubnetCidr?: string;
  /** Existing subnets of the cluster, by a key of your own: their default route leads to the firewall.
   * @default - none */
  readonly clusterSubnetIds?: { readonly [key: string]: string };
  /** Subnets of the cluster that are made, by a key of your own; without Azure's default outbound access.
   * @default - none */
  readonly clusterSubnetCidrs?: { readonly [key: string]: string };
  /** Existing firewall policy, which gets our rule collection groups.
   * @default - one is made, with DNS proxy and threat intelligence */
  readonly firewallPolicyId?: string;
  /** Is the DNS proxy of the policy on (of one that is made: always), and do the cell's nodes use it?
   * @default true */
  readonly dnsProxy?: boolean;
  /** DNS servers that the proxy asks, as IPv4 addresses.
   * @default - those of Azure */
  readonly dnsServers?: readonly string[];
  /** Of a policy that is made; no more than `Alert` while the cell observes.
   * @default `Deny` */
  readonly threatIntelligence?: AzureThreatIntelligence;
  /** Existing Standard public address of the firewall; with a NAT gateway nothing leaves by it.
   * @default - one is made */
  readonly publicIpId?: string;
  /** Existing NAT gateway; joined to `AzureFirewallSubnet` unless that exists too.
   * @default - one is made */
  readonly natGatewayId?: string;
  /** Outgoing addresses of an existing NAT gateway or prefix, as networks with prefix.
   * @default - unknown */
  readonly natAddresses?: readonly string[];
  /** Existing public IP prefix for a NAT gateway that is made.
   * @default - one is made */
  readonly natPrefixId?: string;
  /** Size of a prefix that is made: 28 (16 addresses, the most that a NAT gateway takes) to 31 (2). Each address has 64,512 ports.
   * @default 31 */
  readonly natPrefixLength?: number;
  /** Minutes after which a NAT gateway that is made forgets an idle connection, 4 to 120.
   * @default 4 */
  readonly natIdleTimeoutMinutes?: number;
  /** Existing Log Analytics workspace for the logs.
   * @default - one is made */
  readonly workspaceId?: string;
  /** Days for which a workspace that is made keeps logs, 30 to 730.
   * @default 90 */
  readonly logRetentionDays?: number;
  /** Priority of the cell's rule collection group in the policy.
   * @default 400 */
  readonly priority?: number;
  /** Priority of the final deny, after all others of the policy.
   * @default 65000 */
  readonly denyPriority?: number;
  /** TCP ports besides 80 and 443 that application rules of others in this firewall use: the final network deny leaves them alone.
   * @default - none */
  readonly otherWebPorts?: readonly number[];
  /** `aks`: a rule collection group with what the nodes of an AKS cluster themselves need.
   * @default `none` */
  readonly platformEgress?: AzurePlatformEgress;
  /** Priority of that group.
   * @default - one less than `priority` */
  readonly platformPriority?: number;
  /** Addresses of the nodes as the firewall sees them.
   * @default - `cluster.nodeCidrs` */
  readonly platformSources?: readonly string[];
  /** Tags of everything that is made and can have some.
   * @default - none */
  readonly tags?: { readonly [tag: string]: string };
}
