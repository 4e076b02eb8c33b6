export { compileAzure } from './compile-azure';
export { PRIORITIES } from './limits';
export { checkProviderSettings, PROVIDER_SETTINGS } from './provider-settings';
export * from './rules';
