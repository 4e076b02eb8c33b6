import { ELM_NAMESPACE, RUNTIME_NAMESPACE } from '../../catalog';
import { Definition } from '../../cell';
import { child } from '../../cell/spec';
import { compareText, KINDS, Problems } from '../../errors';
import { carriesName, Cidr, HostPattern, Port, withPrefix } from '../../net';
import { ConnectivityPlan, Flow } from '../../plan';
import { keySlug, KUBERNETES_NAME, NameGuard, shortened } from '../names';
import { carriedByGateway } from './gateway/settings';
import { hostSlug, objectName } from './names';
import { LONGEST_RANGE, portNumbers } from './ports';
import { flowsFrom, protectedNamespaces } from './scopes';

/** Where a proxy sends a connection: where the pod dialled, to an exact name, to the name that the pod sent, or to the entry's address. */
export type Resolution = 'NONE' | 'DNS' | 'DYNAMIC_DNS' | 'STATIC';

/** One ServiceEntry: the mesh knows the host, for the namespaces that use it. */
export interface ServiceEntryRow {
  readonly name: string;
  readonly namespace: string;
  /** The host; for connections told by address alone a name in `eic.internal` where the real one is another entry's. */
  readonly host: string;
  readonly ports: readonly { readonly number: number; readonly protocol: 'TLS' | 'HTTP' | 'TCP' }[];
  readonly addresses: readonly string[];
  readonly resolution: Resolution;
  readonly exportTo: readonly string[];
  readonly flows: readonly Flow[];
}

interface Use {
  readonly flow: Flow;
  readonly namespaces: readonly string[];
  /** Namespace of the egress gateway, where the flow leaves by it. */
  readonly gateway?: string;
}

/** ServiceEntries for every outbound flow of the cell's pods: one a host where names are seen, one a flow where only addresses are. */
export function serviceEntriesOf(definition: Definition, plan: ConnectivityPlan, problems: Problems): ServiceEntryRow[] {
  const all = usesOf(definition, plan);
  checkUdp(all, problems);
  const uses = all.filter(({ flow }) => flow.transport !== 'udp');
  const guard = new NameGuard(problems);
  const byName = named(uses.filter(({ flow }) => carriesName(flow.transport)), definition, problems, guard);
  const byAddress = addressed(uses.filter(({ flow }) => !carriesName(flow.transport)), new Set(byName.map(({ host }) => host)), definition, problems, guard);
  checkCollisions(byAddress, problems);
  checkMixedPorts(byName, problems);
  return [...byName, ...byAddress].sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name));
}

function usesOf(definition: Definition, plan: ConnectivityPlan): Use[] {
  const namespaces = [...new Set([...protectedNamespaces(definition), ELM_NAMESPACE])];
  const users = new Map<Flow, string[]>();
  for (const namespace of namespaces) {
    for (const flow of flowsFrom(namespace, plan)) users.set(flow, [...(users.get(flow) ?? []), namespace]);
  }
  const own = protectedNamespaces(definition);
  return plan.egress.flatMap((flow) => {
    const using = users.get(flow);
    if (using === undefined) return [];
    const gateway = carriedByGateway(flow, definition) && using.some((namespace) => own.includes(namespace));
    return [{ flow, namespaces: using, ...(gateway ? { gateway: definition.egress.gateway.namespace } : {}) }];
  });
}

/** Hosts that a proxy sees by TLS server name or Host header: all ports of a host in one entry, never with addresses. */
function named(uses: readonly Use[], definition: Definition, problems: Problems, guard: NameGuard): ServiceEntryRow[] {
  const hosts = new Map<string, { host: HostPattern; uses: Use[] }>();
  for (const use of uses) {
    for (const host of use.flow.to.hosts) {
      const entry = hosts.get(host.toString());
      if (entry === undefined) hosts.set(host.toString(), { host, uses: [use] });
      else entry.uses.push(use);
    }
  }
  return [...hosts.values()].map(({ host, uses: own }) => {
    const flows = own.map(({ flow }) => flow);
    return {
      name: guard.claim(objectName(definition.name, hostSlug(host)), host.toString(), flows[0]!.path),
      ...placeOf(own),
      host: host.toString(),
      ports: portsOf(flows, problems),
      addresses: [],
      resolution: host.wildcard ? wildcardResolution(own, definition) : 'DNS',
      flows,
    };
  });
}

