import { Fact, vendor } from './fact';

/** Oldest minor version of Istio that a cell may have. */
export const OLDEST_ISTIO = '1.24';

/** First minor version whose sidecars resolve wildcards (istio.io: announcing-1.30/change-notes). */
export const DYNAMIC_DNS_SINCE = '1.30';

/** A field, a value or a kind that older versions of Istio do not know: the API server refuses it or drops it without a word, or istiod passes it over. */
export interface IstioFeature extends Fact {
  readonly kind: string;
  /** API group of the kind. */
  readonly group: string;
  /** Path below the object; `[]` stands for every element of a list, `{}` for every value of a map. The kind itself where it is undefined. */
  readonly path?: string;
  /** The value that is new; any value of the field where it is undefined. */
  readonly value?: string | RegExp;
  /** First minor version that knows it. */
  readonly since: string;
}

const CRDS = 'istio/api: kubernetes/customresourcedefinitions.gen.yaml, difference of the tags';
const NETWORKING = 'networking.istio.io';
const SECURITY = 'security.istio.io';

const fields = (since: string, source: string, group: string, kind: string, paths: readonly string[]): IstioFeature[] =>
  paths.map((path) => ({ kind, group, path: `spec.${path}`, since, ...vendor(source) }));

/** A traffic policy stands for the host, for each port and for each subset. */
const traffic = (path: string): string[] => [`trafficPolicy.${path}`, `subsets[].trafficPolicy.${path}`];
const trafficOfPorts = (path: string): string[] => [path, `portLevelSettings[].${path}`].flatMap(traffic);

