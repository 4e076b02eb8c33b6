export * from './codes';
export * from './mesh';
export * from './types';
export { type GatewayArrival, principalOf } from './wire';
