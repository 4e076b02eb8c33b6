import { ruleOf, RuleParts } from './rule-text';
import { SuricataRule } from './rules';

/** Bytes from the client within which the server name must be there; a post-quantum hello has about 2 kB. */
export const LONGEST_HELLO = 8192;

/** The flow key of the denies, for their ids. */
export const DENY_KEY = 'default-deny';

/** Noted of a connection whose hello or request has begun. */
const PENDING = 'eic.pending';
/** Noted of a connection that was logged once. */
const LOGGED = 'eic.logged';

export interface DenyOptions {
  /** Whose traffic: an address group, or `any`. */
  readonly from: string;
  /** Ports on which HTTP is told by its Host header, as Suricata writes them; undefined: no HTTP. */
  readonly httpPorts?: string;
  readonly endlessHelloBound: boolean;
  /** Only log what would be denied. */
  readonly observe: boolean;
  readonly cell: string;
  readonly sid: (part: string) => number;
}

type Deny = readonly [part: string, protocol: RuleParts['protocol'], keywords: readonly string[], rest?: Partial<Pick<RuleParts, 'action' | 'ports'>>];

/**
 * Denies everything that no rule before them passed, in IPv4 and IPv6. A hello or request may come in several segments, as those of post-quantum
 * clients do: it is left to grow until its name is there, and no longer than 8 kB.
 */
export function denyRules(options: DenyOptions): SuricataRule[] {
  const { from, httpPorts, endlessHelloBound, observe, cell, sid } = options;
  const once = observe ? [`flowbits:isnotset,${LOGGED}`, `flowbits:set,${LOGGED}`] : [];
  const pending: Pick<RuleParts, 'action'> = { action: 'alert' };
  const denies: Deny[] = [
    ['tls', 'tls', ['flow:to_server', 'ssl_state:client_hello', 'ja4.hash', 'content:"_"', ...once]],
    ['tls pending', 'tls', ['flow:to_server', `flowbits:set,${PENDING}`, 'noalert'], pending],
    ...(httpPorts === undefined ? [] : [
      ['http', 'http', ['flow:to_server', 'http.header_names', 'content:"|0d 0a|"', ...once], { ports: httpPorts }],
      // Without headers there is nothing for the rule above; HTTP/1.1 must have a Host header, older versions need not.
      ['http without host', 'http', ['flow:to_server', 'app-layer-event:http.missing_host_header', ...once], { ports: httpPorts }],
      ['http of another version', 'http', ['flow:to_server', 'http.protocol', 'content:!"HTTP/1.1"', ...once], { ports: httpPorts }],
      ['http pending', 'http', ['flow:to_server', `flowbits:set,${PENDING}`, 'noalert'], { ...pending, ports: httpPorts }],
    ] as const),
    ['tcp', 'tcp', ['flow:to_server,established', `flowbits:isnotset,${PENDING}`, ...once]],
    ...(endlessHelloBound ? [['endless hello', 'tcp', ['flow:to_server,established', `stream_size:client,>,${LONGEST_HELLO}`, ...once]] as const] : []),
    ['udp', 'udp', ['flow:to_server', ...once]],
    ['icmp', 'icmp', ['flow:to_server']],
    ['other ip', 'ip', [1, 6, 17, 58].map((protocol) => `ip_proto:!${protocol}`)],
  ];
  return denies.map(([part, protocol, keywords, rest = {}]) => ruleOf({
    action: observe ? 'alert' : 'drop', protocol, from, keywords, ...rest, message: `eic ${cell} ${observe && rest.action === undefined ? 'would deny' : 'deny'} ${part}`, sid: sid(part),
  }));
}
