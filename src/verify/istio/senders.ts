import { fields, list } from './fields';
import { OpaqueObjects } from './opaque';
import { Scope } from './scope';
import { MeshPod, MeshWorld } from './world';

/** Where a VirtualService compares labels of senders. */
const ROUTES = ['tls', 'tcp', 'http'] as const;
/** Names that a proxy looks up are subject to the pod's own policies, and a headless Service's listeners leave out the pod itself. */
const OF_ONE_POD: readonly string[] = ['dynamic-dns', 'headless'];

/** Finds pods whose proxies do the same with what their applications send, so that one of them stands for all. */
export class Senders {
  private readonly seesLabels: boolean;

  public constructor(world: MeshWorld, private readonly opaque: OpaqueObjects) {
    this.seesLabels = world.ofKind('DestinationRule').some(({ value }) => fields(value.spec).workloadSelector !== undefined)
      || world.ofKind('VirtualService').some(({ value }) => ROUTES.some((kind) => list(fields(value.spec)[kind]).some((rule) => list(fields(rule).match).some((match) => fields(match).sourceLabels !== undefined))));
  }

  /** The scope that the pod's proxy shares with others like it; undefined: something looks at this pod alone. */
  public shared(pod: MeshPod, scope: Scope): Scope | undefined {
    const isAlone = pod.proxy !== 'sidecar' || this.seesLabels || Object.keys(pod.annotations).some((name) => name.startsWith('traffic.sidecar.istio.io/'))
      || this.opaque.at(pod, 'SIDECAR_OUTBOUND') !== undefined || scope.services.some(({ resolution }) => OF_ONE_POD.includes(resolution));
    return isAlone ? undefined : scope;
  }
}
