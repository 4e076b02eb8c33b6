import { Alias, Document, isAlias, isMap, isScalar, isSeq, LineCounter, Node, Pair, parseAllDocuments, ParsedNode, Scalar, YAMLMap } from 'yaml';
import { KINDS, Problem, problemOf } from '../../errors';
import { child, item } from '../spec';

/** Line and column, from 1. */
export interface Position { readonly line: number; readonly column: number }

/** One document of a file: plain data, and where each part of it stands. */
export interface SourceDocument {
  readonly data: unknown;
  readonly problems: readonly Problem[];
  /** Position of a path, or of the nearest part above it that is there. `key`: of the key instead of the value. */
  locate(path: string, part?: 'key'): Position;
}

const MOST_ALIASES = 100;
const MOST_NODES = 1_000_000;

/**
 * Plain scalars that kubectl, which reads YAML 1.1, takes for something else than YAML 1.2 does: `yes` is true, `0443` is octal, `4_43` a number
 * (gopkg.in/yaml.v2, resolve.go).
 */
const READ_DIFFERENTLY = /^(?:y|yes|n|no|on|off|[-+]?(?:0[0-7_]+|0b[01_]+|0o[0-7_]+|\d[\d_]*_[\d_]*))$/i;

/** How strictly a text is read. */
export interface ParseOptions {
  /** Refuse what YAML 1.1 and 1.2 read differently?
   * @default false */
  readonly sameInBothVersions?: boolean;
}

/** The documents of a YAML or JSON text that are not empty. Problems of the syntax are in each document. */
export function parseDocuments(text: string, options: ParseOptions = {}): SourceDocument[] {
  const lines = new LineCounter();
  // The parser's own check of duplicate keys is quadratic; ours is below.
  const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false, merge: false, prettyErrors: false, version: '1.2', logLevel: 'silent' });
  const list = Array.isArray(documents) ? (documents as Document.Parsed[]) : [];
  return list.filter((document) => document.contents !== null || document.errors.length > 0).map((document) => new Source(document, lines, options));
}

class Source implements SourceDocument {
  public readonly data: unknown;
  public readonly problems: Problem[] = [];
  private positions: Map<string, { key: number; value: number }> | undefined;
  private aliases = 0;
  private nodes = 0;

  public constructor(private readonly document: Document.Parsed, private readonly lines: LineCounter, private readonly options: ParseOptions) {
    for (const { message, pos } of document.errors) {
      const rule = /call stack/.test(message) ? 'must not be nested as deeply' : `must be YAML: ${message.split('\n')[0]}`;
      this.problems.push({ ...problemOf(KINDS.badSyntax, '', rule), ...this.position(pos[0]) });
    }
    for (const { message, pos } of document.warnings) {
      this.problems.push({ ...problemOf(KINDS.yamlFeature, '', `must be plain YAML: ${message.split('\n')[0]}`), ...this.position(pos[0]) });
    }
    this.data = this.problems.length > 0 ? undefined : this.read(document.contents, '', []);
  }

  public locate(path: string, part?: 'key'): Position {
    // Where a document begins is asked for every object of an export; the rest only where there is a problem.
    if (path === '') return this.position(part === 'key' ? 0 : this.document.contents?.range[0] ?? 0);
    this.positions ??= positionsOf(this.document);
    for (let at = path; ; at = parentOf(at)) {
      const found = this.positions.get(at);
      if (found !== undefined) return this.position(part === 'key' ? found.key : found.value);
      if (at === '') return { line: 1, column: 1 };
    }
  }

