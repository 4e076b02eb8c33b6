import { Definition, selectorOf } from '../cell';
import { carriesName, Cidr, isWeb } from '../net';
import { ConnectivityPlan, Flow } from '../plan';
import { NetworkIndex } from './addresses';
import { hasPort, isTcp, nameOnWire, Permissions, startsAt } from './permissions';
import { protectedNamespaces } from './pods';
import { AddressBook } from './probes/address-book';
import { Probe } from './probes/probe';
import { SPECIAL_NETWORKS } from './special-networks';

/** A kind of layer, as the table below has it. */
export type LayerKind = 'sidecar' | 'network-policy' | 'callers' | 'gateway' | 'azure-firewall' | 'aws-network-firewall' | 'gcp-firewall' | 'routes';

/** In what a connection can differ from a permitted one. */
export type Aspect = 'name' | 'address' | 'port' | 'component' | 'protocol';

/**
 * What a layer looks at. `web`: of HTTP, and of TLS on flows of web protocols. `exact`: for exact hosts; with a wildcard it has no address to compare.
 * `resolved`: those that DNS gave for names that are allowed, of wildcards too.
 */
export interface Sight {
  readonly name: 'no' | 'web' | 'tls';
  readonly address: 'no' | 'declared' | 'exact' | 'resolved' | 'all';
  readonly component: boolean;
  readonly udp: boolean;
  /** Where the statement comes from. */
  readonly source: string;
}

/**
 * Who can see what: the table of `docs/verdicts.md`. A neighbour must be denied by every layer that sees in what it differs; where none does, it stays open
 * for a documented reason. Port and transport protocol are seen by all (a sidecar sees TCP only).
 */
export const SIGHTS: Readonly<Partial<Record<LayerKind | 'network-policy with egress.fqdnPolicy', Sight>>> = {
  'sidecar': { name: 'tls', address: 'exact', component: true, udp: false, source: 'Istio: egress traffic of a sidecar; outbound filter chains match server names, and a proxy dials what it resolved itself' },
  'network-policy': { name: 'no', address: 'declared', component: true, udp: true, source: 'Kubernetes: NetworkPolicy works on layers 3 and 4' },
  'network-policy with egress.fqdnPolicy': {
    name: 'no', address: 'resolved', component: true, udp: true,
    source: 'Cilium (DNS based) and GKE (FQDN network policies): a rule by name opens the addresses that DNS gave for the name, whatever server name is sent there',
  },
  'azure-firewall': { name: 'web', address: 'all', component: false, udp: true, source: 'Microsoft: application rules match the server name or Host header, and the firewall resolves that name itself' },
  'aws-network-firewall': { name: 'tls', address: 'declared', component: false, udp: true, source: 'AWS: rules on tls.sni and http.host do not compare the address' },
  'gcp-firewall': { name: 'no', address: 'exact', component: false, udp: true, source: 'Google Cloud: FQDN objects are resolved to addresses; URL filtering matches the server name' },
};

/** Why a layer may let a connection pass that the plan does not permit. */
export interface Blind {
  readonly aspects: readonly Aspect[];
  /** Key of the flow that it cannot tell the connection from; null: the layer does not look at the protocol at all. */
  readonly flow: string | null;
}

/** What each layer can tell apart in one cell. Made from the plan alone. */
export class LayerSights {
  private readonly special = new NetworkIndex<true>();
  private readonly ownNetworks = new NetworkIndex<true>();
  private readonly protected: ReadonlySet<string>;
  private readonly wildcardsFiltered: boolean;
  private readonly takesGateway: boolean;
  private readonly opensByName: boolean;

  public constructor(private readonly definition: Definition, plan: ConnectivityPlan, private readonly permissions: Permissions, private readonly book: AddressBook) {
    const { cluster } = definition;
    for (const { network } of SPECIAL_NETWORKS) this.special.add(network, true);
    for (const text of [...cluster.nodeCidrs, ...cluster.podCidrs, ...cluster.serviceCidrs]) this.ownNetworks.add(Cidr.trusted(text), true);
    this.opensByName = definition.enforcement === 'enforce' && definition.egress.fqdnPolicy !== 'none';
    this.takesGateway = definition.enforcement === 'enforce' && definition.egress.gateway.enabled;
    this.protected = new Set(protectedNamespaces(definition));
    this.wildcardsFiltered = plan.egress.some(({ to }) => to.hosts.some(({ wildcard }) => wildcard));
  }

  /** Why the layer may let the connection pass; undefined: it sees the difference and must deny, if it is on the way. */
  public blind(kind: LayerKind, probe: Probe): Blind | undefined {
    if (kind === 'sidecar') return this.sidecar(probe);
    if (kind === 'network-policy') return this.networkPolicy(probe);
    if (kind === 'azure-firewall' || kind === 'aws-network-firewall' || kind === 'gcp-firewall') return this.firewall(kind, probe);
    return undefined;
  }

  /** Does the flow belong to what the pod's layers in the cluster let pass? Pods that no selector names get all of SAP's flows. */
  private inScope(flow: Flow, { origin }: Probe): boolean {
    if (origin.namespace === undefined || !this.protected.has(origin.namespace)) return false;
    if (startsAt(flow, origin)) return true;
    if (!flow.from.some(({ namespace }) => namespace === origin.namespace)) return false;
    if (this.definition.egress.componentScope === 'namespace') return true;
    const isNamed = origin.component !== undefined && selectorOf(origin.component, this.definition.cluster) !== undefined;
    return !isNamed && !flow.id.includes('/');
  }

