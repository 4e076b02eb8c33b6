export * from './check-flows';
export * from './destinations';
export * from './egress-gateway';
export * from './namespace-rows';
export * from './settings';
export * from './sni-proxy';
export * from './sni-proxy-config';