  private position(offset: number): Position {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  private refuse(node: Node | null | undefined, kind: typeof KINDS.yamlFeature | typeof KINDS.duplicateKey, path: string, message: string): undefined {
    this.problems.push({ ...problemOf(kind, path, message), ...this.position(node?.range?.[0] ?? 0) });
    return undefined;
  }

  private read(node: Node | null | undefined, path: string, open: readonly Node[]): unknown {
    if (node === null || node === undefined) return null;
    if (isAlias(node)) return this.readAlias(node, path, open);
    if (++this.nodes > MOST_NODES) return this.nodes === MOST_NODES + 1 ? this.refuse(node, KINDS.yamlFeature, path, `must expand to at most ${MOST_NODES} values`) : undefined;
    if (node.tag !== undefined) return this.refuse(node, KINDS.yamlFeature, path, `must have no tag, got: ${node.tag}; write the value plainly`);
    if (isScalar(node)) return this.readScalar(node, path);
    if (isSeq(node)) return node.items.map((entry, index) => this.read(entry as Node, item(path, index), [...open, node]));
    return isMap(node) ? this.readMap(node, path, open) : null;
  }

  private readScalar(node: Scalar, path: string): unknown {
    const { value, source = '' } = node;
    if (this.options.sameInBothVersions === true && node.type === Scalar.PLAIN && READ_DIFFERENTLY.test(source)) {
      return this.refuse(node, KINDS.yamlFeature, path, `must be read alike by YAML 1.1, as kubectl reads it, and 1.2, got: ${source}; write it in quotes, or plainly`);
    }
    return value;
  }

  private readMap(map: YAMLMap, path: string, open: readonly Node[]): unknown {
    // Without a prototype, so that __proto__ is a key like any other.
    const data = Object.create(null) as Record<string, unknown>;
    const seen = new Map<string, number>();
    for (const { key, value } of map.items as Pair<ParsedNode, ParsedNode | null>[]) {
      if (!isScalar(key) || typeof key.value !== 'string') {
        this.refuse(key, KINDS.yamlFeature, path, `must have text as keys, got: ${isScalar(key) ? String(key.value) : 'a map or list'}; write the key in quotes`);
      } else if (key.value === '<<' && key.type === Scalar.PLAIN) {
        this.refuse(key, KINDS.yamlFeature, child(path, '<<'), 'must not be merged: write the fields out');
      } else if (seen.has(key.value)) {
        const first = this.position(seen.get(key.value)!);
        this.refuse(key, KINDS.duplicateKey, child(path, key.value), `must be given once; it stands at line ${first.line}, column ${first.column} already`);
      } else {
        seen.set(key.value, key.range[0]);
        data[key.value] = this.read(value, child(path, key.value), [...open, map]);
      }
    }
    return data;
  }

  private readAlias(alias: Alias, path: string, open: readonly Node[]): unknown {
    const target = alias.resolve(this.document);
    if (target === undefined) return this.refuse(alias, KINDS.yamlFeature, path, `must refer to an anchor that is there, got: *${alias.source}`);
    if (open.includes(target)) return this.refuse(alias, KINDS.yamlFeature, path, `must not contain itself, got: *${alias.source}`);
    if (++this.aliases > MOST_ALIASES) {
      return this.aliases === MOST_ALIASES + 1 ? this.refuse(alias, KINDS.yamlFeature, path, `must expand at most ${MOST_ALIASES} aliases`) : undefined;
    }
    return this.read(target, path, open);
  }
}

function positionsOf(document: Document.Parsed): Map<string, { key: number; value: number }> {
  const positions = new Map<string, { key: number; value: number }>();
  const visit = (node: Node | null | undefined, path: string, key: number) => {
    const value = node?.range?.[0] ?? key;
    if (!positions.has(path)) positions.set(path, { key, value });
    if (isSeq(node)) node.items.forEach((entry, index) => visit(entry as Node, item(path, index), (entry as Node).range?.[0] ?? value));
    if (isMap(node)) {
      for (const pair of node.items as Pair<ParsedNode, ParsedNode | null>[]) {
        if (isScalar(pair.key) && typeof pair.key.value === 'string') visit(pair.value, child(path, pair.key.value), pair.key.range[0]);
      }
    }
  };
  visit(document.contents, '', 0);
  return positions;
}

/** `a.b` of `a.b[0]`, `a` of `a.b`. */
function parentOf(path: string): string {
  const quoted = /^(.*)\["(?:[^"\\]|\\.)*"\]$/s.exec(path);
  if (quoted !== null) return quoted[1]!;
  return path.slice(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['), 0));
}
