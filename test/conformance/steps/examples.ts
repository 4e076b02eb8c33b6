import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkOf, failed, ok, tail, type Check } from '../check';
import type { Engines } from '../engines';
import { libraryWarningsIn } from '../library-warnings';
import { checkManifests, checkStack, entriesOf, foldersOf } from '../rendered';
import type { Synthesis } from '../synthesis';

/** What `eic synth` writes for every example must be accepted by Kubernetes, Istio and Terraform. */
export async function checkExamples(synthesis: Promise<Synthesis>, engines: Engines): Promise<Check[]> {
  const { files, directory: out, result } = await synthesis;
  if (result === undefined) return [failed('examples/cells', 'there is no *.yaml')];
  const name = `eic synth (${files.length} cells)`;
  if (result.code !== 0) return [failed(name, `exit ${result.code}: ${tail(result.output)}`)];

  const rendered = foldersOf(out);
  const checks = await Promise.all(rendered.map(async (cell) => checkCell(join(out, cell), cell, engines)));
  return [
    ok(name),
    checkOf('eic synth: no warning about what it wrote itself', libraryWarningsIn(result.output)),
    checkOf('every cell is written', rendered.length < files.length ? [`${files.length} files gave ${rendered.join(', ') || 'nothing'}`] : []),
    ...found(rendered.flatMap((cell) => entriesOf(join(out, cell, 'manifests'))), 'manifest'),
    ...found(rendered.flatMap((cell) => foldersOf(join(out, cell, 'terraform'))), 'terraform folder'),
    ...checks.flat(),
  ];
}

const found = (entries: readonly string[], what: string): Check[] =>
  [checkOf(`a ${what} is written`, entries.length === 0 ? ['none'] : [])];

async function checkCell(directory: string, cell: string, { validator, providers }: Engines): Promise<Check[]> {
  const terraform = join(directory, 'terraform');
  const stacks = foldersOf(terraform).map(async (target) => {
    const label = `${cell}/terraform/${target}`;
    if (!existsSync(join(terraform, target, 'cdk.tf.json'))) return failed(label, 'no cdk.tf.json');
    return providers ? checkStack(label, join(terraform, target), providers) : undefined;
  });
  return [
    checkOf(`${cell}/plan.json is written`, existsSync(join(directory, 'plan.json')) ? [] : ['missing']),
    ...(validator ? checkManifests(`${cell}/manifests`, join(directory, 'manifests'), validator) : []),
    ...(await Promise.all(stacks)).filter((check) => check !== undefined),
  ];
}
