import { documented, Fact, inferred, SOURCES } from './fact';
import { ELA_NAMESPACE, ELM_NAMESPACE, RUNTIME_NAMESPACE, SERVICES_NAMESPACE } from './namespaces';

/** A workload of Edge Integration Cell. */
export interface Component extends Fact {
  /** Name of the workload, such as `edc`. */
  readonly name: string;
  /** SAP's name, such as Edge Deploy Controller. */
  readonly title: string;
  readonly namespace: string;
  /** Labels of its pods, where SAP documents them (its AuthorizationPolicy sample).
   * @default - not documented */
  readonly selector?: Readonly<Record<string, string>>;
  /** Port of its Service, where SAP documents it.
   * @default - not documented */
  readonly servicePort?: number;
  /** Does it call the Kubernetes API server (it mounts a service-account token)? */
  readonly callsApiServer?: boolean;
}

const labelled = (name: string, title: string, more: Partial<Component> = {}): Component => ({
  name, title, namespace: RUNTIME_NAMESPACE, selector: { 'app': name, 'app.kubernetes.io/name': name }, ...documented(SOURCES.monitoring), ...more,
});
const unlabelled = (name: string, title: string, namespace: string, source: string, more: Partial<Component> = {}): Component =>
  ({ name, title, namespace, ...documented(source), ...more });

/** Components by name; the labels of seven are documented. */
export const COMPONENTS: ReadonlyMap<string, Component> = new Map([
  labelled('edc', 'Edge Deploy Controller', { callsApiServer: true }),
  labelled('esac', 'Edge Security Artifact Controller'),
  labelled('edge-event-controller', 'Edge Event Controller'),
  labelled('policyengine', 'Policy Engine', { servicePort: 8080 }),
  labelled('worker', 'Worker'),
  labelled('mdc', 'Monitoring Data Consumer'),
  labelled('auditlog-agent', 'Auditlog Agent'),
  unlabelled('edge-api', 'API Application', RUNTIME_NAMESPACE, SOURCES.backup, { callsApiServer: true }),
  unlabelled('destination-configuration', 'Destination Service', RUNTIME_NAMESPACE, SOURCES.backup),
  unlabelled('destination-db-management', 'Destination Service database management', RUNTIME_NAMESPACE, SOURCES.backup),
  unlabelled('ela-server', 'Edge Local Authentication and Authorization', ELA_NAMESPACE, SOURCES.ela, { callsApiServer: true }),
  unlabelled('ssb-solace', 'Message Service', SERVICES_NAMESPACE, SOURCES.messageService, { callsApiServer: true }),
  unlabelled('ssb-operator-manager', 'Message Service operator', SERVICES_NAMESPACE, SOURCES.podSecurity, { callsApiServer: true }),
  unlabelled('cloud-connector', 'Cloud Connector (embedded)', ELM_NAMESPACE, '', inferred(`${SOURCES.landscape}; the name of the workload is not documented`)),
].map((component) => [component.name, Object.freeze(component)]));
