export { CODES as ROUTE_CODES } from './codes';
export * from './egress-routes';
export type { RouteProblem } from './way';
