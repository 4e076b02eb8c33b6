import { Definition, dnsLocation } from '../../cell';
import { HostPattern, Port } from '../../net';
import { NotUnderstoodError } from '../kubernetes/values';
import { IS_STREAM, streamListeners } from '../layers/nginx-stream';
import { ReadObject } from '../read';
import type { Wider } from './objects';
import { fieldsOf, listOf, textsOf } from '../data';
import { networkOf } from './own-objects';
import { PlanScope } from './plan-scope';

/** A port, or what a rule without ports or with a name of one is: every port. */
type Ports = readonly (Port | undefined)[];

const PEERS = ['toFQDNs', 'toCIDR', 'toCIDRSet', 'toEntities', 'toEndpoints'] as const;

/** Of Cilium's policies: names and networks inside the plan, the API server and the DNS cache by their entities, and DNS. */
export function ciliumNetworkPolicy({ value }: ReadObject, plan: PlanScope, definition: Definition): Wider[] {
  if (definition.enforcement === 'observe') return [];
  const dns = dnsLocation(definition.cluster).ports.map((port) => Port.of(port));
  return listOf(fieldsOf(value.spec).egress).map(fieldsOf).flatMap((rule, place) => {
    const path = `spec.egress[${place}]`;
    const lists = listOf(rule.toPorts).flatMap((list) => listOf(fieldsOf(list).ports)).map(fieldsOf);
    const ports = rule.toPorts === undefined ? [undefined] : lists.map(({ port, endPort }) => portOf(port, endPort));
    const beyond = (what: string, isInside: (port: Port) => boolean) => wrongPorts(ports, isInside).map((port) => ({ path, what: `${what} on ${port}` }));
    const networks = [...textsOf(rule.toCIDR), ...listOf(rule.toCIDRSet).map(fieldsOf).map(({ cidr }) => String(cidr))];
    return [
      ...namesBeyond(listOf(rule.toFQDNs).map(fieldsOf).map(({ matchName, matchPattern }) => matchName ?? matchPattern), ports, plan, `${path}.toFQDNs`),
      ...networks.flatMap((text) => {
        const network = networkOf(text);
        return beyond(text, (port) => network !== undefined && plan.hasNetwork(network, port));
      }),
      ...textsOf(rule.toEntities).flatMap((entity) => beyond(entity, (port) => portsOfEntity(entity, definition).some((own) => own.contains(port)))),
      ...(listOf(rule.toEndpoints).length === 0 ? [] : beyond('pods', (port) => dns.some((own) => own.contains(port)))),
      ...(PEERS.some((field) => rule[field] !== undefined) || rule.toPorts === undefined ? [] : beyond('everybody', () => false)),
    ];
  });
}

/** Of GKE's policies by name: names inside the plan. */
export function fqdnNetworkPolicy({ value }: ReadObject, plan: PlanScope, { enforcement }: Definition): Wider[] {
  if (enforcement === 'observe') return [];
  return listOf(fieldsOf(value.spec).egress).map(fieldsOf).flatMap((rule, place) => {
    const ports = listOf(rule.ports).length === 0 ? [undefined] : listOf(rule.ports).map(fieldsOf).map(({ port }) => portOf(port));
    return namesBeyond(listOf(rule.matches).map(fieldsOf).map(({ name, pattern }) => name ?? pattern), ports, plan, `spec.egress[${place}].matches`);
  });
}

/** Of SNI proxies: names inside the plan, though a gateway before the proxy may refuse the others. What is not understood makes questions unknown. */
export function sniProxy({ value }: ReadObject, plan: PlanScope): Wider[] {
  return Object.entries(fieldsOf(value.data)).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && IS_STREAM.test(entry[1])).flatMap(([key, text]) => {
    try {
      return streamListeners(text, { has: () => true }).flatMap(({ hosts, targetPort }) => namesBeyond(hosts, [Port.read(targetPort)], plan, `data["${key}"]`));
    } catch (error) {
      if (error instanceof NotUnderstoodError) return [];
      throw error;
    }
  });
}

function namesBeyond(names: readonly unknown[], ports: Ports, plan: PlanScope, path: string): Wider[] {
  return names.flatMap((name, index) => wrongPorts(ports, (port) => isInPlan(name, port, plan)).map((port) => ({ path: `${path}[${index}]`, what: `${String(name)} on ${port}` })));
}

/** A star elsewhere than in front of a domain is no pattern of a flow. */
function isInPlan(name: unknown, port: Port, plan: PlanScope): boolean {
  if (typeof name !== 'string') return false;
  const host = name.toLowerCase().replace(/\.$/, '').replace(/^\*\*\./, '*.');
  return HostPattern.refusal(host) === undefined && plan.hasHost(host, port);
}

function portsOfEntity(entity: string, { cluster }: Definition): readonly Port[] {
  if (entity === 'kube-apiserver' && cluster.apiServer !== undefined) return [Port.of(cluster.apiServer.port)];
  return entity === 'host' && cluster.dns.nodeLocal ? [Port.of(53)] : [];
}

function portOf(port: unknown, endPort?: unknown): Port | undefined {
  const text = endPort === undefined ? String(port) : `${String(port)}-${String(endPort)}`;
  return Port.read(/^\d+$/.test(text) ? Number(text) : text);
}

function wrongPorts(ports: Ports, isInside: (port: Port) => boolean): string[] {
  return ports.filter((port) => port === undefined || !isInside(port)).map((port) => (port === undefined ? 'every port' : `port ${String(port)}`));
}
