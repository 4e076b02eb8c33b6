import { readPlainYaml } from './plain-yaml';
import { parseDocuments, SourceDocument } from '../../cell/file/yaml-source';
import { KINDS, Problem, problemOf } from '../../errors';

/** One document of a YAML text. */
export interface YamlDocument {
  /** Plain data; undefined when there are problems. */
  readonly data: unknown;
  /** Line where it begins, from 1. */
  readonly line: number;
  readonly problems: readonly Problem[];
}

interface Chunk {
  readonly text: string;
  /** Lines of the file before it. */
  readonly before: number;
  /** Is it one item of a list, to be taken out? */
  readonly isItem: boolean;
}

/** Only exports are so large; parts of them are read one after the other, so that memory stays bounded. */
const LARGE = 1024 * 1024;
const MARK = /^---(?=[ \t\r\n]|$)/gm;
/** How `kubectl get -o yaml` begins a list. */
const LIST = /^(?:---[ \t]*\r?\n)?apiVersion: v1\r?\nitems:\r?\n(?=- )/;

/** The documents of a text, each read on its own. The items of a large list that kubectl wrote are documents. */
export function readYaml(text: string): YamlDocument[] {
  return chunksOf(text).flatMap(({ text: part, before, isItem }) => {
    const plain = readPlainYaml(part);
    if (plain !== undefined) return [{ data: isItem && Array.isArray(plain.data) ? (plain.data[0] as unknown) : plain.data, line: plain.line + before, problems: [] }];
    let documents: SourceDocument[];
    try {
      documents = parseDocuments(part, { sameInBothVersions: true });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return [{ data: undefined, line: before + 1, problems: [{ ...problemOf(KINDS.badSyntax, '', 'must not be nested as deeply'), line: before + 1, column: 1 }] }];
    }
    return documents.map((document): YamlDocument => {
      const [data, itself] = isItem && Array.isArray(document.data) ? [document.data[0] as unknown, '[0]'] : [document.data, ''];
      const problems = document.problems.map((problem) => ({ ...problem, line: (problem.line ?? 1) + before }));
      return { data: problems.length > 0 ? undefined : data, line: document.locate(itself).line + before, problems };
    });
  });
}

/** A marker at the start of a line ends a document wherever it stands (YAML 1.2, 9.1.2); directives belong to the document behind them. */
function chunksOf(text: string): Chunk[] {
  if (/^(?:%|\.\.\.)/m.test(text)) return [{ text, before: 0, isItem: false }];
  const starts = [0, ...[...text.matchAll(MARK)].map(({ index }) => index).filter((index) => index > 0)];
  return counted(text, starts, false).flatMap((chunk) => (chunk.text.length > LARGE && LIST.test(chunk.text) ? itemsOf(chunk) : [chunk]));
}

/** Inside `items:` a hyphen at the start of a line begins the next item; the first line that begins otherwise ends them. */
function itemsOf({ text, before }: Chunk): Chunk[] {
  const first = LIST.exec(text)![0].length;
  const after = /^[^\s#-]/gm;
  after.lastIndex = first;
  const end = after.exec(text)?.index ?? text.length;
  const starts = [...text.slice(first, end).matchAll(/^- /gm)].map(({ index }) => index);
  const head = text.slice(0, first).split('\n').length - 1;
  const rest: Chunk = { text: text.slice(end), before: before + text.slice(0, end).split('\n').length - 1, isItem: false };
  const isTail = /^kind: [A-Za-z]*List\r?\nmetadata:(?: \{\}|(?:\r?\n {2}resourceVersion: [^\n]*))\s*$/.test(rest.text);
  if (!isTail) return [{ text, before, isItem: false }];
  return counted(text.slice(first, end), starts, true).map((chunk) => ({ ...chunk, before: chunk.before + before + head }));
}

function counted(text: string, starts: readonly number[], isItem: boolean): Chunk[] {
  let before = 0;
  return starts.map((start, index) => {
    const chunk = { text: text.slice(start, starts[index + 1] ?? text.length), before, isItem };
    for (let at = chunk.text.indexOf('\n'); at >= 0; at = chunk.text.indexOf('\n', at + 1)) before++;
    return chunk;
  });
}
