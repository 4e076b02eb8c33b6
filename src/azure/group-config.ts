import { ApplicationRule, AzureCompilation, NetworkRule, RuleCollection } from '../compile/azure';
import { escapeTerraformData } from '../terraform/escape';
import type {
  FirewallPolicyRuleCollectionGroupApplicationRuleCollection as ApplicationCollectionConfig, FirewallPolicyRuleCollectionGroupConfig,
  FirewallPolicyRuleCollectionGroupNetworkRuleCollection as NetworkCollectionConfig,
} from './bindings';

/** The resource of a compiled cell. All text is literal and escaped; only the policy's id may be a token. */
export function groupConfig(compilation: AzureCompilation, firewallPolicyId: string): FirewallPolicyRuleCollectionGroupConfig {
  const { groupName, priority, networkCollections, applicationCollections } = escapeTerraformData(compilation);
  return {
    name: groupName,
    priority,
    firewallPolicyId,
    networkRuleCollection: networkCollections.map(networkCollection),
    applicationRuleCollection: applicationCollections.map(applicationCollection),
  };
}

function networkCollection({ rules, ...collection }: RuleCollection<NetworkRule>): NetworkCollectionConfig {
  return {
    ...collection,
    rule: rules.map(({ protocols, sourceAddresses, destinationAddresses, destinationFqdns, destinationPorts, ...rule }) => ({
      ...rule,
      protocols: [...protocols],
      sourceAddresses: [...sourceAddresses],
      ...(destinationAddresses === undefined ? {} : { destinationAddresses: [...destinationAddresses] }),
      ...(destinationFqdns === undefined ? {} : { destinationFqdns: [...destinationFqdns] }),
      destinationPorts: [...destinationPorts],
    })),
  };
}

function applicationCollection({ rules, ...collection }: RuleCollection<ApplicationRule>): ApplicationCollectionConfig {
  return {
    ...collection,
    rule: rules.map(({ protocols, sourceAddresses, destinationFqdns, ...rule }) => ({
      ...rule,
      protocols: [...protocols],
      sourceAddresses: [...sourceAddresses],
      destinationFqdns: [...destinationFqdns],
    })),
  };
}
