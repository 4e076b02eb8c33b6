export { backendOf, useLocalState } from './backend';
export { findTerraform, terraform, terraformAll, type TerraformCommand } from './command';
export { startProviders, type Providers, type ServedProvider } from './providers';
