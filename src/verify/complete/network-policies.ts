import { clusterNeeds, flowNeeds, throughGateway } from './policy-needs';
import { EgressNeed, isMet, wellFormed } from './policy-rules';
import { isOfAllPods, Lack, lack, missing, PodGroup, sameLabels, Wanted } from './wanted';
import { Flow } from '../../plan';
import { fieldsOf, listOf, textsOf } from '../data';
import { ReadObject } from '../read';

/** In each namespace a policy for all pods with what the cluster needs, and one for each group of pods with flows of its own. */
export function networkPolicies(wanted: Wanted): Lack[] {
  const byNamespace = wanted.definition.egress.componentScope === 'namespace';
  return [
    ...wanted.namespaces.flatMap((namespace) => wanted.objects('NetworkPolicy', namespace)).flatMap((policy) => wellFormed(policy, wanted)),
    ...wanted.namespaces.flatMap((namespace) => {
      const base = wanted.objects('NetworkPolicy', namespace).filter(({ value }) => Object.keys(fieldsOf(fieldsOf(value.spec).podSelector)).length === 0);
      const ofAll = wanted.groups.filter((group) => group.namespace === namespace).flatMap(({ flows }) => flows.filter((flow) => byNamespace || isOfAllPods(flow, namespace)));
      return base.length === 0 ? [missing(`NetworkPolicy of all pods in ${namespace}`)] : unmet(base, [...clusterNeeds(wanted), ...needsOf([...new Set(ofAll)], wanted)]);
    }),
    ...(byNamespace ? [] : wanted.groups).flatMap((group) => {
      const needs = needsOf(group.flows.filter((flow) => !isOfAllPods(flow, group.namespace)), wanted);
      if (needs.length === 0) return [];
      const policies = wanted.objects('NetworkPolicy', group.namespace).filter((object) => isFor(object, group, wanted));
      return policies.length === 0 ? [missing(`NetworkPolicy of ${group.component ?? 'the other pods'} in ${group.namespace}`)] : unmet(policies, needs);
    }),
  ];
}

/** With Cilium, what is on nodes is reached by its entities only (cilium/cilium#18644). */
export function cilium(wanted: Wanted): Lack[] {
  const { cni, apiServer, dns } = wanted.definition.cluster;
  if (cni.name !== 'cilium') return [];
  const needs = [
    ...(apiServer === undefined ? [] : [{ entity: 'kube-apiserver', port: String(apiServer.port), protocol: 'TCP' }]),
    ...(dns.nodeLocal ? ['TCP', 'UDP'].map((protocol) => ({ entity: 'host', port: '53', protocol })) : []),
  ];
  return wanted.namespaces.flatMap((namespace) => needs.filter(({ entity, port, protocol }) => !wanted.objects('CiliumNetworkPolicy', namespace).some(({ value }) => {
    const spec = fieldsOf(value.spec);
    return Object.keys(fieldsOf(spec.endpointSelector)).length === 0 && listOf(spec.egress).map(fieldsOf).some(({ toEntities, toPorts }) => textsOf(toEntities).includes(entity)
      && listOf(toPorts).flatMap((one) => listOf(fieldsOf(one).ports)).map(fieldsOf).some((one) => one.port === port && one.protocol === protocol));
  })).map(({ entity, port, protocol }) => missing(`CiliumNetworkPolicy to ${entity} on ${protocol} ${port} in ${namespace}`)));
}

/** What pods need for their flows: the egress gateway for what leaves by it, else what is outside. */
function needsOf(flows: readonly Flow[], wanted: Wanted): EgressNeed[] {
  const carried = flows.filter((flow) => wanted.isByGateway(flow));
  return [...throughGateway(carried, wanted.definition), ...flowNeeds(flows.filter((flow) => !carried.includes(flow)), wanted)];
}

/** What the policy lacks; of several with the same pods, the one that lacks least. */
export function unmet(policies: readonly ReadObject[], needs: readonly EgressNeed[]): Lack[] {
  const lacks = policies.map((policy) => needs.filter((need) => !isMet(policy, need)).map(({ what }) => lack(policy, 'spec.egress', `let ${what} pass by a rule of its own`, undefined)));
  return lacks.reduce((least, one) => (one.length < least.length ? one : least));
}

/** Does the policy, of whatever kind, select the group, and nothing else? The rest is told by not having a label of any component. */
export function isFor({ value }: ReadObject, { namespace, labels }: PodGroup, { groups }: Wanted): boolean {
  const { podSelector, endpointSelector } = fieldsOf(value.spec);
  const { matchLabels, matchExpressions } = fieldsOf(podSelector ?? endpointSelector);
  if (labels !== undefined) return matchExpressions === undefined && sameLabels(matchLabels, labels);
  const excluded = listOf(matchExpressions).map(fieldsOf).filter(({ operator }) => operator === 'NotIn');
  const others = groups.filter((other) => other.namespace === namespace && other.labels !== undefined);
  // Where no component has labels, all pods are the rest.
  return (excluded.length > 0 || (others.length === 0 && matchLabels === undefined)) && others.every((other) => excluded.some(({ key, values }) => textsOf(values).includes(other.labels![String(key)] ?? '')));
}
