import { Change, changesOf, Operator } from './changes';
import type { KubernetesObject, ReadObject, ReadOutput, TerraformConfig, TerraformResource } from '../../../src/verify/read';

export { OPERATORS } from './changes';
export type { Operator } from './changes';

/** An output with one thing changed. */
export interface Mutation {
  readonly operator: Operator;
  /** Id of the object, or address of the resource. */
  readonly object: string;
  /** What was changed in it, such as `spec.egress[0].ports[1].port`; empty: the object as a whole. */
  readonly path: string;
  readonly output: ReadOutput;
}

/** Fields that say nothing of traffic: what an object is called, who owns it, and how Terraform goes about it. */
const KEPT = new Set(['apiVersion', 'kind', 'status', 'tags', 'labels', 'annotations', 'timeouts', 'lifecycle', 'provider', 'depends_on', '//', 'description', 'name', 'creationTimestamp']);
/** Under these, labels are what a selector asks for. */
const SELECTORS = /^(?:workloadSelector|matchLabels|selector|subsets)$/;
/** Fields without which an object is none, so that deleting them is no output that can be applied. */
const NEEDED = new Set(['spec', 'metadata', 'namespace', 'podSelector', 'endpointSelector', 'hosts', 'number', 'host', 'cidr', 'key', 'operator']);

/** All outputs that differ from this one by one operator at one place, in stable order. */
export function* mutationsOf(output: ReadOutput): Iterable<Mutation> {
  for (const [index, object] of output.objects.entries()) {
    yield { operator: 'delete-object', object: object.id, path: '', output: { ...output, objects: without(output.objects, index) } };
    for (const { operator, path, value } of changesIn(object.value)) {
      const changed: ReadObject = { ...object, value: value as KubernetesObject };
      yield { operator, object: object.id, path, output: { ...output, objects: replaced(output.objects, index, changed) } };
    }
  }
  for (const [key, config] of Object.entries(output.terraform)) {
    const withResources = (resources: readonly TerraformResource[]): ReadOutput => ({ ...output, terraform: { ...output.terraform, [key]: { ...config, resources } satisfies TerraformConfig } });
    for (const [index, resource] of config.resources.entries()) {
      yield { operator: 'delete-object', object: resource.address, path: '', output: withResources(without(config.resources, index)) };
      for (const { operator, path, value } of changesIn(resource.values)) {
        yield { operator, object: resource.address, path, output: withResources(replaced(config.resources, index, { ...resource, values: value as TerraformResource['values'] })) };
      }
    }
  }
}

interface ChangedValue extends Change {
  readonly path: string;
}

/** The value with one change, for each change; what does not change is shared. */
function* changesIn(value: unknown, path = '', keys: readonly string[] = []): Iterable<ChangedValue> {
  if (Array.isArray(value)) {
    for (const [index, element] of (value as readonly unknown[]).entries()) {
      yield { operator: 'delete-element', path: `${path}[${index}]`, value: without(value as readonly unknown[], index) };
      for (const change of changesIn(element, `${path}[${index}]`, keys)) yield { ...change, value: replaced(value as readonly unknown[], index, change.value) };
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (KEPT.has(key) && !(key === 'labels' && keys.some((one) => SELECTORS.test(one)))) continue;
      const at = path === '' ? key : `${path}.${key}`;
      if (keys.length > 0 && keys[0] !== 'metadata' && !NEEDED.has(key)) yield { operator: 'delete-field', path: at, value: withoutKey(value, key) };
      if (keys[0] === 'metadata' && key !== 'namespace') continue;
      for (const change of changesIn(inner, at, [...keys, key])) yield { ...change, value: { ...value, [key]: change.value } };
    }
  } else {
    for (const change of changesOf(value, keys)) yield { ...change, path };
  }
}

const without = <T>(list: readonly T[], index: number): T[] => [...list.slice(0, index), ...list.slice(index + 1)];
const replaced = <T>(list: readonly T[], index: number, value: T): T[] => [...list.slice(0, index), value, ...list.slice(index + 1)];
const withoutKey = (value: object, key: string): object => Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
