import { fields, labels, selects, text } from './fields';
import { kept } from '../kept';
import { MeshFacts } from './types';
import { MeshPod, MeshWorld, namespaceOf } from './world';
import { unknownIstioField } from '../read/istio-fields';
import { ReadObject } from '../read/objects';
import { RuleReference } from '../verdict';

/** What a receiver takes: TLS of the mesh only, both, or plaintext only; `unclear`: a word that is not known. */
export type MtlsMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE' | 'unclear';

/** The mode of a port, and the object that says so; null: Istio's default. */
export interface PortMode {
  readonly mode: MtlsMode;
  readonly rule: RuleReference | null;
}

/** PeerAuthentications of the mesh (`policy_applier.go` ComposePeerAuthentication): of several of one level the oldest counts, then the first by name. */
export class PeerAuthentications {
  private readonly byNamespace = new Map<string, ReadObject[]>();
  private readonly ofPorts = new Map<string, PortMode>();
  private readonly root: string;

  public constructor(world: MeshWorld, facts: MeshFacts) {
    this.root = facts.rootNamespace ?? 'istio-system';
    for (const object of world.ofKind('PeerAuthentication')) {
      const namespace = namespaceOf(object.value);
      this.byNamespace.set(namespace, [...(this.byNamespace.get(namespace) ?? []), object]);
    }
  }

  /** What the pod's sidecar takes on a container port. */
  public ofPort(pod: MeshPod, port: number): PortMode {
    return kept(this.ofPorts, `${pod.id}:${port}`, () => this.find(pod, port));
  }

  /** What applies to a namespace as a whole, which is what senders go by when they set up a connection. */
  public ofNamespace(namespace: string): PortMode {
    const wide = (name: string): ReadObject | undefined => this.of(name).find((object) => !isSelective(object));
    const own = namespace === this.root ? undefined : wide(namespace);
    return modeIn(own, 'spec.mtls.mode') ?? modeIn(wide(this.root), 'spec.mtls.mode') ?? { mode: 'PERMISSIVE', rule: null };
  }

  private find(pod: MeshPod, port: number): PortMode {
    const own = pod.namespace === this.root ? undefined : this.of(pod.namespace).find((object) => isSelective(object) && selects(selectorOf(object), pod.labels));
    const level = this.ofNamespace(pod.namespace);
    const base = modeIn(own, 'spec.mtls.mode') ?? level;
    return modeIn(own, 'spec.portLevelMtls', fields(fields(own?.value.spec).portLevelMtls)[String(port)], String(port)) ?? base;
  }

  private of(namespace: string): readonly ReadObject[] {
    return this.byNamespace.get(namespace) ?? [];
  }
}

const MODES = ['STRICT', 'PERMISSIVE', 'DISABLE'] as const;
const selectorOf = ({ value }: ReadObject): Readonly<Record<string, string>> => labels(fields(fields(value.spec).selector).matchLabels);
const isSelective = (object: ReadObject): boolean => Object.keys(selectorOf(object)).length > 0;

/** UNSET, and a mode that is not there, inherit. */
function modeIn(object: ReadObject | undefined, path: string, mtls: unknown = fields(object?.value.spec).mtls, port?: string): PortMode | undefined {
  const mode = object !== undefined && unknownIstioField(object.value) !== undefined ? 'not known' : text(fields(mtls).mode);
  if (object === undefined || mode === undefined || mode === 'UNSET') return undefined;
  return { mode: MODES.find((known) => known === mode) ?? 'unclear', rule: { file: object.file, object: object.id, path: port === undefined ? path : `${path}.${port}.mode` } };
}
