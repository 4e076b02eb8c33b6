// Generated from src/cell/definition by `npm run docs`. Change the definition, not this file.

/** A finding that is accepted with a reason. */
export interface Acceptance {
  /** Flow ids.
   * @default `[]` */
  readonly flows?: readonly string[];
  /** Keys of `firewall`, for what a target finds.
   * @default `[]` */
  readonly targets?: readonly string[];
  /** The risk, as `docs/errors.md` names it. */
  readonly risk: Risk;
  /** Why it is accepted; shown in plan and report. */
  readonly reason: string;
}

/** A virtual host beside SAP's, rendered as Gateway and VirtualService. */
export interface AdditionalVirtualHost {
  /** Host name that callers use. */
  readonly host: string;
  /** Secret with key pair and CA in the namespace of the gateway. */
  readonly credentialName: string;
  /** `OPTIONAL_MUTUAL` as SAP documents it; `MUTUAL` refuses callers by password or token; `SIMPLE` asks for no certificate.
   * @default `"OPTIONAL_MUTUAL"` */
  readonly tls?: VirtualHostTls;
}

/** One of these words. */
export type AmqpTransport = 'tcp' | 'websocket';

/** The Kubernetes API server. */
export interface ApiServerProps {
  /** Addresses of the API server as pods reach them. */
  readonly cidrs: readonly string[];
  /** Port of the API server.
   * @default `443` */
  readonly port?: number;
}

/** One of these words. */
export type Authentication = 'basic' | 'oauth' | 'clientCertificate';

/** One of these words. */
export type BtpInfrastructure = 'azure' | 'aws' | 'gcp' | 'sap' | 'alibaba';

/** The SAP BTP subaccount that the cell belongs to. */
export interface BtpProps {
  /** Cloud Foundry region or sub-landscape, such as `eu10-004`; decides infrastructure, domain and Cloud Connector hosts. */
  readonly region: string;
  /** What runs under the subaccount; decides the hosts of the object store, whatever cloud the cluster runs on.
   * @default - from the catalogue of regions */
  readonly infrastructure?: BtpInfrastructure;
  /** Base domain of the landscape, such as `hana.ondemand.com`; needed for China and sovereign landscapes.
   * @default - from the catalogue of regions */
  readonly domain?: string;
  /** `region`: `*.<region>.<domain>` and the parent region's instead of `*.<domain>`; inferred from observed names, not documented by SAP.
   * @default `"none"` */
  readonly narrow?: Narrowing;
  /** What is known of a communication flow beyond SAP's table.
   * @default - as SAP documents them */
  readonly flows?: FlowsSettings;
}

/** One of these words. */
export type ClientAddress = 'preserved' | 'xForwardedFor' | 'proxyProtocol';

/** SAP Cloud ALM. */
export interface CloudAlmProps {
  /** Is message monitoring sent there?
   * @default `false` */
  readonly enabled?: boolean;
  /** Data center, such as `eu10`.
   * @default - must be given when enabled */
  readonly dataCenter?: string;
}

/** One of these words. */
export type CloudConnectorMode = 'embedded' | 'external' | 'none';

/** How SAP Integration Suite reaches the cell for monitoring. */
export interface CloudConnectorProps {
  /** `embedded`: in the cluster, it dials out; `external`: your own, it calls the API virtual host; `none`.
   * @default `"embedded"` */
  readonly mode?: CloudConnectorMode;
  /** Addresses of the external Cloud Connector.
   * @default `[]` */
  readonly sources?: readonly string[];
  /** Does the external Cloud Connector also map the Kubernetes API server?
   * @default `false` */
  readonly apiServer?: boolean;
}

/** One of these words. */
export type ClusterAccess = 'standard' | 'restricted';

