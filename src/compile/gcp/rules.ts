import { Compiled } from '../target';

/** Protocol and ports of a rule; `all` has no ports. */
export interface GcpProtocol {
  readonly protocol: 'tcp' | 'udp' | 'all';
  /** Ports as text: `443` or `40000-40100`; empty: all. */
  readonly ports: readonly string[];
}

/** A rule of a network firewall policy, direction EGRESS. Exactly one kind of destination. */
export interface GcpRule {
  /** `eic-<cell>-<kind>-<flow key>`; RFC 1035. */
  readonly name: string;
  /** Unique in the policy; lower is evaluated first. */
  readonly priority: number;
  readonly action: 'allow' | 'deny' | 'apply_security_profile_group';
  readonly protocols: readonly GcpProtocol[];
  /** Exact names, resolved by Google. */
  readonly destFqdns?: readonly string[];
  /** Networks of one version. */
  readonly destRanges?: readonly string[];
  /** Networks of one version that packets come from.
   * @default - every address of the targets */
  readonly srcRanges?: readonly string[];
  readonly logging: boolean;
  /** Key of the URL profile that decides, with `apply_security_profile_group`. */
  readonly profile?: 'https' | 'http';
}

/** A URL filtering profile: names in order, and a last entry that denies every other. */
export interface UrlProfile {
  readonly key: 'https' | 'http';
  /** Name of the profile and of its group. */
  readonly name: string;
  readonly port: 443 | 80;
  readonly filters: readonly UrlFilter[];
}

export interface UrlFilter {
  readonly priority: number;
  readonly action: 'ALLOW' | 'DENY';
  readonly urls: readonly string[];
}

/** A rule of a Secure Web Proxy. */
export interface ProxyRule {
  readonly name: string;
  readonly priority: number;
  /** Condition in CEL. */
  readonly sessionMatcher: string;
}

/** A policy-based route: to the proxy, or around it. */
export interface ProxyRoute {
  readonly name: string;
  readonly priority: number;
  readonly srcRange: string;
  readonly destRange: string;
  readonly around: boolean;
}

export interface ProxyCompilation {
  /** Name of gateway and policy. */
  readonly name: string;
  readonly rules: readonly ProxyRule[];
  readonly routes: readonly ProxyRoute[];
}

/** Names that are answered with the private virtual address. */
export interface PrivateAccess {
  readonly name: string;
  readonly dnsNames: readonly DnsName[];
}

export interface DnsName {
  readonly ruleName: string;
  /** With a final dot. */
  readonly dnsName: string;
}

/** A cell as rules of a network firewall policy, and what these need. */
export interface GcpCompilation extends Compiled {
  /** `eic-<cell>`, the name of everything of which there is one. */
  readonly name: string;
  /** Ordered by priority. */
  readonly rules: readonly GcpRule[];
  readonly urlProfiles: readonly UrlProfile[];
  readonly proxy?: ProxyCompilation;
  readonly privateAccess?: PrivateAccess;
  /** Subnets and reserved addresses, where an egress network is asked for. */
  readonly egressNetwork?: GcpNetworkCompilation;
}

export interface GcpSubnet {
  readonly name: string;
  readonly range: string;
  readonly secondaryRanges: readonly { readonly name: string; readonly range: string }[];
}

export interface GcpNetworkCompilation {
  readonly subnets: readonly GcpSubnet[];
  /** Names of the addresses to reserve. */
  readonly addressNames: readonly string[];
}
