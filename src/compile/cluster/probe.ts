import { Scope } from './scopes';
import { Definition } from '../../cell';
import { compareText } from '../../errors';
import { carriesName, Cidr, HostPattern, Transport, withPrefix } from '../../net';
import { ConnectivityPlan, Flow } from '../../plan';

/** How a target is tried: by TLS handshake, HTTP request, bare connection, QUIC version negotiation, or a DNS question. */
export type ProbeCheck = 'tls' | 'http' | 'tcp' | 'quic' | 'dns';

/** One connection that is tried. */
export interface ProbeTarget {
  /** Key of the flow, or what the target stands for. */
  readonly name: string;
  /** Name that is resolved and sent.
   * @default - only the address */
  readonly host?: string;
  /** Address that is dialled.
   * @default - what the name resolves to */
  readonly address?: string;
  readonly port: number;
  readonly check: ProbeCheck;
  /** Networks that the name must resolve to.
   * @default - any */
  readonly networks?: readonly string[];
  /** Common names or organisations of which one must have issued the certificate.
   * @default - any authority that is trusted */
  readonly issuers?: readonly string[];
}

/** What is tried from one namespace, and what that proves. */
export interface ProbeRow {
  readonly namespace: string;
  /** Whose permissions the pod has, for people. */
  readonly scope: string;
  readonly mustPass: readonly ProbeTarget[];
  readonly mustFail: readonly ProbeTarget[];
  /** What cannot be tried, and why. */
  readonly notTried: readonly { readonly name: string; readonly reason: string }[];
}

/** What the plan does not say. */
export interface ProbeOptions {
  /** Exact hosts of wildcard patterns, by flow key. */
  readonly samples: Readonly<Record<string, readonly string[]>>;
  /** Issuers that are expected, by flow key. */
  readonly issuers: Readonly<Record<string, readonly string[]>>;
  /** A server on the Internet that no flow allows and that answers TLS, QUIC, HTTP and DNS. */
  readonly foreign: { readonly host: string; readonly address: string };
}

const METADATA = '169.254.169.254';
const CHECKS: Readonly<Record<Transport, ProbeCheck | undefined>> = { https: 'tls', tls: 'tls', http: 'http', tcp: 'tcp', udp: undefined };

/**
 * What a pod without SAP's labels can prove: it gets what pods of its namespace get that no component names. Flows of these must pass;
 * metadata, foreign servers and the flows of other scopes must not, unless nothing of ours blocks (observe).
 */
export function probeOf(scope: Scope, definition: Definition, plan: ConnectivityPlan, options: ProbeOptions): ProbeRow {
  const own = scope.flows.map((flow) => targetsOf(flow, options));
  const notTried = own.flatMap((tried) => tried.notTried);
  const others = plan.egress.filter((flow) => flow.via === null && !scope.flows.includes(flow)).flatMap((flow) => targetsOf(flow, options).targets);
  const foreign = definition.enforcement === 'observe' ? [] : [...neverAllowed(options.foreign), ...others];
  const mustFail = foreign.filter((target) => !scope.flows.some((flow) => allows(flow, target)));
  return {
    namespace: scope.namespace,
    scope: scope.kind === 'all' ? `every pod of ${scope.namespace}` : `pods of ${scope.namespace} that no component names`,
    mustPass: sorted(own.flatMap(({ targets }) => targets)),
    mustFail: sorted(mustFail),
    notTried: [
      ...notTried,
      ...foreign.filter((target) => !mustFail.includes(target)).map(({ name }) => ({ name, reason: 'must not fail: a flow of these pods allows it' })),
      ...(definition.enforcement === 'observe' ? [{ name: 'must-fail list', reason: 'observe blocks nothing' }] : []),
    ].sort((a, b) => compareText(a.name, b.name) || compareText(a.reason, b.reason)),
  };
}

function neverAllowed({ host, address }: ProbeOptions['foreign']): ProbeTarget[] {
  return [
    { name: 'metadata', address: METADATA, port: 80, check: 'http' },
    { name: 'foreign-host', host, address, port: 443, check: 'tls' },
    { name: 'foreign-address', address, port: 443, check: 'tls' },
    { name: 'foreign-http', host, address, port: 80, check: 'http' },
    { name: 'foreign-quic', address, port: 443, check: 'quic' },
    { name: 'foreign-resolver', address, port: 53, check: 'dns' },
  ];
}

/** One target for each host, or single address, and port. */
function targetsOf(flow: Flow, { samples, issuers }: ProbeOptions): { targets: ProbeTarget[]; notTried: { name: string; reason: string }[] } {
  const check = CHECKS[flow.transport];
  if (check === undefined) return { targets: [], notTried: [{ name: flow.key, reason: 'UDP' }] };
  const expected = issuers[flow.key];
  const target = (port: number, more: Partial<ProbeTarget>): ProbeTarget => ({ name: flow.key, ...more, port, check, ...(expected === undefined ? {} : { issuers: expected }) });
  const given = samples[flow.key] ?? [];
  const hosts = [...new Set([...flow.to.hosts.filter(({ wildcard }) => !wildcard).map(String), ...given])];
  const networks = flow.addressBound && flow.to.cidrs.length > 0 ? { networks: flow.to.cidrs.map(String) } : {};
  const addresses = flow.to.hosts.length > 0 ? [] : flow.to.cidrs.filter(({ isSingle }) => isSingle).map(({ address }) => address);
  const untried = [
    ...flow.to.hosts.filter((host) => host.wildcard && !given.some((sample) => host.matches(sample))).map((host) => `${host} is a wildcard: give an exact host under samples`),
    ...(flow.to.hosts.length > 0 ? [] : flow.to.cidrs.filter(({ isSingle }) => !isSingle).map((cidr) => `${cidr} is a network, not an address`)),
    ...flow.ports.filter(({ isSingle }) => !isSingle).map((port) => `of the ports ${port} only the first is tried`),
  ];
  return {
    targets: flow.ports.flatMap(({ first }) => [...hosts.map((host) => target(first, { host, ...networks })), ...addresses.map((address) => target(first, { address }))]),
    notTried: untried.map((reason) => ({ name: flow.key, reason })),
  };
}

/** Might the flow let the target pass, by name or by address? */
function allows({ to, ports, transport }: Flow, { host, address, port, check, networks = [] }: ProbeTarget): boolean {
  const udp = check === 'quic' || check === 'dns';
  if (udp !== (transport === 'udp') || !ports.some(({ first, last }) => first <= port && port <= last)) return false;
  if (host !== undefined && to.hosts.some((pattern) => pattern.covers(HostPattern.trusted(host)))) return true;
  const dialled = [...networks, ...(address === undefined ? [] : [withPrefix(address)])].map((text) => Cidr.trusted(text));
  return !carriesName(transport) && dialled.some((network) => to.cidrs.some((cidr) => cidr.overlaps(network)));
}

function sorted(targets: readonly ProbeTarget[]): ProbeTarget[] {
  const unique = new Map(targets.map((target) => [[target.name, target.host, target.address, target.port, target.check].join(' '), target]));
  return [...unique].sort(([a], [b]) => compareText(a, b)).map(([, target]) => target);
}
