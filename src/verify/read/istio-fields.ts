import type { KubernetesObject } from './objects';

/** Fields by name; a list has those of its elements. `any`: nothing in it is looked at here. */
type Shape = ReadonlyMap<string, Shape> | 'any';

/** What DestinationRules have for a host as a whole and for each subset. */
const TRAFFIC_POLICY = 'trafficPolicy{connectionPool loadBalancer outlierDetection portLevelSettings{connectionPool loadBalancer outlierDetection port{number} tls} proxyProtocol retryBudget tls tunnel}';

/**
 * Fields of `spec` as Istio 1.31 serves them, in the parts that say where connections may go: `a{b c}` has fields, of `a` nothing is looked at inside,
 * below `a<b>` stand names that anybody may choose. Parts of HTTP routes, pools and TLS are judged where they are evaluated. Source: the CustomResourceDefinitions.
 */
const FIELDS: Readonly<Record<string, string>> = {
  AuthorizationPolicy: 'action provider rules{from{source{ipBlocks namespaces notIpBlocks notNamespaces notPrincipals notRemoteIpBlocks notRequestPrincipals notServiceAccounts notTrustDomains '
    + 'principals remoteIpBlocks requestPrincipals serviceAccounts trustDomains}} to{operation{hosts methods notHosts notMethods notPaths notPorts paths ports}} when{key notValues values}} '
    + 'selector{matchLabels} targetRef targetRefs',
  DestinationRule: `exportTo host subsets{labels name ${TRAFFIC_POLICY}} ${TRAFFIC_POLICY} workloadSelector{matchLabels}`,
  Gateway: 'selector servers{bind defaultEndpoint hosts name port{name number protocol targetPort} tls{caCertCredentialName caCertificates caCrl cipherSuites credentialName credentialNames httpsRedirect '
    + 'insecureSkipVerify maxProtocolVersion minProtocolVersion mode privateKey serverCertificate subjectAltNames tlsCertificates verifyCertificateHash verifyCertificateSpki}}',
  PeerAuthentication: 'mtls{mode} portLevelMtls<mode> selector{matchLabels}',
  ServiceEntry: 'addresses endpoints{address labels locality network ports serviceAccount weight} exportTo hosts location ports{name number protocol targetPort} resolution subjectAltNames workloadSelector{labels}',
  Sidecar: 'egress{bind captureMode hosts port{name number protocol targetPort}} inboundConnectionPool ingress outboundTrafficPolicy{egressProxy mode} workloadSelector{labels}',
  VirtualService: 'exportTo gateways hosts http{corsPolicy delegate directResponse fault headers match mirror mirror_percent mirrorPercent mirrorPercentage mirrors name redirect retries rewrite '
    + 'route{destination{host port{number} subset} headers weight} timeout} '
    + 'tcp{match{destinationSubnets gateways port sourceLabels sourceNamespace sourceSubnet} route{destination{host port{number} subset} weight}} '
    + 'tls{match{destinationSubnets gateways port sniHosts sourceLabels sourceNamespace} route{destination{host port{number} subset} weight}}',
};

const shapes = new Map<string, Shape>();
const answers = new WeakMap<KubernetesObject, { readonly path: string | undefined }>();

/** Path of a field that Istio does not know, such as `spec.exportto`; undefined: it knows all, or the object is none of Istio's. */
export function unknownIstioField(object: KubernetesObject): string | undefined {
  const known = answers.get(object);
  if (known !== undefined) return known.path;
  const path = /^(?:networking|security)\.istio\.io\//.test(object.apiVersion) && object.spec !== undefined ? unknownIn(object.spec, shapeOf(object.kind), 'spec') : undefined;
  answers.set(object, { path });
  return path;
}

function unknownIn(value: unknown, shape: Shape, path: string): string | undefined {
  if (shape === 'any' || typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return firstOf(value.entries(), ([index, entry]) => unknownIn(entry, shape, `${path}[${index}]`));
  return firstOf(Object.entries(value), ([key, inner]) => {
    const field = shape.get(key) ?? shape.get(ANY_NAME);
    return field === undefined ? `${path}.${key}` : unknownIn(inner, field, `${path}.${key}`);
  });
}

function firstOf<T>(entries: Iterable<T>, find: (entry: T) => string | undefined): string | undefined {
  for (const entry of entries) {
    const found = find(entry);
    if (found !== undefined) return found;
  }
  return undefined;
}

const ANY_NAME = '<>';

function shapeOf(kind: string): Shape {
  const known = shapes.get(kind);
  if (known !== undefined) return known;
  const text = FIELDS[kind];
  const shape = text === undefined ? 'any' : fieldsOf((text.match(/[\w]+|[{}<>]/g) ?? [])[Symbol.iterator]());
  shapes.set(kind, shape);
  return shape;
}

/** Reads names up to the closing bracket. */
function fieldsOf(words: Iterator<string>): Shape {
  const fields = new Map<string, Shape>();
  let last = '';
  for (let { value: word, done } = words.next(); done !== true; { value: word, done } = words.next()) {
    if (word === '}' || word === '>') return fields;
    if (word === '{') fields.set(last, fieldsOf(words));
    else if (word === '<') fields.set(last, new Map([[ANY_NAME, fieldsOf(words)]]));
    else fields.set((last = word as string), 'any');
  }
  return fields;
}
