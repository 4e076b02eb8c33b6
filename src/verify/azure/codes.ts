/** What Azure Firewall can say about a connection: code → explanation. */
export const CODES: Readonly<Record<string, string>> = {
  'azure-firewall/absent': 'The files hold no rules of an Azure Firewall.',
  'azure-firewall/no-ipv6': 'Azure Firewall carries no IPv6: the connection does not go through it, whatever its rules say.',
  'azure-firewall/network-rule-allow': 'A network rule allows the connection, before any application rule is asked.',
  'azure-firewall/network-rule-deny': 'A network rule denies the connection, before any application rule is asked.',
  'azure-firewall/application-rule-allow': 'An application rule allows the server name or Host header.',
  'azure-firewall/application-rule-deny': 'An application rule denies the server name or Host header.',
  'azure-firewall/implicit-deny': 'No rule matches: the firewall denies what no rule allows.',
  'azure-firewall/rest-of-policy-not-read': 'No rule that was read matches, and the policy is not in the files: its other rules decide.',
  'azure-firewall/infrastructure-names': 'No rule matches, and the name may be one that Azure allows for its own infrastructure before its implicit deny.',
  'azure-firewall/not-understood': 'A rule that could decide could not be understood: an expression, a service tag, an FQDN tag or a field that is not modelled.',
  'azure-firewall/dnat': 'A DNAT rule takes the connection before all other rules; where it goes then is not modelled.',
  'azure-firewall/several-policies': 'The files hold more than one firewall policy, and not which one the connection meets.',
  'azure-firewall/no-source': 'The address that the firewall sees is not known for the version of the destination.',
};
