/** What rules need of the azurerm provider: one folder for each kind of resource, never the barrel. Networks add `network-bindings.ts`; nothing else imports the provider. */
export {
  FirewallPolicyRuleCollectionGroup, type FirewallPolicyRuleCollectionGroupApplicationRuleCollection, type FirewallPolicyRuleCollectionGroupConfig,
  type FirewallPolicyRuleCollectionGroupNetworkRuleCollection,
} from '@cdktf/provider-azurerm/lib/firewall-policy-rule-collection-group';
export { AzurermProvider, type AzurermProviderConfig } from '@cdktf/provider-azurerm/lib/provider';
