import { carriesName } from '../../net';
import { Flow } from '../../plan';
import { addressIn, lastAddress } from '../addresses';
import { Wire } from '../connection';
import { METADATA_ADDRESS, SPECIAL_NETWORKS } from '../special-networks';
import { AddressBook } from './address-book';
import { Asker, ProbeCollector } from './collector';
import { namesOf, neighboursOf, otherTenantOf } from './names';
import { ProbeKind } from './probe';

const HTTPS = 443;

/** Questions about the flows that leave the cell. */
export class EgressQuestions {
  /** What is asked once for each pod and port, not for each flow. */
  private readonly askedOfPort = new Set<string>();
  /** The ends of the networks of each flow, which every pod of it is asked about. */
  private readonly ends = new Map<Flow, readonly string[]>();
  private readonly samples = new Map<Flow, readonly (string | null)[]>();

  /** @param guarded namespaces with layers in the cluster: there is more to ask where something can answer */
  public constructor(private readonly collector: ProbeCollector, private readonly book: AddressBook, private readonly guarded: ReadonlySet<string>) {}

  /** Every connection that the flow permits, by every host, the ends of its ports and of its networks. */
  public own(flow: Flow, asker: Asker): void {
    for (const host of this.samplesOf(flow)) {
      for (const port of new Set(flow.ports.flatMap(({ first, last }) => [first, last]))) {
        for (const address of this.addressesOf(flow, host)) {
          this.collector.own({ flow: flow.key, path: flow.path, kind: 'own', what: `${host ?? ''}${host === null ? '' : '@'}${address}:${port}`, asker, wire: wireOf(flow, host, address, port) });
        }
      }
    }
  }

  /** The same first connection from another address of the cell, since rules of firewalls name sources. */
  public ownFromAddress(flow: Flow, asker: Asker, source: string): void {
    const host = this.samplesOf(flow)[0]!;
    const address = this.addressesOf(flow, host)[0]!;
    const port = flow.ports[0]!.first;
    this.collector.own({
      flow: flow.key, path: flow.path, kind: 'own', what: `${host ?? address}:${port} from ${source}`, asker: { origin: asker.origin, from: { ...asker.from, egressAddresses: [source] } },
      wire: wireOf(flow, host, address, port),
    });
  }

  /** All that differs from the flow in one thing. */
  public neighbours(flow: Flow, asker: Asker): void {
    const { first: port } = flow.ports[0]!;
    const named = carriesName(flow.transport) && flow.to.hosts.length > 0;
    const isTls = named && flow.transport !== 'http';
    if (named) this.names(flow, asker, port);
    for (const host of this.samplesOf(flow).slice(0, flow.to.hosts.some(({ wildcard }) => wildcard) ? 1 : Infinity)) {
      const address = this.addressesOf(flow, host)[0]!;
      const at = (where: string, atPort = port) => wireOf(flow, host, where, atPort);
      const ask = (kind: ProbeKind, what: string, wire: Wire) => this.collector.neighbour({ flow: flow.key, path: flow.path, kind, what: `${host ?? address}${what}`, asker, wire });
      for (const other of otherPorts(flow)) ask('other-port', `:${other}`, at(address, other));
      ask('other-protocol', `:${port}`, bare(host, address, port, flow.transport === 'udp' ? 'tcp' : 'udp'));
      if (isTls) {
        ask('quic', '', { ...at(address), protocol: 'quic' });
        ask('plaintext', '', { ...bare(host, address, port, 'http'), httpHost: host });
        ask('no-tls', '', bare(host, address, port, 'tcp'));
        ask('no-sni', '', { ...at(address), serverName: null });
      }
      if (flow.transport === 'http') ask('no-sni', '', { ...at(address), httpHost: null });
      if (host !== null) {
        ask('foreign-address', `@${this.book.foreign}`, dialled(at(this.book.foreign)));
        if (this.hasV6(asker)) ask('foreign-ipv6', `@${this.book.foreignV6}`, dialled(at(this.book.foreignV6)));
      }
      if (flow.addressBound) this.besideNetworks(flow, host, asker, port);
      ask('ip-literal', '', wireOf(flow, null, this.book.foreign, port));
    }
    this.ofPort(flow, asker, port);
  }

  /** Everybody who may not use the flow. */
  public outsider(flow: Flow, asker: Asker, kind: 'other-component' | 'other-namespace'): void {
    const host = this.samplesOf(flow)[0]!;
    const wire = wireOf(flow, host, this.addressesOf(flow, host)[0]!, flow.ports[0]!.first);
    this.collector.neighbour({ flow: flow.key, path: flow.path, kind, what: `${host ?? wire.to.address}:${wire.to.port}`, asker, wire });
  }

  /** A host that is reached through the proxy only, dialled directly. */
  public pastProxy(flow: Flow, asker: Asker): void {
    for (const host of this.samplesOf(flow)) {
      const { first: port } = flow.ports[0]!;
      const wire = wireOf(flow, host, this.addressesOf(flow, host)[0]!, port);
      this.collector.neighbour({ flow: flow.key, path: flow.path, kind: 'past-proxy', what: `${host ?? wire.to.address}:${port}`, asker, wire });
    }
  }

