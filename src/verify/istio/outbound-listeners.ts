import { Chain, ChainMatcher, matchKey } from './filter-chains';
import { Registry } from './registry';
import { Scope } from './scope';
import { MeshPort, MeshService, NO_ADDRESS } from './services';
import { holds, HostIndex, Layer4Match, MESH, RouteTarget, VirtualService } from './virtual-services';
import { MeshPod } from './world';
import { RuleReference } from '../verdict';

/** What a chain of an outbound listener does. */
export interface OutboundAction {
  /** `http`: routes by the Host header; `service`: by the one service of this listener. */
  readonly kind: 'tcp' | 'http' | 'service-http';
  readonly targets: readonly RouteTarget[];
  readonly service: MeshService;
  readonly port: number;
  /** Do the pod's own policies act here? So it is with names that the proxy looks up itself. */
  readonly ownPolicies: boolean;
  /** Was something in the VirtualService not understood? */
  readonly isUnclear: boolean;
  readonly rule: RuleReference;
}

type OutboundChain = Chain<OutboundAction>;
type Mixed = 'tcp' | 'http' | 'auto';

interface Entry {
  mixed: Mixed;
  readonly chains: OutboundChain[];
  readonly taken: Set<string>;
}

/** Listeners of a sidecar for what its pod dials. */
export class OutboundListeners {
  private readonly entries = new Map<string, Entry>();
  private readonly matchers = new Map<string, ChainMatcher<OutboundAction>>();

  private readonly routes: HostIndex;

  public constructor(private readonly pod: MeshPod, scope: Scope, private readonly registry: Registry) {
    this.routes = new HostIndex(scope.virtualServices);
    for (const service of scope.services) {
      if (service.resolution === 'alias') continue;
      for (const port of service.ports) this.add(service, port);
    }
  }

  /** The listener for an address and port; undefined: none, the connection is to an unknown destination. */
  public at(address: string | null, port: number): ChainMatcher<OutboundAction> | undefined {
    const own = address === null ? undefined : this.matcher(`${address}:${port}`);
    return own ?? this.matcher(`${NO_ADDRESS}:${port}`);
  }

  /** Would it be the same listener and chain whatever the address? */
  public ignores(address: string, port: number): boolean {
    return !this.entries.has(`${address}:${port}`) && this.matcher(`${NO_ADDRESS}:${port}`)?.seesAddress !== true;
  }

  private matcher(key: string): ChainMatcher<OutboundAction> | undefined {
    const known = this.matchers.get(key);
    const entry = this.entries.get(key);
    if (known !== undefined || entry === undefined) return known;
    const made = new ChainMatcher(entry.chains);
    this.matchers.set(key, made);
    return made;
  }

  /** A headless Service has a listener for each pod behind it, where its port is not HTTP. */
  private add(service: MeshService, port: MeshPort): void {
    if (service.resolution !== 'headless' || port.protocol === 'http' || port.protocol === 'tls') return this.addAt(service, port, service.address);
    for (const { address, portName } of this.registry.endpointsOf(service)) {
      if (portName === port.name && !this.pod.addresses.includes(address)) this.addAt(service, port, address);
    }
  }

  /** `buildSidecarOutboundListener`: HTTP shares a port, TCP and TLS add their chains, what is already there stays. */
  private addAt(service: MeshService, port: MeshPort, address: string): void {
    const isHttp = port.protocol === 'http';
    const isNetwork = address.includes('/');
    const bind = isHttp || isNetwork ? NO_ADDRESS : address;
    const key = `${bind}:${port.number}`;
    const current = this.entries.get(key);
    const networks = !isHttp && isNetwork ? [address] : [];
    if (isHttp || port.protocol === 'auto') {
      if (current !== undefined && current.mixed !== 'tcp') return;
      const http = this.httpChain(service, port, port.protocol === 'auto' && bind !== NO_ADDRESS ? 'service-http' : 'http');
      this.merge(key, isHttp ? [http] : [...this.tcpChains(service, port, networks), http], 'auto');
    } else {
      const chains = port.protocol === 'tls' ? this.tlsChains(service, port, networks, bind) : this.tcpChains(service, port, networks);
      this.merge(key, chains, current?.mixed ?? 'tcp');
    }
  }

