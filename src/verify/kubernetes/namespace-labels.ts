import { LabelReader, readerOf } from './label-selector';
import { ReadObject } from '../read/objects';

/** Every namespace has it, with its name (kubernetes.io/docs/reference/labels-annotations-taints). */
const NAME = 'kubernetes.io/metadata.name';

/** Labels of namespaces, from the Namespace objects among those that were read. */
export class NamespaceLabels {
  private readonly readers = new Map<string, LabelReader>();

  public constructor(objects: readonly ReadObject[]) {
    for (const { value: { apiVersion, kind, metadata } } of objects) {
      if (kind === 'Namespace' && apiVersion === 'v1') this.readers.set(metadata.name, readerOf({ ...metadata.labels, [NAME]: metadata.name }));
    }
  }

  /** Of a namespace that was not read only the name is known. */
  public of(namespace: string): LabelReader {
    const known = this.readers.get(namespace);
    if (known !== undefined) return known;
    const reader: LabelReader = (key) => (key === NAME ? namespace : undefined);
    this.readers.set(namespace, reader);
    return reader;
  }
}
