import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { awsStack } from '../../../src/aws/target';
import { azureStack } from '../../../src/azure/target';
import { renderManifests } from '../../../src/cluster/render-manifests';
import { Compiled } from '../../../src/compile/target';
import { compileTargets } from '../../../src/compile/targets';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { Problem } from '../../../src/errors';
import { gcpStack } from '../../../src/gcp/target';
import { CellReading, FirewallTargets, readCell } from '../../../src/read-cell';
import { readOutput, ReadOutput } from '../../../src/verify';
import { fileWith } from '../../cli/eic';
import { newFolder } from '../../support/folders';

/** A definition file, and what `eic synth` writes for it, read back from disk. */
export interface RenderedDefinition {
  readonly cell: EdgeIntegrationCell;
  readonly firewall: FirewallTargets;
  readonly output: ReadOutput;
}

/** A definition that is valid, and what its targets make of it. */
export interface CompiledDefinition {
  readonly cell: EdgeIntegrationCell;
  readonly firewall: FirewallTargets;
  readonly compiled: Readonly<Record<string, Compiled>>;
  /** What a target cannot express. */
  readonly problems: readonly Problem[];
}

/** Reads and compiles a definition file, without `apiVersion` and `kind`, which are put to it; fails when it is not valid. */
export function compiledDefinition(data: object): CompiledDefinition {
  const reading: CellReading = readCell({ apiVersion: 'edge-integration-cell/v1', kind: 'EdgeIntegrationCell', ...data }, 'file');
  const { definition, plan, firewall } = reading;
  if (definition === undefined || plan === undefined) throw new Error(reading.problems.map(({ code, path, message }) => `${code} ${path} ${message}`).join('\n'));
  const compiled = compileTargets(definition, plan, firewall);
  const { firewall: _, ...props } = data as { readonly firewall?: unknown };
  return { cell: new EdgeIntegrationCell(props as never, reading), firewall, compiled, problems: Object.values(compiled).flatMap(({ problems }) => problems) };
}

/** What `eic synth` writes: manifests, and `terraform/<target>/cdk.tf.json`. Fails when a target cannot express the cell. */
export function renderedDefinition({ cell, firewall, compiled, problems }: CompiledDefinition, parts: { readonly manifests: boolean } = { manifests: true }): RenderedDefinition {
  if (problems.length > 0) throw new Error(problems.map(({ code, path, message }) => `${code} ${path} ${message}`).join('\n'));
  const folder = newFolder();
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    fileWith(text, path, folder);
  };
  if (parts.manifests) for (const { file, text } of renderManifests(cell)) write(`manifests/${file}`, text);
  for (const [key, settings] of Object.entries(firewall)) {
    const stackOf = settings.azure !== undefined ? azureStack : settings.aws !== undefined ? awsStack : gcpStack;
    const text = stackOf(cell, { key, settings, compiled: compiled[key]! });
    if (text !== undefined) write(`terraform/${key}/cdk.tf.json`, text);
  }
  return { cell, firewall, output: readOutput([folder]) };
}
