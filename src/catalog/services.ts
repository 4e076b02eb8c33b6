import { documented, Fact, SOURCES, vendor } from './fact';

/** Hosts of an SAP service outside the table of communication flows. */
export interface ServiceHosts extends Fact {
  readonly hosts: readonly string[];
}

/** Image registry of SAP (Repository-Based Shipment Channel). */
export const REGISTRY: ServiceHosts = { hosts: ['*.repositories.cloud.sap'], ...vendor(SOURCES.azureAccelerator) };

/** Exact hosts seen behind the pattern of the registry, for narrowing. */
export const REGISTRY_HOSTS_SEEN: ServiceHosts = {
  hosts: ['73555000100900004766.dockersrv.cdn.repositories.cloud.sap'], ...vendor(SOURCES.azureAccelerator),
};

/** Signatures of images (notary). */
export const NOTARY: ServiceHosts = { hosts: ['signing.repositories.cloud.sap'], ...vendor(SOURCES.azureAccelerator) };

/** Control plane of Edge Lifecycle Management. */
export function edgeLifecycleManagement(region: string, domain: string): ServiceHosts {
  return { hosts: [`edge-lifecycle-manager-prod.cfapps.${region}.${domain}`], ...vendor(SOURCES.azureAccelerator) };
}

/** Data centers of SAP Cloud ALM. */
export const CLOUD_ALM_DATA_CENTERS: readonly string[] = ['ap10', 'ca10', 'cn20', 'eu10', 'eu11', 'eu20', 'jp10', 'us10'];

export function cloudAlm(dataCenter: string): ServiceHosts {
  return { hosts: [`${dataCenter}.alm.cloud.sap`], ...documented(SOURCES.cloudAlm) };
}

/** Domains of Identity Authentication tenants; the tenant's own host must be given, the domains are shared by all customers. */
export const IDENTITY_AUTHENTICATION: ServiceHosts = {
  hosts: ['*.accounts.ondemand.com', '*.accounts.cloud.sap', '*.accounts.sapcloud.cn'], ...documented(SOURCES.identity),
};
