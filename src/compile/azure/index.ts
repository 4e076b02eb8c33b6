export { compileAzure } from './compile-azure';
export * from './rules';
export { compileAzureTarget } from './target';
