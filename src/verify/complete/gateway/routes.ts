import { clientsOf, Destination } from './destinations';
import { gatewayOf, sniProxyOf } from './pods';
import { Data, fieldsOf, listOf, textsOf } from '../../data';
import { ReadObject } from '../../read';
import { exactly, exactlyThese, keyOf } from '../exact';
import { SERVER_NAME } from '../server-name';
import { Lack, lack, missing, sameLabels, Wanted, without } from '../wanted';

const MESH = 'mesh';
const MESH_TLS = { mode: 'ISTIO_MUTUAL' } as const;

/**
 * Each destination has its own way through the egress gateway: a subset that asks for it by name, a route of the pods' proxies, a server of the gateway, a
 * policy and a route on. Questions miss none where a wildcard covers an exact host, and ask nothing of most ports of a range.
 */
export function gatewayRoutes(wanted: Wanted, destinations: readonly Destination[]): Lack[] {
  const { name, namespace } = gatewayOf(wanted.definition);
  const rule = wanted.object('DestinationRule', namespace, name);
  const subsets = rule === undefined ? [missing(`DestinationRule ${name} in ${namespace}`)] : lacksOfSubsets(rule, wanted, destinations);
  const names = new Map(listOf(fieldsOf(rule?.value.spec).subsets).map((subset) => [keyOf(unnamed(subset)), fieldsOf(subset).name]));
  const byEntry = [...new Set(destinations.map(({ entry }) => entry))].map((entry) => destinations.filter((one) => one.entry === entry) as [Destination, ...Destination[]]);
  return [
    ...subsets,
    // Routes name subsets, so they are asked about where those are right.
    ...(subsets.length > 0 ? [] : byEntry.flatMap((own) => lacksOfRouteToGateway(wanted, own, names))),
    ...byEntry.flatMap((own) => lacksOfRouteOn(wanted, own)),
    ...lacksOfServers(wanted, destinations),
    ...lacksOfPolicies(wanted, destinations),
  ];
}

/** Pods ask by server name, with the certificate of the mesh. */
function lacksOfSubsets(rule: ReadObject, wanted: Wanted, destinations: readonly Destination[]): Lack[] {
  const spec = fieldsOf(rule.value.spec);
  return [
    ...exactly(rule, 'spec.host', spec.host, gatewayOf(wanted.definition).service),
    ...exactly(rule, 'spec.exportTo', spec.exportTo, clientsOf(destinations, wanted)),
    ...exactlyThese(rule, 'spec.subsets', listOf(spec.subsets).map(unnamed), destinations.map(settingsOf)),
  ];
}

/** What pods send leaves by the gateway: by its server name, or by its address where it has none. `names`: of subsets, by what they set. */
function lacksOfRouteToGateway(wanted: Wanted, own: readonly [Destination, ...Destination[]], names: ReadonlyMap<string | undefined, unknown>): Lack[] {
  const [{ entry, host }] = own;
  const { namespace } = entry.value.metadata;
  const route = routeOf(wanted, namespace, host, MESH);
  if (route === undefined) return [missing(`VirtualService of ${host} to the egress gateway in ${namespace}`)];
  const { service } = gatewayOf(wanted.definition);
  const by = (one: Destination, match: object) => ({
    match: [{ gateways: [MESH], port: one.port, ...match }],
    route: [{ destination: { host: service, port: { number: one.gatewayPort }, subset: names.get(keyOf(settingsOf(one))) } }],
  });
  const spec = fieldsOf(route.value.spec);
  return [
    ...lacksOfHead(route, [host], [MESH], clientsOf(own, wanted)),
    ...exactlyThese(route, 'spec.tls', spec.tls, own.filter(({ addresses }) => addresses === undefined).map((one) => by(one, { sniHosts: [host] }))),
    ...exactlyThese(route, 'spec.tcp', spec.tcp, own.flatMap((one) => (one.addresses ?? []).map((address) => by(one, { destinationSubnets: [address] })))),
  ];
}

/** From the gateway to the host, of a wildcard to the SNI proxy, which dials the name that it reads. */
function lacksOfRouteOn(wanted: Wanted, own: readonly [Destination, ...Destination[]]): Lack[] {
  const [{ serverName, host }] = own;
  const { name, namespace } = gatewayOf(wanted.definition);
  const gateway = `${namespace}/${name}`;
  const route = routeOf(wanted, namespace, serverName, gateway);
  if (route === undefined) return [missing(`VirtualService of ${serverName} from the egress gateway in ${namespace}`)];
  const proxy = sniProxyOf(wanted.definition).service;
  return [
    ...lacksOfHead(route, [serverName], [gateway], [namespace]),
    ...exactlyThese(route, 'spec.tcp', fieldsOf(route.value.spec).tcp, own.map((one) => ({
      match: [{ gateways: [gateway], port: one.gatewayPort }],
      route: [{ destination: one.isWildcard ? { host: proxy, port: { number: one.gatewayPort } } : { host, port: { number: one.port } } }],
    }))),
  ];
}