  private sidecar(probe: Probe): Blind | undefined {
    const { connection } = probe;
    const { to, protocol } = connection;
    if (!isTcp(protocol)) return { aspects: ['protocol'], flow: null };
    const name = nameOnWire(connection);
    if (name !== null) {
      const inNamespace = this.permissions.named(name).filter((flow) => carriesName(flow.transport) && flow.from.some(({ namespace }) => namespace === probe.origin.namespace));
      const imported = inNamespace.filter((flow) => this.inScope(flow, probe));
      for (const flow of inNamespace) {
        if (!hasPort(flow, to.port)) continue;
        const host = flow.to.hosts.find((one) => one.matches(name) && imported.some((other) => other.to.hosts.some((pattern) => String(pattern) === String(one))));
        if (host === undefined) continue;
        const isElsewhere = !this.book.has(name, to.address) && !this.permissions.addressed(to.address).includes(flow);
        if (isElsewhere && !host.wildcard) continue;
        return { aspects: [...(isElsewhere ? ['address' as const] : []), ...(imported.includes(flow) ? [] : ['port' as const]), ...(startsAt(flow, probe.origin) ? [] : ['component' as const])], flow: flow.key };
      }
    }
    const byAddress = this.permissions.addressed(to.address).find((flow) => flow.transport === 'tcp' && hasPort(flow, to.port) && this.inScope(flow, probe));
    return byAddress === undefined ? undefined : { aspects: ['name', ...(startsAt(byAddress, probe.origin) ? [] : ['component' as const])], flow: byAddress.key };
  }

  /** Policies see the address: on flows without addresses any on the Internet, or with policies by name those that DNS gave for names of such flows. */
  private networkPolicy(probe: Probe): Blind | undefined {
    const { to, protocol } = probe.connection;
    // On the last part of the way through the gateway policies see what the gateway may reach for anybody, and on the first the port of the gateway.
    const byGateway = this.takesGateway && isTcp(protocol);
    const fits = (flow: Flow) => (flow.transport === 'udp') === !isTcp(protocol) && hasPort(flow, to.port) && (byGateway || this.inScope(flow, probe));
    const open = this.opensByName ? this.resolved(probe) : this.isInternet(to.address) ? this.permissions.onInternet(to.port) : [];
    const found = this.permissions.addressed(to.address).find(fits) ?? open.find(fits);
    const isAnyAddress = found !== undefined && !found.addressBound && !this.opensByName;
    return found === undefined ? undefined : { aspects: ['name', ...(isAnyAddress ? ['address' as const] : []), ...(startsAt(found, probe.origin) ? [] : ['component' as const])], flow: found.key };
  }

  /** Flows with a host for which DNS gives the address; policies by name are for TCP. */
  private resolved({ connection: { to } }: Probe): readonly Flow[] {
    const names = [...(to.host === null ? [] : [to.host]), ...this.book.namesAt(to.address)];
    return names.flatMap((name) => this.permissions.named(name)).filter(({ addressBound, transport }) => !addressBound && transport !== 'udp');
  }

  private firewall(kind: 'azure-firewall' | 'aws-network-firewall' | 'gcp-firewall', probe: Probe): Blind | undefined {
    const { connection, origin } = probe;
    const { to, protocol } = connection;
    const name = nameOnWire(connection);
    const fits = (flow: Flow) => hasPort(flow, to.port) && (flow.transport === 'udp') === !isTcp(protocol);
    const answer = (flow: Flow, ...aspects: Aspect[]): Blind => ({ aspects: [...new Set([...aspects, ...(startsAt(flow, origin) ? [] : ['component' as const])])], flow: flow.key });
    // By name, where the layer reads names of this kind of flow.
    const readsName = ({ transport }: Flow) => (kind === 'azure-firewall' ? isWeb(transport) : kind === 'aws-network-firewall' ? carriesName(transport) : isWeb(transport) && this.wildcardsFiltered);
    for (const flow of this.permissions.named(name)) {
      if (!fits(flow) || !readsName(flow) || (flow.transport === 'http') !== (protocol === 'http')) continue;
      if (kind === 'gcp-firewall' && !flow.to.hosts.some((host) => host.wildcard && host.matches(name!))) continue;
      const isElsewhere = !this.book.has(name!, to.address);
      if (isElsewhere && kind === 'azure-firewall' && !this.permissions.addressed(to.address).includes(flow)) continue;
      if (isElsewhere && kind === 'aws-network-firewall' && flow.addressBound && !this.permissions.addressed(to.address).includes(flow)) continue;
      return answer(flow, 'address', 'component');
    }
    // By address, where it does not.
    const byAddress = [...this.permissions.addressed(to.address), ...this.permissions.resolved(to.address)].find((flow) => {
      if (!fits(flow)) return false;
      if (kind === 'azure-firewall') return !isWeb(flow.transport);
      if (kind === 'aws-network-firewall') return !carriesName(flow.transport);
      return true;
    });
    return byAddress === undefined ? undefined : answer(byAddress, 'name', 'protocol');
  }

  private isInternet(address: string): boolean {
    return !this.special.has(address) && !this.ownNetworks.has(address);
  }
}
