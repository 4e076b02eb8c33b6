import { azureNetwork } from './azure-network';
import { azureId, platformFields } from './azure-values';
import { cloud, defaultDeny } from './shared';
import { boolean, defaulted, integer, object, required, word } from '../../spec';

const azureRules = object('AzureRules', 'Rules in an existing Azure Firewall policy.', {
  firewallPolicyId: required(azureId('Network', 'firewallPolicies'), 'Id of the firewall policy.'),
  priority: required(integer(100, 65000), 'Priority of our rule collection group in the policy.'),
  tier: defaulted(word('AzureFirewallTier', 'Basic', 'Standard', 'Premium'), 'Standard', 'Tier of the policy.'),
  dnsProxy: defaulted(boolean(), false, 'Is the DNS proxy of the policy on, and do the cell\'s nodes use it?'),
  defaultDeny,
  ...platformFields,
});

/** `azure` of a target. */
export const azure = cloud('AzureTarget', azureRules, azureNetwork);
