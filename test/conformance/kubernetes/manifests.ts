import { readFileSync } from 'node:fs';
import { LineCounter, parseAllDocuments, type Document, type DocumentOptions, type ParseOptions, type SchemaOptions, type Tags } from 'yaml';
import { fieldsOf, itemsOf, type Path } from './problem';

export interface Manifest {
  readonly object: unknown;
  /** Its YAML as it stands; undefined for an item of a List. */
  readonly text?: string;
  /** The line of a field; for a missing one, that of its parent. */
  line(path: Path): number;
}

/**
 * Kubernetes reads YAML 1.1, where an unquoted `on` is a boolean, but leaves
 * timestamps alone.
 */
const KUBERNETES_YAML: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  customTags: (tags: Tags): Tags =>
    tags.filter((tag) => typeof tag === 'string' || (tag.format !== 'TIME' && tag.tag !== 'tag:yaml.org,2002:timestamp')),
};

/** The objects of a YAML file; throws if it is not YAML. */
export const readManifests = (file: string): Manifest[] => parseManifests(readFileSync(file, 'utf8'), file);

export function parseManifests(text: string, name = 'manifest'): Manifest[] {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, { ...KUBERNETES_YAML, lineCounter });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    const [error] = document.errors;
    if (error) throw new Error(`${name}: ${error.message.split('\n')[0]}`);
    const content: unknown = document.toJS();
    if (content === null) return [];
    const line = (path: Path): number => lineCounter.linePos(offsetOf(document, path)).line;
    if (fieldsOf(content).kind !== 'List') return [{ object: content, text: text.slice(document.contents?.range[0], document.range[2]), line }];
    return itemsOf(fieldsOf(content).items).map((object, index) => ({ object, line: (path: Path) => line(['items', index, ...path]) }));
  });
}

function offsetOf(document: Document.Parsed, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { readonly range?: readonly [number, number, number] } | undefined;
    if (node?.range) return node.range[0];
  }
  return document.contents?.range[0] ?? 0;
}
