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
  badEncoding: error('EIC203', 'Encoding', 'Definitions are UTF-8 without byte order mark.'),
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
  notYet: error('EIC405', 'Not rendered yet', 'The definition asks for a restriction that this version cannot render. Leaving it out silently would be wider than asked.'),
  collision: error('EIC406', 'TCP entries that collide', 'Without names, Istio tells TCP connections apart by address and port only. Two entries on one port with common addresses would send one into the other.'),
  unknownObject: error('EIC407', 'No such object', 'The construct made no object of that kind and key; the message lists the ones it made.'),
  badProp: error('EIC408', 'Property of a construct', 'A property of a construct is outside what it may be.'),
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
  largeObject: info('EIC510', 'Large object', 'The object is larger than what `kubectl apply` can keep in its annotation (256 KiB): use `kubectl apply --server-side`.'),
  // 9xx: use and environment
  usage: error('EIC901', 'Usage', 'The command line is not understood.'),
  missingPeer: error('EIC902', 'Missing peer dependency', 'The clouds are optional peers: install the one that you use with the command given.'),
  twoEngines: error('EIC903', 'Two Terraform engines', 'cdktf and cdktn are both loaded; objects of one are unknown to the other. Use one of the two recipes in the README.'),
  cannotWrite: error('EIC904', 'Output cannot be written', 'The output folder or file cannot be written, or exists already.'),
  outOfDate: error('EIC905', 'Not our output', 'A file in the output folder was not written by `eic synth`; it is not overwritten.'),
} as const satisfies Record<string, ProblemKind>;
