import { PEER_FIELDS, peersOf } from './cilium-peers';
import { labelSelector, LabelSelector } from './label-selector';
import { ciliumPattern, NamePattern } from './name-pattern';
import { PolicyPort, PolicyRule, Transport } from './network-policy';
import { Data, fieldsOf, isMap, listOf, NotUnderstoodError, textOf } from './values';

/** A CiliumNetworkPolicy of the form that is evaluated: egress by endpoints, entities, networks or names, by ports, and rules of DNS. */
export interface ReadCiliumPolicy {
  readonly pods: LabelSelector;
  readonly egress: readonly PolicyRule[];
  /** Does it close the pods for what no rule allows? */
  readonly closes: boolean;
}

const TRANSPORTS: readonly Transport[] = ['TCP', 'UDP', 'SCTP'];
const HIGHEST_PORT = 65535;

/**
 * Reads a CiliumNetworkPolicy (cilium.io/v2; docs.cilium.io, layer 3, 4 and 7 policies; cilium/cilium: pkg/policy/api); every other form is not understood.
 *
 * @param version of Cilium, such as `1.19`; undefined: not known
 */
export function readCiliumPolicy(value: Data, version: string | undefined): ReadCiliumPolicy {
  if (value.specs !== undefined || !isMap(value.spec)) throw new NotUnderstoodError('spec must be the only rule');
  const { endpointSelector, egress, enableDefaultDeny } = fieldsOf(value.spec, 'spec', ['endpointSelector', 'egress', 'enableDefaultDeny', 'description']);
  if (!isMap(endpointSelector)) throw new NotUnderstoodError('spec.endpointSelector must be a map');
  const rules = listOf(egress, 'spec.egress').flatMap((rule, index) => rulesOf(rule, version, `spec.egress[${index}]`));
  if (listOf(egress, 'spec.egress').length === 0) throw new NotUnderstoodError('spec.egress has no rules');
  const closes = isClosing(enableDefaultDeny);
  if (!closes && rules.some(({ dns }) => dns !== undefined)) throw new NotUnderstoodError('spec.enableDefaultDeny leaves open what rules of DNS would refuse');
  return { pods: endpointLabels(endpointSelector), egress: rules, closes };
}

/** Rules close the pod for their direction unless `enableDefaultDeny` says no (docs.cilium.io, policy enforcement modes). */
function isClosing(value: unknown): boolean {
  const { egress, ingress } = fieldsOf(value, 'spec.enableDefaultDeny', ['egress', 'ingress']);
  if (ingress === true) throw new NotUnderstoodError('spec.enableDefaultDeny closes ingress, which is not evaluated');
  if (egress !== undefined && typeof egress !== 'boolean') throw new NotUnderstoodError('spec.enableDefaultDeny.egress must be a boolean');
  return egress !== false;
}

/** Cilium puts the source of a label before its key; `k8s:` and `any:` are those of pods. Labels that it makes up itself are not known here. */
function endpointLabels(selector: Data): LabelSelector {
  const path = 'spec.endpointSelector';
  const select = labelSelector(selector, path);
  const keys = [...Object.keys(isMap(selector.matchLabels) ? selector.matchLabels : {}), ...listOf(selector.matchExpressions, path).map((expression) => (isMap(expression) ? String(expression.key) : ''))];
  const names = new Map(keys.map((key) => [key, key.replace(/^(?:any|k8s):/, '')]));
  const foreign = [...names].find(([, name]) => /:|^io\.(?:kubernetes\.pod|cilium)\./.test(name));
  if (foreign !== undefined) throw new NotUnderstoodError(`${path} asks for ${JSON.stringify(foreign[0])}, which Cilium makes up`);
  return (read) => select((key) => read(names.get(key) ?? key));
}

/** One rule for each list of ports, since each has rules of layer 7 of its own. An empty rule allows nothing (docs.cilium.io, egress default deny). */
function rulesOf(value: unknown, version: string | undefined, path: string): PolicyRule[] {
  if (!isMap(value)) throw new NotUnderstoodError(`${path} must be a map`);
  const rule = fieldsOf(value, path, [...PEER_FIELDS, 'toPorts']);
  const peers = peersOf(rule, version, path);
  if (rule.toPorts === undefined || rule.toPorts === null) return peers === undefined ? [] : [{ path, peers, ports: undefined }];
  const lists = listOf(rule.toPorts, `${path}.toPorts`);
  if (lists.length === 0) throw new NotUnderstoodError(`${path}.toPorts names no ports`);
  return lists.map((entry, index): PolicyRule => {
    const place = `${path}.toPorts[${index}]`;
    const { ports, rules } = fieldsOf(entry, place, ['ports', 'rules']);
    const read = listOf(ports, `${place}.ports`).flatMap((port, number) => portsOf(port, `${place}.ports[${number}]`));
    if (read.length === 0) throw new NotUnderstoodError(`${place} names no ports`);
    const dns = dnsOf(rules, version, `${place}.rules`);
    return { path, peers, ports: read, ...(dns === undefined ? {} : { dns }) };
  });
}

/** Names that may be looked up (docs.cilium.io, layer 7 policies: DNS policy and IP discovery). */
function dnsOf(value: unknown, version: string | undefined, path: string): readonly NamePattern[] | undefined {
  if (value === undefined || value === null) return undefined;
  const { dns } = fieldsOf(value, path, ['dns']);
  const entries = listOf(dns, `${path}.dns`);
  if (entries.length === 0) throw new NotUnderstoodError(`${path} has no rules of DNS`);
  return entries.map((entry, index) => ciliumPattern(fieldsOf(entry, `${path}.dns[${index}]`, ['matchName', 'matchPattern']), version, `${path}.dns[${index}]`));
}

/** No protocol and `ANY` are all of them; port 0 is every port (docs.cilium.io, layer 4 policies). */
function portsOf(value: unknown, path: string): PolicyPort[] {
  const { port, protocol = 'ANY', endPort } = fieldsOf(value, path, ['port', 'protocol', 'endPort']);
  const protocols = protocol === 'ANY' ? TRANSPORTS : TRANSPORTS.filter((one) => one === protocol);
  if (protocols.length === 0) throw new NotUnderstoodError(`${path}.protocol is none that is evaluated`);
  const text = textOf(port, `${path}.port`);
  if (/^[a-z0-9-]*[a-z][a-z0-9-]*$/.test(text) && text.length <= 15 && endPort === undefined) return protocols.map((one) => ({ protocol: one, first: 0, last: -1, name: text }));
  const first = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  const last = endPort ?? first;
  if (!(first <= HIGHEST_PORT) || typeof last !== 'number' || !Number.isInteger(last) || last < first || last > HIGHEST_PORT) throw new NotUnderstoodError(`${path}.port is not a port`);
  if (first === 0 && endPort !== undefined) throw new NotUnderstoodError(`${path} is a range from port 0`);
  return protocols.map((one) => (first === 0 ? { protocol: one, first: 1, last: HIGHEST_PORT } : { protocol: one, first, last }));
}
