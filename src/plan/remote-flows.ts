import { EXTERNAL_SERVICE_PORTS, RECEIVER_PROTOCOLS, RUNTIME_NAMESPACE, SOURCES } from '../catalog';
import { componentsAsSources, Draft } from './draft';
import { FlowSource, Reason } from './flow';
import type { Definition, ReceiverDefinition } from '../cell/definition';
import { defaultPort } from '../cell/rules';
import { PROTOCOLS, Transport } from '../net';

/** Receivers, their proxies, external services and extra flows. */
export function remoteFlows(definition: Definition): Draft[] {
  return [
    ...Object.entries(definition.receivers).flatMap(([key, receiver]) => receiverFlows(key, receiver, definition)),
    ...proxyFlows(definition),
    ...externalServiceFlows(definition),
    ...Object.entries(definition.flows).map(([key, flow]): Draft => ({
      id: `flow/${key}`, from: componentsAsSources(flow.from, definition), hosts: flow.hosts, cidrs: flow.addresses, network: flow.network, ports: flow.ports,
      protocol: flow.protocol, transport: named(PROTOCOLS.get(flow.protocol)!.transport, flow.hosts), evidence: 'declared',
      reasons: [{ text: flow.reason, source: `flows.${key}` }], path: `flows.${key}`,
    })),
  ];
}

function receiverFlows(key: string, receiver: ReceiverDefinition, definition: Definition): Draft[] {
  const reason: Reason = { text: `receiver ${key} (${receiver.protocol})`, source: `receivers.${key}` };
  const row = {
    id: `receiver/${key}`,
    from: componentsAsSources(receiver.from, definition),
    cidrs: receiver.addresses,
    network: receiver.network,
    ...(receiver.proxy === undefined ? {} : { via: 'proxy' as const }),
    protocol: receiver.protocol,
    evidence: 'declared',
    reasons: receiver.proxy === undefined ? [reason] : [reason, { text: `by proxy ${receiver.proxy}`, source: `receivers.${key}.proxy` }],
    path: `receivers.${key}`,
  } as const;
  if (receiver.brokers !== undefined) {
    return byPort(receiver.brokers).map(({ port, hosts }) => ({ ...row, part: port, hosts, ports: [Number(port)], transport: transportOf(receiver) }));
  }
  const hosts = receiver.host === undefined ? [] : [receiver.host];
  const ports = receiver.ports ?? [receiver.port ?? defaultPort(receiver)!];
  return [{ ...row, hosts, ports, transport: named(transportOf(receiver), hosts) }];
}

/** How a receiver looks on the wire, with its choice of TLS and WebSocket. */
function transportOf({ protocol, tls, transport }: ReceiverDefinition): Transport {
  if (protocol === 'amqp' && transport === 'websocket') return tls === false ? 'http' : 'https';
  if (RECEIVER_PROTOCOLS.get(protocol)!.tlsChoice) return tls === false ? 'tcp' : 'tls';
  return PROTOCOLS.get(protocol)!.transport;
}

/** Without a host there is no name to look for: the address is all there is. */
function named(transport: Transport, hosts: readonly string[]): Transport {
  return hosts.length === 0 && transport !== 'udp' ? 'tcp' : transport;
}

function proxyFlows(definition: Definition): Draft[] {
  const users = new Map<string, string[]>(Object.keys(definition.proxies).map((key) => [key, []]));
  for (const { proxy, from } of Object.values(definition.receivers)) if (proxy !== undefined) users.get(proxy)?.push(...from);
  return Object.entries(definition.proxies).map(([key, proxy]): Draft => {
    const names = users.get(key)!;
    return {
      id: `proxy/${key}`, from: componentsAsSources(names.length === 0 ? ['worker'] : names, definition), hosts: [proxy.host], cidrs: proxy.addresses, network: 'private', ports: [proxy.port],
      protocol: proxy.protocol === 'http' ? 'tcp' : proxy.protocol, transport: 'tcp', evidence: 'declared',
      reasons: [{ text: `manual proxy ${key} (${proxy.protocol}) of integration flows`, source: SOURCES.proxies }], path: `proxies.${key}`,
    };
  });
}

function externalServiceFlows({ externalServices: { database, dataStore } }: Definition): Draft[] {
  const from: FlowSource[] = [{ namespace: RUNTIME_NAMESPACE }];
  const flows: Draft[] = [];
  if (database !== undefined) {
    flows.push({
      id: 'external-service/database', from, hosts: [database.host], ports: [database.port ?? EXTERNAL_SERVICE_PORTS[database.type]!.port!],
      ...addressed(database.type, database.addresses), evidence: 'declared',
      reasons: [{ text: `external database (${database.type})`, source: SOURCES.prepare }], path: 'externalServices.database',
    });
  }
  if (dataStore !== undefined) {
    const row = {
      id: 'external-service/data-store', from, ...addressed(dataStore.type, dataStore.addresses), evidence: 'declared',
      reasons: [{ text: `external data store (${dataStore.type})`, source: SOURCES.prepare }], path: 'externalServices.dataStore',
    } as const;
    const endpoints = byPort(dataStore.endpoints);
    if (dataStore.addresses.length === 0) flows.push(...endpoints.map(({ port, hosts }) => ({ ...row, part: port, hosts, ports: [Number(port)] })));
    else flows.push({ ...row, hosts: endpoints.flatMap(({ hosts }) => hosts), ports: [...endpoints.map(({ port }) => Number(port)), ...dataStore.ports] });
  }
  return flows;
}

/** With addresses a database is told by them: whether its client sends a server name is not documented. */
function addressed(type: string, cidrs: readonly string[]): Pick<Draft, 'protocol' | 'transport' | 'cidrs' | 'network'> {
  const known = cidrs.length > 0;
  return { protocol: type, transport: known ? 'tcp' : PROTOCOLS.get(type)!.transport, cidrs, network: known ? 'private' : 'internet' };
}

/** `host:port` texts by port: hosts on other ports stay apart, so that nothing is opened that was not named. */
function byPort(endpoints: readonly string[]): { port: string; hosts: string[] }[] {
  const ports = new Map<string, string[]>();
  for (const endpoint of endpoints) {
    const [host, port] = [endpoint.slice(0, endpoint.lastIndexOf(':')), endpoint.slice(endpoint.lastIndexOf(':') + 1)];
    ports.set(port, [...(ports.get(port) ?? []), host]);
  }
  return [...ports].map(([port, hosts]) => ({ port, hosts }));
}
