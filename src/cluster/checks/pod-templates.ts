import { ChartObject, Data, Labels, labelsOf, mapOf, mapsOf, numberOf } from './manifest';

/** A pod, or the template of pods of a workload. */
export interface PodTemplate {
  readonly object: ChartObject;
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly spec: Data;
  /** Path of the template below the object; empty for a pod. */
  readonly path: string;
  /** Ports that its containers name. */
  readonly containerPorts: readonly { readonly name: unknown; readonly number: number | undefined }[];
}

/** Where each kind of workload keeps its template. */
const TEMPLATES: Readonly<Record<string, readonly [group: string, ...keys: string[]]>> = {
  Pod: [''],
  ReplicationController: ['', 'spec', 'template'],
  Deployment: ['apps', 'spec', 'template'],
  StatefulSet: ['apps', 'spec', 'template'],
  DaemonSet: ['apps', 'spec', 'template'],
  ReplicaSet: ['apps', 'spec', 'template'],
  Job: ['batch', 'spec', 'template'],
  CronJob: ['batch', 'spec', 'jobTemplate', 'spec', 'template'],
};

/** The template of a workload; none of other kinds. */
export function podTemplateOf(object: ChartObject): PodTemplate[] {
  const [group, ...keys] = Object.hasOwn(TEMPLATES, object.kind) ? TEMPLATES[object.kind]! : [];
  if (group !== object.group) return [];
  const template = keys.reduce<Data>((data, key) => mapOf(data[key]), object.data);
  const [metadata, spec] = [mapOf(template.metadata), mapOf(template.spec)];
  const containers = [...mapsOf(spec.containers), ...mapsOf(spec.initContainers)];
  return [{
    object, namespace: object.namespace, labels: labelsOf(metadata.labels), annotations: labelsOf(metadata.annotations), spec, path: keys.join('.'),
    containerPorts: containers.flatMap(({ ports }) => mapsOf(ports)).map(({ name, containerPort }) => ({ name, number: numberOf(containerPort) })),
  }];
}

/** `spec.template.spec.hostNetwork` of a Deployment, `spec.hostNetwork` of a Pod. */
export function pathIn({ path }: PodTemplate, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}

/** Does Istio put a proxy of its own into the pod that takes all its traffic, as far as the pod says? Gateways have a proxy that takes nothing. */
export function hasSidecar({ labels, annotations }: PodTemplate): boolean {
  const inject = labels['sidecar.istio.io/inject'] ?? annotations['sidecar.istio.io/inject'];
  return inject !== 'false' && annotations['inject.istio.io/templates'] !== 'gateway';
}
