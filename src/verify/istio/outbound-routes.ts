import { fullName, isWildcard, mostSpecific, overlaps } from './hosts';
import { chooseRule, HttpRequest, usableRules } from './http-rules';
import { ruleOf } from './outbound-listeners';
import { Scope } from './scope';
import { MeshService, NO_ADDRESS } from './services';
import { MESH, RouteTarget, RoutingPlace, VirtualService } from './virtual-services';
import { MeshPod } from './world';
import { RuleReference } from '../verdict';

/** Where a request leads. `passthrough`: to no known host; `answered`: the proxy answers itself. */
export interface RouteChoice {
  readonly kind: 'targets' | 'passthrough' | 'answered' | 'unclear';
  readonly targets: readonly RouteTarget[];
  readonly rule: RuleReference | null;
  /** The request as it is sent on. */
  readonly request: HttpRequest;
}

interface VirtualHost {
  readonly service: MeshService | null;
  readonly virtualService: VirtualService | null;
}

/** HTTP routes of a sidecar, one table a port (`httproute.go` BuildSidecarOutboundVirtualHosts). */
export class OutboundRoutes {
  private readonly tables = new Map<number, ReadonlyMap<string, VirtualHost>>();

  public constructor(private readonly pod: MeshPod, private readonly scope: Scope, private readonly clusterDomain: string) {}

  /** By the Host header, whose port does not count. */
  public choose(port: number, request: HttpRequest): RouteChoice {
    const host = request.host.toLowerCase().replace(/:\d+$/, '');
    const found = mostSpecific(host, this.table(port));
    return found === undefined ? { kind: 'passthrough', targets: [], rule: null, request } : this.of(found, port, request);
  }

  /** On a listener of one service, whatever the Host header says. */
  public ofService(service: MeshService, port: number, request: HttpRequest): RouteChoice {
    const own = [...this.table(port).values()].find((each) => each.service?.host === service.host && each.service.namespace === service.namespace);
    return this.of(own ?? { service, virtualService: null }, port, request);
  }

  private of({ service, virtualService }: VirtualHost, port: number, request: HttpRequest): RouteChoice {
    if (virtualService !== null) {
      const name = (host: string): string => fullName(host, virtualService.namespace, this.clusterDomain);
      const choice = chooseRule(virtualService, request, this.at(port), name);
      const rule = { file: virtualService.source.file, object: virtualService.source.id, path: choice?.path ?? 'spec.http' };
      if (choice === undefined) return { kind: 'answered', targets: [], rule, request };
      if (choice.isUnclear) return { kind: 'unclear', targets: [], rule, request };
      return { kind: choice.targets.length === 0 ? 'answered' : 'targets', targets: choice.targets, rule, request: choice.request };
    }
    const own = service!.ports.find((each) => each.number === port)!;
    return { kind: 'targets', targets: [{ host: service!.host, subset: '', port, weight: 0 }], rule: ruleOf(service!, own), request };
  }

  private at(port: number): RoutingPlace {
    return { gateway: MESH, port, labels: this.pod.labels, namespace: this.pod.namespace };
  }

  /** Names to hosts; the first that claims a name keeps it, services with VirtualServices before those without. */
  private table(port: number): ReadonlyMap<string, VirtualHost> {
    const known = this.tables.get(port);
    if (known !== undefined) return known;
    const services = new Map<string, MeshService>();
    for (const service of this.scope.services) if (service.ports.some((each) => each.number === port)) services.set(service.host, service);
    const isHttp = (service: MeshService): boolean => service.ports.some((each) => each.number === port && (each.protocol === 'http' || each.protocol === 'auto'));
    const names = new Map<string, VirtualHost>();
    const claim = (name: string, host: VirtualHost): void => {
      if (!names.has(name)) names.set(name, host);
    };
    const routed = new Set<string>();
    for (const virtualService of this.scope.virtualServices) {
      if (usableRules(virtualService, this.at(port)).length === 0) continue;
      const isOwn = ({ host }: MeshService): boolean => virtualService.hosts.some((each) => (isWildcard(each) ? overlaps(each, host) : each === host));
      const http = [...services.values()].filter((service) => !routed.has(service.host) && isHttp(service) && isOwn(service));
      for (const service of http) routed.add(service.host);
      if (http.length > 0 || port === 80) for (const host of virtualService.hosts) if (!services.has(host)) claim(host, { service: null, virtualService });
      for (const service of http) for (const name of this.namesOf(service)) claim(name, { service, virtualService });
    }
    const plain = [...services.values()].filter((service) => !routed.has(service.host) && isHttp(service));
    for (const service of plain) claim(service.host, { service, virtualService: null });
    for (const service of plain) for (const name of this.namesOf(service)) claim(name, { service, virtualService: null });
    this.tables.set(port, names);
    return names;
  }

  /** The host, its short forms as seen from the pod's namespace, and the address (`generateVirtualHostDomains`). */
  private namesOf({ host, address, resolution, isKubernetes }: MeshService): readonly string[] {
    const end = `.svc.${this.clusterDomain}`;
    const names = [host];
    if (isKubernetes && host.endsWith(end)) {
      const short = host.slice(0, -end.length);
      const [name, namespace] = short.split('.');
      names.push(short, `${short}.svc`);
      if (namespace === this.pod.namespace) names.push(name!);
      if (resolution === 'headless') names.push(...names.map((each) => `*.${each}`));
    }
    return address === NO_ADDRESS ? names : [...names, address];
  }
}
