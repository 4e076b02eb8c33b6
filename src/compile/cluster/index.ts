export * from './callers';
export * from './compile-cluster';
export * from './egress-allows';
export * from './network-policies';
export * from './scopes';
export * from './service-entries';
export * from './sidecars';
export * from './virtual-hosts';
