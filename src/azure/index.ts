import './require-peers';
export { AzureFirewallRules, type AzureFirewallRulesProps } from './azure-firewall-rules';
