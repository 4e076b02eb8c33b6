import { documented, Fact, SOURCES, vendor } from './fact';

/** A namespace of an edge cluster. */
export interface NamespaceFact extends Fact {
  readonly name: string;
  readonly content: string;
  /** Labels of the restricted access mode, as Red Hat's tasks set them; those of the standard mode are not documented. */
  readonly labels: Readonly<Record<string, string>>;
}

export const RUNTIME_NAMESPACE = 'edge-icell';
export const SERVICES_NAMESPACE = 'edge-icell-services';
export const ELA_NAMESPACE = 'edge-icell-ela';
export const ELM_NAMESPACE = 'edgelm';

/** The namespaces whose pods run the cell; ours to protect. */
export const CELL_NAMESPACES: readonly string[] = [RUNTIME_NAMESPACE, ELA_NAMESPACE, SERVICES_NAMESPACE];

const product = { 'edgelm.sap.com/product': 'edgelm' };
const injected = { ...product, 'istio-injection': 'enabled' };

export const NAMESPACES: readonly NamespaceFact[] = [
  { name: RUNTIME_NAMESPACE, content: 'runtime components; the name is fixed, so there is one cell per cluster', labels: injected, ...documented(SOURCES.plan) },
  { name: SERVICES_NAMESPACE, content: 'Message Service (Solace) and its operator', labels: injected, ...documented(SOURCES.messageService) },
  { name: ELA_NAMESPACE, content: 'Edge Local Authentication and Authorization', labels: injected, ...documented(SOURCES.ela) },
  { name: 'edge-icell-secrets', content: 'not described; no sidecars', labels: product, ...vendor(SOURCES.suse) },
  { name: ELM_NAMESPACE, content: 'Edge Lifecycle Management agent, embedded Cloud Connector, image replication', labels: injected, ...documented(SOURCES.elmBridge) },
  { name: 'istio-system', content: 'Istio and, with standard access, its ingress gateway', labels: {}, ...documented(SOURCES.dns) },
  { name: 'istio-system-sap-edge', content: 'control plane of a mesh for the cell alone', labels: {}, ...vendor(SOURCES.redHatDedicated) },
  { name: 'istio-cni', content: 'Istio\'s network plug-in on OpenShift', labels: {}, ...vendor(SOURCES.redHatDedicated) },
  { name: 'istio-gateways', content: 'ingress gateway with restricted access', labels: injected, ...documented(SOURCES.dns) },
];
