import { HostPattern } from '../../net';
import { absent, Layer, LayerAnswer } from '../layer';
import { Probe } from '../probes/probe';
import { ReadObject } from '../read';
import { LayerKind } from '../sight';
import { answerOf, decidingHop, Mesh } from './mesh';

/** The proxy of the pod that is called: mutual TLS and the lists of callers. */
export class CallersLayer implements Layer {
  public readonly name = 'callers';
  public readonly kind: LayerKind = 'callers';

  public constructor(private readonly mesh: Mesh) {}

  public judge(probe: Probe): LayerAnswer {
    if (probe.direction !== 'inside') return NOT_CALLED;
    const { hops } = this.mesh.judge(probe);
    const hop = hops.some(({ verdict }) => verdict !== 'allow') ? decidingHop(hops) : hops.filter(({ role }) => role === 'callers').at(-1) ?? hops.at(-1);
    return hop === undefined ? { layer: this.name, verdict: 'unknown', code: 'callers/unclear', text: 'The call ends nowhere.', rule: null } : answerOf(this.name, hop);
  }
}

/** The ingress gateway, for hosts that a Gateway of what was read serves. SAP's own objects are there in an export only. */
export class GatewayLayer implements Layer {
  public readonly name = 'gateway';
  public readonly kind: LayerKind = 'gateway';
  private readonly served: readonly HostPattern[];

  public constructor(private readonly mesh: Mesh, objects: readonly ReadObject[]) {
    this.served = objects.filter(({ value }) => value.kind === 'Gateway' && value.apiVersion.startsWith('networking.istio.io/')).flatMap(({ value }) =>
      (((value.spec as { servers?: { hosts?: string[] }[] } | undefined)?.servers ?? []).flatMap(({ hosts = [] }) => hosts)).map((host) => HostPattern.trusted(String(host).replace(/^.*\//, ''))));
  }

  public judge(probe: Probe): LayerAnswer {
    const isServed = probe.direction === 'ingress' && this.served.some((host) => probe.hosts?.some((name) => host.matches(name)) === true);
    if (!isServed) return NOT_SERVED;
    const { hops } = this.mesh.judge(probe);
    const hop = decidingHop(hops.filter(({ role }) => role !== 'server'));
    return hop === undefined ? { layer: this.name, verdict: 'unknown', code: 'gateway/unclear', text: 'The call ends nowhere.', rule: null } : answerOf(this.name, hop);
  }
}

const NOT_CALLED = absent('callers', 'callers/not-on-the-way');
const NOT_SERVED = absent('gateway', 'gateway/not-on-the-way');
