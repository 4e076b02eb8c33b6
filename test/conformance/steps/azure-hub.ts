import { cpSync, existsSync, readFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { checkOf, failed, ok, tail, type Check } from '../check';
import type { Engines } from '../engines';
import { checkManifests, checkStack, entriesOf, foldersOf } from '../rendered';
import { runProgram, type ProgramResult } from '../run-program';
import { temporaryDirectory } from '../temporary';
import { terraform, type Providers } from '../terraform';

const OUTPUT = new Set(['dist', 'cdktf.out', 'node_modules', '.terraform']);

export interface HubOptions {
  /** The project, whose `node_modules` hold cdk8s and cdktf. */
  readonly root: string;
  /** A folder with `cdk8s.yaml` and `cdktf.json`. */
  readonly example?: string;
}

/** Projects in TypeScript, below `examples`. */
const TYPESCRIPT_EXAMPLES = ['azure-hub', 'gcp-hub'];

/** Every example in TypeScript as its user runs it. */
export async function checkTypeScriptExamples(root: string, engines: Engines): Promise<Check[]> {
  return (await Promise.all(TYPESCRIPT_EXAMPLES.map((name) => checkAzureHub({ root, example: join(root, 'examples', name) }, engines)))).flat();
}

/** An example as its user runs it: the real `cdk8s synth`, `cdktf synth` and `cdktf deploy`, in a copy. */
export async function checkAzureHub({ root, example = join(root, 'examples/azure-hub') }: HubOptions, engines: Engines): Promise<Check[]> {
  const name = basename(example);
  for (const file of ['cdk8s.yaml', 'cdktf.json']) {
    if (!existsSync(join(example, file))) return [failed(name, `there is no ${file} in ${example}`)];
  }
  // As deep below the project as the example, so that its relative paths hold.
  const copy = temporaryDirectory(`${name}-`, join(root, 'out'));
  cpSync(example, copy, { recursive: true, filter: (source) => !OUTPUT.has(basename(source)) });
  const run = runner(root, copy);
  return (await Promise.all([cdk8s(name, copy, run, engines), cdktf(name, copy, run, engines)])).flat();
}

type Run = (program: 'cdk8s' | 'cdktf', args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<ProgramResult>;

/** Runs a program of the project, without telemetry, version checks or files in the home folder. */
function runner(root: string, cwd: string): Run {
  const bin = join(root, 'node_modules/.bin');
  const quiet = {
    CHECKPOINT_DISABLE: '1',
    DISABLE_VERSION_CHECK: '1',
    CDK8S_CHECK_UPGRADE: 'false',
    CDKTF_HOME: temporaryDirectory('eic-cdktf-home-'),
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1',
    CI: '1',
    FORCE_COLOR: '0',
    PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
  };
  return (program, args, env = {}) => runProgram(join(bin, program), args, { cwd, env: { ...quiet, ...env } });
}

async function cdk8s(name: string, copy: string, run: Run, { validator }: Engines): Promise<Check[]> {
  const { code, output } = await run('cdk8s', ['synth']);
  if (code !== 0) return [failed(`${name}: cdk8s synth`, `exit ${code}: ${tail(output)}`)];
  const files = entriesOf(join(copy, 'dist')).filter((file) => file.endsWith('.yaml'));
  return [
    checkOf(`${name}: cdk8s synth`, files.length === 0 ? ['no *.yaml in dist'] : []),
    ...(validator ? checkManifests(`${name}/dist`, join(copy, 'dist'), validator) : []),
  ];
}

async function cdktf(name: string, copy: string, run: Run, { providers }: Engines): Promise<Check[]> {
  const { code, output } = await run('cdktf', ['synth']);
  if (code !== 0) return [failed(`${name}: cdktf synth`, `exit ${code}: ${tail(output)}`)];
  const directory = join(copy, 'cdktf.out/stacks');
  const stacks = foldersOf(directory);
  const synth = checkOf(`${name}: cdktf synth`, stacks.length === 0 ? ['no stack in cdktf.out'] : []);
  if (providers === undefined || stacks.length === 0) return [synth];

  const valid = await Promise.all(stacks.map(async (stack) => checkStack(`${name}/${stack}`, join(directory, stack), providers)));
  if (valid.some(({ result }) => result === 'failed')) return [synth, ...valid];
  return [synth, ...valid, ...await deploy(name, copy, stacks, run, providers)];
}

async function deploy(name: string, copy: string, stacks: readonly string[], run: Run, providers: Providers): Promise<Check[]> {
  // What is deployed was just written by `cdktf synth`; writing it again would take the override of a remote backend away.
  const { code, output } = await run('cdktf', ['deploy', '*', '--auto-approve', '--skip-provider-lock', '--skip-synth'], providers.env);
  const label = `${name}: cdktf deploy`;
  if (code !== 0) return [failed(label, `exit ${code}: ${tail(output)}`)];
  const added = [...output.matchAll(/Resources: (\d+) added/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  const managed = managedResources(copy, stacks);
  if (added === 0 || managed === 0) return [failed(label, `${added} resources reported, ${managed} in the state: ${tail(output)}`)];

  const again = await Promise.all(stacks.map(async (stack) => {
    const plan = await terraform(join(copy, 'cdktf.out/stacks', stack), ['plan', '-detailed-exitcode'], providers);
    return checkOf(`${name}/${stack}: a second plan has no changes`, plan.code === 0 ? [] : [tail(plan.output)]);
  }));
  return [ok(`${label} (${added} resources)`), ...again];
}

/** Resources in the local state files, beside cdktf.json or in the folder of the stack. */
function managedResources(copy: string, stacks: readonly string[]): number {
  const directories = [copy, ...stacks.map((stack) => join(copy, 'cdktf.out/stacks', stack))];
  return directories
    .flatMap((directory) => entriesOf(directory).filter((file) => file.endsWith('.tfstate')).map((file) => join(directory, file)))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as { readonly resources?: readonly { readonly mode: string }[] })
    .reduce((sum, { resources = [] }) => sum + resources.filter(({ mode }) => mode === 'managed').length, 0);
}