/** The Kubernetes cluster that the cell runs on. */
export interface ClusterProps {
  /** Kubernetes platform: aks, eks, gke, openshift, rke2 or other. */
  readonly platform: Platform;
  /** `standard`: SAP installs Istio, gateway in `istio-system`; `restricted`: your own Istio, gateway in `istio-gateways`.
   * @default `"standard"` */
  readonly access?: ClusterAccess;
  /** Minor version of Istio; decides what may be emitted.
   * @default `"1.24"` */
  readonly istioVersion?: string;
  /** The Istio of the cluster.
   * @default - as SAP installs it */
  readonly istio?: IstioProps;
  /** Trust domain of the mesh.
   * @default `"cluster.local"` */
  readonly trustDomain?: string;
  /** DNS domain of the cluster.
   * @default `"cluster.local"` */
  readonly clusterDomain?: string;
  /** Addresses of the nodes. */
  readonly nodeCidrs: readonly string[];
  /** Addresses of the pods. */
  readonly podCidrs: readonly string[];
  /** Addresses of Services.
   * @default `[]` */
  readonly serviceCidrs?: readonly string[];
  /** Addresses of the cell as the cloud firewall sees them, IPv4 and IPv6.
   * @default - `nodeCidrs`; give the pods' on a flat AKS or EKS without SNAT */
  readonly egressSources?: readonly string[];
  /** The Kubernetes API server; needed with `enforcement: enforce`.
   * @default - unknown */
  readonly apiServer?: ApiServerProps;
  /** The DNS of the cluster.
   * @default - by platform */
  readonly dns?: DnsProps;
  /** Time servers of the nodes, hosts or addresses; they become flows of the firewall.
   * @default `[]` */
  readonly ntp?: readonly string[];
  /** The network plug-in.
   * @default - unknown */
  readonly cni?: CniProps;
  /** Who may scrape metrics.
   * @default - nobody outside the cell */
  readonly monitoring?: MonitoringProps;
  /** What SAP does not document of components: labels, service accounts, ports.
   * @default `{}` */
  readonly components?: { readonly [key: string]: ComponentProps };
  /** Do SAP's pods carry ALLOW AuthorizationPolicies already? With `allow`, `dynamicDns` needs exact hosts for flows of a whole namespace, such as `xsuaa`.
   * @default - unknown; needed with `egress.wildcards: dynamicDns` */
  readonly existingPolicies?: ExistingPolicies;
  /** Mutual TLS between pods.
   * @default - STRICT without exceptions */
  readonly mtls?: MtlsProps;
  /** What is enforced beyond the namespaces of the cell.
   * @default - nothing */
  readonly namespaces?: NamespacesProps;
  /** A corporate HTTP proxy.
   * @default - no proxy */
  readonly httpProxy?: HttpProxyProps;
}

/** One of these words. */
export type CniName = 'cilium' | 'calico' | 'ovn-kubernetes' | 'aws-vpc-cni' | 'antrea' | 'other';

/** The network plug-in of the cluster. */
export interface CniProps {
  /** The plug-in.
   * @default - unknown */
  readonly name?: CniName;
  /** Does the cluster enforce NetworkPolicies?
   * @default - unknown, and the layer does not count as proof */
  readonly networkPolicy?: boolean;
  /** Minor version of the plug-in; decides what `egress.fqdnPolicy` may write.
   * @default - unknown */
  readonly version?: string;
}

/** What SAP does not document of a component. */
export interface ComponentProps {
  /** Namespace of its pods.
   * @default - from the catalogue, else `edge-icell` */
  readonly namespace?: string;
  /** Labels of its pods.
   * @default - from the catalogue, which knows seven components; without labels nothing can be scoped to the component */
  readonly selector?: { readonly [label: string]: string };
  /** Service account of its pods.
   * @default - unknown: identity is by namespace */
  readonly serviceAccount?: string;
  /** Container ports on which it takes calls.
   * @default `[]` */
  readonly ports?: readonly number[];
}

/** One of these words. */
export type ComponentScope = 'component' | 'namespace';

/** The external data store. */
export interface DataStore {
  /** redis, valkey or hana. */
  readonly type: DataStoreType;
  /** Endpoints, each `host:port`. */
  readonly endpoints: readonly string[];
  /** Addresses of all nodes of the store.
   * @default `[]` */
  readonly addresses?: readonly string[];
  /** Ports beside those of the endpoints, such as 26379 of Redis Sentinel; they need `addresses`.
   * @default `[]` */
  readonly ports?: readonly (number | string)[];
}

