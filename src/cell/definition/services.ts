import { boolean, cidr, defaulted, host, list, object, optional, pattern, port, portOrRange, record, required, word } from '../spec';

const registry = object('RegistryProps', 'Where container images come from.', {
  enabled: defaulted(boolean(), true, 'Is the registry reached at all?'),
  hosts: defaulted(list(host('wildcards')), [], 'A mirror instead of SAP\'s `*.repositories.cloud.sap`.', 'SAP\'s registry and notary'),
  ports: defaulted(list(portOrRange(), 1), [443], 'Ports of the registry.'),
  pulledBy: defaulted(word('RegistryClient', 'nodes', 'edgelm'), 'nodes',
    '`nodes`: the container runtime, seen by the cloud firewall only; `edgelm`: SAP\'s Image Replication Service.'),
});

const edgeLifecycleManagement = object('EdgeLifecycleManagementProps', 'SAP\'s Edge Lifecycle Management.', {
  enabled: defaulted(boolean(), true, 'Does the agent in `edgelm` reach its service?'),
});

const cloudConnector = object('CloudConnectorProps', 'How SAP Integration Suite reaches the cell for monitoring.', {
  mode: defaulted(word('CloudConnectorMode', 'embedded', 'external', 'none'), 'embedded',
    '`embedded`: in the cluster, it dials out; `external`: your own, it calls the API virtual host; `none`.'),
  sources: defaulted(list(cidr()), [], 'Addresses of the external Cloud Connector.'),
  apiServer: defaulted(boolean(), false, 'Does the external Cloud Connector also map the Kubernetes API server?'),
});

const cloudAlm = object('CloudAlmProps', 'SAP Cloud ALM.', {
  enabled: defaulted(boolean(), false, 'Is message monitoring sent there?'),
  dataCenter: optional(pattern(/^[a-z]{2}[0-9]{2}$/, 'be a data center of SAP Cloud ALM, such as eu10'), 'Data center, such as `eu10`.', 'must be given when enabled'),
});

const identityAuthentication = object('IdentityAuthenticationProps', 'SAP Cloud Identity Services, Identity Authentication.', {
  enabled: defaulted(boolean(), false, 'Does the cell reach the tenant?'),
  hosts: defaulted(list(host('wildcards')), [], 'Hosts of the tenant, such as `acme.accounts.ondemand.com`; needed when enabled.'),
});

const identityProvider = object('IdentityProvider', 'An OpenID Connect provider of API artifacts.', {
  host: required(host(), 'Host of its well-known and key URLs.'),
  port: defaulted(port(), 443, 'Port of those URLs.'),
});

const focusedRun = object('FocusedRunProps', 'SAP Focused Run.', {
  enabled: defaulted(boolean(), false, 'Is message monitoring sent there?'),
  host: optional(host(), 'Host of the system.', 'must be given when enabled'),
  port: defaulted(port(), 443, 'Port of the system.'),
  addresses: defaulted(list(cidr()), [], 'Addresses of the system, where it is private.'),
});

const revocation = object('RevocationProps', 'Revocation lists (CRL) and OCSP over port 80.', {
  enabled: defaulted(boolean(), false, 'Are certificates checked for revocation?'),
  hosts: defaulted(list(host('wildcards')), [], 'Distribution points of the CAs; needed when enabled.'),
});

/** `services` */
export const services = object('ServicesProps', 'SAP-side flows beyond the table of communication flows.', {
  registry: defaulted(registry, registry.empty(), 'Where container images come from.', 'SAP\'s registry'),
  edgeLifecycleManagement: defaulted(edgeLifecycleManagement, edgeLifecycleManagement.empty(), 'Edge Lifecycle Management.', 'enabled'),
  cloudConnector: defaulted(cloudConnector, cloudConnector.empty(), 'The Cloud Connector.', 'embedded'),
  cloudAlm: defaulted(cloudAlm, cloudAlm.empty(), 'SAP Cloud ALM.', 'not reached'),
  identityAuthentication: defaulted(identityAuthentication, identityAuthentication.empty(), 'Identity Authentication.', 'not reached'),
  identityProviders: defaulted(record(identityProvider), {}, 'OpenID Connect providers of API artifacts, by key.'),
  focusedRun: defaulted(focusedRun, focusedRun.empty(), 'SAP Focused Run.', 'not reached'),
  revocation: defaulted(revocation, revocation.empty(), 'Revocation lists and OCSP.', 'not reached'),
});
