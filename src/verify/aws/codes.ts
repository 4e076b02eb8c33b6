/** What AWS Network Firewall can say about a connection: code → explanation. */
export const CODES: Readonly<Record<string, string>> = {
  'aws-network-firewall/absent': 'The files hold no rules of an AWS Network Firewall.',
  'aws-network-firewall/pass-rule': 'A stateful rule passes the connection.',
  'aws-network-firewall/drop-rule': 'A stateful rule drops the connection.',
  'aws-network-firewall/default-drop': 'No rule passes the connection, and a default action of the policy drops it.',
  'aws-network-firewall/no-deny': 'No rule decides, and no default action drops: what nothing denies passes.',
  'aws-network-firewall/split-hello': 'The connection passes when its TLS hello comes in one segment and is dropped when it comes in two, as those of post-quantum clients do.',
  'aws-network-firewall/dropped-later': 'A whole hello or request passes before a later packet is dropped: data gets out, and the connection does not last.',
  'aws-network-firewall/stateless-pass': 'The stateless engine passes the connection, so that no stateful rule is asked.',
  'aws-network-firewall/stateless-drop': 'The stateless engine drops the connection.',
  'aws-network-firewall/rest-of-policy-not-read': 'No rule that was read decides, and the policy is not in the files: its other rules and default actions decide.',
  'aws-network-firewall/action-order': 'The policy or group evaluates rules by action instead of in strict order, which is not modelled.',
  'aws-network-firewall/not-understood': 'A rule that could decide could not be understood: a keyword, a variable or an expression that is not modelled.',
  'aws-network-firewall/several-policies': 'The files hold more than one firewall policy, and not which one the connection meets.',
  'aws-network-firewall/other-policy': 'The firewall of the files uses a policy that is not among them.',
  'aws-network-firewall/no-source': 'The address that the firewall sees is not known for the version of the destination.',
};
