import { documented, Fact, SOURCES, vendor } from './fact';

/** Hosts of an SAP service outside the table of communication flows. */
export interface ServiceHosts extends Fact {
  readonly hosts: readonly string[];
}

/** Image registry of SAP (Repository-Based Shipment Channel). */
export const REGISTRY: ServiceHosts = { hosts: ['*.repositories.cloud.sap'], ...vendor(SOURCES.azureAccelerator) };

/** Signatures of images (notary). */
export const NOTARY: ServiceHosts = { hosts: ['signing.repositories.cloud.sap'], ...vendor(SOURCES.azureAccelerator) };

/** Control plane of Edge Lifecycle Management. */
export function edgeLifecycleManagement(region: string, domain: string): ServiceHosts {
  return { hosts: [`edge-lifecycle-manager-prod.cfapps.${region}.${domain}`], ...vendor(SOURCES.azureAccelerator) };
}

/** SAP Cloud ALM in a data center. */
export function cloudAlm(dataCenter: string): ServiceHosts {
  return { hosts: [`${dataCenter}.alm.cloud.sap`], ...documented(SOURCES.cloudAlm) };
}
