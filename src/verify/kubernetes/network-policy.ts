import type { Entity } from './cilium-peers';
import { labelSelector, LabelSelector } from './label-selector';
import type { NamePattern } from './name-pattern';
import { Network, networkOf } from './networks';
import { Data, fieldsOf, isMap, listOf, NotUnderstoodError, textOf } from './values';

export type Direction = 'egress' | 'ingress';
export type Transport = 'TCP' | 'UDP' | 'SCTP';

/** Ports of a rule: all of a protocol, a range, or those of that name at the pod that is called. */
export interface PolicyPort {
  readonly protocol: Transport;
  readonly first: number;
  readonly last: number;
  readonly name?: string;
}

/** Who the other end of a rule may be: a network, pods; in policies of network plug-ins also an entity, or whatever DNS gives for a name. */
export type PolicyPeer =
  | { readonly network: Network; readonly except: readonly Network[] }
  | { readonly namespaces: LabelSelector | undefined; readonly pods: LabelSelector | undefined }
  | { readonly entity: Entity }
  /** `ownDns`: the policy brings the rule with it by which the plug-in learns addresses. */
  | { readonly name: NamePattern; readonly ownDns: boolean };

/** One rule. Nothing given for peers or ports: all of them. */
export interface PolicyRule {
  /** Path in the object, such as `spec.egress[2]`. */
  readonly path: string;
  readonly peers: readonly PolicyPeer[] | undefined;
  readonly ports: readonly PolicyPort[] | undefined;
  /** The rule leads through a DNS proxy, which looks only such names up.
   * @default - it looks at no names of DNS */
  readonly dns?: readonly NamePattern[];
}

/** A NetworkPolicy as it was read; a direction that it says nothing of is undefined. */
export interface ReadPolicy {
  readonly pods: LabelSelector;
  readonly egress: readonly PolicyRule[] | undefined;
  readonly ingress: readonly PolicyRule[] | undefined;
}

const HIGHEST_PORT = 65535;

/** Reads the `spec` of a NetworkPolicy (networking.k8s.io/v1; kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1). */
export function readNetworkPolicy(spec: unknown): ReadPolicy {
  if (!isMap(spec)) throw new NotUnderstoodError('spec must be a map');
  const fields = fieldsOf(spec, 'spec', ['podSelector', 'policyTypes', 'egress', 'ingress']);
  const types = listOf(fields.policyTypes, 'spec.policyTypes').map((type) => textOf(type, 'spec.policyTypes'));
  const other = types.find((type) => type !== 'Egress' && type !== 'Ingress');
  if (other !== undefined) throw new NotUnderstoodError(`spec.policyTypes holds ${JSON.stringify(other)}, which is not known`);
  const [egress, ingress] = [rulesOf(fields, 'egress', 'to'), rulesOf(fields, 'ingress', 'from')];
  // The API server fills in Ingress, and Egress where there are egress rules (pkg/apis/networking/v1/defaults.go).
  const isOf = (type: string, byDefault: boolean) => (types.length === 0 ? byDefault : types.includes(type));
  return {
    pods: labelSelector(fields.podSelector, 'spec.podSelector'),
    egress: isOf('Egress', egress.length > 0) ? egress : undefined,
    ingress: isOf('Ingress', true) ? ingress : undefined,
  };
}

function rulesOf(spec: Data, direction: Direction, peers: 'to' | 'from'): PolicyRule[] {
  return listOf(spec[direction], `spec.${direction}`).map((rule, index) => {
    const path = `spec.${direction}[${index}]`;
    const fields = fieldsOf(rule, path, [peers, 'ports']);
    const others = listOf(fields[peers], `${path}.${peers}`).map((peer, place) => peerOf(peer, `${path}.${peers}[${place}]`));
    const ports = listOf(fields.ports, `${path}.ports`).map((port, place) => portOf(port, `${path}.ports[${place}]`));
    return { path, peers: others.length === 0 ? undefined : others, ports: ports.length === 0 ? undefined : ports };
  });
}

function peerOf(value: unknown, path: string): PolicyPeer {
  const { ipBlock, namespaceSelector, podSelector } = fieldsOf(value, path, ['ipBlock', 'namespaceSelector', 'podSelector']);
  const isGiven = (field: unknown) => field !== undefined && field !== null;
  if (isGiven(ipBlock)) {
    if (isGiven(namespaceSelector) || isGiven(podSelector)) throw new NotUnderstoodError(`${path} has a block and a selector`);
    const { cidr, except } = fieldsOf(ipBlock, `${path}.ipBlock`, ['cidr', 'except']);
    return { network: blockOf(cidr, `${path}.ipBlock.cidr`), except: listOf(except, `${path}.ipBlock.except`).map((entry) => blockOf(entry, `${path}.ipBlock.except`)) };
  }
  if (!isGiven(namespaceSelector) && !isGiven(podSelector)) throw new NotUnderstoodError(`${path} names nobody`);
  return {
    namespaces: isGiven(namespaceSelector) ? labelSelector(namespaceSelector, `${path}.namespaceSelector`) : undefined,
    pods: isGiven(podSelector) ? labelSelector(podSelector, `${path}.podSelector`) : undefined,
  };
}

function blockOf(value: unknown, path: string): Network {
  const network = networkOf(textOf(value, path));
  if (network === undefined) throw new NotUnderstoodError(`${path} is not a network`);
  return network;
}

function portOf(value: unknown, path: string): PolicyPort {
  const { protocol = 'TCP', port, endPort } = fieldsOf(value, path, ['protocol', 'port', 'endPort']);
  if (protocol !== 'TCP' && protocol !== 'UDP' && protocol !== 'SCTP') throw new NotUnderstoodError(`${path}.protocol is none that is known`);
  if (port === undefined || port === null) {
    if (endPort !== undefined && endPort !== null) throw new NotUnderstoodError(`${path}.endPort stands without port`);
    return { protocol, first: 1, last: HIGHEST_PORT };
  }
  if (typeof port === 'string' && /^[a-z0-9-]*[a-z][a-z0-9-]*$/.test(port) && port.length <= 15 && (endPort === undefined || endPort === null)) return { protocol, first: 0, last: -1, name: port };
  const last = endPort ?? port;
  if (!isPort(port) || !isPort(last) || last < port) throw new NotUnderstoodError(`${path}.port is neither a port nor a name`);
  return { protocol, first: port, last };
}

function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= HIGHEST_PORT;
}