  private merge(key: string, chains: readonly OutboundChain[], mixed: Mixed): void {
    const entry = this.entries.get(key) ?? { mixed, chains: [], taken: new Set<string>() };
    this.entries.set(key, entry);
    entry.mixed = mixed;
    const isFirst = entry.chains.length === 0;
    for (const chain of chains) {
      const match = matchKey(chain);
      if (isFirst || !entry.taken.has(match)) entry.chains.push(chain);
      entry.taken.add(match);
    }
  }

  private httpChain(service: MeshService, port: MeshPort, kind: 'http' | 'service-http'): OutboundChain {
    const does: OutboundAction = { kind, targets: [], service, port: port.number, ownPolicies: false, isUnclear: false, rule: ruleOf(service, port) };
    return { networks: [], serverNames: [], isHttpOnly: true, does };
  }

  private tlsChains(service: MeshService, port: MeshPort, networks: readonly string[], bind: string): readonly OutboundChain[] {
    const chains: OutboundChain[] = [];
    const seen = new Set<string>();
    for (const { tls, source, isUnclear } of this.virtualServicesOf(service)) {
      for (const rule of tls) {
        for (const [index, match] of rule.matches.entries()) {
          const key = `${match.sniHosts.join()}|${match.subnets.join()}`;
          if (!this.holds(match, port) || seen.has(key)) continue;
          seen.add(key);
          const does = this.routed(service, port, rule.targets, isUnclear, { file: source.file, object: source.id, path: `${rule.path}.match[${index}]` });
          chains.push({ networks: match.subnets.length > 0 ? match.subnets : networks, serverNames: match.sniHosts, isHttpOnly: false, does });
        }
      }
    }
    if (chains.length > 0) return chains;
    const byName = networks.length > 0 || bind === NO_ADDRESS;
    return [{ networks, serverNames: byName ? [service.host] : [], isHttpOnly: false, does: this.direct(service, port) }];
  }

  private tcpChains(service: MeshService, port: MeshPort, networks: readonly string[]): readonly OutboundChain[] {
    const chains: OutboundChain[] = [];
    for (const { tcp, source, isUnclear } of this.virtualServicesOf(service)) {
      for (const rule of tcp) {
        const does = this.routed(service, port, rule.targets, isUnclear, { file: source.file, object: source.id, path: rule.path });
        const holding = rule.matches.filter((match) => this.holds(match, port));
        if (rule.matches.length === 0 || holding.some(({ subnets }) => subnets.length === 0)) return [...chains, { networks, serverNames: [], isHttpOnly: false, does }];
        const subnets = holding.flatMap((match) => match.subnets);
        if (subnets.length > 0) chains.push({ networks: subnets, serverNames: [], isHttpOnly: false, does });
      }
    }
    return [...chains, { networks, serverNames: [], isHttpOnly: false, does: this.direct(service, port) }];
  }

  private virtualServicesOf({ host }: MeshService): readonly VirtualService[] {
    return this.routes.touching(host);
  }

  private holds(match: Layer4Match, port: MeshPort): boolean {
    return holds(match, { gateway: MESH, port: port.number, labels: this.pod.labels, namespace: this.pod.namespace });
  }

  private routed(service: MeshService, port: MeshPort, targets: readonly RouteTarget[], isUnclear: boolean, rule: RuleReference): OutboundAction {
    return { kind: 'tcp', targets, service, port: port.number, ownPolicies: false, isUnclear, rule };
  }

  private direct(service: MeshService, port: MeshPort): OutboundAction {
    const ownPolicies = service.resolution === 'dynamic-dns' && port.protocol === 'tls';
    return { kind: 'tcp', targets: [{ host: service.host, subset: '', port: port.number, weight: 0 }], service, port: port.number, ownPolicies, isUnclear: false, rule: ruleOf(service, port) };
  }
}

/** The port of the object that a service was read from. */
export function ruleOf({ source, ports }: MeshService, port: MeshPort): RuleReference {
  return { file: source.file, object: source.id, path: `spec.ports[${Math.max(0, ports.indexOf(port))}]` };
}
