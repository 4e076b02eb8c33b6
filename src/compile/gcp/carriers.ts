import { called, GcpContext } from './context';
import { CLOUD_STORAGE } from '../../catalog';
import { KINDS } from '../../errors';
import { Cidr, HostPattern, isWeb } from '../../net';
import { Flow } from '../../plan';

/** What carries a flow; several together where its hosts differ. */
export interface Carriers {
  /** Exact names, resolved by Google. */
  readonly names: readonly HostPattern[];
  readonly addresses: readonly Cidr[];
  /** Wildcards that a URL profile decides; while observing, that nothing decides. */
  readonly filtered: readonly HostPattern[];
  /** Names that the proxy decides. */
  readonly proxied: readonly HostPattern[];
  /** Names that the private virtual address of Google APIs serves. */
  readonly privateApis: readonly HostPattern[];
}

const NONE: Carriers = { names: [], addresses: [], filtered: [], proxied: [], privateApis: [] };
/** Buckets as SAP's hosts name them; not the name that all buckets share. */
const BUCKETS = HostPattern.trusted(`*.${CLOUD_STORAGE}`);

/** The most exact carriers that the target has for a flow; undefined, after a problem was noted, where it has none that is not wider. */
export function carriersOf(flow: Flow, context: GcpContext): Carriers | undefined {
  if (flow.addressBound) return { ...NONE, addresses: flow.to.cidrs };
  const privateApis = context.options.googleApis === 'privateVip' && isHttps(flow) ? flow.to.hosts.filter((host) => BUCKETS.covers(host)) : [];
  const hosts = flow.to.hosts.filter((host) => !privateApis.includes(host));
  const rest = { ...NONE, privateApis, addresses: flow.to.cidrs };
  const wildcards = hosts.filter(({ wildcard }) => wildcard);
  const names = hosts.filter(({ wildcard }) => !wildcard);
  if (wildcards.length > 0 && !checkWildcards(flow, wildcards, context)) return undefined;
  if (context.options.wildcards !== 'secureWebProxy' || flow.transport === 'udp' || hosts.length === 0) return { ...rest, names, filtered: wildcards };
  if (!checkProxied(flow, context)) return undefined;
  return context.observing ? { ...rest, names, filtered: wildcards } : { ...rest, proxied: hosts };
}

/** Is it HTTPS on its own port, of which a name in the TLS hello is proof enough? */
function isHttps({ transport, ports }: Flow): boolean {
  return transport === 'https' && ports.every(({ first, last }) => first === 443 && last === 443);
}

/** Which URL profile decides: that of its port, where the port is the one of the protocol. */
export function profileOf(flow: Flow): 'https' | 'http' | undefined {
  if (isHttps(flow)) return 'https';
  return flow.transport === 'http' && flow.ports.every(({ first, last }) => first === 80 && last === 80) ? 'http' : undefined;
}

function checkWildcards(flow: Flow, wildcards: readonly HostPattern[], context: GcpContext): boolean {
  const { wildcards: strategy } = context.options;
  const narrow = `name each host${flow.path.startsWith('btp') ? ` (btp.flows.${flow.id}.hosts)` : ''}, or reach it by cluster.httpProxy`;
  const storage = wildcards.every((host) => BUCKETS.covers(host)) ? ', or use googleApis: privateVip' : '';
  if (strategy === 'refuse') {
    const inspect = profileOf(flow) === undefined ? '' : ', or use wildcards: urlFiltering or secureWebProxy';
    problem(flow, context, 'have no wildcard', 'its firewall rules take exact names only', wildcards, `${narrow}${storage}${inspect}${addresses(flow)}`);
    return false;
  }
  if (strategy === 'urlFiltering' && profileOf(flow) === undefined) {
    problem(flow, context, 'have no wildcard', 'URL filtering looks at HTTPS on port 443 and HTTP on port 80 only', wildcards, `${narrow}${addresses(flow)}`);
    return false;
  }
  if (strategy === 'secureWebProxy' && !isHttps(flow)) {
    problem(flow, context, 'have no wildcard', 'the Secure Web Proxy listens on port 443 for HTTPS only', wildcards, `${narrow}${addresses(flow)}`);
    return false;
  }
  return true;
}

/** The route to the proxy takes all TCP of the cell: what it does not serve must have addresses, for which there is a route around it. */
function checkProxied(flow: Flow, context: GcpContext): boolean {
  if (isHttps(flow)) return true;
  problem(flow, context, 'have addresses', 'the route to the Secure Web Proxy takes all TCP of the cell, and the proxy serves HTTPS on port 443 only', flow.to.hosts,
    `give ${flow.path}.addresses, or use wildcards: urlFiltering`);
  return false;
}

function addresses(flow: Flow): string {
  return isWeb(flow.transport) && flow.path.startsWith('btp') ? '' : `, or give ${flow.path}.addresses`;
}

function problem(flow: Flow, context: GcpContext, rule: string, why: string, hosts: readonly HostPattern[], wayOut: string): void {
  context.problems.must(KINDS.cannotExpress, flow.path, `${rule} for ${called(flow, context)}: ${why}`, hosts.join(', '), wayOut);
}
