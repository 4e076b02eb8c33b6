export * from './cloud-firewall';
export { CODES as GCP_FIREWALL_CODES } from './codes';
