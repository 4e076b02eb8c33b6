export * from './azure-firewall';
export { CODES as AZURE_FIREWALL_CODES } from './codes';
