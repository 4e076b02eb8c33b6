export { compileAzure } from './compile-azure';
export { checkProviderSettings, PROVIDER_SETTINGS } from './provider-settings';
export * from './rules';
