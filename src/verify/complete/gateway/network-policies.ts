import { clientsOf, Destination, flowsOf, gatewayPortsOf } from './destinations';
import { gatewayOf, GatewayPods, sniProxyOf } from './pods';
import { Data, fieldsOf } from '../../data';
import { exactlyThese } from '../exact';
import { unmet } from '../network-policies';
import { flowNeeds, proxyNeeds } from '../policy-needs';
import { EgressNeed, NAME_LABEL, wellFormed } from '../policy-rules';
import { Lack, missing, sameLabels, Wanted } from '../wanted';

/** Ports on which Istio's proxies give their metrics (istio.io, "Ports used by Istio"). */
const METRICS_PORTS = [15020, 15090];

/** In the gateway's namespace both directions are ours: the cell alone calls the gateway, the gateway alone its proxy. */
export function gatewayNetworkPolicies(wanted: Wanted, destinations: readonly Destination[]): Lack[] {
  const { definition } = wanted;
  const [gateway, proxy] = [gatewayOf(definition), sniProxyOf(definition)];
  const { namespace } = gateway;
  const wild = destinations.filter(({ isWildcard }) => isWildcard);
  const direct = destinations.filter(({ isWildcard }) => !isWildcard);
  const scrapers = [...definition.cluster.monitoring.namespaces].sort();
  const clients = clientsOf(destinations, wanted);
  const toProxy = gatewayPortsOf(wild).map((port): EgressNeed => ({ what: `port ${port} of the SNI proxy`, to: { namespace, labels: proxy.labels }, ports: { protocol: 'TCP', first: port, last: port } }));
  return [
    ...wanted.objects('NetworkPolicy', namespace).flatMap((policy) => wellFormed(policy, wanted)),
    ...lacksOf(wanted, namespace, {}, 'every pod', proxyNeeds(wanted), scrapers.length === 0 ? [] : [rule(peer(scrapers), METRICS_PORTS)]),
    ...lacksOf(wanted, namespace, gateway.labels, 'the egress gateway', [...toProxy, ...flowNeeds(flowsOf(direct), wanted)], clients.length === 0 ? [] : [rule(peer(clients), gatewayPortsOf(destinations))]),
    ...(wild.length === 0 ? [] : lacksOf(wanted, namespace, proxy.labels, 'the SNI proxy', flowNeeds(flowsOf(wild), wanted), [rule(peer([namespace], gateway), gatewayPortsOf(wild))])),
  ];
}

function lacksOf(wanted: Wanted, namespace: string, labels: GatewayPods['labels'], who: string, needs: readonly EgressNeed[], ingress: readonly object[]): Lack[] {
  const policy = wanted.objects('NetworkPolicy', namespace).find(({ value }) => {
    const { matchLabels = {}, ...more } = fieldsOf(fieldsOf(value.spec).podSelector);
    return Object.keys(more).length === 0 && sameLabels(matchLabels, labels);
  });
  if (policy === undefined) return [missing(`NetworkPolicy of ${who} in ${namespace}`)];
  return [...unmet([policy], needs), ...exactlyThese(policy, 'spec.ingress', fieldsOf(policy.value.spec).ingress, ingress)];
}

function rule(from: Data, ports: readonly number[]): object {
  return { from: [from], ports: ports.map((port) => ({ protocol: 'TCP', port })) };
}

function peer(namespaces: readonly string[], pods?: GatewayPods): Data {
  const namespaceSelector = namespaces.length === 1 ? { matchLabels: { [NAME_LABEL]: namespaces[0] } } : { matchExpressions: [{ key: NAME_LABEL, operator: 'In', values: namespaces }] };
  return { namespaceSelector, ...(pods === undefined ? {} : { podSelector: { matchLabels: pods.labels } }) };
}