/**
 * An exact host is resolved again by the proxy. A wildcard is sent where the pod dialled (NONE), or with `dynamicDns` resolved by the name that the pod
 * sent; that puts the pod's own policies on its outgoing TLS, so it is left to namespaces whose policies are known.
 */
function wildcardResolution(uses: readonly Use[], definition: Definition): Resolution {
  const known = protectedNamespaces(definition);
  const ours = uses.some(({ namespaces }) => namespaces.some((namespace) => known.includes(namespace)));
  return usesDynamicDns(definition) && ours ? 'DYNAMIC_DNS' : 'NONE';
}

/** Never in observe, where every wildcard is rendered as passthrough. */
export function usesDynamicDns({ egress, enforcement }: Definition): boolean {
  return enforcement === 'enforce' && egress.wildcards === 'dynamicDns';
}

/** Connections without a name: told by address and port, refused without addresses, since that would open the port to any address. */
function addressed(uses: readonly Use[], taken: ReadonlySet<string>, definition: Definition, problems: Problems, guard: NameGuard): ServiceEntryRow[] {
  const count = new Map<string, number>();
  for (const { flow } of uses) for (const host of flow.to.hosts) count.set(String(host), (count.get(String(host)) ?? 0) + 1);
  return uses.flatMap((use): ServiceEntryRow[] => {
    const { flow } = use;
    const slug = keySlug(flow.key);
    if (flow.to.cidrs.length === 0) {
      problems.must(KINDS.cannotExpress, child(flow.path, 'addresses'), `be given for flow ${flow.key} in the mesh: ${flow.protocol} carries no name that a sidecar sees`, undefined,
        'give the addresses of the host');
      return [];
    }
    const [host] = flow.to.hosts;
    const own = flow.to.hosts.length === 1 && !host!.wildcard && !taken.has(String(host)) && count.get(String(host)) === 1;
    const what = slug.replace('.', '-p');
    const row = (suffix: string, cidrs: readonly Cidr[]): ServiceEntryRow => ({
      name: guard.claim(objectName(definition.name, `${what}${suffix}`), `${flow.key}${suffix}`, flow.path),
      ...placeOf([use]),
      host: own && suffix === '' ? String(host) : `${shortened(`${what}${suffix}`, KUBERNETES_NAME)}.eic.internal`,
      ports: portsOf([flow], problems),
      addresses: cidrs.map((cidr) => (cidr.isSingle ? cidr.address : String(cidr))),
      resolution: use.gateway === undefined ? 'NONE' : 'STATIC',
      flows: [flow],
    });
    // The gateway would spread one entry's connections over its addresses, whichever the pod dialled.
    if (use.gateway !== undefined && flow.to.cidrs.length > 1) return flow.to.cidrs.map((cidr) => row(`-${addressSlug(cidr)}`, [cidr]));
    return [row('', flow.to.cidrs)];
  });
}

/** In the namespace that uses it, visible there and at its gateway only; where several use it, in the runtime's. */
function placeOf(uses: readonly Use[]): Pick<ServiceEntryRow, 'namespace' | 'exportTo'> {
  const users = [...new Set(uses.flatMap(({ namespaces }) => namespaces))].sort(compareText);
  const exportTo = [...new Set([...users, ...uses.flatMap(({ gateway }) => gateway ?? [])])].sort(compareText);
  return { namespace: users.length === 1 || !users.includes(RUNTIME_NAMESPACE) ? users[0]! : RUNTIME_NAMESPACE, exportTo };
}

