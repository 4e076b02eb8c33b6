/** What rules need of the aws provider: one folder for each kind of resource, never the barrel. Networks add `network-bindings.ts`; nothing else imports the provider. */
export { NetworkfirewallRuleGroup, type NetworkfirewallRuleGroupConfig } from '@cdktf/provider-aws/lib/networkfirewall-rule-group';
export { AwsProvider, type AwsProviderConfig } from '@cdktf/provider-aws/lib/provider';
