import { fields, labels, list, selects, text } from './fields';
import { MeshFacts } from './types';
import { MeshPod, MeshWorld, namespaceOf } from './world';
import { ReadObject } from '../read/objects';

/** A side of a proxy, as EnvoyFilter names it. */
export type ProxySide = 'SIDECAR_OUTBOUND' | 'SIDECAR_INBOUND' | 'GATEWAY';

const KINDS: readonly string[] = ['EnvoyFilter', 'WasmPlugin', 'TrafficExtension'];

/** Objects that change a proxy in ways that are not understood. */
export class OpaqueObjects {
  private readonly objects: readonly ReadObject[];
  private readonly root: string;

  public constructor(world: MeshWorld, facts: MeshFacts) {
    this.objects = KINDS.flatMap((kind) => world.ofKind(kind));
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
      if (value.kind !== 'EnvoyFilter') return true;
      const contexts = list(spec.configPatches).map((patch) => text(fields(fields(patch).match).context) ?? 'ANY');
      return contexts.includes('ANY') || contexts.includes(side);
    });
  }
}
