import { contains, type PlacedProbe, type PlanFlow, type World } from './expected';

/** A probe of a kind; the kinds are counted. */
export interface KindProbe extends PlacedProbe {
  readonly kindOfProbe: string;
  /** Bytes that may get through before a deny: none, one segment of a split hello, or the bound. */
  readonly mayLeak: number;
}

type Rest = Partial<Omit<PlacedProbe, 'name'>> & Pick<PlacedProbe, 'kind'>;

const SEGMENT = 1400;
/** The bound of our deny. */
const BOUND = 8192;
const [ELSEWHERE_4, ELSEWHERE_6] = ['198.18.0.99', '2001:db8:99::99'];

const isV6 = (text: string): boolean => text.includes(':');

/** An address in a network, not its first one. */
export function hostIn(network: string): string {
  const [base = '', bits] = network.split('/');
  if (isV6(base)) return Number(bits) === 128 ? base : base.replace(/::$/, '::9').replace(/::0$/, '::9');
  if (Number(bits) >= 31) return base;
  return base.replace(/\d+$/, (last) => `${Number(last) + 1}`);
}

/** An address of nobody, another one for each cell: probes without ports are told apart by addresses only. */
function foreignTo(address: string): string {
  return address.replace(/^\d+/, '192');
}

/** Not the port, nor one right behind it, which may be in its range. */
function otherPort(port: number): number {
  return port > 32768 ? port - 7 : port + 7;
}

/** Probes of a cell: the whole set for the chosen flows, what must pass and what is nearest to it for the others. */
export function probesFor(world: World, label: string, thorough: (flow: PlanFlow, index: number) => boolean): KindProbe[] {
  const found: KindProbe[] = [];
  const sources = world.pods.map(hostIn);
  const source4 = sources.find((address) => !isV6(address)) ?? sources[0]!;
  const source6 = sources.find(isV6);
  const add = (kindOfProbe: string, { kind, src = source4, dst = isV6(src) ? ELSEWHERE_6 : ELSEWHERE_4, port = kind === 'http' ? 80 : kind === 'dns' ? 53 : 443, ...rest }: Rest, mayLeak = 0): void => {
    found.push({ ...rest, kind, src, dst, port, kindOfProbe, mayLeak, name: `${label}: ${kindOfProbe} (${[rest.sni ?? rest.host, `${src} to ${dst}:${port}`].filter(Boolean).join(', ')})` });
  };
  const flows = world.flows.filter(({ direction, via }) => direction === 'egress' && via === null);
  const tried = new Set<string>();
  flows.forEach((flow, index) => {
    const own = flow.from.some(({ nodes }) => nodes === true) ? hostIn(world.nodes[0]!) : source4;
    // SAP's flows differ in nothing that a firewall sees.
    const seen = JSON.stringify([own, flow.to, flow.ports, flow.transport, flow.addressBound]);
    if (!tried.has(seen)) flowProbes(flow, { src: own, source6, pods: world.pods }, add, thorough(flow, index));
    tried.add(seen);
  });
  generalProbes(source4, source6, add);
  return found;
}

type Add = (kindOfProbe: string, rest: Rest, mayLeak?: number) => void;

interface FlowPlace {
  readonly src: string;
  readonly source6: string | undefined;
  readonly pods: readonly string[];
}

