import type {
  FirewallPolicyRuleCollectionGroupApplicationRuleCollection as ApplicationCollectionConfig, FirewallPolicyRuleCollectionGroupConfig,
  FirewallPolicyRuleCollectionGroupNetworkRuleCollection as NetworkCollectionConfig,
} from './bindings';
import { ApplicationRule, AzureCompilation, NetworkRule, RuleCollection } from '../compile/azure';
import { escapeTerraform, escapeTerraformData } from '../terraform/escape';

/** The resource of a compiled cell. All text is literal and escaped; only the policy's id may be a token. */
export function groupConfig(compilation: AzureCompilation, firewallPolicyId: string): FirewallPolicyRuleCollectionGroupConfig {
  return {
    name: escapeTerraform(compilation.groupName),
    priority: compilation.priority,
    firewallPolicyId,
    networkRuleCollection: escapeTerraformData(compilation.networkCollections).map(networkCollection),
    applicationRuleCollection: escapeTerraformData(compilation.applicationCollections).map(applicationCollection),
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