/** One of these words. */
export type DataStoreType = 'redis' | 'valkey' | 'hana';

/** The external database. */
export interface Database {
  /** postgresql or hana. */
  readonly type: DatabaseType;
  /** Host name in its certificate. */
  readonly host: string;
  /** Port.
   * @default - 5432 for postgresql; for hana it must be given */
  readonly port?: number;
  /** Addresses; needed for postgresql, whose connections start without a name.
   * @default `[]` */
  readonly addresses?: readonly string[];
}

/** One of these words. */
export type DatabaseType = 'postgresql' | 'hana';

/** The DNS of the cluster. */
export interface DnsProps {
  /** Namespace of the DNS pods.
   * @default - by platform: `kube-system`, on OpenShift `openshift-dns` */
  readonly namespace?: string;
  /** Labels of the DNS pods.
   * @default - by platform: `k8s-app: kube-dns` */
  readonly selector?: { readonly [label: string]: string };
  /** Ports of the DNS pods.
   * @default - by platform: 53, on OpenShift 5353 */
  readonly ports?: readonly number[];
  /** Do pods ask the node-local cache at 169.254.20.10?
   * @default `false` */
  readonly nodeLocal?: boolean;
  /** Servers that the cluster's DNS asks; they become flows of the firewall.
   * @default `[]` */
  readonly upstream?: readonly string[];
}

/** The definition of one Edge Integration Cell. */
export interface EdgeIntegrationCellProps {
  /** Name of the cell: RFC 1123 label, at most 40 characters. It is part of every name we write. */
  readonly name: string;
  /** `observe`: the same objects, nothing of ours blocks and everything is logged.
   * @default `"enforce"` */
  readonly enforcement?: Enforcement;
  /** The SAP BTP subaccount that the cell belongs to. */
  readonly btp: BtpProps;
  /** The Kubernetes cluster that the cell runs on. */
  readonly cluster: ClusterProps;
  /** SAP-side flows beyond the table of communication flows.
   * @default - registry, lifecycle management, embedded Cloud Connector */
  readonly services?: ServicesProps;
  /** Who calls the cell, and how. */
  readonly ingress: IngressProps;
  /** Remote systems that integration flows call, by key.
   * @default `{}` */
  readonly receivers?: { readonly [key: string]: Receiver };
  /** "Manual Proxy" of integration flows, by key.
   * @default `{}` */
  readonly proxies?: { readonly [key: string]: Proxy };
  /** Database and data store outside the cluster.
   * @default - inside the cluster */
  readonly externalServices?: ExternalServices;
  /** How the mesh lets traffic out.
   * @default - wildcards by passthrough, no gateway, scoped by component */
  readonly egress?: EgressProps;
  /** RBAC of the people around the cell.
   * @default - nothing is bound */
  readonly personas?: Personas;
  /** Extra flows that nothing else can say, by key.
   * @default `{}` */
  readonly flows?: { readonly [key: string]: ExtraFlow };
  /** Findings that are accepted, each with its reason.
   * @default `[]` */
  readonly accept?: readonly Acceptance[];
}

/** SAP's Edge Lifecycle Management. */
export interface EdgeLifecycleManagementProps {
  /** Does the agent in `edgelm` reach its service?
   * @default `true` */
  readonly enabled?: boolean;
}

/** One of these words. */
export type EdgelmEnforcement = 'none' | 'enforce';

/** An egress gateway of Istio. */
export interface EgressGatewayProps {
  /** Do exact hosts leave through a gateway?
   * @default `false` */
  readonly enabled?: boolean;
  /** Its namespace.
   * @default `"eic-egress"` */
  readonly namespace?: string;
  /** Pods of the gateway.
   * @default `2` */
  readonly replicas?: number;
  /** Its service account.
   * @default `"eic-egress"` */
  readonly serviceAccount?: string;
}

