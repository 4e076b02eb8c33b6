/** What a layer below the application can see of a protocol; decides which rule can express a flow. */
export type Transport = 'http' | 'https' | 'tls' | 'tcp' | 'udp';

/** An application protocol, and how it looks on the wire. */
export interface Protocol {
  /** The name in definitions and in `plan.json`. */
  readonly name: string;
  /**
   * `https`: TLS with a server name, carrying HTTP. `tls`: TLS from the first byte, with a server name. `http`: HTTP with a Host header.
   * `tcp`: no name on the wire, or TLS only after a plain start (STARTTLS, SSH). `udp`.
   */
  readonly transport: Transport;
  /** Does the server speak first? Such protocols must be declared as TCP to Istio.
   * @default false */
  readonly serverFirst?: boolean;
}

const row = (name: string, transport: Transport, serverFirst = false): Protocol => Object.freeze({ name, transport, serverFirst });

/** The protocols of flows, by name; where TLS is a choice (`kafka`, `amqp`), the row is the plain form. */
export const PROTOCOLS: ReadonlyMap<string, Protocol> = new Map([
  row('https', 'https'), row('wss', 'https'), row('http', 'http'), row('tls', 'tls'), row('tcp', 'tcp'), row('udp', 'udp'),
  row('sftp', 'tcp', true), row('ftp', 'tcp', true), row('ftps', 'tcp', true),
  row('smtp', 'tcp', true), row('smtps', 'tls'), row('pop3', 'tcp', true), row('pop3s', 'tls'), row('imap', 'tcp', true), row('imaps', 'tls'),
  row('kafka', 'tcp'), row('amqp', 'tcp'), row('aem', 'tcp'), row('oftp2', 'tcp', true), row('rfc', 'tcp'),
  row('jdbc', 'tcp'), row('ldap', 'tcp'), row('ldaps', 'tls'), row('nfs', 'tcp'), row('ibmmq', 'tcp'),
  row('postgresql', 'tcp'), row('hana', 'tls'), row('redis', 'tls'), row('valkey', 'tls'),
  row('dns', 'udp'), row('ntp', 'udp'), row('socks4', 'tcp'), row('socks5', 'tcp'),
].map((protocol) => [protocol.name, protocol]));

/** Do firewalls that look at HTTP and at TLS server names on web ports know this transport? */
export function isWeb(transport: Transport): boolean {
  return transport === 'http' || transport === 'https';
}

/** Does the connection carry a name that a proxy or firewall can check? */
export function carriesName(transport: Transport): boolean {
  return transport !== 'tcp' && transport !== 'udp';
}
