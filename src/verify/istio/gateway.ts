import { Authorization, AuthorizationVerdict } from './authorization';
import { MeshCode } from './codes';
import { Chain, ChainMatcher } from './filter-chains';
import { GatewayRoute, GatewayRoutes } from './gateway-routes';
import { bareHost, GatewayServer, serversOf, versionOf } from './gateway-servers';
import { Registry } from './registry';
import { MeshDecision } from './types';
import { RouteTarget, VirtualServices } from './virtual-services';
import { TlsLayer, Wire } from './wire';
import { MeshPod, MeshWorld } from './world';
import { RuleReference } from '../verdict';

/** What a gateway decides: `targets` with `allow`, and the port of its server where a route says none. */
export interface GatewayDecision {
  readonly verdict: MeshDecision;
  readonly code: MeshCode;
  readonly rule: RuleReference | null;
  readonly targets: readonly RouteTarget[];
  readonly port: number;
  readonly wire: Wire;
}

interface Action {
  readonly server: GatewayServer;
  /** null: HTTP. */
  readonly route: GatewayRoute | null;
}

interface Listener {
  readonly servers: readonly GatewayServer[];
  readonly matcher: ChainMatcher<Action>;
}

/** The proxy of a gateway's pod. */
export class Gateway {
  private readonly listeners = new Map<number, Listener>();
  private readonly routes: GatewayRoutes;

  public constructor(
    private readonly pod: MeshPod, world: MeshWorld, registry: Registry, virtualServices: VirtualServices, private readonly authorization: Authorization, clusterDomain: string,
  ) {
    this.routes = new GatewayRoutes(pod, virtualServices, clusterDomain);
    for (const [port, servers] of serversOf(pod, world, registry)) this.listeners.set(port, { servers, matcher: new ChainMatcher(this.chainsOf(servers)) });
  }

  /** What it does with a connection to one of the pod's ports. */
  public judge(port: number, wire: Wire): GatewayDecision {
    const listener = this.listeners.get(port);
    const [layer] = wire.layers;
    const stop = (code: MeshCode, rule: RuleReference | null, verdict: MeshDecision = 'deny'): GatewayDecision => ({ verdict, code, rule, targets: [], port, wire });
    if (listener === undefined) return stop('gateway/no-listener', null);
    const address = this.pod.addresses[0] ?? null;
    const chain = listener.matcher.choose({ address, isTls: layer !== undefined, serverName: layer?.serverName ?? '', isHttp: wire.payload === 'http' });
    if (chain === undefined) return stop('gateway/no-chain', listener.servers.length === 1 ? listener.servers[0]!.rule : null);
    const { server, route } = chain.does;
    if (server.isUnclear) return stop('gateway/unclear', server.rule, 'unknown');
    const isTerminated = server.tls !== null && server.tls !== 'PASSTHROUGH';
    const refusal = isTerminated ? refusalOf(server, layer) : undefined;
    if (refusal !== undefined) return stop(refusal, server.rule);
    const opened: Wire = isTerminated ? { ...wire, layers: wire.layers.slice(1) } : wire;
    if (route === null) return this.http(server, listener, layer, opened);
    if (route.isUnclear) return stop('gateway/unclear', route.rule, 'unknown');
    const found = this.authorization.judge(this.pod, { ...callerOf(server, layer, wire, port), destination: address, http: null });
    if (found.decision !== 'allow') return stop(codeOf(found), found.rule, found.decision);
    return { verdict: 'allow', code: 'gateway/routed', rule: route.rule, targets: route.targets, port: server.number, wire: opened };
  }

  private http(server: GatewayServer, { servers }: Listener, layer: TlsLayer | undefined, wire: Wire): GatewayDecision {
    const stop = (code: MeshCode, rule: RuleReference | null, verdict: MeshDecision = 'deny'): GatewayDecision => ({ verdict, code, rule, targets: [], port: server.number, wire });
    if (wire.payload !== 'http' || wire.layers.length > 0) return stop('gateway/not-http', server.rule);
    const port = [...this.listeners].find(([, each]) => each.servers.includes(server))![0];
    const found = this.authorization.judge(this.pod, { ...callerOf(server, layer, wire, port), destination: this.pod.addresses[0] ?? null, http: wire.request });
    if (found.decision === 'deny') return stop(codeOf(found), found.rule);
    const choice = this.routes.http(server.tls === null ? servers : [server], wire.request);
    if (choice.kind === 'no-route') return stop('gateway/no-route', choice.rule);
    if (choice.kind === 'answered') return stop('gateway/answered', choice.rule);
    if (choice.kind === 'unclear' || found.decision === 'unknown') return stop('gateway/unclear', found.rule ?? choice.rule, 'unknown');
    return { verdict: 'allow', code: 'gateway/routed', rule: choice.rule, targets: choice.targets, port: server.number, wire: { ...wire, request: choice.request, isHttpProxied: true, isForwarded: true } };
  }

  private chainsOf(servers: readonly GatewayServer[]): readonly Chain<Action>[] {
    const taken = new Set<string>();
    const chains: Chain<Action>[] = [];
    const add = (serverNames: readonly string[], does: Action): void => {
      chains.push({ networks: [], serverNames, isHttpOnly: false, does });
    };
    for (const server of servers) {
      const names = server.hosts.map(bareHost);
      if (server.isHttp) {
        if (server.tls !== null || chains.length === 0) add(server.tls === null ? [] : names, { server, route: null });
      } else if (server.tls === 'PASSTHROUGH') {
        for (const route of this.routes.tls(server, taken)) add(route.sniHosts, { server, route });
      } else {
        const route = this.routes.tcp(server);
        if (route !== undefined) add(server.tls === null ? [] : names, { server, route });
      }
    }
    return chains;
  }
}

/** Why a server that takes the TLS off refuses a handshake; undefined: it does not. */
function refusalOf(server: GatewayServer, layer: TlsLayer | undefined): MeshCode | undefined {
  if (layer === undefined) return 'gateway/no-chain';
  const version = versionOf(layer.version);
  if (version !== null && (version < server.minVersion || version > server.maxVersion)) return 'gateway/tls-version';
  const isOptional = server.tls === 'SIMPLE' || server.tls === 'OPTIONAL_MUTUAL';
  if (layer.authority === null) return isOptional ? undefined : 'gateway/no-certificate';
  const trusted = server.tls === 'ISTIO_MUTUAL' ? 'mesh' : 'public';
  return server.tls === 'SIMPLE' || layer.authority === trusted ? undefined : 'gateway/foreign-certificate';
}

function callerOf(server: GatewayServer, layer: TlsLayer | undefined, wire: Wire, port: number): {
  readonly principal: string | null | 'other'; readonly address: string; readonly isForwarded: boolean; readonly port: number; readonly serverName: string;
} {
  const isShown = (server.tls === 'MUTUAL' || server.tls === 'OPTIONAL_MUTUAL') && layer?.authority === 'public';
  const principal = server.tls === 'ISTIO_MUTUAL' ? layer?.principal ?? null : isShown ? 'other' : null;
  return { principal, address: wire.source, isForwarded: wire.isForwarded, port, serverName: layer?.serverName ?? '' };
}

function codeOf({ why, decision }: AuthorizationVerdict): MeshCode {
  return decision === 'unknown' ? 'gateway/unclear' : why === 'denied' ? 'gateway/denied' : 'gateway/no-allow-rule';
}
