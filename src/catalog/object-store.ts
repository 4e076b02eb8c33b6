import { documented, Fact, SOURCES } from './fact';
import { BtpInfrastructure } from './regions';

/** Hosts of the BTP object store: they follow the infrastructure under the BTP subaccount, never the cloud of the cluster. */
export interface ObjectStore extends Fact {
  readonly hosts: readonly string[];
}

const store = (...hosts: string[]): ObjectStore => ({ hosts, ...documented(SOURCES.network) });

/** Undefined where SAP documents no host (Alibaba, and China in general). */
export const OBJECT_STORES: Readonly<Record<BtpInfrastructure, ObjectStore | undefined>> = {
  azure: { ...store('*.blob.core.windows.net', '*.blob.storage.azure.net'), source: `${SOURCES.network}; ${SOURCES.objectStore}` },
  aws: store('*.amazonaws.com'),
  gcp: store('*.storage.googleapis.com'),
  sap: store('*.osaas.hana.ondemand.com'),
  alibaba: undefined,
};

/** Domains under which any customer of a platform can have names; wildcards over them, or over what holds them, are findings. */
export const SHARED_TENANT_DOMAINS: readonly string[] = [
  'amazonaws.com', 'blob.core.windows.net', 'blob.storage.azure.net', 'hana.ondemand.com', 'storage.googleapis.com',
];
