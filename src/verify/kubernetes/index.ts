export { NetworkPolicies, NetworkPolicyOptions } from './network-policies';
export { podsOfObjects } from './pods-of-objects';
export { NamedPort, PolicyPod } from './policy-pod';