/** What came after the oldest version, oldest first, up to 1.31: a newer one is taken to know all of them. */
export const ISTIO_FEATURES: readonly IstioFeature[] = [
  ...fields('1.25', `${CRDS} 1.24.0 and 1.25.0`, SECURITY, 'AuthorizationPolicy', ['rules[].from[].source.serviceAccounts', 'rules[].from[].source.notServiceAccounts']),
  ...['AuthorizationPolicy', 'RequestAuthentication'].map((kind) => (
    { kind, group: SECURITY, path: 'spec.targetRefs[].kind', value: 'GatewayClass', since: '1.25', ...vendor('istio/api: type/v1beta1/selector.proto of 1.24.0 and 1.25.0') })),
  ...fields('1.25', `${CRDS} 1.24.0 and 1.25.0`, 'telemetry.istio.io', 'Telemetry', ['tracing[].enableIstioTags']),
  ...fields('1.26', `${CRDS} 1.25.0 and 1.26.0`, NETWORKING, 'Gateway', ['servers[].tls.credentialNames', 'servers[].tls.tlsCertificates']),
  ...fields('1.26', `${CRDS} 1.25.0 and 1.26.0`, NETWORKING, 'Sidecar', ['ingress[].tls.credentialNames', 'ingress[].tls.tlsCertificates']),
  ...fields('1.26', `${CRDS} 1.25.0 and 1.26.0`, NETWORKING, 'VirtualService', ['http[].retries.backoff', 'http[].retries.retryIgnorePreviousHosts']),
  ...fields('1.27', `${CRDS} 1.26.0 and 1.27.0`, NETWORKING, 'DestinationRule', traffic('retryBudget')),
  ...fields('1.28', `${CRDS} 1.27.0 and 1.28.0`, NETWORKING, 'DestinationRule', trafficOfPorts('loadBalancer.consistentHash.httpCookie.attributes')),
  ...fields('1.28', `${CRDS} 1.27.0 and 1.28.0`, NETWORKING, 'Gateway', ['servers[].tls.caCertCredentialName']),
  ...fields('1.28', `${CRDS} 1.27.0 and 1.28.0`, NETWORKING, 'Sidecar', ['ingress[].tls.caCertCredentialName']),
  ...fields('1.28', `${CRDS} 1.27.0 and 1.28.0`, SECURITY, 'RequestAuthentication', ['jwtRules[].spaceDelimitedClaims']),
  ...fields('1.29', `${CRDS} 1.28.0 and 1.29.0`, 'telemetry.istio.io', 'Telemetry', ['tracing[].customTags{}.formatter']),
  {
    kind: 'ServiceEntry', group: NETWORKING, path: 'spec.resolution', value: 'DYNAMIC_DNS', since: DYNAMIC_DNS_SINCE,
    ...vendor('istio.io: announcing-1.30/change-notes (in the API since 1.28, for sidecars since 1.30)'),
  },
  ...fields('1.30', `${CRDS} 1.29.6 and 1.30.3`, SECURITY, 'AuthorizationPolicy', ['rules[].from[].source.trustDomains', 'rules[].from[].source.notTrustDomains']),
  ...fields('1.30', `${CRDS} 1.29.6 and 1.30.3`, 'telemetry.istio.io', 'Telemetry', ['tracing[].disableContextPropagation']),
  { kind: 'TrafficExtension', group: 'extensions.istio.io', since: '1.30', ...vendor(`${CRDS} 1.29.6 and 1.30.3`) },
  ...fields('1.31', `${CRDS} 1.30.3 and 1.31.0-rc.0`, NETWORKING, 'DestinationRule', [
    ...trafficOfPorts('connectionPool.http.http2KeepAlive'), ...trafficOfPorts('loadBalancer.zoneAwareLbSetting'),
    ...trafficOfPorts('outlierDetection.outlierDetectionHttpErrorCodes'), ...traffic('retryBudget.budgetInterval'),
  ]),
  ...fields('1.31', `${CRDS} 1.30.3 and 1.31.0-rc.0`, NETWORKING, 'Gateway', ['servers[].tls.insecureSkipVerify']),
  ...fields('1.31', `${CRDS} 1.30.3 and 1.31.0-rc.0`, NETWORKING, 'Sidecar',
    ['ingress[].tls.insecureSkipVerify', 'inboundConnectionPool.http.http2KeepAlive', 'ingress[].connectionPool.http.http2KeepAlive']),
  ...fields('1.31', `${CRDS} 1.30.3 and 1.31.0-rc.0`, NETWORKING, 'VirtualService', ['http[].redirect.prefixRewrite']),
  {
    kind: 'Sidecar', group: NETWORKING, path: 'spec.egress[].hosts[]', value: /^~[^/]/, since: '1.31',
    ...vendor('istio/istio: pilot/pkg/model/sidecar.go, Excluded (absent in 1.30.3, where the text means something else)'),
  },
  {
    kind: 'EnvoyFilter', group: NETWORKING, path: 'spec.configPatches[].patch.operation', value: 'MERGE_AND_REPLACE_LIST', since: '1.31',
    ...vendor(`${CRDS} 1.30.3 and 1.31.0-rc.0`),
  },
];

/** A version of a Gateway API kind that Istio reads; older versions of Istio read an older version of the kind. */
export interface GatewayApiLevel extends Fact {
  readonly kind: string;
  readonly version: string;
  readonly since: string;
}

/** Gateway API kinds that Istio took up as v1 after its oldest version here. */
export const GATEWAY_API_LEVELS: readonly GatewayApiLevel[] = [
  { kind: 'TLSRoute', version: 'v1', since: '1.30', ...vendor('istio/istio: pkg/config/schema/metadata.yaml of 1.30') },
  { kind: 'TCPRoute', version: 'v1', since: '1.31', ...vendor('istio/istio: pkg/config/schema/metadata.yaml of 1.31; v1alpha2 in 1.30') },
];

/** Does the first minor version, such as `1.30`, come before the second? */
export function isOlderIstio(version: string, than: string): boolean {
  return minor(version) < minor(than);
}

function minor(version: string): number {
  return Number(version.split('.')[1]);
}
