import Ajv2020 from 'ajv/dist/2020';
import * as fc from 'fast-check';
import * as ts from 'typescript';
import { cellSpec } from '../../src/cell';
import { Declaration } from '../../src/cell/spec';
import { fileSpec, readCell } from '../../src/read-cell';
import { minimalFile, minimalProps } from '../support/cells';
import { fullProps } from '../support/full-cell';
import { loadScript, readRepositoryFile } from '../support/scripts';
import { fieldsOf, leavesOf, withValueAt } from '../support/spec-walk';

const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
const conforms = ajv.compile(cellSpec.schema);
const fileConforms = ajv.compile(fileSpec.schema);

describe('the schema', () => {
  test('takes what is valid', () => {
    for (const data of [minimalProps(), fullProps()]) expect([conforms(data), conforms.errors]).toEqual([true, null]);
    expect([fileConforms({ ...minimalFile(), firewall: {} }), fileConforms.errors]).toEqual([true, null]);
  });

  test('refuses no value that is taken', () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.domain(), fc.domain().map((name) => `*.${name}`), fc.constantFrom('MÜNCHEN.example', '例え.テスト'),
      fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 32 })).map(([address, prefix]) => `${address}/${prefix}`), fc.ipV6().map((address) => `${address}/128`),
      fc.constantFrom('443-444', 'a.example:443', 'all', 'worker', 'xsuaa', '1.30', 'eu10-004', 'a/b'),
    );
    fc.assert(fc.property(fc.constantFrom(...leavesOf()), value, (leaf, one) => {
      const data = withValueAt(fullProps(), leaf.steps, one);
      const isTaken = readCell(data, 'props').problems.every(({ path }) => path !== leaf.path);
      const isRefused = !conforms(data) && conforms.errors!.some(({ instancePath }) => instancePath === `/${leaf.steps.map((step) => `${step}`).join('/')}`);
      expect([leaf.path, one, isTaken && isRefused]).toEqual([leaf.path, one, false]);
    }), { numRuns: 1000 });
  });

  test.each(leavesOf().map(({ path, steps, isFreeText, type }) => [path, steps, isFreeText, type] as const))('refuses another type of %s', (_, steps) => {
    for (const value of [{}, null, [[]]]) expect(conforms(withValueAt(fullProps(), steps, value))).toBe(false);
  });

  test('refuses unknown and missing fields', () => {
    const { name: _, ...nameless } = fullProps();
    expect(conforms(nameless)).toBe(false);
    for (const steps of [['unknown'], ['cluster', 'unknown'], ['receivers', 's4', 'unknown'], ['accept', 0, 'unknown']]) expect(conforms(withValueAt(fullProps(), steps, 1))).toBe(false);
    for (const key of ['Bad', 'a.b', '-a', 'x'.repeat(64)]) expect(conforms(withValueAt(fullProps(), ['proxies', key], fullProps().proxies!.dmz))).toBe(false);
  });

  test('describes every field and gives its default', () => {
    const { properties } = cellSpec.schema as { properties: Record<string, { description: string; default?: unknown }> };
    expect(Object.keys(properties)).toEqual(Object.keys(fieldsOf(rootOf(cellSpec.declares)).reduce((all, [key]) => ({ ...all, [key]: true }), {})));
    expect(properties.enforcement).toMatchObject({ default: 'enforce', enum: ['enforce', 'observe'] });
  });
});

type Interface = Extract<Declaration, { readonly fields: unknown }>;
const isInterface = (declaration: Declaration): declaration is Interface => 'fields' in declaration;
const rootOf = (declarations: readonly Declaration[] = []): Interface => declarations.find(isInterface)!;

describe('the props', () => {
  const text = readRepositoryFile('src/cell/props.ts');
  const source = ts.createSourceFile('props.ts', text, ts.ScriptTarget.ES2022, true);
  const interfaces = new Map(source.statements.filter(ts.isInterfaceDeclaration).map((node) => [node.name.text, node]));
  const aliases = new Map(source.statements.filter(ts.isTypeAliasDeclaration).map((node) => [node.name.text, node]));
  const declarations = [...new Map((cellSpec.declares ?? []).map((declaration) => [declaration.name, declaration])).values()];

  test('are exactly what the generator writes', () => {
    expect(text).toBe(loadScript('scripts/docs/props-typescript.mjs').propsTypeScript!(cellSpec));
  });

  test('have one type for each of the definition, and no other', () => {
    expect([...interfaces.keys(), ...aliases.keys()].sort()).toEqual(declarations.map(({ name }) => name).sort());
    expect(source.statements.length).toBe(declarations.length);
  });

  test.each(declarations.filter(isInterface).map((declaration) => [declaration.name, declaration] as const))('%s has the fields of the definition', (name, declaration) => {
    const members = interfaces.get(name)!.members.map((member) => {
      if (!ts.isPropertySignature(member)) throw new Error(`${name} has a member that is no property`);
      expect(member.modifiers?.map(({ kind }) => kind)).toEqual([ts.SyntaxKind.ReadonlyKeyword]);
      expect(ts.getJSDocCommentsAndTags(member)).toHaveLength(1);
      const key = ts.isStringLiteral(member.name) || ts.isIdentifier(member.name) ? member.name.text : '';
      return [key, member.questionToken === undefined, member.type!.getText()];
    });
    expect(members).toEqual(fieldsOf(declaration).map(([key, { required, spec }]) => [key, required, spec.type]));
  });

  test.each(declarations.flatMap((declaration) => ('words' in declaration ? [[declaration.name, declaration.words] as const] : [])))('%s has the words of the definition', (name, words) => {
    const { type } = aliases.get(name)!;
    const literals = ts.isUnionTypeNode(type) ? [...type.types] : [type];
    expect(literals.map((literal) => (ts.isLiteralTypeNode(literal) && ts.isStringLiteral(literal.literal) ? literal.literal.text : ''))).toEqual(words);
  });

  test('use types that are there', () => {
    const used = new Set<string>();
    const visit = (node: ts.Node): void => {
      if (ts.isTypeReferenceNode(node)) used.add(node.typeName.getText());
      ts.forEachChild(node, visit);
    };
    visit(source);
    expect([...used].filter((name) => !interfaces.has(name) && !aliases.has(name))).toEqual([]);
  });
});
