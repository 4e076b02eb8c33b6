/** What NetworkPolicies can say about a connection: code → explanation. */
export const CODES: Readonly<Record<string, string>> = {
  'network-policy/rule': 'A rule of a policy that selects the pod allows the connection; policies only add up.',
  'network-policy/no-rule': 'Policies select the pod for this direction, and none of their rules allows the connection.',
  'network-policy/not-selected': 'No policy selects the pod for this direction: everything is allowed.',
  'network-policy/not-a-pod': 'The connection does not start, or end, at a pod: NetworkPolicies are not on its way.',
  'network-policy/host-network': 'The pod is on the network of its node, where most network plug-ins do not apply NetworkPolicies.',
  'network-policy/pod-not-known': 'Nothing is known of the pod, so its policies cannot be told.',
  'network-policy/no-transport': 'What NetworkPolicies do with protocols other than TCP, UDP and SCTP is left to the network plug-in.',
  'network-policy/not-understood': 'A policy that selects the pod was not understood: a field that is not known, or a value that the API server refuses.',
  'network-policy/other-kind': 'A policy of another kind selects the pod, or may, and is not evaluated; it may allow more or deny more.',
  'network-policy/labels-not-known': 'Whether a rule allows the connection depends on labels of a namespace that is not among the objects.',
  'network-policy/block-on-pod': 'Only a block of addresses matches, and the other end is a pod or a node: network plug-ins differ there.',
  'network-policy/entity': 'A rule names an entity of Cilium, and whether the address belongs to it is not known.',
  'network-policy/port-name-not-known': 'Whether a rule allows the connection depends on a named port, and the ports of the pod are not known.',
  'network-policy/address-not-known': 'The address of the other end is not known in the version that rules would compare.',
};