/** One server a destination, for certificates of the mesh: of several hosts in one server, all connections arrive at the first (measured). */
function lacksOfServers(wanted: Wanted, destinations: readonly Destination[]): Lack[] {
  const { name, namespace, labels } = gatewayOf(wanted.definition);
  const gateway = wanted.object('Gateway', namespace, name);
  if (gateway === undefined) return [missing(`Gateway ${name} in ${namespace}`)];
  const spec = fieldsOf(gateway.value.spec);
  const servers = listOf(spec.servers).map(fieldsOf).map((server) => ({ ...server, port: unnamed(server.port) }));
  return [
    ...(sameLabels(spec.selector, labels) ? [] : [lack(gateway, 'spec.selector', 'select the pods of the egress gateway', spec.selector)]),
    ...exactlyThese(gateway, 'spec.servers', servers, destinations.map((one) => ({ hosts: [one.serverName], port: { number: one.gatewayPort, protocol: 'TLS' }, tls: MESH_TLS }))),
  ];
}

/** Each has a policy with all who use it; that it names nobody else is asked of all policies there. */
function lacksOfPolicies(wanted: Wanted, destinations: readonly Destination[]): Lack[] {
  const { namespace } = gatewayOf(wanted.definition);
  const key = (to: unknown, when: unknown) => `${keyOf(to)} ${keyOf(when)}`;
  const rules = wanted.objects('AuthorizationPolicy', namespace).flatMap((policy) => listOf(fieldsOf(policy.value.spec).rules).map(fieldsOf).map((rule) => ({ policy, rule })));
  const byKey = new Map(rules.map((one) => [key(one.rule.to, one.rule.when), one]));
  return destinations.flatMap((one) => {
    const found = byKey.get(key([{ operation: { ports: [String(one.gatewayPort)] } }], [{ key: SERVER_NAME, values: [one.serverName] }]));
    if (found === undefined) return [missing(`AuthorizationPolicy of ${one.serverName} on port ${one.gatewayPort} in ${namespace}`)];
    const named = listOf(found.rule.from).map((from) => fieldsOf(fieldsOf(from).source)).flatMap(({ principals, namespaces }) => [...textsOf(principals), ...textsOf(namespaces)]);
    return without(usersOf(one, wanted), named).map((who) => lack(found.policy, 'spec.rules[0].from', `name ${who}, which uses ${one.host}:${one.port}`, named));
  });
}

/** Accounts where the definition gives them, else namespaces, which say all that their accounts say. */
function usersOf(destination: Destination, wanted: Wanted): readonly string[] {
  const { cluster, egress } = wanted.definition;
  const clients = clientsOf([destination], wanted);
  const sources = destination.flows.flatMap(({ from }) => from).flatMap(({ namespace, component }) => (namespace === undefined || !clients.includes(namespace) ? []
    : [{ namespace, account: component === undefined || egress.componentScope === 'namespace' ? undefined : cluster.components[component]?.serviceAccount }]));
  const whole = new Set(sources.filter(({ account }) => account === undefined).map(({ namespace }) => namespace));
  return [...whole, ...sources.filter(({ namespace }) => !whole.has(namespace)).map(({ namespace, account }) => `${cluster.trustDomain}/ns/${namespace}/sa/${account}`)];
}

function lacksOfHead(route: ReadObject, hosts: readonly string[], gateways: readonly string[], exportTo: readonly string[]): Lack[] {
  const spec = fieldsOf(route.value.spec);
  return [...exactly(route, 'spec.hosts', spec.hosts, hosts), ...exactly(route, 'spec.gateways', spec.gateways, gateways), ...exactly(route, 'spec.exportTo', spec.exportTo, exportTo)];
}

function routeOf(wanted: Wanted, namespace: string | undefined, host: string, gateway: string): ReadObject | undefined {
  return wanted.objects('VirtualService', namespace).find(({ value }) => textsOf(fieldsOf(value.spec).hosts).includes(host) && textsOf(fieldsOf(value.spec).gateways).includes(gateway));
}

/** A subset of the gateway's, but for its name. */
function settingsOf({ gatewayPort, serverName }: Destination): object {
  return { trafficPolicy: { portLevelSettings: [{ port: { number: gatewayPort }, tls: { ...MESH_TLS, sni: serverName } }] } };
}

function unnamed(value: unknown): Data {
  return Object.fromEntries(Object.entries(fieldsOf(value)).filter(([key]) => key !== 'name'));
}
