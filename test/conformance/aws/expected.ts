import { BlockList, isIPv6 } from 'node:net';
import type { Probe } from '../suricata';

/** A flow as `plan.json` has it. */
export interface PlanFlow {
  readonly id: string;
  readonly direction: string;
  readonly from: readonly { readonly nodes?: boolean }[];
  readonly to: { readonly hosts: readonly string[]; readonly cidrs: readonly string[] };
  readonly addressBound: boolean;
  readonly via: string | null;
  readonly ports: readonly (number | string)[];
  readonly transport: string;
}

/** What is said of a cell outside its rules: expectations come from here, never from `src/compile`. */
export interface World {
  readonly flows: readonly PlanFlow[];
  /** Networks of the pods, as the firewall sees them. */
  readonly pods: readonly string[];
  readonly nodes: readonly string[];
  /** Whose traffic is stopped where no flow allows it. */
  readonly deny: 'none' | 'sources' | 'any';
}

const LISTS = new Map<string, BlockList>();

export function contains(networks: readonly string[], address: string): boolean {
  const key = networks.join();
  let list = LISTS.get(key);
  if (list === undefined) {
    list = new BlockList();
    for (const network of networks) {
      const [base = '', bits] = network.split('/');
      list.addSubnet(base, Number(bits), isIPv6(base) ? 'ipv6' : 'ipv4');
    }
    LISTS.set(key, list);
  }
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** `*.x`: one label or more before `x`. */
export function matchesName(pattern: string, name: string): boolean {
  const lower = name.toLowerCase();
  return pattern.startsWith('*.') ? lower.endsWith(pattern.slice(1)) && lower.length >= pattern.length : lower === pattern;
}

function hasPort(ports: PlanFlow['ports'], port: number): boolean {
  return ports.some((entry) => {
    const [first = 0, last = first] = String(entry).split('-').map(Number);
    return port >= first && port <= last;
  });
}

/** A probe with both ends said. */
export interface PlacedProbe extends Probe {
  readonly src: string;
  readonly dst: string;
  readonly port: number;
}

/** The flows that allow a probe. */
export function allowedBy(probe: PlacedProbe, { flows, pods, nodes }: World): PlanFlow[] {
  const isFrom = ({ from }: PlanFlow): boolean => from.some((source) => contains(source.nodes === true ? nodes : pods, probe.src));
  return flows.filter((flow) => flow.direction === 'egress' && flow.via === null && isFrom(flow) && carries(flow, probe));
}

function carries({ transport, to: { hosts, cidrs }, addressBound, ports }: PlanFlow, { kind, sni, host, dst, port }: PlacedProbe): boolean {
  if (!['tls', 'http', 'tcp', 'udp', 'quic', 'dns'].includes(kind) || !hasPort(ports, port)) return false;
  const isUdp = kind === 'udp' || kind === 'quic' || kind === 'dns';
  const isThere = contains(cidrs, dst);
  if (isUdp || transport === 'udp') return isUdp && transport === 'udp' && isThere;
  if (transport === 'tcp' || hosts.length === 0) return isThere;
  const name = transport === 'http' ? (kind === 'http' ? host : undefined) : kind === 'tls' ? sni : undefined;
  return name !== undefined && hosts.some((pattern) => matchesName(pattern, name)) && (!addressBound || isThere);
}

/** Does the connection get through? */
export function isExpectedToPass(probe: PlacedProbe, world: World): boolean {
  if (allowedBy(probe, world).length > 0) return true;
  return world.deny === 'none' || (world.deny === 'sources' && !contains(world.pods, probe.src));
}
