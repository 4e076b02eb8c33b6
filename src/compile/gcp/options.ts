/** How wildcard hosts are matched: not at all, by URL filtering of Cloud NGFW Enterprise, or by Secure Web Proxy. */
export type GcpWildcards = 'refuse' | 'urlFiltering' | 'secureWebProxy';

/** How Google APIs are reached: by name at their public addresses, or by the private virtual address. */
export type GcpGoogleApis = 'public' | 'privateVip';

/** What our rules deny: nothing, what is left of the targets, or what is left of every VM in a network that we create. */
export type GcpDefaultDeny = 'none' | 'sources' | 'any';

/** URL filtering of Cloud NGFW Enterprise; needs version 7.22 of the google provider, whose bindings are older. */
export interface GcpUrlFiltering {
  /** Number of the organization that owns profiles and endpoints. */
  readonly organization: string;
  /** Every zone where nodes can run: traffic of a zone without an endpoint is not inspected. */
  readonly zones: readonly string[];
  /** Project that pays for the endpoints.
   * @default - the project of the rules */
  readonly billingProject?: string;
  /** Ids of firewall endpoints that exist already, by zone.
   * @default - every zone gets a new one */
  readonly endpoints?: { readonly [zone: string]: string };
  /** Associate the endpoints with the network? False where it has them already.
   * @default true */
  readonly associate?: boolean;
  /** Version of the google provider that the stack asks for, 7.22 at least.
   * @default `~> 7.22` */
  readonly providerVersion?: string;
}

/** A Secure Web Proxy as the next hop for the web traffic of the cell; IPv4 and port 443 only. */
export interface GcpSecureWebProxy {
  /** Id of the subnet in which the gateway takes its address. */
  readonly subnetwork: string;
  /** IPv4 address of the gateway in that subnet. */
  readonly address: string;
  /** Range of the proxy-only subnet to create.
   * @default - the network has one in the region */
  readonly proxySubnetCidr?: string;
  /** Ids of certificates of the gateway.
   * @default - none */
  readonly certificateUrls?: readonly string[];
}

/** Which VMs rules apply to. */
export interface GcpTargets {
  readonly serviceAccounts: readonly string[];
  readonly secureTags: readonly string[];
}

/** What a cell is compiled for. */
export interface GcpRuleOptions {
  /** Where the options come from; problems and findings about them have paths below it, such as `firewall.net.gcp.rules`. */
  readonly target: string;
  readonly region: string;
  /** Is the network one of our own, in which only the cell is? */
  readonly ownNetwork: boolean;
  readonly targets: GcpTargets;
  /** First priority of our rules. */
  readonly priorityBase: number;
  readonly wildcards: GcpWildcards;
  readonly urlFiltering?: GcpUrlFiltering;
  readonly secureWebProxy?: GcpSecureWebProxy;
  readonly googleApis: GcpGoogleApis;
  readonly defaultDeny: GcpDefaultDeny;
  /** Write what GKE itself needs, also without a deny of ours? */
  readonly platformEgress: boolean;
}

/** The egress network around the rules. */
export interface GcpNetworkOptions {
  /** Are subnets given, so that none is created? */
  readonly givenSubnetworks: boolean;
  /** How many addresses are reserved; none where they are given. */
  readonly natAddressCount: number;
  readonly minPortsPerVm: number;
  readonly maxPortsPerVm: number;
}
