import { readText } from './read-text';
import type { SourceDocument } from './yaml-source';
import { KINDS, Problem, problemOf } from '../../errors';

/** What stands in a definition file, before its fields are checked. */
export interface DefinitionFile {
  readonly file: string;
  /** Plain data; undefined when there are problems. */
  readonly data: unknown;
  readonly problems: readonly Problem[];
  /** Puts file, line and column to problems of the data. */
  located(problems: readonly Problem[]): Problem[];
}

const KIND = 'EdgeIntegrationCell';
/** As nearly every file writes it: such a file need not be parsed to know. */
const PLAIN_KIND = /^kind: EdgeIntegrationCell\r?$/m;

/** Reads a file that must hold one cell. Never throws. */
export function readDefinitionFile(file: string): DefinitionFile {
  const text = readText(file);
  if (typeof text !== 'string') return failed(file, [text]);
  const documents = parse(text);
  if (!Array.isArray(documents)) return failed(file, [documents]);
  if (documents.length === 0) return failed(file, [problemOf(KINDS.noCell, '', 'must hold a definition, got: an empty file; `eic init` writes one')]);
  if (documents.length > 1) {
    return failed(file, [problemOf(KINDS.severalDocuments, '', `must hold one document, got: ${documents.length}; split it`)]);
  }
  const [document] = documents as [SourceDocument];
  const located = (problems: readonly Problem[]) => locate(file, document, problems);
  return { file, data: document.problems.length > 0 ? undefined : document.data, problems: located(document.problems), located };
}

/** Is there a cell in the file? Broken files that mention one count, so that they are reported. */
export function holdsCell(file: string): boolean {
  const text = readText(file);
  if (typeof text !== 'string') return true;
  if (!text.includes(KIND)) return false;
  if (PLAIN_KIND.test(text)) return true;
  const documents = parse(text);
  if (!Array.isArray(documents)) return true;
  return documents.some(({ data, problems }) => problems.length > 0 || (typeof data === 'object' && data !== null && (data as { kind?: unknown }).kind === KIND));
}

function parse(text: string): SourceDocument[] | Problem {
  // 50 ms to load, which TypeScript users need not pay.
  const { parseDocuments } = require('./yaml-source') as typeof import('./yaml-source');
  try {
    return parseDocuments(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return problemOf(KINDS.badSyntax, '', 'must not be nested as deeply');
  }
}

function failed(file: string, problems: readonly Problem[]): DefinitionFile {
  const at = problems.map((problem) => ({ line: 1, column: 1, ...problem, file }));
  return { file, data: undefined, problems: at, located: (more) => [...more] };
}

function locate(file: string, document: SourceDocument, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => (problem.line !== undefined ? { ...problem, file }
    : { ...problem, file, ...document.locate(problem.path, problem.code === KINDS.unknownKey.code ? 'key' : undefined) }));
}
