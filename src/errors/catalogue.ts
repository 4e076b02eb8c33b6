import { Problem, Severity } from './problem';

/** What every problem of one code has in common; `docs/errors.md` is generated from it. */
export interface ProblemKind {
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  /** Why it is refused, and what to do. */
  readonly explanation: string;
  /** The word under `accept[].risk` that accepts it.
   * @default - cannot be accepted */
  readonly risk?: string;
  /** Is it found by targets of `firewall`, which the plan of a cell does not know?
   * @default false */
  readonly ofTarget?: boolean;
}

/** Where the explanation of a code stands. */
export function docsOf(code: string): string {
  return `docs/errors.md#${code.toLowerCase()}`;
}

/** Makes one problem of a kind. */
export function problemOf(kind: ProblemKind, path: string, message: string): Problem {
  return { code: kind.code, severity: kind.severity, path, message, docs: docsOf(kind.code) };
}

const error = (code: string, title: string, explanation: string): ProblemKind => ({ code, severity: 'error', title, explanation });
const warning = (code: string, title: string, explanation: string, risk?: string): ProblemKind =>
  ({ code, severity: 'warning', title, explanation, ...(risk === undefined ? {} : { risk }) });
const ofTarget = (code: string, title: string, explanation: string, risk: string): ProblemKind => ({ ...warning(code, title, explanation, risk), ofTarget: true });
const info = (code: string, title: string, explanation: string): ProblemKind => ({ code, severity: 'info', title, explanation });

