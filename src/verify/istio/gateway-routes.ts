import { bareHost, GatewayServer } from './gateway-servers';
import { fullName, isSubset, mostSpecific } from './hosts';
import { chooseRule, HttpRequest } from './http-rules';
import { kept } from '../kept';
import { holds, Layer4Match, Layer4Rule, RouteTarget, VirtualService, VirtualServices } from './virtual-services';
import { MeshPod } from './world';
import { RuleReference } from '../verdict';

/** A route for TLS or TCP at a Gateway. */
export interface GatewayRoute {
  readonly targets: readonly RouteTarget[];
  /** Empty: any. */
  readonly sniHosts: readonly string[];
  /** Was something in the VirtualService not understood? */
  readonly isUnclear: boolean;
  readonly rule: RuleReference;
}

/** What a Gateway does with a request. */
export interface GatewayHttpChoice {
  readonly kind: 'targets' | 'no-route' | 'answered' | 'unclear';
  readonly targets: readonly RouteTarget[];
  readonly rule: RuleReference | null;
  /** The request as it is sent on. */
  readonly request: HttpRequest;
}

interface Bound {
  readonly virtualService: VirtualService;
  readonly server: GatewayServer;
}

/** Routes that VirtualServices give to the servers of a gateway's pod. */
export class GatewayRoutes {
  private readonly tables = new Map<string, ReadonlyMap<string, readonly Bound[]>>();

  public constructor(private readonly pod: MeshPod, private readonly virtualServices: VirtualServices, private readonly clusterDomain: string) {}

  /** The TCP route behind a server that takes the TLS off, or has none: the first that holds. */
  public tcp(server: GatewayServer): GatewayRoute | undefined {
    for (const virtualService of this.boundTo(server)) {
      const found = virtualService.tcp.find(({ matches, targets }) => targets.length > 0 && (matches.length === 0 || matches.some((match) => this.holds(match, server))));
      if (found !== undefined) return routeOf(virtualService, found, []);
    }
    return undefined;
  }

  /** The routes of a PASSTHROUGH server, by server name; a name that is taken is not given twice. */
  public tls(server: GatewayServer, taken: Set<string>): readonly GatewayRoute[] {
    const routes: GatewayRoute[] = [];
    for (const virtualService of this.boundTo(server)) {
      for (const rule of virtualService.tls.filter(({ targets }) => targets.length > 0)) {
        for (const match of rule.matches.filter((each) => this.holds(each, server))) {
          if (match.sniHosts.some((host) => taken.has(host))) continue;
          for (const host of match.sniHosts) taken.add(host);
          routes.push(routeOf(virtualService, rule, match.sniHosts));
        }
      }
    }
    return routes;
  }

  /** The route of a request among servers that share a table. */
  public http(servers: readonly GatewayServer[], request: HttpRequest): GatewayHttpChoice {
    const byHost = kept(this.tables, servers.map(({ rule }) => `${rule.file} ${rule.object} ${rule.path}`).join(), () => this.table(servers));
    const host = request.host.toLowerCase().replace(/:\d+$/, '');
    for (const { virtualService, server } of mostSpecific(host, byHost) ?? []) {
      if (server.redirectsToHttps) return { kind: 'answered', targets: [], rule: server.rule, request };
      const name = (short: string): string => fullName(short, virtualService.namespace, this.clusterDomain);
      const choice = chooseRule(virtualService, request, { gateway: server.gateway, port: server.number, labels: this.pod.labels, namespace: this.pod.namespace }, name);
      if (choice === undefined) continue;
      const rule = { file: virtualService.source.file, object: virtualService.source.id, path: choice.path };
      return { kind: choice.isUnclear ? 'unclear' : choice.targets.length === 0 ? 'answered' : 'targets', targets: choice.targets, rule, request: choice.request };
    }
    return { kind: 'no-route', targets: [], rule: servers[0]?.rule ?? null, request };
  }

  private table(servers: readonly GatewayServer[]): ReadonlyMap<string, readonly Bound[]> {
    const byHost = new Map<string, Bound[]>();
    for (const server of servers) {
      for (const virtualService of this.boundTo(server)) {
        for (const host of matchingHosts(server, virtualService)) {
          const same = byHost.get(host);
          if (same === undefined) byHost.set(host, [{ virtualService, server }]);
          else same.push({ virtualService, server });
        }
      }
    }
    return byHost;
  }

  private boundTo(server: GatewayServer): readonly VirtualService[] {
    return this.virtualServices.boundTo(server.gateway, this.pod.namespace).filter((each) => matchingHosts(server, each).length > 0);
  }

  private holds(match: Layer4Match, server: GatewayServer): boolean {
    return holds(match, { gateway: server.gateway, port: server.number, labels: this.pod.labels, namespace: this.pod.namespace });
  }
}

/** Hosts that server and VirtualService share, each as the narrower of the two. */
function matchingHosts(server: GatewayServer, { hosts, namespace }: VirtualService): readonly string[] {
  return server.hosts.flatMap((given) => {
    const slash = given.indexOf('/');
    if (slash > 0 && given.slice(0, slash) !== namespace) return [];
    const own = bareHost(given);
    return hosts.flatMap((host) => (isSubset(host, own) ? [host] : isSubset(own, host) ? [own] : []));
  });
}

const routeOf = ({ source, isUnclear }: VirtualService, rule: Layer4Rule, sniHosts: readonly string[]): GatewayRoute => (
  { targets: rule.targets, sniHosts, isUnclear, rule: { file: source.file, object: source.id, path: rule.path } });
