import { Cidr } from '../../net';
import { addressIn, lastAddress, NetworkIndex, nextAddress } from '../addresses';
import { SPECIAL_NETWORKS } from '../special-networks';

/** On the Internet, nothing is ever sent there; the documentation networks (RFC 5737) are so small that names would meet at one address. */
const SAMPLES = Cidr.trusted('45.0.0.0/8');
const SAMPLE_BITS = 24;
/** RFC 3849. */
const V6 = Cidr.trusted('2001:db8::/32');

/**
 * Sample addresses of hosts: what DNS answers in the questions that are asked. The same name has the same address in every run, whatever else is in the
 * plan (unless two names would share one), and never one that the definition gives to something else.
 */
export class AddressBook {
  private readonly addresses = new Map<string, string>();
  private readonly names = new Map<string, Set<string>>();
  private readonly taken = new Set<string>();
  private readonly insides = new Map<Cidr, string | undefined>();
  /** An address on the Internet that no host of the plan has. */
  public readonly foreign: string;
  /** The same in IPv6. */
  public readonly foreignV6: string;

  /**
   * @param declared networks of the definition: of remote systems, and the cluster's own
   * @param hosts exact hosts of the plan; others get an address when they are asked for
   * @param onlyV6 is the cluster without IPv4? Hosts have addresses of IPv6 then
   */
  public constructor(private readonly declared: NetworkIndex<unknown>, hosts: readonly string[], private readonly onlyV6 = false) {
    this.foreign = this.free('an address of nobody in this plan');
    this.foreignV6 = addressIn(V6, 0xf0f0);
    for (const host of [...new Set(hosts)].sort()) this.of(host);
  }

  /** The address of a host, in lower case. */
  public of(host: string): string {
    const known = this.addresses.get(host);
    if (known !== undefined) return known;
    const address = this.free(host);
    this.declare(host, address);
    return address;
  }

  /** Is this one of the addresses that were given out for the host? */
  public has(host: string, address: string): boolean {
    return this.of(host) === address;
  }

  /** Gives a host the address that the definition declares for it. */
  public declare(host: string, address: string): void {
    this.names.get(this.addresses.get(host) ?? '')?.delete(host);
    this.addresses.set(host, address);
    this.names.set(address, (this.names.get(address) ?? new Set()).add(host));
  }

  /** Hosts for which DNS gives the address. */
  public namesAt(address: string): readonly string[] {
    return [...this.names.get(address) ?? []];
  }

  /** All hosts with their addresses. */
  public get entries(): ReadonlyMap<string, string> {
    return this.addresses;
  }

  /** An address in a special network that neither the cluster nor the definition has; undefined where it has all of it. */
  public inside(network: Cidr): string | undefined {
    if (!this.insides.has(network)) this.insides.set(network, this.findInside(network));
    return this.insides.get(network);
  }

  /** The addresses just before and after a network, where nobody declares them. */
  public beside(network: Cidr): readonly string[] {
    const around = [nextAddress(addressIn(network, 0), -1n), nextAddress(lastAddress(network), 1n)];
    return around.filter((address): address is string => address !== undefined && !this.declared.has(address) && !this.taken.has(address));
  }

  private findInside(network: Cidr): string | undefined {
    for (let place = 1; place < 4096; place += 251) {
      const address = addressIn(network, network.isSingle ? 0 : place * 17 + 1);
      if (!this.declared.has(address)) return address;
      if (network.isSingle) return undefined;
    }
    return undefined;
  }

  private free(text: string): string {
    const hash = hashOf(text);
    for (let step = 0; step < 200_000; step += 1) {
      const last = (hash + step) % 2 ** SAMPLE_BITS;
      const address = addressIn(SAMPLES, last);
      const isEdge = last === 0 || last === 2 ** SAMPLE_BITS - 1;
      if (isEdge || this.taken.has(address) || this.declared.has(address) || SPECIAL.has(address)) continue;
      this.taken.add(address);
      return this.onlyV6 ? asV6(address) : address;
    }
    throw new Error('the definition leaves no address on the Internet for a sample');
  }
}

const SPECIAL = new NetworkIndex<string>();
for (const { network, name } of SPECIAL_NETWORKS) SPECIAL.add(network, name);

/** The address in the last 32 bits of the documentation network of IPv6, so that two of them differ as they did. */
function asV6(address: string): string {
  const [a, b, c, d] = address.split('.').map(Number) as [number, number, number, number];
  return `2001:db8::${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

/** A number below 2^31 for a text, the same everywhere. */
function hashOf(text: string): number {
  let hash = 7;
  for (let index = 0; index < text.length; index += 1) hash = (hash * 8191 + text.charCodeAt(index)) % 2147483647;
  return hash;
}
