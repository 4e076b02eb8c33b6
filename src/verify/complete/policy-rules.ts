import { Cidr } from '../../net';
import { ReadObject } from '../read';
import { SPECIAL_NETWORKS } from '../special-networks';
import { Lack, lack, sameLabels, Wanted } from './wanted';
import { fieldsOf, listOf, textsOf } from '../data';
import { networkOf } from '../wider/own-objects';

/** A connection that a NetworkPolicy is to let pass by a rule of its own. */
export interface EgressNeed {
  readonly what: string;
  readonly to: { readonly namespace?: string; readonly labels?: Readonly<Record<string, string>>; readonly cidr?: string };
  /** @default - every port */
  readonly ports?: { readonly protocol: 'TCP' | 'UDP'; readonly first: number; readonly last: number };
}

/** Label by which Kubernetes tells namespaces by name. */
export const NAME_LABEL = 'kubernetes.io/metadata.name';
type Fields = Readonly<Record<string, unknown>>;

/** Is there a rule with a peer and a port for it? */
export function isMet({ value }: ReadObject, { to, ports }: EgressNeed): boolean {
  return listOf(fieldsOf(value.spec).egress).map(fieldsOf).some((rule) => {
    if (!listOf(rule.to).map(fieldsOf).some((peer) => isPeer(peer, to))) return false;
    if (ports === undefined) return rule.ports === undefined;
    return listOf(rule.ports).map(fieldsOf).some(({ port, endPort, protocol }) => protocol === ports.protocol && port === ports.first && (endPort ?? port) === ports.last);
  });
}

/**
 * What the API server would fill in or read as everything stands written in objects of ours: type, protocol, port, and who a selector means. In observe
 * each policy has one rule that lets everything pass.
 */
export function wellFormed(policy: ReadObject, { enforced, definition }: Wanted): Lack[] {
  const spec = fieldsOf(policy.value.spec);
  const rules = listOf(spec.egress).map(fieldsOf);
  const cluster = [...definition.cluster.nodeCidrs, ...definition.cluster.podCidrs, ...definition.cluster.serviceCidrs].map((text) => Cidr.trusted(text));
  const lacks: Lack[] = [];
  const types = textsOf(spec.policyTypes);
  if (!types.includes('Egress') || types.includes('Ingress') !== (spec.ingress !== undefined)) {
    lacks.push(lack(policy, 'spec.policyTypes', `be of type Egress${spec.ingress === undefined ? ' alone' : ' and Ingress'}`, spec.policyTypes));
  }
  const open = rules.filter((rule) => Object.keys(rule).length === 0).length;
  if (open !== (enforced ? 0 : 1)) lacks.push(lack(policy, 'spec.egress', enforced ? 'have no empty rule, which lets everything pass' : 'have one empty rule, which lets everything pass and so observes', open));
  for (const [place, rule] of rules.entries()) {
    if (Object.keys(rule).length === 0) continue;
    const path = `spec.egress[${place}]`;
    const peers = listOf(rule.to).map(fieldsOf);
    if (peers.length === 0) lacks.push(lack(policy, `${path}.to`, 'name whom the rule leads to, since without it that is everybody', rule.to));
    if (rule.ports !== undefined && listOf(rule.ports).length === 0) lacks.push(lack(policy, `${path}.ports`, 'name ports or leave the field out, since an empty list is every port', rule.ports));
    for (const { port, protocol } of listOf(rule.ports).map(fieldsOf)) {
      if (typeof port !== 'number' || (protocol !== 'TCP' && protocol !== 'UDP')) lacks.push(lack(policy, `${path}.ports`, 'give number and protocol of each port', { port, protocol }));
    }
    for (const peer of peers) {
      const problem = problemOfPeer(peer, cluster);
      if (problem !== undefined) lacks.push(lack(policy, `${path}.to`, problem, peer));
    }
  }
  return lacks;
}

function problemOfPeer(peer: Fields, cluster: readonly Cidr[]): string | undefined {
  const says = (selector: unknown) => Object.keys(fieldsOf(fieldsOf(selector).matchLabels)).length + listOf(fieldsOf(selector).matchExpressions).length > 0;
  if (peer.ipBlock === undefined) {
    if (peer.namespaceSelector === undefined || !says(peer.namespaceSelector)) return 'name the namespace of the pods, since an empty selector is every namespace';
    return peer.podSelector === undefined || says(peer.podSelector) ? undefined : 'name the labels of the pods, since an empty selector is every pod';
  }
  const { cidr, except } = fieldsOf(peer.ipBlock);
  const network = typeof cidr === 'string' ? networkOf(cidr) : undefined;
  if (network === undefined) return 'be a network';
  if (network.prefix > 3) return undefined;
  const out = textsOf(except).map(networkOf);
  return [...cluster, ...SPECIAL_NETWORKS.map(({ network: special }) => special)].every((own) => !network.contains(own) || out.some((one) => one?.contains(own) === true)) ? undefined : 'except every network that is not the Internet';
}

function isPeer(peer: Fields, { namespace, labels, cidr }: EgressNeed['to']): boolean {
  if (cidr !== undefined) {
    const block = fieldsOf(peer.ipBlock).cidr;
    return typeof block === 'string' && block === cidr;
  }
  const { matchLabels, matchExpressions } = fieldsOf(peer.namespaceSelector);
  const names = [fieldsOf(matchLabels)[NAME_LABEL], ...listOf(matchExpressions).map(fieldsOf).filter(({ key, operator }) => key === NAME_LABEL && operator === 'In').flatMap(({ values }) => textsOf(values))];
  if (!names.includes(namespace)) return false;
  return labels === undefined ? peer.podSelector === undefined : sameLabels(fieldsOf(peer.podSelector).matchLabels, labels);
}
