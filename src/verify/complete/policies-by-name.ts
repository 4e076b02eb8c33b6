import { isFor } from './network-policies';
import { eachPort, isOfAllPods, Lack, lack, missing, sameLabels, Wanted } from './wanted';
import { dnsLocation } from '../../cell';
import { Flow } from '../../plan';
import { fieldsOf, listOf } from '../data';
import { ReadObject } from '../read';

const POD_NAMESPACE = 'k8s:io.kubernetes.pod.namespace';
const KINDS = { cilium: 'CiliumNetworkPolicy', gke: 'FQDNNetworkPolicy' } as const;

/** With `egress.fqdnPolicy`: each host of a flow, on each port, in a policy by name of the pods that use it; and DNS by which Cilium learns addresses. */
export function policiesByName(wanted: Wanted): Lack[] {
  const { definition: { egress: { fqdnPolicy, componentScope, gateway } }, enforced, byGateway, namespaces, groups } = wanted;
  if (!enforced || fqdnPolicy === 'none') return [];
  const kind = KINDS[fqdnPolicy];
  const all = byGateway ? [...namespaces, gateway.namespace] : namespaces;
  const inOne = componentScope === 'namespace';
  return [
    ...all.flatMap((namespace) => wanted.objects(kind, namespace)).flatMap(wellFormed),
    ...(byGateway ? wanted.objects(kind, gateway.namespace).filter((policy) => opened(policy).length > 0 && !isOfWorkload(policy, wanted)) : [])
      .map((policy) => lack(policy, 'spec', 'select the pods of one workload of the gateway', selectorOf(policy))),
    ...all.filter((namespace) => fqdnPolicy === 'cilium' && !wanted.objects(kind, namespace).some((policy) => looksIntoDns(policy, wanted)))
      .map((namespace) => missing(`${kind} for DNS of all pods in ${namespace}`)),
    ...(byGateway
      ? unmet(wanted.objects(kind, gateway.namespace), groups.flatMap(({ flows }) => flows), `${kind} of the gateway in ${gateway.namespace}`)
      : [
        ...namespaces.flatMap((namespace) => {
          const flows = groups.filter((group) => group.namespace === namespace).flatMap((group) => group.flows.filter((flow) => inOne || isOfAllPods(flow, namespace)));
          return unmet(wanted.objects(kind, namespace).filter(isOfAll), flows, `${kind} of all pods in ${namespace}`);
        }),
        ...(inOne ? [] : groups.flatMap((group) => unmet(
          wanted.objects(kind, group.namespace).filter((policy) => isFor(policy, group, wanted)), group.flows.filter((flow) => !isOfAllPods(flow, group.namespace)),
          `${kind} of ${group.component ?? 'the other pods'} in ${group.namespace}`,
        ))),
      ]),
  ];
}

/** Flows with a host that no policy of the pods opens by name on one of its ports. */
function unmet(policies: readonly ReadObject[], flows: readonly Flow[], what: string): Lack[] {
  const open = new Set(policies.flatMap(opened));
  return [...new Set(flows)].filter(({ transport, addressBound }) => transport !== 'udp' && !addressBound).flatMap((flow): Lack[] => {
    const numbers = eachPort(flow);
    const closed = flow.to.hosts.flatMap((host) => numbers.filter((port) => !open.has(`${String(host)} ${port}`)).map((port) => `${String(host)} on port ${port}`));
    if (closed.length === 0) return [];
    const [policy] = policies;
    return policy === undefined ? [missing(what)] : [lack(policy, 'spec.egress', `open ${closed[0]} by name for ${flow.key}`, undefined)];
  });
}

/** What the policy opens by name on TCP, as `host port`, a wildcard as `*.x`. */
function opened({ value }: ReadObject): string[] {
  return listOf(fieldsOf(value.spec).egress).map(fieldsOf).flatMap((rule) => {
    const hosts = [...listOf(rule.matches), ...listOf(rule.toFQDNs)].map(fieldsOf)
      .map(({ name, matchName, matchPattern }) => name ?? matchName ?? (typeof matchPattern === 'string' ? matchPattern.replace(/^\*\*\./, '*.') : undefined));
    return hosts.flatMap((host) => portsOf(rule).filter(({ protocol }) => protocol === 'TCP').map(({ port }) => `${String(host)} ${port}`));
  });
}

function portsOf(rule: Readonly<Record<string, unknown>>): { readonly port: string; readonly protocol: unknown }[] {
  const ports = [...listOf(rule.ports), ...listOf(rule.toPorts).flatMap((list) => listOf(fieldsOf(list).ports))].map(fieldsOf);
  return ports.map(({ port, protocol, endPort }) => ({ port: endPort === undefined ? String(port) : `${String(port)}-${String(endPort)}`, protocol }));
}

/** What the API server or the plug-in would read as everything stands written in policies of ours; names are for TCP. */
function wellFormed(policy: ReadObject): Lack[] {
  return listOf(fieldsOf(policy.value.spec).egress).map(fieldsOf).flatMap((rule, place) => {
    const isByName = rule.toFQDNs !== undefined || rule.matches !== undefined;
    const ports = portsOf(rule);
    const isWhole = ({ port, protocol }: (typeof ports)[number]) => port !== 'undefined' && (protocol === 'TCP' || (protocol === 'UDP' && !isByName));
    return ports.length > 0 && ports.every(isWhole) ? [] : [lack(policy, `spec.egress[${place}]`, 'give number and protocol of each port', ports.find((port) => !isWhole(port)))];
  });
}

/** Do all pods of the namespace ask DNS through the proxy of Cilium, on each port and protocol? */
function looksIntoDns(policy: ReadObject, { definition: { cluster } }: Wanted): boolean {
  const dns = dnsLocation(cluster);
  const labels = { [POD_NAMESPACE]: dns.namespace, ...Object.fromEntries(Object.entries(dns.selector).map(([key, value]) => [`k8s:${key}`, value])) };
  return isOfAll(policy) && listOf(fieldsOf(policy.value.spec).egress).map(fieldsOf).some(({ toEndpoints, toPorts }) => {
    const [endpoints, ...others] = listOf(toEndpoints).map(fieldsOf);
    const inspected = listOf(toPorts).map(fieldsOf).filter(({ rules }) => listOf(fieldsOf(rules).dns).length > 0).flatMap(({ ports }) => portsOf({ ports }));
    return others.length === 0 && sameLabels(endpoints?.matchLabels, labels)
      && dns.ports.every((port) => ['TCP', 'UDP'].every((protocol) => inspected.some((one) => one.port === String(port) && one.protocol === protocol)));
  });
}

function selectorOf({ value }: ReadObject): Readonly<Record<string, unknown>> {
  const { podSelector, endpointSelector } = fieldsOf(value.spec);
  return fieldsOf(podSelector ?? endpointSelector);
}

function isOfAll(policy: ReadObject): boolean {
  return Object.keys(selectorOf(policy)).length === 0;
}

/** Does it select what a Deployment of ours does? */
function isOfWorkload(policy: ReadObject, wanted: Wanted): boolean {
  const { matchLabels, matchExpressions } = selectorOf(policy);
  const workloads = wanted.objects('Deployment', policy.value.metadata.namespace).map(({ value }) => fieldsOf(fieldsOf(fieldsOf(value.spec).selector).matchLabels) as Readonly<Record<string, string>>);
  return matchExpressions === undefined && workloads.some((labels) => sameLabels(matchLabels, labels));
}
