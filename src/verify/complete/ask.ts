import { Cidr } from '../../net';
import { addressIn, lastAddress } from '../addresses';
import { Connection, WireProtocol } from '../connection';
import { FirewallLayer } from '../layers/firewall-layer';
import { LayerVerdict } from '../verdict';

/** Where a question to one firewall goes. */
export interface Asked {
  readonly host?: string;
  readonly address: string;
  readonly port: number;
  readonly protocol: WireProtocol;
}

/** Puts a connection from an address to one firewall: questions about what is declared of that firewall alone, which other layers know nothing of. */
export function ask(layer: FirewallLayer, from: string, { host, address, port, protocol }: Asked): LayerVerdict {
  const name = host ?? null;
  const connection: Connection = {
    from: { egressAddresses: [from] }, to: { host: name, address, port }, protocol, serverName: protocol === 'tls' ? name : null, httpHost: protocol === 'http' ? name : null,
  };
  return layer.ask(connection);
}

/** The question in few words. */
export function shownAsked({ host, address, port, protocol }: Asked): string {
  return `${protocol} to ${host ?? address}:${port}`;
}

/** The first and the last address of a network. */
export function endsOf(network: Cidr): readonly string[] {
  return [...new Set([addressIn(network, 0), lastAddress(network)])];
}

/** Of the addresses one of the version of the destination; undefined: none has that version. */
export function ofVersion(addresses: readonly string[], destination: string): string | undefined {
  return addresses.find((address) => address.includes(':') === destination.includes(':'));
}
