import { labelSelector } from './label-selector';
import { ciliumPattern } from './name-pattern';
import { PolicyPeer } from './network-policy';
import { Network, networkOf } from './networks';
import { Data, fieldsOf, isMap, listOf, NotUnderstoodError, textOf } from './values';
import { withPrefix } from '../../net';

/** Entities of which something is known; `host` is the pod's own node. */
export type Entity = 'kube-apiserver' | 'host';
const ENTITIES: readonly Entity[] = ['kube-apiserver', 'host'];

/** Keys by which Cilium names the namespace of a pod and the labels of that namespace (docs.cilium.io, using Kubernetes constructs in policy). */
const NAMESPACE = 'io.kubernetes.pod.namespace';
const NAMESPACE_LABEL = 'io.cilium.k8s.namespace.labels.';
const NAME_OF_NAMESPACE = 'kubernetes.io/metadata.name';

/** Fields of an egress rule that say to whom; one rule has one of them (cilium/cilium: pkg/policy/api/rule_validation.go). */
export const PEER_FIELDS = ['toEndpoints', 'toEntities', 'toCIDR', 'toCIDRSet', 'toFQDNs'] as const;

/** To whom an egress rule leads; undefined: to everybody. */
export function peersOf(rule: Data, version: string | undefined, path: string): readonly PolicyPeer[] | undefined {
  const given = PEER_FIELDS.filter((field) => rule[field] !== undefined && rule[field] !== null);
  const [field] = given;
  if (field === undefined) return undefined;
  if (given.length > 1) throw new NotUnderstoodError(`${path} has ${given.join(' and ')}, of which Cilium takes one in a rule`);
  const entries = listOf(rule[field], `${path}.${field}`);
  if (entries.length === 0) throw new NotUnderstoodError(`${path}.${field} names nobody`);
  return entries.map((entry, index) => peerOf(field, entry, version, `${path}.${field}[${index}]`));
}

function peerOf(field: (typeof PEER_FIELDS)[number], value: unknown, version: string | undefined, path: string): PolicyPeer {
  if (field === 'toCIDR') return { network: cidrOf(value, path), except: [] };
  if (field === 'toEntities') {
    const entity = ENTITIES.find((name) => name === value);
    if (entity === undefined) throw new NotUnderstoodError(`${path} is ${JSON.stringify(value)}, which is not evaluated`);
    return { entity };
  }
  if (!isMap(value)) throw new NotUnderstoodError(`${path} must be a map`);
  if (field === 'toFQDNs') return { name: ciliumPattern(fieldsOf(value, path, ['matchName', 'matchPattern']), version, path), ownDns: false };
  if (field === 'toEndpoints') return endpointsOf(value, path);
  const { cidr, except } = fieldsOf(value, path, ['cidr', 'except']);
  return { network: cidrOf(cidr, `${path}.cidr`), except: listOf(except, `${path}.except`).map((entry, index) => cidrOf(entry, `${path}.except[${index}]`)) };
}

/** Pods by labels; without a namespace among them those of the policy's own (docs.cilium.io, the same page). */
function endpointsOf(selector: Data, path: string): PolicyPeer {
  const { matchLabels, matchExpressions } = fieldsOf(selector, path, ['matchLabels', 'matchExpressions']);
  const labels = Object.entries(isMap(matchLabels) ? matchLabels : {}).map(([key, value]) => ({ key: plainKey(key, path), labels: value }));
  const expressions = listOf(matchExpressions, `${path}.matchExpressions`)
    .map((expression) => (isMap(expression) ? { ...expression, key: plainKey(textOf(expression.key, path), path) } : expression));
  const isOfNamespace = (entry: unknown) => isMap(entry) && ofNamespace(String(entry.key)) !== undefined;
  const part = (ofNamespaces: boolean) => ({
    matchLabels: Object.fromEntries(labels.filter((entry) => isOfNamespace(entry) === ofNamespaces)
      .map(({ key, labels: value }) => [ofNamespaces ? ofNamespace(key)! : key, value])),
    matchExpressions: expressions.filter((entry) => isOfNamespace(entry) === ofNamespaces)
      .map((entry) => (ofNamespaces && isMap(entry) ? { ...entry, key: ofNamespace(String(entry.key)) } : entry)),
  });
  const saysNamespace = [...labels, ...expressions].some(isOfNamespace);
  return { namespaces: saysNamespace ? labelSelector(part(true), path) : undefined, pods: labelSelector(part(false), path) };
}

/** The key without the source that Cilium puts before it; other sources than pods are not known here. */
function plainKey(key: string, path: string): string {
  const plain = key.replace(/^(?:any|k8s):/, '');
  if (plain.includes(':') || (/^io\.(?:kubernetes\.pod|cilium)\./.test(plain) && ofNamespace(plain) === undefined)) throw new NotUnderstoodError(`${path} asks for ${JSON.stringify(key)}, which Cilium makes up`);
  return plain;
}

function ofNamespace(key: string): string | undefined {
  if (key === NAMESPACE) return NAME_OF_NAMESPACE;
  return key.startsWith(NAMESPACE_LABEL) ? key.slice(NAMESPACE_LABEL.length) : undefined;
}

/** A network, or one address. */
function cidrOf(value: unknown, path: string): Network {
  const text = textOf(value, path);
  const network = networkOf(withPrefix(text));
  if (network === undefined) throw new NotUnderstoodError(`${path} is not a network`);
  return network;
}
