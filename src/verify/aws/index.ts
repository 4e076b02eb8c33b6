export { CODES as AWS_NETWORK_FIREWALL_CODES } from './codes';
export * from './network-firewall';
export type { Segments } from './suricata';
