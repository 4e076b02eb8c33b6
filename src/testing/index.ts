export { allows, type AllowsOptions } from './allows';
export { rendered, terraform } from './rendered';
