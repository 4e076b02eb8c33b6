import './require-peers';
export { AzureEgressNetwork } from './azure-egress-network';
export { AzureFirewallRules, type AzureFirewallRulesProps, type AzurePlatformEgress } from './azure-firewall-rules';
export { type AzureEgressNetworkProps, type AzureNetworkTier, type AzureThreatIntelligence, type AzureZone } from './network/network-props';
