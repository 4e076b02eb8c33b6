import { Definition, dnsLocation } from '../../cell';
import { Cidr, Port } from '../../net';
import { protectedNamespaces } from '../pods';
import { ReadObject } from '../read';
import { SPECIAL_NETWORKS } from '../special-networks';
import { ciliumNetworkPolicy, fqdnNetworkPolicy, sniProxy } from './names';
import { fieldsOf, listOf, textsOf } from '../data';
import { networkOf } from './own-objects';
import { PlanScope } from './plan-scope';

/** What of an object is wider than the plan: the path in it, and what it lets through. */
export interface Wider {
  readonly path: string;
  readonly what: string;
}

/** Hosts that stand for receivers without a name: they exist inside the mesh only, and are told by their addresses. */
const INTERNAL = /\.eic\.internal$/;
const NODE_LOCAL_DNS = '169.254.20.10/32';

/** The check of each kind of object; other kinds cannot open anything that questions would not notice. */
export const CHECKS: Readonly<Record<string, (object: ReadObject, plan: PlanScope, definition: Definition) => Wider[]>> = {
  ServiceEntry: serviceEntry, Sidecar: sidecar, NetworkPolicy: networkPolicy, CiliumNetworkPolicy: ciliumNetworkPolicy, FQDNNetworkPolicy: fqdnNetworkPolicy,
  ConfigMap: sniProxy, PeerAuthentication: peerAuthentication,
};

function serviceEntry({ value }: ReadObject, plan: PlanScope, definition: Definition): Wider[] {
  const spec = fieldsOf(value.spec);
  const ports = listOf(spec.ports).map(fieldsOf).map(({ number }) => Port.read(number));
  const networks = textsOf(spec.addresses).map((text) => networkOf(text));
  const namespaces = new Set([...protectedNamespaces(definition), 'edgelm', '.', definition.egress.gateway.namespace]);
  return [
    ...textsOf(spec.hosts).flatMap((host, index) => (INTERNAL.test(host) ? [] : ports.filter((port) => port === undefined || !plan.hasHost(host, port))
      .map((port) => ({ path: `spec.hosts[${index}]`, what: `${host} on port ${String(port)}` })))),
    ...networks.flatMap((network, index) => (network !== undefined && ports.some((port) => port !== undefined && plan.hasNetwork(network, port)) ? [] : [{ path: `spec.addresses[${index}]`, what: String(network) }])),
    ...textsOf(spec.exportTo).flatMap((namespace, index) => (namespaces.has(namespace) ? [] : [{ path: `spec.exportTo[${index}]`, what: `the export to ${namespace}` }])),
    ...(textsOf(spec.exportTo).length > 0 ? [] : [{ path: 'spec.exportTo', what: 'the export to every namespace' }]),
  ];
}

function sidecar({ value }: ReadObject, plan: PlanScope, { cluster, enforcement }: Definition): Wider[] {
  if (enforcement === 'observe') return [];
  const infrastructure = new Set([cluster.istio.namespace, dnsLocation(cluster).namespace]);
  return listOf(fieldsOf(value.spec).egress).map(fieldsOf).flatMap(({ hosts }, place) => textsOf(hosts).flatMap((entry, index) => {
    const [namespace = '', host = ''] = entry.split('/');
    const isKnown = infrastructure.has(namespace) || INTERNAL.test(host) || host.endsWith(`.svc.${cluster.clusterDomain}`) || (host !== '*' && plan.hasHost(host));
    return isKnown ? [] : [{ path: `spec.egress[${place}].hosts[${index}]`, what: entry }];
  }));
}

function networkPolicy({ value }: ReadObject, plan: PlanScope, { cluster, enforcement }: Definition): Wider[] {
  if (enforcement === 'observe') return [];
  const cells = [...cluster.apiServer?.cidrs ?? [], ...(cluster.dns.nodeLocal ? [NODE_LOCAL_DNS] : [])].map((text) => Cidr.trusted(text));
  return listOf(fieldsOf(value.spec).egress).map(fieldsOf).flatMap((rule, place) => {
    const ports = listOf(rule.ports).map(fieldsOf).map(({ port, endPort }) => Port.read(endPort === undefined || endPort === port ? port : `${String(port)}-${String(endPort)}`));
    return listOf(rule.to).map(fieldsOf).flatMap((peer, index) => {
      const { cidr } = fieldsOf(peer.ipBlock);
      if (typeof cidr !== 'string') return [];
      const network = networkOf(cidr);
      const isOpen = (port: Port | undefined) => network === undefined || !(cells.some((own) => own.contains(network))
        || (network.prefix <= 3 ? port !== undefined && plan.isInternetPort(port) && leavesOut(peer) : plan.hasNetwork(network, port)));
      const wrong = ports.length === 0 ? (isOpen(undefined) ? ['every port'] : []) : ports.filter(isOpen).map((port) => `port ${String(port)}`);
      return wrong.map((port) => ({ path: `spec.egress[${place}].to[${index}]`, what: `${cidr} on ${port}` }));
    });
  });
}

/** The lists of callers refuse plaintext too, so no question would notice that mutual TLS is off. */
function peerAuthentication({ value }: ReadObject, _plan: PlanScope, { cluster }: Definition): Wider[] {
  const spec = fieldsOf(value.spec);
  const { mode } = fieldsOf(spec.mtls);
  const exceptions = new Set(cluster.mtls.exceptions.filter(({ namespace }) => namespace === value.metadata.namespace).flatMap(({ ports }) => ports.map(String)));
  return [
    ...(mode === 'STRICT' || (mode === undefined && spec.portLevelMtls !== undefined) ? [] : [{ path: 'spec.mtls.mode', what: String(mode) }]),
    ...Object.entries(fieldsOf(spec.portLevelMtls)).filter(([port, level]) => fieldsOf(level).mode !== 'STRICT' && !exceptions.has(port))
      .map(([port]) => ({ path: `spec.portLevelMtls.${port}`, what: `port ${port} without mutual TLS` })),
  ];
}

/** Does a rule for the Internet leave out what is not the Internet? */
function leavesOut(peer: Readonly<Record<string, unknown>>): boolean {
  const { cidr, except } = fieldsOf(peer.ipBlock) as { cidr: string; except?: unknown };
  const whole = Cidr.trusted(cidr);
  const out = textsOf(except).map((text) => networkOf(text));
  return SPECIAL_NETWORKS.every(({ network }) => !whole.contains(network) || out.some((other) => other?.contains(network) === true));
}
