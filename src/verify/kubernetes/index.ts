export { NetworkPolicies } from './network-policies';
export type { NetworkPolicyOptions } from './network-policies';
export { podsOfObjects } from './pods-of-objects';
export type { NamedPort, PolicyPod } from './policy-pod';
