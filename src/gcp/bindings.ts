/** What rules need of the google provider: one folder for each kind of resource, never the barrel. Networks add `network-bindings.ts`; nothing else imports the provider. */
export { ComputeNetworkFirewallPolicy } from '@cdktf/provider-google/lib/compute-network-firewall-policy';
export { ComputeNetworkFirewallPolicyAssociation } from '@cdktf/provider-google/lib/compute-network-firewall-policy-association';
export { ComputeNetworkFirewallPolicyRule, type ComputeNetworkFirewallPolicyRuleConfig } from '@cdktf/provider-google/lib/compute-network-firewall-policy-rule';
export { ComputeRoute } from '@cdktf/provider-google/lib/compute-route';
export { DnsResponsePolicy } from '@cdktf/provider-google/lib/dns-response-policy';
export { DnsResponsePolicyRule } from '@cdktf/provider-google/lib/dns-response-policy-rule';
export { NetworkConnectivityPolicyBasedRoute } from '@cdktf/provider-google/lib/network-connectivity-policy-based-route';
export { NetworkSecurityFirewallEndpoint } from '@cdktf/provider-google/lib/network-security-firewall-endpoint';
export { NetworkSecurityFirewallEndpointAssociation } from '@cdktf/provider-google/lib/network-security-firewall-endpoint-association';
export { NetworkSecurityGatewaySecurityPolicy } from '@cdktf/provider-google/lib/network-security-gateway-security-policy';
export { NetworkSecurityGatewaySecurityPolicyRule } from '@cdktf/provider-google/lib/network-security-gateway-security-policy-rule';
export { NetworkSecuritySecurityProfile } from '@cdktf/provider-google/lib/network-security-security-profile';
export { NetworkSecuritySecurityProfileGroup } from '@cdktf/provider-google/lib/network-security-security-profile-group';
export { NetworkServicesGateway } from '@cdktf/provider-google/lib/network-services-gateway';
export { GoogleProvider, type GoogleProviderConfig } from '@cdktf/provider-google/lib/provider';