/** How the mesh lets traffic out. */
export interface EgressProps {
  /** How wildcard hosts leave: `passthrough` (all versions), `dynamicDns` (Istio 1.30), `sniProxy`; `auto` is passthrough.
   * @default `"auto"` */
  readonly wildcards?: WildcardStrategy;
  /** The egress gateway.
   * @default - none */
  readonly gateway?: EgressGatewayProps;
  /** The SNI proxy; needed with `wildcards: sniProxy`.
   * @default - none */
  readonly sniProxy?: SniProxyProps;
  /** `component`: each component reaches its own flows; `namespace`: all pods reach all of them.
   * @default `"component"` */
  readonly componentScope?: ComponentScope;
  /** Policies of the network plug-in by name, in place of the rule that opens the Internet on the ports of named hosts: `cilium` (CiliumNetworkPolicy), `gke` (FQDNNetworkPolicy).
   * @default `"none"` */
  readonly fqdnPolicy?: FqdnPolicy;
}

/** One of these words. */
export type Enforcement = 'enforce' | 'observe';

/** One of these words. */
export type ExistingPolicies = 'none' | 'allow';

/** Database and data store outside the cluster, used by all of `edge-icell`. */
export interface ExternalServices {
  /** The external database.
   * @default - inside the cluster */
  readonly database?: Database;
  /** The external data store.
   * @default - inside the cluster */
  readonly dataStore?: DataStore;
}

/** A flow that nothing else in the definition can say. */
export interface ExtraFlow {
  /** Components that use it. */
  readonly from: readonly string[];
  /** Exact hosts or `*.suffix`.
   * @default `[]` */
  readonly hosts?: readonly string[];
  /** Addresses, as for receivers.
   * @default `[]` */
  readonly addresses?: readonly string[];
  /** Ports or ranges of ports. */
  readonly ports: readonly (number | string)[];
  /** Protocol. */
  readonly protocol: FlowProtocol;
  /** `private` needs `addresses`.
   * @default `"internet"` */
  readonly network?: Network;
  /** Why it is needed; shown in plan and report. */
  readonly reason: string;
}

/** A host outside the pattern that SAP documents. */
export interface ExtraHost {
  /** Exact host or `*.suffix`. */
  readonly host: string;
  /** Why it is needed; shown in plan and report. */
  readonly reason: string;
}

/** One of these words. */
export type FlowProtocol = 'https' | 'wss' | 'http' | 'tls' | 'tcp' | 'udp' | 'sftp' | 'ftp' | 'ftps' | 'smtp' | 'smtps' | 'pop3' | 'pop3s' | 'imap' | 'imaps' | 'kafka' | 'amqp' | 'aem' | 'oftp2' | 'rfc' | 'jdbc' | 'ldap' | 'ldaps' | 'nfs' | 'ibmmq' | 'postgresql' | 'hana' | 'redis' | 'valkey' | 'dns' | 'ntp' | 'socks4' | 'socks5';

/** What is known of one of SAP's communication flows beyond its table. */
export interface FlowSettings {
  /** Hosts instead of the documented pattern; each must lie inside it (`EIC304`).
   * @default - the documented pattern */
  readonly hosts?: readonly string[];
  /** Ports of the flow; SAP documents none.
   * @default `[443]` */
  readonly ports?: readonly (number | string)[];
  /** Hosts outside the documented pattern: a widening, with its reason.
   * @default `[]` */
  readonly extraHosts?: readonly ExtraHost[];
  /** Addresses of private endpoints that the hosts resolve to.
   * @default `[]` */
  readonly addresses?: readonly string[];
}

