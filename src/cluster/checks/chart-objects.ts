import { CheckContext } from './context';
import { EgressView } from './egress-view';
import { LabelIndex } from './label-index';
import { ChartObject, CheckedManifest, chartObject, Labels, labelsOf } from './manifest';
import { PodTemplate, podTemplateOf } from './pod-templates';
import { Service, serviceOf } from './services';
import { compareText } from '../../errors';

const MANAGED_BY = 'app.kubernetes.io/managed-by';
const INSTANCE = 'app.kubernetes.io/instance';
const OURS = 'edge-integration-cell';
const ISTIO_GROUPS = ['networking.istio.io', 'security.istio.io', 'telemetry.istio.io', 'extensions.istio.io'];

/** Something that selects pods of a namespace. */
export interface Selecting {
  readonly namespace: string;
  readonly selector: Labels;
}

/** The objects of a chart as one cell sees them, in an order of their own: the cell's first, so that of two in each other's way the user's is named. */
export class ChartObjects {
  public readonly all: readonly ChartObject[];
  /** Pods, and templates of pods, by namespace. */
  public readonly pods: ReadonlyMap<string, readonly PodTemplate[]>;
  /** Services by host. */
  public readonly services: ReadonlyMap<string, Service>;
  /** Who gets which ServiceEntry. */
  public readonly egress: EgressView;
  private readonly byKind: ReadonlyMap<string, readonly ChartObject[]>;

  public constructor(manifests: readonly CheckedManifest[], public readonly context: CheckContext) {
    this.all = manifests.map(chartObject).filter(({ labels }) => labels[MANAGED_BY] !== OURS || labels[INSTANCE] === context.cell).sort(compareObjects);
    this.byKind = grouped(this.all, ({ group, kind }) => `${group}/${kind}`);
    this.pods = grouped(this.all.flatMap(podTemplateOf), ({ namespace }) => namespace);
    this.services = new Map(this.of('', 'Service').map((object) => serviceOf(object, context)).map((service) => [service.host, service]));
    this.egress = new EgressView(this);
  }

  /** Objects of a kind of Istio's. */
  public istio(kind: string): readonly ChartObject[] {
    return ISTIO_GROUPS.flatMap((group) => this.of(group, kind));
  }

  public of(group: string, kind: string): readonly ChartObject[] {
    return this.byKind.get(`${group}/${kind}`) ?? [];
  }

  /** The pods of the chart that each of the things selects, without looking at every pair. */
  public selectedBy<T extends Selecting>(things: readonly T[]): ReadonlyMap<T, readonly PodTemplate[]> {
    const selected = new Map<T, PodTemplate[]>(things.map((thing) => [thing, []]));
    for (const [namespace, inside] of grouped(things, (thing) => thing.namespace)) {
      const index = new LabelIndex(inside.map((value) => ({ selector: value.selector, value })));
      for (const pod of this.pods.get(namespace) ?? []) {
        for (const thing of index.selecting(pod.labels)) selected.get(thing)!.push(pod);
      }
    }
    return selected;
  }

  /** The pods of the chart that each Gateway selects, in any namespace. */
  public podsOfGateways(): ReadonlyMap<ChartObject, readonly PodTemplate[]> {
    const gateways = this.of('networking.istio.io', 'Gateway').map((value) => ({ selector: labelsOf(value.spec.selector), value }))
      .filter(({ selector }) => Object.keys(selector).length > 0);
    const index = new LabelIndex(gateways);
    const selected = new Map<ChartObject, PodTemplate[]>(gateways.map(({ value }) => [value, []]));
    for (const pod of [...this.pods.values()].flat()) for (const gateway of index.selecting(pod.labels)) selected.get(gateway)!.push(pod);
    return selected;
  }

  /** The Services of the chart before each pod. */
  public servicesByPod(): ReadonlyMap<PodTemplate, readonly Service[]> {
    const selecting = [...this.services.values()].filter(({ selector }) => Object.keys(selector).length > 0)
      .map((service) => ({ namespace: service.object.namespace, selector: service.selector, service }));
    const services = new Map<PodTemplate, Service[]>();
    for (const [{ service }, pods] of this.selectedBy(selecting)) {
      for (const pod of pods) {
        const known = services.get(pod);
        if (known === undefined) services.set(pod, [service]);
        else known.push(service);
      }
    }
    return services;
  }
}

/** Values by key, each list and the keys in the order of the values. */
export function grouped<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

function compareObjects(a: ChartObject, b: ChartObject): number {
  const ours = ({ labels }: ChartObject): number => (labels[MANAGED_BY] === OURS ? 0 : 1);
  return ours(a) - ours(b) || compareText(a.kind, b.kind) || compareText(a.namespace, b.namespace) || compareText(a.name, b.name) || compareText(a.construct, b.construct);
}
