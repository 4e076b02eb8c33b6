import { fields, labels, list, selects, text } from './fields';
import { MeshFacts } from './types';
import { MeshPod, MeshWorld, namespaceOf } from './world';
import { unknownIstioField } from '../read/istio-fields';
import { KubernetesObject, ReadObject } from '../read/objects';

/** A side of a proxy, as EnvoyFilter names it. */
export type ProxySide = 'SIDECAR_OUTBOUND' | 'SIDECAR_INBOUND' | 'GATEWAY';

const KINDS: readonly string[] = ['EnvoyFilter', 'WasmPlugin', 'TrafficExtension'];

/** Objects that change a proxy in ways that are not understood. */
export class OpaqueObjects {
  private readonly objects: readonly ReadObject[];
  private readonly root: string;

  public constructor(world: MeshWorld, facts: MeshFacts) {
    this.objects = [...KINDS.flatMap((kind) => world.ofKind(kind)), ...world.ofKind('Sidecar').filter(({ value }) => isUnclearSidecar(value))];
    this.root = facts.rootNamespace ?? 'istio-system';
  }

  /** The first one that could decide on this side of the pod's proxy. */
  public at(pod: MeshPod, side: ProxySide): ReadObject | undefined {
    return this.objects.find(({ value }) => {
      const namespace = namespaceOf(value);
      if (namespace !== pod.namespace && namespace !== this.root) return false;
      const spec = fields(value.spec);
      const selector = labels(fields(spec.workloadSelector).labels ?? fields(spec.selector).matchLabels);
      if (!selects(selector, pod.labels)) return false;
      if (value.kind === 'Sidecar') return side !== 'GATEWAY';
      if (value.kind !== 'EnvoyFilter') return true;
      const contexts = list(spec.configPatches).map((patch) => text(fields(fields(patch).match).context) ?? 'ANY');
      return contexts.includes('ANY') || contexts.includes(side);
    });
  }
}

/** A Sidecar with a field that is not known, or with a proxy for what it does not know itself. */
function isUnclearSidecar(sidecar: KubernetesObject): boolean {
  return unknownIstioField(sidecar) !== undefined || fields(fields(sidecar.spec).outboundTrafficPolicy).egressProxy !== undefined;
}
