import { COMPONENTS, ELM_NAMESPACE } from '../../catalog';
import { Definition, namespaceOf, selectorOf } from '../../cell';
import { compareText } from '../../errors';
import { carriesName } from '../../net';
import { ConnectivityPlan, Flow } from '../../plan';
import { fieldsOf } from '../data';
import { protectedNamespaces } from '../pods';
import { ReadObject } from '../read';

/** Something of the plan that is not in the objects: `must <rule>, got: <got>; <wayOut>`. */
export interface Lack {
  readonly rule: string;
  readonly got: string;
  readonly wayOut: string;
  /** File of the object that lacks it.
   * @default - no object was found */
  readonly file?: string;
}

/** Characters of a value that are shown. */
const LONGEST = 160;

/** Pods with the same flows: those of a component, or those that no component names. */
export interface PodGroup {
  readonly namespace: string;
  /** Name of the component; undefined: all other pods of the namespace. */
  readonly component?: string;
  /** @default - told by not having the labels of components, or by nothing */
  readonly labels?: Readonly<Record<string, string>>;
  readonly flows: readonly Flow[];
}

/** What the plan asks of the objects of a cell, and the objects by kind. Made from definition and plan alone. */
export class Wanted {
  public readonly namespaces: readonly string[];
  /** Egress flows that leave the pods as they are, not inside a connection to a proxy. */
  public readonly flows: readonly Flow[];
  public readonly groups: readonly PodGroup[];
  public readonly enforced: boolean;
  /** Do flows leave by the egress gateway? Then rules of pods name the gateway, not what is outside. */
  public readonly byGateway: boolean;
  private readonly byKind = new Map<string, ReadObject[]>();

  public constructor(public readonly definition: Definition, plan: ConnectivityPlan, own: readonly ReadObject[]) {
    this.namespaces = protectedNamespaces(definition);
    this.flows = plan.egress.filter(({ via }) => via === null);
    this.enforced = definition.enforcement === 'enforce';
    this.byGateway = this.enforced && definition.egress.gateway.enabled;
    for (const object of own) this.byKind.set(object.value.kind, [...this.byKind.get(object.value.kind) ?? [], object]);
    this.groups = this.namespaces.flatMap((namespace) => this.groupsOf(namespace));
  }

  /** Objects of ours of a kind; with a namespace, those in it. */
  public objects(kind: string, namespace?: string): readonly ReadObject[] {
    const found = this.byKind.get(kind) ?? [];
    return namespace === undefined ? found : found.filter(({ value }) => value.metadata.namespace === namespace);
  }

  /** The object of ours with a name; `namespace` undefined: of a kind that has none. */
  public object(kind: string, namespace: string | undefined, name: string): ReadObject | undefined {
    return this.objects(kind, namespace).find(({ value }) => value.metadata.name === name);
  }

  /** Objects of ours of several kinds. */
  public ofKinds(kinds: readonly string[]): readonly ReadObject[] {
    return kinds.flatMap((kind) => this.objects(kind));
  }

  /** Does the flow leave by the egress gateway? UDP never enters the mesh. */
  public isByGateway({ transport }: Flow): boolean {
    return this.byGateway && transport !== 'udp';
  }

  /** Namespaces in which there is an object of ours. */
  public get namespacesWithObjects(): readonly string[] {
    return [...new Set([...this.byKind.values()].flat().flatMap(({ value }) => value.metadata.namespace ?? []))].sort(compareText);
  }

  /** Namespaces whose pods use the flow and for which the mesh is told of it. */
  public users({ from }: Flow): readonly string[] {
    return [...new Set([...this.namespaces, ELM_NAMESPACE])].filter((namespace) => from.some((source) => source.namespace === namespace));
  }

  private groupsOf(namespace: string): readonly PodGroup[] {
    const { cluster, egress } = this.definition;
    const flows = this.flows.filter(({ from }) => from.some((source) => source.namespace === namespace));
    if (egress.componentScope === 'namespace') return [{ namespace, flows }];
    const names = [...new Set([...COMPONENTS.keys(), ...Object.keys(cluster.components)])].sort(compareText).filter((name) => namespaceOf(name, cluster) === namespace);
    const components = names.flatMap((component): PodGroup[] => {
      const labels = selectorOf(component, cluster);
      const own = flows.filter(({ from }) => from.some((source) => source.namespace === namespace && (source.component === undefined || source.component === component)));
      return labels === undefined ? [] : [{ namespace, component, labels, flows: own }];
    });
    // Whether the corporate proxy belongs to the rest depends on who goes through it, so nothing is asked of that.
    const rest = flows.filter((flow) => flow.id !== 'http-proxy' && (!flow.id.includes('/') || isOfAllPods(flow, namespace)));
    return [...components, { namespace, flows: rest }];
  }
}

export function isOfAllPods({ from }: Flow, namespace: string): boolean {
  return from.some((source) => source.namespace === namespace && source.component === undefined);
}

/** Ports of the flow one by one, as objects have them that know no ranges. */
export function eachPort({ ports }: Flow): readonly number[] {
  return ports.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index));
}

/** Is the flow told by the names of its hosts in the mesh? */
export function isNamed({ transport }: Flow): boolean {
  return carriesName(transport);
}

/** What an object is to do, and does not. */
export function lack({ file, id }: ReadObject, path: string, rule: string, got: unknown): Lack {
  return { rule, got: `${shown(got)} at ${path} of ${id}`, wayOut: 'apply what eic synth writes, or change the definition to what is wanted', file };
}

/** An object that is to be there. */
export function missing(what: string): Lack {
  return { rule: `have the ${what}`, got: 'none', wayOut: 'apply what eic synth writes for it' };
}

/** A value as it stands in the file, cut where it is long. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '')}…` : text;
}

/** Are these the same labels, in any order? */
export function sameLabels(a: unknown, b: Readonly<Record<string, string>>): boolean {
  const left = fieldsOf(a);
  return Object.keys(left).length === Object.keys(b).length && Object.entries(b).every(([key, value]) => left[key] === value);
}

/** Values that one list has and the other has not. */
export function without(wanted: Iterable<string>, there: readonly string[]): string[] {
  const known = new Set(there);
  return [...new Set(wanted)].filter((value) => !known.has(value));
}
