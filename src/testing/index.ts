export { allows, type AllowsOptions } from './allows';
export { rendered, type RenderedChart, type RenderedStack, terraform } from './rendered';
