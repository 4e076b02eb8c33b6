import { Connection } from '../connection';

/** Where the firewall sees the connection come from: the egress address of the destination's version; undefined: not known. */
export function sourceOf({ from, to }: Connection): string | undefined {
  const isV6 = to.address.includes(':');
  return from.egressAddresses.find((address) => address.includes(':') === isV6);
}

/** The connection in a few words, for texts. */
export function shown({ to, protocol, serverName, httpHost }: Connection): string {
  const name = serverName ?? httpHost ?? to.host;
  return `${protocol} to ${name === null ? '' : `${name} at `}${to.address}:${to.port}`;
}
