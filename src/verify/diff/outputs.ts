import { compareText } from '../../errors';
import { isMap } from '../data';
import { ReadOutput } from '../read';

/** A place in an object or resource that differs. */
export interface ValueChange {
  /** Such as `spec.egress[2].ports[0].port`. */
  readonly path: string;
  /** Undefined: it was not there. */
  readonly before?: unknown;
  /** Undefined: it is gone. */
  readonly after?: unknown;
}

/** An object or resource that comes, goes or differs. */
export interface ObjectChange {
  /** `cluster`, or the target of Terraform. */
  readonly layer: string;
  readonly object: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Where it differs; empty for what comes or goes. */
  readonly values: readonly ValueChange[];
}

/** What a cluster or Terraform adds by itself, so that an export compares with what was written. */
const BY_CLUSTER = new Set(['status', 'metadata.uid', 'metadata.resourceVersion', 'metadata.generation', 'metadata.creationTimestamp', 'metadata.managedFields', 'metadata.selfLink',
  'metadata.annotations.kubectl.kubernetes.io/last-applied-configuration']);

/** Objects and resources of two outputs that differ, by layer and name. `isWanted` limits what counts. */
export function diffOutputs(before: ReadOutput, after: ReadOutput, isWanted: (layer: string, object: string, value: unknown) => boolean = () => true): readonly ObjectChange[] {
  const [old, next] = [entriesOf(before), entriesOf(after)];
  return [...new Set([...old.keys(), ...next.keys()])].sort(compareText).flatMap((key): ObjectChange[] => {
    const [one, other] = [old.get(key), next.get(key)];
    const { layer, object } = (other ?? one)!;
    if (!isWanted(layer, object, (other ?? one)!.value)) return [];
    if (one === undefined || other === undefined) return [{ layer, object, change: one === undefined ? 'added' : 'removed', values: [] }];
    const values = valueChanges(one.value, other.value, '');
    return values.length === 0 ? [] : [{ layer, object, change: 'changed', values }];
  });
}

interface Entry {
  readonly layer: string;
  readonly object: string;
  readonly value: unknown;
}

function entriesOf({ objects, terraform }: ReadOutput): Map<string, Entry> {
  const entries: Entry[] = [
    ...objects.map(({ id, value }) => ({ layer: 'cluster', object: id, value: value as unknown })),
    ...Object.entries(terraform).flatMap(([layer, { resources }]) => resources.map(({ address, values }) => ({ layer, object: address, value: values as unknown }))),
  ];
  return new Map(entries.map((entry) => [`${entry.layer} ${entry.object}`, entry]));
}

function valueChanges(before: unknown, after: unknown, path: string): ValueChange[] {
  if (BY_CLUSTER.has(path) || Object.is(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) {
    return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => valueChanges(before[index], after[index], `${path}[${index}]`)).flat();
  }
  if (isMap(before) && isMap(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(compareText).flatMap((key) => valueChanges(before[key], after[key], path === '' ? key : `${path}.${key}`));
  }
  return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}