/** Settings by SAP's communication flow. */
export interface FlowsSettings {
  /** Content Deployment: Edge Deploy Controller to the BTP Object Store.
   * @default - as SAP documents it */
  readonly 'content-deployment'?: FlowSettings;
  /** Security Material: Edge Security Artifact Controller to the BTP Credential Store.
   * @default - as SAP documents it */
  readonly 'security-material'?: FlowSettings;
  /** System Internal Events: Edge Event Controller to SAP Integration Suite, by WebSocket.
   * @default - as SAP documents it */
  readonly 'system-internal-events'?: FlowSettings;
  /** Application Monitoring: the tunnel of the embedded Cloud Connector.
   * @default - as SAP documents it */
  readonly 'application-monitoring'?: FlowSettings;
  /** Configuration Service: Policy Engine and Worker to SAP Integration Suite.
   * @default - as SAP documents it */
  readonly 'configuration-service'?: FlowSettings;
  /** XSUAA: all components to Authorization and Trust Management.
   * @default - as SAP documents it */
  readonly 'xsuaa'?: FlowSettings;
  /** Destination Service: to the BTP Destination Service.
   * @default - as SAP documents it */
  readonly 'destination-service'?: FlowSettings;
  /** Audit Log Service: Auditlog Agent to the BTP Audit Log Service; its public API also listens on 6081.
   * @default - as SAP documents it */
  readonly 'audit-log-service'?: FlowSettings;
}

/** SAP Focused Run. */
export interface FocusedRunProps {
  /** Is message monitoring sent there?
   * @default `false` */
  readonly enabled?: boolean;
  /** Host of the system.
   * @default - must be given when enabled */
  readonly host?: string;
  /** Port of the system.
   * @default `443` */
  readonly port?: number;
  /** Addresses of the system, where it is private.
   * @default `[]` */
  readonly addresses?: readonly string[];
}

/** One of these words. */
export type FqdnPolicy = 'none' | 'cilium' | 'gke';

/** A corporate HTTP proxy between the cell and the Internet. */
export interface HttpProxyProps {
  /** Host of the proxy. */
  readonly host: string;
  /** Port of the proxy. */
  readonly port: number;
  /** Addresses of the proxy. */
  readonly addresses: readonly string[];
  /** Flows through it: `all`, or a list of flow ids.
   * @default `"all"` */
  readonly flows?: string | readonly string[];
  /** Hosts that are reached without it.
   * @default `[]` */
  readonly noProxy?: readonly string[];
}

/** SAP Cloud Identity Services, Identity Authentication. */
export interface IdentityAuthenticationProps {
  /** Does the cell reach the tenant?
   * @default `false` */
  readonly enabled?: boolean;
  /** Hosts of the tenant, such as `acme.accounts.ondemand.com`; needed when enabled.
   * @default `[]` */
  readonly hosts?: readonly string[];
}

/** An OpenID Connect provider of API artifacts. */
export interface IdentityProvider {
  /** Host of its well-known and key URLs. */
  readonly host: string;
  /** Port of those URLs.
   * @default `443` */
  readonly port?: number;
}

/** Who calls the cell, and how. */
export interface IngressProps {
  /** How callers authenticate: basic, oauth, clientCertificate.
   * @default `["basic","oauth","clientCertificate"]` */
  readonly authentication?: readonly Authentication[];
  /** Addresses of the callers; needs `clientAddress`, else everybody would be locked out.
   * @default - any */
  readonly sources?: readonly string[];
  /** How the caller's address gets through the load balancer.
   * @default - it does not */
  readonly clientAddress?: ClientAddress;
  /** Lowest TLS version of additional virtual hosts.
   * @default `"1.2"` */
  readonly minTlsVersion?: TlsVersion;
  /** Additional TCP ports of the gateway.
   * @default `[]` */
  readonly additionalPorts?: readonly number[];
  /** Additional TLS ports of the gateway, such as that of OFTP2.
   * @default `[]` */
  readonly additionalTlsPorts?: readonly number[];
  /** Virtual hosts of the ingress gateway. */
  readonly virtualHosts: VirtualHosts;
}

/** One of these words. */
export type IstioDistribution = 'istio' | 'ossm';

/** The Istio of the cluster. */
export interface IstioProps {
  /** Namespace of the control plane.
   * @default `"istio-system"` */
  readonly namespace?: string;
  /** Namespace of the ingress gateway.
   * @default - `istio-system` with standard, `istio-gateways` with restricted access */
  readonly gatewayNamespace?: string;
  /** Labels of the ingress gateway's pods; SAP says to copy them from `default-gateway`.
   * @default `{"istio":"ingressgateway"}` */
  readonly gatewaySelector?: { readonly [label: string]: string };
  /** Revision of a dedicated control plane, such as `sap-mesh-istio`.
   * @default - no revision */
  readonly revision?: string;
  /** Istio itself, or OpenShift Service Mesh 3.
   * @default `"istio"` */
  readonly distribution?: IstioDistribution;
}