/** `203.0.113.7` becomes `203-0-113-7`. */
function addressSlug({ address }: Cidr): string {
  return address.replace(/[.:]+/g, (sign) => (sign === '::' ? '--' : '-')).replace(/^-+/, '0-').replace(/-+$/, '-0');
}

function portsOf(flows: readonly Flow[], problems: Problems): ServiceEntryRow['ports'] {
  const ports = new Map<number, 'TLS' | 'HTTP' | 'TCP'>();
  for (const flow of flows) {
    const protocol = flow.transport === 'http' ? 'HTTP' : carriesName(flow.transport) ? 'TLS' : 'TCP';
    for (const port of flow.ports) {
      if (port.last - port.first >= LONGEST_RANGE) {
        problems.must(KINDS.limit, child(flow.path, 'ports'), `have ranges of at most ${LONGEST_RANGE} ports: a ServiceEntry lists each`, String(port), 'narrow the range that the server uses');
      } else {
        for (const number of portNumbers(port)) ports.set(number, protocol);
      }
    }
  }
  return [...ports].sort(([a], [b]) => a - b).map(([number, protocol]) => ({ number, protocol }));
}

/** No sidecar sees UDP and no NetworkPolicy sees names: without addresses a port would be open to the whole Internet. */
function checkUdp(uses: readonly Use[], problems: Problems): void {
  for (const { flow } of uses) {
    if (flow.transport !== 'udp' || flow.to.cidrs.length > 0) continue;
    problems.must(KINDS.cannotExpress, child(flow.path, 'addresses'), `be given for flow ${flow.key} in the cluster: nothing there checks a name of UDP`, undefined, 'give the addresses of the host');
  }
}

/** Two TCP entries on one port with an address in common: one would get the other's connections (measured). */
function checkCollisions(rows: readonly ServiceEntryRow[], problems: Problems): void {
  const byPort = new Map<number, { cidr: Cidr; row: ServiceEntryRow }[]>();
  for (const row of rows) {
    for (const cidr of row.addresses.map((address) => Cidr.trusted(withPrefix(address)))) {
      for (const { number } of row.ports) {
        const list = byPort.get(number);
        if (list === undefined) byPort.set(number, [{ cidr, row }]);
        else list.push({ cidr, row });
      }
    }
  }
  const reported = new Set<ServiceEntryRow>();
  for (const [port, list] of [...byPort].sort(([a], [b]) => a - b)) {
    list.sort((a, b) => a.cidr.compare(b.cidr) || compareText(a.row.name, b.row.name));
    // Networks either nest or are apart: in this order the open ones are a stack.
    const open: { cidr: Cidr; row: ServiceEntryRow }[] = [];
    for (const one of list) {
      while (open.length > 0 && !open[open.length - 1]!.cidr.contains(one.cidr)) open.pop();
      const outer = open.find(({ row }) => row !== one.row);
      if (outer !== undefined && !reported.has(one.row)) {
        reported.add(one.row);
        problems.must(KINDS.collision, child(one.row.flows[0]!.path, 'addresses'), `not share addresses on port ${port} with ${outer.row.flows[0]!.path}`, String(one.cidr),
          'give disjoint addresses, or make one entry of the two');
      }
      open.push(one);
    }
  }
}

/** HTTP and TLS on one port of the mesh would make Istio guess the protocol of every connection. */
function checkMixedPorts(rows: readonly ServiceEntryRow[], problems: Problems): void {
  const kinds = new Map<number, { protocol: string; row: ServiceEntryRow }>();
  for (const row of rows) {
    for (const { number, protocol } of row.ports) {
      if (protocol === 'TCP') continue;
      const other = kinds.get(number);
      if (other === undefined) {
        kinds.set(number, { protocol, row });
      } else if (other.protocol !== protocol) {
        problems.must(KINDS.collision, row.flows[0]!.path, `not use port ${Port.of(number)} for ${protocol} while ${other.row.flows[0]!.path} uses it for ${other.protocol}`, number,
          'a port of the mesh has one protocol: use another port, or give addresses and protocol tcp');
      }
    }
  }
}