function flowProbes(flow: PlanFlow, { src, source6, pods }: FlowPlace, add: Add, all: boolean): void {
  const port = Number(String(flow.ports[0]).split('-')[0]);
  const { hosts, cidrs } = flow.to;
  const sameFamily = cidrs.filter((cidr) => isV6(cidr) === isV6(src));
  const dst = sameFamily[0] === undefined ? {} : { dst: hostIn(sameFamily[0]) };
  if (flow.transport === 'udp') {
    add('UDP to the address', { kind: 'udp', src, port, ...dst, data: ['random:64'] });
    add('UDP to another address', { kind: 'udp', src, port, data: ['random:64'] });
    add('UDP to another port', { kind: 'udp', src, port: otherPort(port), ...dst, data: ['random:64'] });
    return;
  }
  if (flow.transport === 'tcp' || hosts.length === 0) {
    add('TCP to the address', { kind: 'tcp', src, port, ...dst, data: ['text:SSH-2.0-JSCH\r\n', 'random:11200'] });
    add('TCP to another address', { kind: 'tcp', src, port, data: ['text:SSH-2.0-JSCH\r\n'] });
    add('TCP to another port of the address', { kind: 'tcp', src, port: otherPort(port), ...dst, data: ['text:SSH-2.0-JSCH\r\n'] });
    const cidr6 = cidrs.find(isV6);
    if (cidr6 !== undefined && source6 !== undefined) add('TCP to the IPv6 address', { kind: 'tcp', src: source6, dst: hostIn(cidr6), port, data: ['random:200'] });
    return;
  }
  const [pattern = ''] = hosts;
  const base = pattern.replace('*.', '');
  const name = pattern === base ? base : `tenant-1.${base}`;
  const place = { src, port, ...(flow.addressBound ? dst : {}) };
  if (flow.transport === 'http') return httpProbes({ ...place, name, base, wildcard: pattern !== base }, add);
  const tls = (kind: string, rest: Partial<Rest>, mayLeak?: number): void => add(kind, { kind: 'tls', ...place, ...rest }, mayLeak);
  tls('allowed name', { sni: name });
  tls('look-alike before the name', { sni: `evil${base}` });
  tls('look-alike behind the name', { sni: `${name}.evil.example` });
  tls('allowed name on another port', { sni: name, port: port === 8444 ? 8445 : 8444 });
  if (pattern !== base) tls('apex of a wildcard', { sni: base });
  if (flow.addressBound) tls('allowed name at another address', { sni: name, dst: ELSEWHERE_4 });
  if (!all) return;
  if (pattern !== base) tls('allowed name of four labels', { sni: `a.b.c.${base}` });
  else tls('a name below an exact one', { sni: `www.${base}` });
  tls('allowed name in mixed case', { sni: [...name].map((letter, index) => (index % 2 === 0 ? letter.toUpperCase() : letter)).join('') });
  tls('allowed name, WebSocket', { sni: name, alpn: ['http/1.1'] });
  // Denied where the flow's addresses are of another IP version only, and then as late as every split hello.
  tls('allowed name, post-quantum hello in two segments', { sni: name, postQuantum: true }, SEGMENT);
  tls('allowed name, post-quantum hello in six segments', { sni: name, postQuantum: true, segments: 6 }, SEGMENT);
  tls('allowed name, hello cut after 5 and 40 bytes', { sni: name, cuts: [5, 40] }, 40);
  tls('allowed name, 40 kB sent', { sni: name, records: 40 });
  tls('other name', { sni: 'www.evil.example' });
  tls('no server name', {});
  tls('other name, post-quantum hello in two segments', { sni: 'www.evil.example', postQuantum: true }, SEGMENT);
  tls('other name, post-quantum hello in six segments', { sni: 'www.evil.example', postQuantum: true, segments: 6 }, SEGMENT);
  tls('other name, hello cut after 5 and 40 bytes', { sni: 'www.evil.example', cuts: [5, 40] }, 40);
  tls('allowed name from elsewhere', { sni: name, src: foreignTo(src) });
  tls('other name from elsewhere', { sni: 'www.evil.example', src: foreignTo(src) });
  if (source6 !== undefined && !flow.addressBound && contains(pods, source6)) {
    tls('allowed name over IPv6', { sni: name, src: source6 });
    tls('allowed name over IPv6, post-quantum', { sni: name, src: source6, postQuantum: true }, SEGMENT);
    tls('other name over IPv6', { sni: 'www.evil.example', src: source6 });
  }
  add('HTTP on a TLS port', { kind: 'http', ...place, host: name });
  add('CONNECT on a TLS port', { kind: 'http', ...place, request: `CONNECT ${name}:443`, host: `${name}:443` });
  add('SSH on a TLS port', { kind: 'tcp', ...place, data: ['text:SSH-2.0-OpenSSH_9.0\r\n'] });
  add('random bytes on a TLS port', { kind: 'tcp', ...place, data: ['random:200', 'random:1000'] });
  add('zero bytes on a TLS port', { kind: 'tcp', ...place, data: ['zero:200', 'zero:1000'] });
  add('a hello that never ends, one record', { kind: 'tcp', ...place, data: ['hex:1603013fff01003ff00303', 'random:11200'] }, BOUND);
  add('a hello that never ends, then other records', { kind: 'tcp', ...place, data: ['hex:160301000601003ff00303', 'records:12'] }, BOUND);
  add('a server hello from the client', { kind: 'tcp', ...place, data: ['hex:160301000602004c0303aa', 'records:12'] }, BOUND);
  add('data without a handshake', { kind: 'tcp', ...place, handshake: false, data: ['random:200', 'random:200'] });
  add('QUIC on a TLS port', { kind: 'quic', ...place });
}