/** Who may scrape metrics. */
export interface MonitoringProps {
  /** Namespaces of the scrapers.
   * @default `[]` */
  readonly namespaces?: readonly string[];
}

/** A port that takes callers without mesh identity, such as a webhook; callers of other namespaces that have one stay refused. */
export interface MtlsException {
  /** Namespace of the pods.
   * @default `"edge-icell"` */
  readonly namespace?: string;
  /** Labels of the pods. */
  readonly selector: { readonly [label: string]: string };
  /** Container ports. */
  readonly ports: readonly number[];
  /** Why it is needed; shown in plan and report. */
  readonly reason: string;
}

/** Mutual TLS between pods. */
export interface MtlsProps {
  /** Ports that take callers without mesh identity.
   * @default `[]` */
  readonly exceptions?: readonly MtlsException[];
}

/** What is enforced beyond the namespaces of the cell. */
export interface NamespacesProps {
  /** SAP does not document the flows of `edgelm`; a wrong deny there stops the rotation of credentials, due every 86 days.
   * @default `"none"` */
  readonly edgelm?: EdgelmEnforcement;
}

/** One of these words. */
export type Narrowing = 'none' | 'region';

/** One of these words. */
export type Network = 'internet' | 'private';

/** Who acts in a role. */
export interface Persona {
  /** Groups as the cluster's authentication names them. */
  readonly groups: readonly string[];
}

/** RBAC of the people around the cell. */
export interface Personas {
  /** Reads nodes, namespaces and our objects.
   * @default - not bound */
  readonly infrastructureProvider?: Persona;
  /** Reads all but secrets in the cell's namespaces, restarts pods, reads logs.
   * @default - not bound */
  readonly administrator?: Persona;
  /** Reads pods and events, no logs.
   * @default - not bound */
  readonly integrationDeveloper?: Persona;
}

/** One of these words. */
export type Platform = 'aks' | 'eks' | 'gke' | 'openshift' | 'rke2' | 'other';

/** A "Manual Proxy" of integration flows. */
export interface Proxy {
  /** Protocol of the proxy: http, socks4 or socks5. */
  readonly protocol: ProxyProtocol;
  /** Host of the proxy. */
  readonly host: string;
  /** Port of the proxy. */
  readonly port: number;
  /** Addresses of the proxy; two proxies on one port without addresses would collide in the mesh. */
  readonly addresses: readonly string[];
}

/** One of these words. */
export type ProxyProtocol = 'http' | 'socks4' | 'socks5';

/** A remote system that integration flows call. */
export interface Receiver {
  /** Protocol; which other fields are needed follows from it. */
  readonly protocol: ReceiverProtocolName;
  /** Exact host, or `*.suffix` where the targets can express it.
   * @default - by `addresses`, or `brokers` */
  readonly host?: string;
  /** Port.
   * @default - the default port of the protocol, where SAP documents one */
  readonly port?: number;
  /** Several ports or ranges of ports, instead of `port`.
   * @default - `port` */
  readonly ports?: readonly (number | string)[];
  /** Addresses; needed where the connection carries no name (SFTP, RFC), and for private networks.
   * @default `[]` */
  readonly addresses?: readonly string[];
  /** `private` needs `addresses`.
   * @default `"internet"` */
  readonly network?: Network;
  /** TLS from the first byte, for kafka, amqp, aem and oftp2.
   * @default - true where the protocol leaves the choice */
  readonly tls?: boolean;
  /** Kafka brokers, each `host:port`.
   * @default - for kafka it must be given */
  readonly brokers?: readonly string[];
  /** AMQP over TCP or WebSocket.
   * @default - tcp */
  readonly transport?: AmqpTransport;
  /** Components that call it.
   * @default `["worker"]` */
  readonly from?: readonly string[];
  /** Key of the proxy (`proxies`) that the adapter uses.
   * @default - none */
  readonly proxy?: string;
}

