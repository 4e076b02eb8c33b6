/** What egress networks need of the google provider besides `bindings.ts`; loaded only where there is one. */
export { ComputeAddress } from '@cdktf/provider-google/lib/compute-address';
export { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
export { ComputeRouter } from '@cdktf/provider-google/lib/compute-router';
export { ComputeRouterNat } from '@cdktf/provider-google/lib/compute-router-nat';
export { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
