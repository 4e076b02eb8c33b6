import type { Segments } from '../../../src/verify/aws';
import type { Connection } from '../../../src/verify/connection';
import type { Probe } from '../suricata';

/** A connection, and the packets that make it. */
export interface Asked {
  readonly connection: Connection;
  readonly segments: Segments;
  readonly probe: Probe;
}

export const HOME_NET = ['10.42.0.0/16', 'fd00:42::/48'];
const HOSTS = [
  'a.hana.ondemand.com', 'a.b.hana.ondemand.com', 'hana.ondemand.com', 'evilhana.ondemand.com', 'a.hana.ondemand.com.evil.net', 'A.HANA.ondemand.com',
  'api.acme.example', 'API.acme.example', 'acme.example', 'x.api.acme.example', 'evilacme.example', 'www.evil.net', 'broker1.kafka.partner.example', null,
];
const ADDRESSES = ['203.0.113.7', '203.0.113.9', '203.0.113.53', '198.51.100.7', '2001:db8::7', '2001:db8:1::7'];
const SOURCES = { 4: ['10.42.1.10', '10.99.0.1', '192.0.2.1'], 6: ['fd00:42::10', 'fd99::1'] };
const PORTS = [443, 80, 22, 8080, 8443, 9093, 53];
const PROTOCOLS = ['tls', 'tls', 'tls', 'http', 'tcp', 'udp', 'quic', 'icmp'] as const;

/** Connections chosen by a linear congruence: the same on each run, other ones for each seed. */
export function connections(seed: number, count: number): Asked[] {
  let state = seed + 1;
  const next = (below: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor(state / 65536) % below;
  };
  const pick = <T>(list: readonly T[]): T => list[next(list.length)]!;
  const pinged = new Set<string>();
  return Array.from({ length: count }, (_, number) => {
    const wanted = pick(PROTOCOLS);
    const address = pick(ADDRESSES);
    const host = pick(HOSTS);
    const port = next(3) === 0 ? pick(PORTS) : wanted === 'http' ? 80 : wanted === 'udp' ? 53 : 443;
    const source = pick(SOURCES[address.includes(':') ? 6 : 4]);
    const protocol = wanted === 'icmp' && pinged.has(`${source} ${address}`) ? 'tcp' : wanted;
    // Pings between the same ends would be one flow.
    if (protocol === 'icmp') pinged.add(`${source} ${address}`);
    const segments = protocol === 'tls' && next(3) === 0 ? 2 : 1;
    return {
      segments,
      connection: {
        from: { egressAddresses: [source] },
        to: { host, address, port },
        protocol,
        serverName: protocol === 'tls' ? host : null,
        httpHost: protocol === 'http' ? host : null,
      },
      probe: { name: `${number}`, src: source, dst: address, ...(protocol === 'icmp' ? {} : { port }), ...packets(protocol, host, segments) },
    };
  });
}

/** Hellos that never end, requests cut in two, and packets of another protocol, from each kind of source to each kind of destination. */
export function courses(): Asked[] {
  const ends = ADDRESSES.flatMap((address) => SOURCES[address.includes(':') ? 6 : 4].map((source) => ({ source, address })));
  return ends.flatMap(({ source, address }, number): Asked[] => [443, 8080].flatMap((port): Asked[] => {
    const place = { src: source, dst: address };
    const connection = { from: { egressAddresses: [source] }, to: { host: null, address, port }, serverName: null, httpHost: null };
    return [
      { segments: 'endless', connection: { ...connection, protocol: 'tls' }, probe: { name: `endless ${number} ${port}`, ...place, port, kind: 'tcp', data: ['hex:1603013fff01003ff00303', 'random:11200'] } },
      ...['api.acme.example', 'www.evil.net'].map((host): Asked => ({
        segments: 2, connection: { ...connection, protocol: 'http', httpHost: host, to: { host, address, port: port === 443 ? 80 : port } },
        probe: { name: `http ${host} ${number} ${port}`, ...place, port: port === 443 ? 80 : port, kind: 'http', host, segments: 2 },
      })),
      ...(port === 443 ? [{ segments: 'gre', connection: { ...connection, protocol: 'icmp' }, probe: { name: `gre ${number}`, ...place, kind: 'ip' } } as const] : []),
    ];
  }));
}

function packets(protocol: (typeof PROTOCOLS)[number], host: string | null, segments: 1 | 2): Pick<Probe, 'kind'> & Partial<Probe> {
  switch (protocol) {
    case 'tls':
      return { kind: 'tls', records: 12, ...(host === null ? {} : { sni: host }), ...(segments === 2 ? { postQuantum: true, segments: 2 } : {}) };
    case 'http':
      return { kind: 'http', ...(host === null ? {} : { host }) };
    case 'tcp':
      return { kind: 'tcp', data: ['random:200', 'random:11200'] };
    case 'udp':
      return { kind: 'udp', data: ['text:probe', 'text:another probe'] };
    default:
      return { kind: protocol };
  }
}