/** One of these words. */
export type ReceiverProtocolName = 'https' | 'http' | 'sftp' | 'ftp' | 'ftps' | 'smtp' | 'smtps' | 'pop3' | 'pop3s' | 'imap' | 'imaps' | 'kafka' | 'amqp' | 'aem' | 'oftp2' | 'rfc' | 'jdbc' | 'ldap' | 'ldaps' | 'nfs' | 'ibmmq' | 'tls' | 'tcp';

/** One of these words. */
export type RegistryClient = 'nodes' | 'edgelm';

/** Where container images come from. */
export interface RegistryProps {
  /** Is the registry reached at all?
   * @default `true` */
  readonly enabled?: boolean;
  /** A mirror instead of SAP's `*.repositories.cloud.sap`.
   * @default - SAP's registry and notary */
  readonly hosts?: readonly string[];
  /** Ports of the registry.
   * @default `[443]` */
  readonly ports?: readonly (number | string)[];
  /** `nodes`: the container runtime, seen by the cloud firewall only; `edgelm`: SAP's Image Replication Service.
   * @default `"nodes"` */
  readonly pulledBy?: RegistryClient;
}

/** Revocation lists (CRL) and OCSP over port 80. */
export interface RevocationProps {
  /** Are certificates checked for revocation?
   * @default `false` */
  readonly enabled?: boolean;
  /** Distribution points of the CAs; needed when enabled.
   * @default `[]` */
  readonly hosts?: readonly string[];
}

/** One of these words. */
export type Risk = 'shared-tenant-wildcard' | 'any-address-with-allowed-name' | 'optional-mutual-foreign-certificate' | 'plaintext' | 'endless-hello' | 'split-hello' | 'url-filtering-gaps' | 'chosen-proxy-address' | 'google-apis-of-every-customer';

/** SAP-side flows beyond the table of communication flows. */
export interface ServicesProps {
  /** Where container images come from.
   * @default - SAP's registry */
  readonly registry?: RegistryProps;
  /** Edge Lifecycle Management.
   * @default - enabled */
  readonly edgeLifecycleManagement?: EdgeLifecycleManagementProps;
  /** The Cloud Connector.
   * @default - embedded */
  readonly cloudConnector?: CloudConnectorProps;
  /** SAP Cloud ALM.
   * @default - not reached */
  readonly cloudAlm?: CloudAlmProps;
  /** Identity Authentication.
   * @default - not reached */
  readonly identityAuthentication?: IdentityAuthenticationProps;
  /** OpenID Connect providers of API artifacts, by key.
   * @default `{}` */
  readonly identityProviders?: { readonly [key: string]: IdentityProvider };
  /** SAP Focused Run.
   * @default - not reached */
  readonly focusedRun?: FocusedRunProps;
  /** Revocation lists and OCSP.
   * @default - not reached */
  readonly revocation?: RevocationProps;
}

/** A proxy that forwards TLS by server name. */
export interface SniProxyProps {
  /** Image with digest; there is no default. */
  readonly image: string;
}

/** One of these words. */
export type TlsVersion = '1.2' | '1.3';

/** A virtual host that SAP's own Gateway and VirtualService serve. */
export interface VirtualHost {
  /** Host name that callers use. */
  readonly host: string;
}

/** One of these words. */
export type VirtualHostTls = 'SIMPLE' | 'OPTIONAL_MUTUAL' | 'MUTUAL';

/** Virtual hosts of the ingress gateway. */
export interface VirtualHosts {
  /** The default virtual host; SAP's own objects serve it. */
  readonly default: VirtualHost;
  /** The API virtual host; must differ from the default one. */
  readonly api: VirtualHost;
  /** Further virtual hosts, by key.
   * @default `{}` */
  readonly additional?: { readonly [key: string]: AdditionalVirtualHost };
}

/** One of these words. */
export type WildcardStrategy = 'auto' | 'passthrough' | 'dynamicDns' | 'sniProxy';