  private names(flow: Flow, asker: Asker, port: number): void {
    const asked = new Set<string>();
    for (const pattern of flow.to.hosts) {
      const address = this.addressesOf(flow, namesOf(pattern, flow.key)[0]!)[0]!;
      for (const { kind, name } of neighboursOf(pattern)) {
        if (asked.has(name)) continue; // hosts with one parent have one sibling
        asked.add(name);
        this.collector.neighbour({ flow: flow.key, path: flow.path, kind, what: name, asker, wire: wireOf(flow, name, address, port) });
      }
      const other = otherTenantOf(pattern);
      if (other !== undefined) this.collector.neighbour({ flow: flow.key, path: flow.path, kind: 'other-tenant', what: other, asker, wire: wireOf(flow, other, this.book.of(other), port) });
    }
  }

  /** The addresses just outside of each declared network. */
  private besideNetworks(flow: Flow, host: string | null, asker: Asker, port: number): void {
    for (const network of flow.to.cidrs) {
      for (const address of this.book.beside(network)) {
        this.collector.neighbour({ flow: flow.key, path: flow.path, kind: 'foreign-address', what: `${host ?? network.toString()}@${address}:${port}`, asker, wire: dialled(wireOf(flow, host, address, port)) });
      }
    }
  }

  /** What does not depend on the flow but on its port: private networks, metadata, DNS elsewhere. */
  private ofPort(flow: Flow, asker: Asker, port: number): void {
    const key = `${asker.origin.nodes === true ? 'nodes' : `${asker.origin.namespace}/${asker.origin.component}`} ${port} ${flow.transport === 'udp' ? 'udp' : 'tcp'}`;
    if (this.askedOfPort.has(key)) return;
    this.askedOfPort.add(key);
    const host = this.samplesOf(flow)[0]!;
    const ask = (kind: ProbeKind, what: string, wire: Wire) => this.collector.neighbour({ flow: flow.key, path: flow.path, kind, what, asker, wire });
    if (this.isGuarded(asker.origin)) {
      for (const { network, name } of SPECIAL_NETWORKS) {
        const address = this.book.inside(network);
        if (address !== undefined && (network.version === 4 || this.hasV6(asker))) ask('private-address', `${name}:${port}`, dialled(wireOf(flow, host, address, port)));
      }
      ask('metadata', METADATA_ADDRESS, { ...bare(null, METADATA_ADDRESS, 80, 'http'), httpHost: METADATA_ADDRESS });
    }
    ask('dns-elsewhere', 'udp', bare(null, this.book.foreign, 53, 'udp'));
    ask('dns-elsewhere', 'tcp', bare(null, this.book.foreign, 53, 'tcp'));
  }

  /** Pods of the cell are asked in any case, since a cluster can get IPv6 later and policies must hold then. */
  private hasV6({ origin, from }: Asker): boolean {
    return this.isGuarded(origin) || from.egressAddresses.some((address) => address.includes(':'));
  }

  private isGuarded({ namespace }: Asker['origin']): boolean {
    return namespace !== undefined && this.guarded.has(namespace);
  }

  /** Hosts of a flow as samples; null where it has addresses only. */
  private samplesOf(flow: Flow): readonly (string | null)[] {
    const known = this.samples.get(flow);
    if (known !== undefined) return known;
    const samples = flow.to.hosts.length === 0 ? [null] : flow.to.hosts.flatMap((host) => namesOf(host, flow.key));
    this.samples.set(flow, samples);
    return samples;
  }

  private addressesOf(flow: Flow, host: string | null): readonly string[] {
    const declared = this.ends.get(flow) ?? flow.to.cidrs.flatMap((network) => [...new Set([addressIn(network, 0), lastAddress(network)])]);
    this.ends.set(flow, declared);
    return flow.addressBound || host === null ? declared : [this.book.of(host), ...declared];
  }
}

/** What a connection of the flow looks like on the wire. */
export function wireOf(flow: Flow, host: string | null, address: string, port: number): Wire {
  const { transport } = flow;
  const protocol = transport === 'https' ? 'tls' : transport;
  return { to: { host, address, port }, protocol, serverName: protocol === 'tls' ? host : null, httpHost: protocol === 'http' ? host : null };
}

/** The same by address: whatever name is sent, none was looked up. */
function dialled(wire: Wire): Wire {
  const { to: { address, port }, protocol, serverName, httpHost } = wire;
  return { to: { host: null, address, port }, protocol, serverName, httpHost };
}

/** A connection that names nobody. */
function bare(host: string | null, address: string, port: number, protocol: Wire['protocol']): Wire {
  return { to: { host, address, port }, protocol, serverName: null, httpHost: null };
}

/** The ports just outside of a flow's, and of TCP the one of HTTPS, which rules for names open for more than one destination. */
function otherPorts({ ports, transport }: Flow): number[] {
  const isOwn = (number: number) => ports.some(({ first, last }) => first <= number && number <= last);
  const around = [...ports.flatMap(({ first, last }) => [first - 1, last + 1]), ...(transport === 'udp' ? [] : [HTTPS])].filter((number) => number >= 1 && number <= 65535 && !isOwn(number));
  return [...new Set(around)];
}
