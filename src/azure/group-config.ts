import type { FirewallPolicyRuleCollectionGroupApplicationRuleCollection as ApplicationCollectionConfig, FirewallPolicyRuleCollectionGroupConfig, FirewallPolicyRuleCollectionGroupNetworkRuleCollection as NetworkCollectionConfig } from './bindings';
import { ApplicationRule, NetworkRule, RuleCollection, RuleGroup } from '../compile/azure';
import { escapeTerraform, escapeTerraformData } from '../terraform/escape';

/** The resource of a rule collection group. All text is literal and escaped; only the policy's id may be a token. */
export function groupConfig(group: RuleGroup, firewallPolicyId: string): FirewallPolicyRuleCollectionGroupConfig {
  return {
    name: escapeTerraform(group.groupName),
    priority: group.priority,
    firewallPolicyId,
    networkRuleCollection: escapeTerraformData(group.networkCollections).map(networkCollection),
    applicationRuleCollection: escapeTerraformData(group.applicationCollections).map(applicationCollection),
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
    rule: rules.map(({ protocols, sourceAddresses, destinationFqdns, destinationFqdnTags, ...rule }) => ({
      ...rule,
      protocols: [...protocols],
      sourceAddresses: [...sourceAddresses],
      ...(destinationFqdnTags === undefined ? { destinationFqdns: [...destinationFqdns] } : { destinationFqdnTags: [...destinationFqdnTags] }),
    })),
  };
}
