import { EgressNeed, isMet, wellFormed } from './policy-rules';
import { isOfAllPods, Lack, lack, missing, PodGroup, sameLabels, Wanted } from './wanted';
import { dnsLocation } from '../../cell';
import { Cidr } from '../../net';
import { Flow } from '../../plan';
import { fieldsOf, listOf, textsOf } from '../data';
import { ReadObject } from '../read';

const INTERNET = { 4: '0.0.0.0/0', 6: '2000::/3' } as const;
const NODE_LOCAL_DNS = '169.254.20.10/32';
/** Port of istiod for proxies (istio.io, "Ports used by Istio"). */
const ISTIOD_PORT = 15012;

/** In each namespace a policy for all pods with what the cluster needs, and one for each group of pods with flows of its own. */
export function networkPolicies(wanted: Wanted): Lack[] {
  return [
    ...wanted.namespaces.flatMap((namespace) => wanted.objects('NetworkPolicy', namespace)).flatMap((policy) => wellFormed(policy, wanted)),
    ...wanted.namespaces.flatMap((namespace) => {
      const base = wanted.objects('NetworkPolicy', namespace).filter(({ value }) => Object.keys(fieldsOf(fieldsOf(value.spec).podSelector)).length === 0);
      const ofAll = wanted.groups.filter((group) => group.namespace === namespace).flatMap(({ flows }) => flows.filter((flow) => isOfAllPods(flow, namespace)));
      return base.length === 0 ? [missing(`NetworkPolicy of all pods in ${namespace}`)] : unmet(base, [...clusterNeeds(wanted), ...flowNeeds([...new Set(ofAll)], wanted)]);
    }),
    ...wanted.groups.filter(() => wanted.definition.egress.componentScope !== 'namespace').flatMap((group) => {
      const needs = flowNeeds(group.flows.filter((flow) => !isOfAllPods(flow, group.namespace)), wanted);
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

/** What the policy lacks; of several with the same pods, the one that lacks least. */
function unmet(policies: readonly ReadObject[], needs: readonly EgressNeed[]): Lack[] {
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

function clusterNeeds({ definition, namespaces }: Wanted): EgressNeed[] {
  const { cluster, egress } = definition;
  const dns = dnsLocation(cluster);
  // Cilium looks into DNS only where no other policy lets it pass.
  const inspected = definition.enforcement === 'enforce' && egress.fqdnPolicy === 'cilium';
  const both = (port: number, to: EgressNeed['to'], what: string) => (['TCP', 'UDP'] as const).map((protocol): EgressNeed => ({ what: `${what} over ${protocol}`, to, ports: { protocol, first: port, last: port } }));
  return [
    ...namespaces.map((namespace): EgressNeed => ({ what: `calls to ${namespace}`, to: { namespace } })),
    ...(inspected ? [] : dns.ports.flatMap((port) => both(port, { namespace: dns.namespace, labels: dns.selector }, `DNS on port ${port}`))),
    ...(cluster.dns.nodeLocal ? both(53, { cidr: NODE_LOCAL_DNS }, 'the cache of DNS') : []),
    { what: 'the control plane of Istio', to: { namespace: cluster.istio.namespace, labels: { app: 'istiod' } }, ports: { protocol: 'TCP', first: ISTIOD_PORT, last: ISTIOD_PORT } },
    ...(cluster.apiServer?.cidrs ?? []).map((cidr): EgressNeed => ({ what: `the API server ${cidr}`, to: { cidr: String(Cidr.trusted(cidr)) }, ports: { protocol: 'TCP', first: cluster.apiServer!.port, last: cluster.apiServer!.port } })),
  ];
}

function flowNeeds(flows: readonly Flow[], { definition, byGateway, enforced }: Wanted): EgressNeed[] {
  const versions = ([4, 6] as const).filter((version) => definition.cluster.podCidrs.some((text) => Cidr.trusted(text).version === version));
  const byName = enforced && definition.egress.fqdnPolicy !== 'none';
  return flows.filter(({ transport }) => !byGateway || transport === 'udp').flatMap((flow) => {
    const isOpen = !flow.addressBound && flow.to.hosts.length > 0 && !byName;
    const networks = [...flow.to.cidrs.map(String), ...(isOpen ? versions.map((version) => INTERNET[version]) : [])];
    const protocol = flow.transport === 'udp' ? 'UDP' : 'TCP';
    return networks.flatMap((cidr) => flow.ports.map(({ first, last }): EgressNeed => ({ what: `${flow.key} to ${cidr} on ${protocol} ${first}${last === first ? '' : `-${last}`}`, to: { cidr }, ports: { protocol, first, last } })));
  });
}
