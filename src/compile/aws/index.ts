export { compileAws, type AwsPlatform } from './compile-aws';
export * from './rules';
export { dnsDomains } from './dns-domains';
export { addressOutput } from './network-addresses';
export { checkNetwork, type NetworkParts, type WorkloadSubnetParts, type ZoneParts } from './network-checks';
export { checkNetworkSources } from './network-sources';
export { compileAwsTarget } from './target';
