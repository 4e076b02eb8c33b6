import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { parse } from 'yaml';
import { codeBlocks, indentedCommands, pages, ROOT } from './code-blocks';
import { renderManifests } from '../../src/cluster/render-manifests';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { eic, Run } from '../cli/eic';
import { cellWith, minimalProps } from '../support/cells';
import { newFolder } from '../support/folders';

const blocks = pages().flatMap(codeBlocks);
const of = (language: string) => blocks.filter((block) => block.language === language);
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<'peerDependencies' | 'devDependencies' | 'scripts', Record<string, string>>;

/** What TypeScript says of files, some of which exist only here. */
function diagnostics(files: ReadonlyMap<string, string>): string[] {
  const options: ts.CompilerOptions = {
    strict: true, noEmit: true, skipLibCheck: true, esModuleInterop: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, types: ['node'],
    baseUrl: ROOT, paths: { 'edge-integration-cell': ['src/index.ts'], 'edge-integration-cell/*': ['src/*/index.ts'] },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.getSourceFile = (file, version) => (files.has(file) ? ts.createSourceFile(file, files.get(file)!, version) : getSourceFile(file, version));
  const program = ts.createProgram([...files.keys()], options, host);
  const sources = [...files.keys()].map((file) => program.getSourceFile(file));
  const found = sources.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]);
  return found.map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
}

/** Runs a command of the README in a folder with its definition; what it wants to be there is made first. */
async function inProject(command: string, enforcement = 'observe'): Promise<Run> {
  const [program, name, ...words] = command.split(' ');
  expect([program, name]).toEqual(['npx', 'eic']);
  const folder = newFolder();
  const inFolder = (word: string) => (/^(?:cells\/|out$|before\.yaml$)/.test(word) ? join(folder, word) : word);
  const definition = of('yaml')[0]!.text.replace('enforcement: observe', `enforcement: ${enforcement}`);
  mkdirSync(join(folder, 'cells'));
  writeFileSync(join(folder, 'cells/mannheim.yaml'), definition);
  writeFileSync(join(folder, 'before.yaml'), definition.replace(/^ {2}bank: .*\n/m, ''));
  if (words.includes('-d')) expect((await eic('synth', inFolder('cells/mannheim.yaml'), '-o', inFolder('out'))).code).toBe(0);
  const run = await eic(...words.map(inFolder));
  return { ...run, out: run.out.replaceAll(`${folder}/`, '') };
}

describe('code blocks of the documentation', () => {
  test('are of languages that a test compiles or runs', () => {
    expect([...new Set(blocks.map(({ language }) => language))].sort()).toEqual(['sh', 'text', 'ts', 'yaml']);
  });

  test('ts: compile against the types of the package', () => {
    const files = new Map(of('ts').map(({ page, line, text }) => [join(ROOT, `${page.replace(/\W/g, '-')}-${line}.ts`), text]));
    expect(diagnostics(files)).toEqual([]);
    expect(files.size).toBeGreaterThanOrEqual(3);
  });

  test.each(of('yaml').map((block) => [`${block.page}:${block.line}`, block.text]))('yaml: %s is a definition', (_, text) => {
    expect(EdgeIntegrationCell.fromData(parse(text)).plan.flows.length).toBeGreaterThan(8);
  });

  test.each(of('sh').flatMap(({ page, line, text }) => text.split('\n').map((command, index): [string, string] => [`${page}:${line + 1 + index}`, command])))('sh: %s runs', async (_, command) => {
    const [program, ...words] = command.split(' ');
    if (program === 'npm') {
      expect(words[0]).toBe('install');
      for (const wanted of words.slice(1)) {
        const [, name, version] = /^(@?[^@]+)(?:@(.+))?$/.exec(wanted)!;
        if (name === 'edge-integration-cell') continue;
        expect([manifest.peerDependencies[name!], manifest.devDependencies[name!]]).toContain(version);
      }
      return;
    }
    const { code, out, err } = await inProject(command);
    expect({ code, problems: code === 0 ? '' : err }).toEqual({ code: 0, problems: '' });
    expect(out).not.toBe('');
  });

  test.each(of('text').map(({ page, line, text }): [string, string] => [`${page}:${line}`, text]))('text: %s is what the command prints, where it is not shortened', async (_, text) => {
    const [command, ...lines] = text.split('\n');
    const { code, out } = await inProject(command!.replace(/^\$ /, ''), 'enforce');
    expect(code).toBe(0);
    let rest = out;
    for (const part of lines.flatMap((line) => line.split('…')).map((piece) => piece.trimEnd()).filter((piece) => piece !== '')) {
      expect(rest).toContain(part);
      rest = rest.slice(rest.indexOf(part) + part.length);
    }
  });

  test('the example in TypeScript compiles against the types of the package', () => {
    const file = join(ROOT, 'examples/azure-hub/main.ts');
    expect(diagnostics(new Map([[file, readFileSync(file, 'utf8')]]))).toEqual([]);
    expect(diagnostics(new Map([[file, 'const port: number = \'443\';']]))).toHaveLength(1);
  });
});

describe('commands that the documentation gives', () => {
  test('npm scripts are there', () => {
    const text = pages().map((page) => readFileSync(join(ROOT, page), 'utf8')).join('\n');
    for (const [, script] of text.matchAll(/`npm run ([a-z]+)/g)) expect(Object.keys(manifest.scripts)).toContain(script);
  });

  test('break-glass takes away every kind of ours that can stop traffic, and no other', () => {
    const [command] = indentedCommands('docs/operations.md').filter((line) => line.startsWith('kubectl delete'));
    const [, kinds, selector] = /^kubectl delete (\S+) --all-namespaces -l (\S+)$/.exec(command!)!;
    expect(selector).toBe('app.kubernetes.io/managed-by=edge-integration-cell,app.kubernetes.io/instance=<cell>');
    const ingress = { virtualHosts: { ...minimalProps().ingress.virtualHosts, additional: { partners: { host: 'p.acme.example', credentialName: 'p' } } } };
    const written = new Set(renderManifests(cellWith({ ingress })).flatMap(({ text }) => [...text.matchAll(/^kind: (\w+)$/gm)].map(([, kind]) => kind!)));
    const plural = (kind: string) => `${kind.toLowerCase().replace(/y$/, 'ie')}s`;
    const named = kinds!.split(',').map((kind) => kind.split('.')[0]!);
    const stopping = [...written].filter((kind) => !['ServiceEntry', 'Gateway', 'VirtualService'].includes(kind)).map(plural);
    expect(named.sort()).toEqual(stopping.sort());
  });

  test('every link to a file of the project leads somewhere', () => {
    for (const page of pages()) {
      const text = readFileSync(join(ROOT, page), 'utf8');
      for (const [, target] of text.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)) expect([page, target, existsSync(join(ROOT, page, '..', target!))]).toEqual([page, target, true]);
    }
  });
});
