import './require-peers';
export { AwsEgressNetwork } from './aws-egress-network';
export { AwsNetworkFirewallRules, type AwsNetworkFirewallRulesProps } from './aws-network-firewall-rules';
export type { AwsEgressNetworkProps, AwsFirewallLogs, AwsWorkloadSubnet, AwsZone } from './network-props';
