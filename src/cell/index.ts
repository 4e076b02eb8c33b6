export * from './cluster-facts';
export * from './definition';
export { checkDefinition } from './rules';
