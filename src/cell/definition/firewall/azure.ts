import { cloud, defaultDeny } from './shared';
import { boolean, defaulted, integer, object, pattern, required, word } from '../../spec';

const azureRules = object('AzureRules', 'Rules in an existing Azure Firewall policy.', {
  firewallPolicyId: required(
    pattern(/^\/subscriptions\/[^/\s]+\/resourceGroups\/[^/\s]+\/providers\/Microsoft\.Network\/firewallPolicies\/[^/\s]+$/i,
      'be the id of a firewall policy: /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/firewallPolicies/…'), 'Id of the firewall policy.'),
  priority: required(integer(100, 65000), 'Priority of our rule collection group in the policy.'),
  tier: defaulted(word('AzureFirewallTier', 'Basic', 'Standard', 'Premium'), 'Standard', 'Tier of the policy.'),
  dnsProxy: defaulted(boolean(), false, 'Is the DNS proxy of the policy on, and do the cell\'s nodes use it?'),
  defaultDeny,
});

/** `azure` of a target. */
export const azure = cloud('AzureTarget', azureRules);
