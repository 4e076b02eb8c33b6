export { compileAzure } from './compile-azure';
export { compileNetwork, NAT_OUTPUT } from './network/compile-network';
export * from './network/network-plan';
export * from './rules';
export { type AzureTargetCompilation, compileAzureTarget } from './target';
