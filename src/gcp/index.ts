import './require-peers';
export { GcpFirewallRules, type GcpFirewallRulesProps } from './gcp-firewall-rules';
export { GcpEgressNetwork, type GcpEgressNetworkProps, type GcpNatLogging } from './gcp-egress-network';
export type { GcpDefaultDeny, GcpGoogleApis, GcpSecureWebProxy, GcpUrlFiltering, GcpWildcards } from '../compile/gcp';
