import { carriesName } from '../net';
import { ConnectivityPlan, Flow } from '../plan';
import { NetworkIndex } from './addresses';
import { Connection } from './connection';
import { AddressBook } from './probes/address-book';
import { ProbeOrigin } from './probes/probe';

const NONE: readonly Flow[] = [];

/** Finds the flows of a plan that speak of a connection, whatever their number. */
export class Permissions {
  private readonly exact = new Map<string, Flow[]>();
  private readonly wildcard = new Map<string, Flow[]>();
  /** Answers that were given: pods are asked about the same names. */
  private readonly byName = new Map<string, readonly Flow[]>();
  private readonly networks = new NetworkIndex<Flow>();
  private readonly byAddress = new Map<string, Set<Flow>>();
  /** Flows to the Internet without addresses, by port; those of ranges of ports in a list. */
  private readonly internet = new Map<number, Flow[]>();
  private readonly internetRanges: Flow[] = [];

  public constructor(plan: ConnectivityPlan, private readonly book: AddressBook) {
    for (const flow of plan.egress.filter(({ via }) => via === null)) {
      for (const { name, wildcard } of flow.to.hosts) append(wildcard ? this.wildcard : this.exact, name, flow);
      for (const network of flow.to.cidrs) this.networks.add(network, flow);
      if (flow.addressBound || flow.to.hosts.length === 0) continue;
      for (const { name, wildcard } of flow.to.hosts) {
        if (wildcard) continue;
        const address = book.of(name);
        this.byAddress.set(address, (this.byAddress.get(address) ?? new Set()).add(flow));
      }
      for (const port of flow.ports) {
        if (port.isSingle) append(this.internet, port.first, flow);
        else this.internetRanges.push(flow);
      }
    }
  }

  /** Flows with a host or wildcard that matches the name. */
  public named(name: string | null): readonly Flow[] {
    if (name === null) return NONE;
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    const found = [...this.exact.get(name) ?? NONE];
    for (let dot = name.indexOf('.', 1); dot >= 0; dot = name.indexOf('.', dot + 1)) found.push(...this.wildcard.get(name.slice(dot + 1)) ?? NONE);
    this.byName.set(name, found);
    return found;
  }

  /** Flows to networks that hold the address. */
  public addressed(address: string): readonly Flow[] {
    return this.networks.at(address);
  }

  /** Flows with an exact host that has this address in the samples. */
  public resolved(address: string): readonly Flow[] {
    return [...this.byAddress.get(address) ?? []];
  }

  /** Flows to hosts on the Internet whose addresses nobody declares, on the port. */
  public onInternet(port: number): readonly Flow[] {
    return [...this.internet.get(port) ?? [], ...this.internetRanges.filter((flow) => hasPort(flow, port))];
  }

  /** The flow that permits a connection, looking at everything; undefined when none does. */
  public permits(origin: ProbeOrigin, connection: Connection): Flow | undefined {
    const { to } = connection;
    const name = nameOnWire(connection);
    const isPermitted = (flow: Flow) => startsAt(flow, origin) && hasPort(flow, to.port) && speaks(flow, connection) && this.endsAt(flow, connection, name);
    return this.named(name).find(isPermitted) ?? (to.host === name ? undefined : this.named(to.host).find(isPermitted)) ?? this.addressed(to.address).find(isPermitted);
  }

  private endsAt(flow: Flow, { to }: Connection, name: string | null): boolean {
    const declared = flow.to.cidrs.length > 0 && this.addressed(to.address).includes(flow);
    const looked = carriesName(flow.transport) ? name : to.host;
    if (flow.to.hosts.length === 0) return declared;
    if (!carriesName(flow.transport) && declared) return true;
    if (looked === null || !flow.to.hosts.some((host) => host.matches(looked))) return false;
    return declared || (!flow.addressBound && this.book.has(looked, to.address));
  }
}

/** The name that a connection shows on the wire. */
export function nameOnWire({ serverName, httpHost, protocol }: Connection): string | null {
  return protocol === 'http' ? httpHost : serverName;
}

/** Does the flow start at the pod, or at the nodes? */
export function startsAt(flow: Flow, origin: ProbeOrigin): boolean {
  return flow.from.some(({ namespace, component, nodes }) => {
    if (nodes === true) return origin.nodes === true;
    return namespace !== undefined && namespace === origin.namespace && (component === undefined || component === origin.component);
  });
}

export function hasPort({ ports }: Flow, port: number): boolean {
  return ports.some(({ first, last }) => first <= port && port <= last);
}

/** Can the connection be one of the flow's, by what is to be seen of its protocol? */
export function speaks({ transport }: Flow, { protocol }: Connection): boolean {
  if (transport === 'udp') return protocol === 'udp' || protocol === 'quic';
  if (transport === 'http') return protocol === 'http';
  if (transport === 'tcp') return isTcp(protocol);
  return protocol === 'tls';
}

export function isTcp(protocol: Connection['protocol']): boolean {
  return protocol === 'tcp' || protocol === 'tls' || protocol === 'http';
}

function append<K>(map: Map<K, Flow[]>, key: K, flow: Flow): void {
  const there = map.get(key);
  if (there === undefined) map.set(key, [flow]);
  else if (there.at(-1) !== flow) there.push(flow);
}