function httpProbes({ name, base, wildcard, ...place }: Omit<Rest, 'kind'> & { readonly name: string; readonly base: string; readonly wildcard: boolean }, add: Add): void {
  const http = (kind: string, rest: Partial<Rest>, mayLeak?: number): void => add(kind, { kind: 'http', ...place, ...rest }, mayLeak);
  http('allowed Host', { host: name });
  http('allowed Host behind 3 kB of headers', { host: name, padding: 3000 });
  http('other Host', { host: 'www.evil.example' });
  http('other Host behind 3 kB of headers', { host: 'www.evil.example', padding: 3000 }, 2 * SEGMENT);
  http('look-alike Host', { host: `evil${base}` });
  http('look-alike Host behind', { host: `${name}.evil.example` });
  if (wildcard) http('apex as Host', { host: base });
  http('no Host', {});
  http('allowed Host on another port', { host: name, port: 8079 });
  add('HTTP/1.0 without headers', { kind: 'tcp', ...place, data: ['text:GET / HTTP/1.0\r\n\r\n'] });
  add('HTTP/1.0 without end', { kind: 'tcp', ...place, data: ['text:GET / HTTP/1.0\r\n', 'random:20000'] }, BOUND);
  add('allowed name in TLS on an HTTP port', { kind: 'tls', ...place, sni: name });
  add('SSH on an HTTP port', { kind: 'tcp', ...place, data: ['text:SSH-2.0-OpenSSH_9.0\r\n'] });
}

function generalProbes(src: string, source6: string | undefined, add: Add): void {
  add('QUIC', { kind: 'quic', src });
  add('DNS to the Internet', { kind: 'dns', src, query: 'data.tunnel.example' });
  add('DNS over TCP to the Internet', { kind: 'tcp', src, port: 53, data: ['hex:001d123401000001000000000000076578616d706c6503636f6d0000010001'] });
  add('SMTP', { kind: 'tcp', src, port: 25, data: ['text:EHLO probe\r\n'] });
  add('SMTPS to an unlisted host', { kind: 'tls', src, port: 465, sni: 'smtp.evil.example' });
  add('SSH', { kind: 'tcp', src, port: 22, data: ['text:SSH-2.0-OpenSSH_9.0\r\n'] });
  add('HTTP', { kind: 'http', src, port: 8081, host: 'www.evil.example' });
  add('ping', { kind: 'icmp', src });
  add('GRE', { kind: 'ip', src, protocol: 47 });
  add('ESP', { kind: 'ip', src, protocol: 50 });
  add('ping from elsewhere', { kind: 'icmp', src: foreignTo(src) });
  add('UDP from elsewhere', { kind: 'udp', src: foreignTo(src), data: ['random:64'] });
  add('GRE from elsewhere', { kind: 'ip', src: foreignTo(src), protocol: 47 });
  if (source6 === undefined) return;
  add('ping over IPv6', { kind: 'icmp', src: source6 });
  add('UDP over IPv6', { kind: 'udp', src: source6, data: ['random:64'] });
  add('SSH over IPv6', { kind: 'tcp', src: source6, port: 22, data: ['text:SSH-2.0-OpenSSH_9.0\r\n'] });
}