/** Every code there is. Codes are never reused. */
export const KINDS = {
  // 1xx: one value of a definition
  unknownKey: error('EIC101', 'Unknown key', 'The definition has no such field. A misspelt field would be ignored silently, so it is refused; the message names the closest field.'),
  wrongType: error('EIC102', 'Wrong type', 'The value has another type than the field. In YAML, quote versions and other text that looks like a number: `istioVersion: "1.30"`.'),
  missing: error('EIC103', 'Missing field', 'The field has no default and must be given.'),
  notOneOf: error('EIC104', 'Not one of the values', 'The field takes one of a few values.'),
  badName: error('EIC105', 'Not a name', 'Names and keys become names of Kubernetes objects and firewall rules. They are RFC 1123 labels: lower-case letters, digits and hyphens, starting and ending with a letter or digit, at most 63 characters (the name of a cell: 40).'),
  badHost: error('EIC106', 'Not a host', 'A host is an exact DNS name with two labels or more, or `*.` in front of one. No scheme, port, path or IP address, no wildcard over a public suffix, no name that exists only inside a cluster. Internationalised names are taken and turned into A-labels.'),
  badCidr: error('EIC107', 'Not a network address', 'An address is a network address with its prefix, such as `10.20.0.0/16` or `203.0.113.7/32`. Host bits, `0.0.0.0/0` and `::/0`, loopback, link-local and metadata addresses are refused, and so is every other way to write an IPv4 address.'),
  badPort: error('EIC108', 'Not a port', 'A port is a whole number from 1 to 65535; where ranges are taken, text such as `"40000-40100"`.'),
  badText: error('EIC109', 'Not printable text', 'Free text is kept as written and escaped for each target; newlines, control characters and characters that change the direction of text are refused, because they hide what a reviewer would see.'),
  token: error('EIC110', 'Terraform token or expression', 'A definition holds literal values only: a token has no value yet when the plan is made. Pass tokens to the props of the constructs (ids, names, tags).'),
  badValue: error('EIC111', 'Value out of its grammar', 'The value does not have the form that the field asks for.'),
  secret: error('EIC112', 'Secret in a definition', 'Definitions are kept in version control and are printed. Give secrets to Terraform by its environment variables. The value is not shown.'),
  tooLong: error('EIC113', 'Too many entries', 'The list or map has more entries than it may hold.'),
  // 2xx: files
  notReadable: error('EIC201', 'File cannot be read', 'The file or folder does not exist, is not readable, or is a loop of symbolic links.'),
  tooLarge: error('EIC202', 'File is too large', 'A definition has at most 1 MiB; larger files are refused before they are parsed.'),
  badEncoding: error('EIC203', 'Encoding', 'Files are UTF-8 without byte order mark.'),
  badSyntax: error('EIC204', 'YAML or JSON syntax', 'The text cannot be parsed.'),
  duplicateKey: error('EIC205', 'Duplicate key', 'YAML parsers disagree on which of two equal keys counts, so both are refused.'),
  severalDocuments: error('EIC206', 'Several documents in one file', 'One file holds one cell: split it.'),
  noCell: error('EIC207', 'No cell', 'There is no `EdgeIntegrationCell` document in the file or folder.'),
  yamlFeature: error('EIC208', 'YAML feature that is not taken', 'Merge keys (`<<`), tags, non-text keys and aliases that expand beyond 100 are refused: what the file says must be what a reader sees.'),
  sameCell: error('EIC209', 'Two definitions of one cell', 'Two files give the same `name`; they would write to the same folder.'),
  // 3xx: several values together
  unknownRegion: error('EIC301', 'Unknown BTP region', 'The catalogue knows the Cloud Foundry regions that SAP lists. For another one, and for China, say `btp.infrastructure`, `btp.domain` and the object store in `btp.flows.content-deployment.hosts`.'),
  conflict: error('EIC302', 'Fields that exclude or need each other', 'Two fields contradict each other, or one needs the other.'),
  unknownReference: error('EIC303', 'Reference to nothing', 'The value names a proxy, flow, or component that the definition does not have.'),
  outsidePattern: error('EIC304', 'Outside the documented pattern', 'Hosts of a flow replace the pattern that SAP documents and must lie inside it. A host outside is a widening: list it under `extraHosts` with its reason.'),
  overlap: error('EIC305', 'Addresses inside the cluster', 'An address of a remote system lies in the pod or service range of the cell.'),
  hostTwice: error('EIC306', 'One host and port, two protocols', 'A proxy or firewall decides by host and port; two receivers that give one host and port different protocols cannot both be right.'),
  uselessAcceptance: error('EIC307', 'Acceptance of nothing', 'An acceptance that matches no finding hides that the risk has gone or was never there. Remove it or correct its flow and risk.'),
  sameHost: error('EIC308', 'Virtual hosts must differ', 'SAP asks for different default and API virtual hosts; additional ones must differ from both and from each other.'),
  // 4xx: targets
  cannotExpress: error('EIC401', 'The target cannot express the flow', 'The rule would have to be wider than the flow, so it is refused. The message names the ways out.'),
  limit: error('EIC402', 'Limit of the target', 'A name, priority or count is outside what the target takes.'),
  nameClash: error('EIC403', 'Two objects with one name', 'Two parts of one or more cells would write the same object or file; one of them would be lost.'),
  needsSelector: error('EIC404', 'Component without selector', 'SAP documents no labels for this component, so nothing can be scoped to it. Give `cluster.components.<name>.selector`, or use `egress.componentScope: namespace`.'),
  collision: error('EIC406', 'TCP entries that collide', 'Without names, Istio tells TCP connections apart by address and port only. Two entries on one port with common addresses would send one into the other.'),
  unknownObject: error('EIC407', 'No such object', 'The construct made no object of that kind and key; the message lists the ones it made.'),
  badProp: error('EIC408', 'Property of a construct', 'A property of a construct is outside what it may be.'),
  stateKey: error('EIC410', 'State of two stacks in one place', 'A backend of the definition is used for every cell and target that has it, and Terraform keeps one state in one place: the key must hold `{cell}` and `{target}`, which `eic` replaces. Two stacks with one state would remove each other\'s resources.'),
  subnets: error('EIC411', 'Subnets that do not fit', 'Subnets of an egress network lie inside the network, do not overlap, and have the size that the cloud asks for (AzureFirewallSubnet: /26 or larger).'),
  placement: error('EIC412', 'Resources that the cloud keeps together', 'Azure takes a firewall, its virtual network and its public address in one resource group only, and joins resources of one subscription.'),
  sidCollision: error('EIC420', 'Two rules with one id', 'Rules of AWS Network Firewall have ids (sid) from the hash of their flow, so that they stay when others come and go. Two hashes are the same: rename one of the two keys.'),
  policyAction: error('EIC421', 'Default action that stops the cell', 'The default actions of the firewall policy drop what comes before a server name can be seen, so the rules of the cell would allow nothing.'),
  awsNetwork: error('EIC422', 'Parts of a network that do not fit', 'Subnets overlap or lie outside the VPC, an availability zone is missing or no zone, a part is both given and to be made, or the cell starts from addresses that no workload subnet holds.'),
  gcpNeedsTargets: error('EIC430', 'Deny without targets', 'A rule of Google Cloud that denies acts on every VM of the network, unless it has targets. So that nothing else in the network is cut, our deny and URL filtering, which denies the names that are not listed, need service accounts or secure tags of the cell\'s nodes; in a network that we create they need none.'),
  gcpPriority: error('EIC431', 'Two rules with one priority', 'Priorities come from the names of rules, so that adding one moves no other, and are unique in a policy. By rare chance two names get the same one: rename one of the two keys.'),
  gcpOwnStack: error('EIC432', 'Needs a stack of its own', 'URL filtering needs version 7.22 or later of the google provider, while the resource classes are those of version 6. Other resources in the same stack could break with it: put the cell into a stack of its own.'),
  // 5xx: findings
  sharedTenantWildcard: warning('EIC501', 'Shared-tenant wildcard', 'The wildcard covers names that any customer of the platform can have: data can leave through it. SAP documents it, so it is allowed. Narrow it (`btp.flows.<flow>.hosts`, `btp.narrow: region`) or accept it with a reason.', 'shared-tenant-wildcard'),
  anyAddress: warning('EIC502', 'Any address with an allowed name', 'With `passthrough`, a sidecar checks the name that the pod sends, not the address that it dials: a compromised pod can reach any address on that port. Name exact hosts, use `egress.wildcards: dynamicDns` (Istio 1.30), or accept it; the cloud firewall checks the address in its own way.', 'any-address-with-allowed-name'),
  optionalMutual: warning('EIC503', 'OPTIONAL_MUTUAL refuses foreign certificates', 'A caller that always sends its own client certificate of another CA is refused, also when it authenticates by password or token. Use `tls: SIMPLE` for a host without certificate callers.', 'optional-mutual-foreign-certificate'),
  ownDefaultDeny: info('EIC504', 'What is not matched is decided elsewhere', 'With `defaultDeny: none` traffic that none of our rules matches falls to the other rules of that firewall. Make sure that it denies, or use `defaultDeny: sources`.'),
  notRenderedYet: info('EIC505', 'Not rendered yet', 'The field is accepted and valid, and this version writes nothing for it.'),
  plaintext: warning('EIC506', 'Unencrypted protocol', 'The connection is not encrypted from its start; the mesh does not encrypt it either once it leaves the cluster.', 'plaintext'),
  unprovenNetworkPolicy: info('EIC507', 'NetworkPolicy may not be enforced', 'Unless `cluster.cni.networkPolicy: true` is given, it is not known whether the cluster enforces NetworkPolicies, and they do not count as proof.'),
  noIpv6: info('EIC508', 'Target without IPv6', 'The target does not carry IPv6, so IPv6 sources and addresses have no rule there. They must not have another way out.'),
  inferredHosts: info('EIC509', 'Narrower than SAP documents', 'With `btp.narrow: region` the hosts are inferred from observed names, not promised by SAP.'),
  passivePorts: info('EIC511', 'Passive data ports of FTP', 'FTP opens a second connection for data, in passive mode to a port of a range that the server chooses. SAP documents no such ports and nothing opens a port that is not named: list the server\'s range in `ports`, as `[21, "40000-40100"]`. With several outgoing NAT addresses passive FTP fails on some firewalls; prefer SFTP.'),
  oneZone: info('EIC512', 'Outgoing addresses in one zone', 'A Standard NAT gateway of Azure lives in one availability zone. A firewall in several zones behind it loses its way out when that zone fails.'),
  finalDeny: info('EIC513', 'Final deny for everybody', 'In an egress network of its own the last rules deny everything for everybody. Azure evaluates network rules of all groups before the first application rule: the deny of TCP leaves out only the ports that are known to be used by application rules.'),
  replies: info('EIC514', 'Replies to callers from the Internet', 'The default route sends everything to the firewall, also replies to connections that came in past it (public load balancer): a firewall drops replies without a beginning.'),
  foreignDns: info('EIC515', 'DNS past the firewall', 'Network rules with names hold for the addresses that the firewall resolved. Clients that ask other DNS servers may get other addresses, which no rule allows.'),
  builtInDeny: info('EIC516', 'Deny that cannot be left out', 'Azure Firewall denies what no rule allows. `enforcement: observe` leaves out what we add, not that.'),
  maskedName: info('EIC517', 'Network rule before names', 'A network rule decides by address, before application rules are looked at: behind the same address and port, names that no application rule allows pass too.'),
  noSubscription: info('EIC518', 'No subscription in the stack', 'The azurerm provider needs a subscription: `provider.subscriptionId`, or the environment variable ARM_SUBSCRIPTION_ID where Terraform runs.'),
  capacityStep: info('EIC520', 'Capacity is nearly used', 'A rule group of AWS has its capacity for life. Some rules later the cell gets a group of the next capacity, under another name, which the policy must then reference.'),
  endlessHello: ofTarget('EIC521', 'Hello without end', 'Until a TLS hello is complete nothing can be decided. Without the bound (`endlessHelloBound: false`) a client that never completes it sends any amount of data to any host.', 'endless-hello'),
  splitHello: ofTarget('EIC522', 'Policy that drops split hellos', 'Hellos of post-quantum clients need two segments. The default action `aws:drop_established` drops the first one, so such clients cannot connect. Use the `app_layer` form.', 'split-hello'),
  gcpOrder: info('EIC530', 'Order of firewall rules in the network', 'By default Google Cloud evaluates hierarchical policies and classic VPC firewall rules before the network firewall policy; what they allow or deny never gets to our rules. Check them, or let the network evaluate the policy first (`BEFORE_CLASSIC_FIREWALL`), as a network that we create does.'),
  gcpUrlFiltering: ofTarget('EIC531', 'What URL filtering does not stop', 'URL filtering looks at the TLS server name or the Host header of TCP 80 and 443 and is no application-aware drop: a third party measured that a missing or empty Host on port 80, CONNECT, malformed or partial HTTP and raw TCP on 443 pass, and so does plain HTTP with an allowed Host on 443. Traffic of a zone without an associated endpoint is not inspected, and the first activation can impair traffic for about an hour. Its fields are newer than the provider schemas of our conformance checks: only our own tests check them.', 'url-filtering-gaps'),
  gcpProxyAddress: ofTarget('EIC532', 'Outgoing address of Secure Web Proxy', 'Secure Web Proxy makes a router and a NAT of its own, with addresses that Google chooses. Terraform cannot give it reserved ones (hashicorp/terraform-provider-google#26479); attach them by gcloud. On port 443 the firewall lets the targets reach any address but those with a route around the proxy, where the rules of flows decide alone: what the proxy decides is lost for other traffic that is not routed to it.', 'chosen-proxy-address'),
  gcpGoogleApis: ofTarget('EIC533', 'Google APIs of every customer', 'The rule reaches the Google APIs, and with them buckets of any customer, by an address or name that all share: data can leave through it. For SAP\'s object store name the bucket (`btp.flows.content-deployment.hosts`).', 'google-apis-of-every-customer'),
  gcpNames: info('EIC534', 'Names in firewall rules of Google Cloud', 'A name in a rule stands for the first 32 IPv4 and 32 IPv6 addresses that Google resolves it to; a name that cannot be resolved is ignored silently. Hosts that change their addresses quickly may be cut: give addresses, or use URL filtering.'),
  gcpNotInspected: info('EIC535', 'Wildcards have no rule while observing', 'URL filtering and Secure Web Proxy decide what they inspect, so they would block. With `enforcement: observe` they are left out, and wildcard flows have no rule of ours.'),
  fqdnPolicy: info('EIC540', 'Policies by name', 'With `egress.fqdnPolicy` the network plug-in opens hosts by the addresses that DNS gave for them. It is written as the vendor documents it; no engine of this project measures it. An address that an allowed name resolves to is open whatever else is served there (a CDN), and also where it is private: whoever controls the DNS of an allowed name decides. The mesh still checks the name.'),
  // 6xx: objects of a chart, at synth
  newerIstio: error('EIC601', 'Needs a newer Istio', 'The field, value or kind came with a later version of Istio than `cluster.istioVersion` names: the API server refuses it (IST0106), or drops it without a word. Raise the version, or leave the field out.'),
  istioHost: error('EIC602', 'Host that istiod refuses', 'Hosts of Istio objects are DNS names of at most 255 characters, whose labels hold letters, digits and inner hyphens; a wildcard is the whole first label. istiod refuses anything else, and starts with none of an invalid set of files. Prevents IST0106.'),
  istioPort: error('EIC603', 'Port that istiod refuses', 'Port names are DNS labels and unique in their object, and protocols are those that Istio knows. Prevents IST0106.'),
  istioResolution: error('EIC604', 'Resolution that does not fit', 'Hosts, addresses, endpoints and protocols of a ServiceEntry must suit its `resolution`: istiod refuses it otherwise. Prevents IST0106.'),
  istioExportTo: error('EIC605', 'exportTo that istiod refuses', '`exportTo` names each namespace once; `*` stands alone, and `~` stands alone and in a ServiceEntry only. Prevents IST0106.'),
  istioSidecar: error('EIC606', 'Sidecar that istiod refuses', 'A Sidecar says something, each egress listener has hosts, and the listener without port comes last and once. Prevents IST0106.'),
  istioGateway: error('EIC607', 'Gateway server that istiod refuses', 'The name of a Gateway is a DNS label, and `tls` of a server fits its protocol and mode. Prevents IST0106.'),
  istioRoute: error('EIC608', 'VirtualService that istiod refuses', 'Hosts of a VirtualService do not cover each other, server names lie inside them, and every route leads somewhere. Prevents IST0106.'),
  istioDestinationRule: error('EIC609', 'DestinationRule that istiod refuses', 'Traffic policies say something, subsets have unique names, and TLS settings are complete. Prevents IST0106.'),
  istioPolicy: error('EIC610', 'Policy that istiod refuses', 'Sources, operations and conditions of an AuthorizationPolicy are not empty, DENY and CUSTOM have rules, only CUSTOM has a provider, and only AuthorizationPolicies are dry-run. Prevents IST0106.'),
  istioSelector: error('EIC611', 'Selector that istiod refuses', 'A policy has a selector or `targetRefs`, not both; selectors hold no wildcards or empty keys, `portLevelMtls` needs one, and `targetRefs` name what may be named, in their own namespace. Prevents IST0106.'),
  denyAllTcp: warning('EIC612', 'DENY that stops all TCP', 'Fields of HTTP never match TCP, and a DENY rule that has only such fields denies every TCP connection. Name the ports that it is for. Prevents IST0133.'),
  tcpWithoutAddresses: warning('EIC613', 'TCP without addresses', 'A ServiceEntry for TCP without `addresses` takes every connection on its port, whatever its address, and sends it to its host, unless the proxies capture DNS. Give addresses. Prevents IST0134.'),
  istioWarning: warning('EIC614', 'What istiod warns of', 'istiod takes the object and ignores part of it. Prevents IST0133.'),
  tcpCollision: error('EIC621', 'TCP entries that collide', 'Two ServiceEntries for TCP on one port, without addresses or with the same one: all connections end at one of the two hosts, and nothing says which. Give each host addresses of its own (IST0134 names the missing addresses only).'),
  mixedPort: error('EIC622', 'TCP beside names on one port', 'A ServiceEntry for TCP without addresses shares its port with entries told by name: every connection whose name nobody declared, and every one without a name, ends at the TCP host. Give it addresses. No IST code; near IST0134.'),
  hostResolvedTwice: error('EIC623', 'One host, two resolutions', 'A host in two ServiceEntries that differ in resolution, or in ports and visibility, gets listeners of both and clusters of one, another one after each start of istiod; with STATIC and equal port names the endpoints are mixed. Give all ports of a host in one entry. No IST code.'),
  hostProtocols: warning('EIC624', 'One host and port, two protocols', 'Two ServiceEntries give one host and port different protocols; one of them wins. Prevents IST0177.'),
  addressOnly: warning('EIC625', 'Name that is not checked', 'An entry for TLS with a single address is matched by the address alone: any server name, none, and plaintext pass to it, and the name at another address is denied. Leave the addresses out, or give a network. No IST code.'),
  openPort: error('EIC626', 'Port open to every address', 'TCP with resolution NONE and without addresses lets every connection on the port pass, to any address. Give addresses. No IST code; near IST0134.'),
  nestedWildcards: error('EIC627', 'One import, two resolutions', 'The import of a wildcard brings the entries inside it along, each with its own resolution: with NONE among them, any address can be reached by those names. Give them one resolution, or import hosts one by one. No IST code.'),
  narrowImport: warning('EIC628', 'Import narrower than its entry', 'A Sidecar imports what lies inside the host that it names. The host of the wildcard entry does not lie inside the exact one, so nothing is imported. Import the wildcard. No IST code.'),
  unusedEntry: warning('EIC629', 'Entry that nobody reaches', 'The ServiceEntry is exported to nobody who imports it, or no Sidecar of the namespaces that see it imports it: with REGISTRY_ONLY its host stays closed. Correct `exportTo`, or import it. No IST code.'),
  sidecarConflict: error('EIC630', 'Two Sidecars for one pod', 'Istio takes one Sidecar for a pod and leaves open which. Keep one without selector in a namespace, and selectors apart. Prevents IST0110 and IST0111.'),
  gatewayConflict: error('EIC631', 'Two Gateways for one host', 'Two TLS servers on the same pods, port and host: one of the two is left out. Serve each host once. Prevents IST0145.'),
  wildcardAtGateway: error('EIC632', 'Wildcard behind a gateway', 'A gateway has no endpoints for a wildcard entry with resolution NONE or DYNAMIC_DNS: every connection ends there. Let wildcards leave by the sidecars, or name exact hosts. No IST code.'),
  rootSelector: warning('EIC633', 'PeerAuthentication that is ignored', 'In the root namespace a PeerAuthentication with a selector has no effect, for any pod. Leave the selector out (the whole mesh), or put it in the namespace of the pods. No IST code.'),
  servicePort: warning('EIC634', 'Port of the Service, not of the container', 'Policies see the port of the container; the port of a Service never matches: an ALLOW by it allows nothing, a DENY by it denies nothing, an mTLS exception excepts nothing. No IST code.'),
  dynamicDnsPolicy: warning('EIC635', 'Policy that stops outgoing TLS', 'With DYNAMIC_DNS, Istio puts the policies of a pod on its own outgoing TLS, where no caller has an identity: policies that ask for one deny it. Add an ALLOW with port and `connection.sni`, or limit DENY rules by `notPorts`. No IST code.'),
  unstable: warning('EIC636', 'Outside the stable profile', 'Istio denies EnvoyFilter, WasmPlugin, ProxyConfig and a few fields in its stable profile; they depend on the inside of a version. Prevents IST0133 of EnvoyFilters.'),
  wrongPlace: warning('EIC641', 'Reference to the wrong namespace', 'What is named is in the chart, in another namespace than the one looked in. Prevents IST0101.'),
  destinationPort: error('EIC642', 'Port of a destination', 'The destination is a Service or host of the chart with several ports, and none is named, or with other ports than the one named. Prevents IST0101 and IST0112.'),
  subset: warning('EIC643', 'Subset without pods', 'The subset is in no DestinationRule of the chart for that host, or its labels are on none of the pods of the chart that the Service selects. Prevents IST0101, IST0173 and IST0174.'),
  servicesConflict: warning('EIC644', 'Services that disagree on a port', 'Two Services select the same pods and give one port different protocols; a pod has one protocol for a port. Prevents IST0116 and IST0137.'),
  portName: info('EIC645', 'Port without protocol', 'The protocol of a port is told by the start of its name or by `appProtocol`; otherwise Istio waits for the first bytes, and protocols where the server speaks first hang. Prevents IST0118 and IST0150.'),
  credential: warning('EIC646', 'Secret that is no credential', 'The Secret of the Gateway is in the chart and lacks the certificate, the key or the CA that its mode needs. Prevents IST0161.'),
  gatewayPort: warning('EIC647', 'Port that the gateway does not take', 'The Gateway selects pods of the chart, and no Service of the chart before them has its port. Prevents IST0162.'),
  injection: warning('EIC648', 'Injection that contradicts itself', 'A namespace has both injection labels, or a pod waits for an injected proxy that it never gets. Prevents IST0123, IST0146 and IST0147.'),
  bypass: warning('EIC649', 'Pod past its proxy', 'The pod can connect without its proxy, so no policy of the mesh holds for it. Prevents IST0102 and IST0144 in the namespaces of the cell.'),
  telemetryConflict: error('EIC650', 'Two Telemetries for one pod', 'Istio takes the oldest of two Telemetries without selector in a namespace, or with the same pods. Keep one. Prevents IST0159 and IST0160.'),
  jwtRoute: warning('EIC651', 'Route by claims that nobody checks', 'The routes look at claims of tokens, and no RequestAuthentication of the chart reads tokens at the gateway, whose pods are in the chart. Prevents IST0149.'),
  selectsNothing: warning('EIC652', 'Selector that selects nothing', 'The chart has pods of the namespace, and none of them has the labels. Prevents IST0101 of Sidecars and Gateways, and IST0127.'),
  meshHosts: error('EIC653', 'Two VirtualServices for one host', 'Two VirtualServices of the mesh with HTTP routes for one host are visible to the same namespace: one of them is left out. Make them one; routes of TLS and TCP add up. Prevents IST0109.'),
  ineffective: warning('EIC654', 'Object without effect', 'A Sidecar has no effect in a namespace of ambient mode, and a selector none on the pods of a waypoint or of a Gateway API gateway. Prevents IST0166 and IST0167.'),
  annotation: warning('EIC655', 'Annotation of Istio', 'The annotation is misspelt, stands on a kind where Istio does not look at it, or has a value that Istio does not take. Prevents IST0107, IST0108 and IST0125.'),
  // 7xx: what is verified
  exportTooLarge: error('EIC701', 'Export is too large', 'What is verified is read as a whole: JSON up to 256 MiB, YAML, which takes far longer to read, up to 32 MiB. Export as JSON (`kubectl get -o json`), the kinds that decide about traffic only, or one namespace a file.'),
  notJson: error('EIC702', 'Terraform that is not JSON', 'Configuration in HCL and binary plans cannot be read. Verify the plan or the state: `terraform show -json`.'),
  objectTwice: error('EIC703', 'Object that stands twice', 'Two documents give the same kind, namespace and name: which of them is applied depends on the order. Remove one.'),
  notAnObject: error('EIC704', 'Not a Kubernetes object', 'Every document has `apiVersion`, `kind` and `metadata.name`, and labels are texts; the API server refuses anything else.'),
  notTerraform: error('EIC705', 'JSON that is not understood', 'A JSON file is a Kubernetes object or list, a Terraform configuration (`*.tf.json`), the output of `terraform show -json`, or a state of version 4.'),
  nothingToVerify: error('EIC706', 'Nothing to verify', 'The folder has no file that can be verified: `*.yaml`, `*.yml`, `*.json`, `*.tfstate`.'),
  resourceTwice: error('EIC707', 'Resource that stands twice', 'Two files of one folder, which Terraform reads as one configuration, give the same resource. Terraform refuses it.'),
  // 72x: verification
  flowBlocked: error('EIC720', 'A declared flow does not pass', 'The plan permits the connection and a layer of what was read denies it. The message names the layer, the reason and, where there is one, the rule.'),
  openNeighbour: error('EIC721', 'A layer lets pass what the plan does not permit', 'A layer that sees the difference between this connection and the permitted ones allows it. Another layer may still deny it, but the layers were meant to agree.'),
  undecided: error('EIC722', 'Not decided', 'Something that could decide the connection was not understood, so nothing is proven. It is never counted as denied or allowed.'),
  residualRisk: warning('EIC723', 'Open for a documented reason', 'No layer on the way can tell this connection from a permitted one. It is a known limit of the strategy that the definition chose; accept it with a reason where `accept` has a word for it, or choose another strategy.'),
  deadRule: info('EIC724', 'Rule that never decides', 'An earlier rule covers everything that this one matches: two flows share a host, it is superfluous, or the earlier one is too wide (then EIC725 or EIC720 says so).'),
  widerThanPlan: error('EIC725', 'Wider than the plan', 'An object or rule of ours allows something that the definition does not ask for: it was edited, or it is left over from an earlier definition.'),
  layerMissing: error('EIC726', 'Layer that is not there', 'The definition asks for manifests or for a target of `firewall`, and what was read has nothing of it.'),
  notFromThis: error('EIC727', 'Object that is not as the plan has it', 'An object, rule or egress network of ours does not do what its name, its flows and the definition say: a part of it is missing or was changed. Of rules of others only what nodes and platform need is asked.'),
  notUnderstood: warning('EIC729', 'Not understood', 'Something in what was read could not be understood. Where it could decide a connection, that one is not proven (EIC722); elsewhere it changes nothing.'),
  wrongRoute: error('EIC730', 'Route past the firewall, or without a way back', 'A route leads past the firewall, replies take another way than requests, nothing gets out, the address that the network leaves with can change, or AWS would refuse the network as it is put together. The message has the code of `docs/verdicts.md`.'),
  badQuestion: error('EIC728', 'Question that cannot be put', 'The question to `eic explain` names no component of the cell, no host and port, or an unknown protocol.'),
  // 9xx: use and environment
  usage: error('EIC901', 'Usage', 'The command line is not understood.'),
  missingPeer: error('EIC902', 'Missing peer dependency', 'The clouds are optional peers: install the one that you use with the command given.'),
  twoEngines: error('EIC903', 'Two Terraform engines', 'cdktf and cdktn are both loaded; objects of one are unknown to the other. Use one of the two recipes in the README.'),
  cannotWrite: error('EIC904', 'Output cannot be written', 'The output folder or file cannot be written, or exists already.'),
  outOfDate: error('EIC905', 'Not our output', 'A file in the output folder was not written by `eic synth`; it is not overwritten.'),
} as const satisfies Record<string, ProblemKind>;
