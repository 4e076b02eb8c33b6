import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import * as ts from 'typescript';
import { ROOT } from './scripts';

/** One import of a source file, in whatever way it is written. */
export interface Import {
  /** The file that imports, such as `plan/flow.ts`. */
  readonly from: string;
  /** A file of src, such as `net/cidr.ts`, or the name of a module. */
  readonly to: string;
  readonly isOwn: boolean;
  /** Only types, which are gone in the output. */
  readonly isType: boolean;
  /** Loaded when a function runs, not with the file. */
  readonly isLazy: boolean;
}

const SRC = join(ROOT, 'src');

/** Paths of all source files below src, with `/`. */
export function sourceFiles(): string[] {
  return readdirSync(SRC, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(SRC, join(entry.parentPath, entry.name)).replaceAll('\\', '/')).sort();
}

/** Everything the file imports. */
export function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: Import[] = [];
  const add = (module: ts.Node | undefined, isType: boolean, isLazy: boolean) => {
    if (module !== undefined && ts.isStringLiteral(module)) found.push({ from: file, ...targetOf(file, module.text), isType, isLazy });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node.importClause), false);
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly || isTypeList(node.exportClause), false);
    if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      add(node.moduleReference.expression, node.isTypeOnly, false);
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true, false);
    if (ts.isCallExpression(node) && isLoad(node.expression)) add(node.arguments[0], false, true);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isLoad(expression: ts.Expression): boolean {
  return expression.kind === ts.SyntaxKind.ImportKeyword || /^(module\.)?require(\.resolve)?$/.test(expression.getText());
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  return clause.isTypeOnly || (clause.name === undefined && isTypeList(clause.namedBindings));
}

function isTypeList(names: ts.NamedImportBindings | ts.NamedExportBindings | undefined): boolean {
  if (names === undefined || !(ts.isNamedImports(names) || ts.isNamedExports(names))) return false;
  return names.elements.length > 0 && names.elements.every(({ isTypeOnly }) => isTypeOnly);
}

function targetOf(file: string, module: string): { to: string; isOwn: boolean } {
  if (!module.startsWith('.')) return { to: module, isOwn: false };
  const path = join(dirname(file), module).replaceAll('\\', '/');
  const known = new Set(sourceFiles());
  const to = [`${path}.ts`, `${path}/index.ts`].find((candidate) => known.has(candidate)) ?? path;
  return { to, isOwn: known.has(to) };
}
