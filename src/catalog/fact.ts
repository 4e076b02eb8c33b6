/**
 * How well a fact is known. `documented`: SAP's public documentation; `vendor`: a third party's or sample code; `inferred`: nobody states it;
 * `declared`: the definition says so.
 */
export type Evidence = 'documented' | 'vendor' | 'inferred' | 'declared';

/** A fact of the catalogue and where it is from. */
export interface Fact {
  readonly evidence: Evidence;
  /** Page, repository path or note that states it. */
  readonly source: string;
}

/** Version of the facts; recorded in `plan.json`. Raised whenever a host, port or flow changes. */
export const CATALOG_VERSION = '2026.11.1';

const EIC = 'SAP-docs/btp-integration-suite: docs/ISuite_Edge_Integration_Cell';

/** Pages that several facts cite. */
export const SOURCES = {
  network: `${EIC}/network-and-communication-security-for-edge-integration-cell-7051f88.md (2026-07-02)`,
  monitoring: `${EIC}/set-up-external-prometheus-monitoring-for-edge-integration-cell-b5ab6bc.md`,
  backup: `${EIC}/backup-and-restore-edge-integration-cell-61cf37b.md`,
  podSecurity: `${EIC}/pod-security-standards-2557e81.md`,
  plan: `${EIC}/plan-your-setup-of-edge-integration-cell-217fed1.md`,
  landscape: `${EIC}/technical-landscape-edge-integration-cell-f60efc1.md`,
  deploy: `${EIC}/deploy-the-edge-integration-cell-solution-ab81b84.md`,
  dns: `${EIC}/create-or-update-the-dns-872214b.md`,
  virtualHost: `${EIC}/create-additional-virtual-host-398578b.md`,
  proxies: `${EIC}/execute-integration-flows-with-proxies-e9515b5.md`,
  externalConnector: `${EIC}/configure-an-external-cloud-connector-for-edge-integration-cell-dbc29bb.md`,
  prepare: `${EIC}/prepare-your-kubernetes-cluster-46720c5.md`,
  messageService: `${EIC}/access-the-message-service-abbb36a.md`,
  ela: `${EIC}/fix-edge-local-authentication-and-authorization-issues-4cddfbe.md`,
  elmBridge: `${EIC}/run-the-edge-lifecycle-management-bridge-61884b9.md`,
  cloudAlm: 'SAP-docs/cloud-alm-setup-admin-guide: docs/supported-data-centers-79af00d.md',
  objectStore: 'SAP-docs/btp-object-store: docs/change-in-blob-endpoint-url-assess-and-adapt-b87c53a.md',
  regions: 'SAP-docs/btp-cloud-platform: docs/10-concepts/regions-and-api-endpoints-available-for-the-cloud-foundry-environment-f344a57.md (2026-08-07)',
  connector: 'SAP-docs/btp-connectivity: docs/1-connectivity-documentation/prerequisites-e23f776.md (2026-07-30)',
  azureAccelerator: 'Azure/sap-edge-integration-cell-on-azure-accelerator: knowledge-base/elm-configuration.md',
  suse: 'SUSE/suse-best-practices: adoc/SAP-EIC-SharedCluster-main.adoc',
  redHat: 'redhat-sap/sap-edge: .tekton/tasks/ossm3-prepare-namespaces-task.yaml',
  redHatDedicated: 'redhat-sap/sap-edge: .tekton/tasks/ossm3-prepare-namespaces-dedicated-task.yaml',
  identity: 'SAP-docs/btp-cloud-identity-services',
} as const;

export const documented = (source: string): Fact => ({ evidence: 'documented', source });
export const vendor = (source: string): Fact => ({ evidence: 'vendor', source });
export const inferred = (source: string): Fact => ({ evidence: 'inferred', source });
