import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Yaml } from 'cdk8s';
import { parse } from 'yaml';
import type { CellData, Plan } from './cyclonus';
import { parseManifests, readManifests, type Manifest } from './kubernetes';
import { matrixCells, modelOf } from './matrix';
import { entriesOf, foldersOf } from './rendered';
import type { Synthesis } from './synthesis';
import { ConnectivityProbe } from '../../src/cluster';
import { renderManifests } from '../../src/cluster/render-manifests';

/** A cell with what was written for its cluster. */
export interface Written {
  readonly name: string;
  /** The definition, as its author wrote it. */
  readonly data: CellData;
  readonly plan: Plan;
  readonly manifests: readonly Manifest[];
  /** Are its NetworkPolicies worth asking about? */
  readonly ownPolicies: boolean;
}

/** What `eic synth` wrote for the examples. */
export function writtenExamples({ files, directory }: Synthesis): Written[] {
  const definitions = new Map(files.map((file) => {
    const data = parse(readFileSync(file, 'utf8')) as CellData;
    return [data.name, data];
  }));
  return foldersOf(directory).flatMap((name) => {
    const data = definitions.get(name);
    const plan = join(directory, name, 'plan.json');
    if (data === undefined || !existsSync(plan)) return [];
    const manifests = join(directory, name, 'manifests');
    return [{
      name,
      data,
      plan: JSON.parse(readFileSync(plan, 'utf8')) as Plan,
      ownPolicies: true,
      manifests: entriesOf(manifests).filter((file) => /\.ya?ml$/.test(file)).flatMap((file) => readManifests(join(manifests, file))),
    }];
  });
}

const PROBE_IMAGE = `registry.acme.example/node@sha256:${'b'.repeat(64)}`;

/** Connectivity probes, once as a Job and once by schedule, in cells of each platform: only TypeScript writes them. */
export function writtenProbes(): Written[] {
  const cells = matrixCells().filter(({ name }) => /component, enforce, IPv4 and 6, (auto|sniProxy)/.test(name));
  return cells.map((cell, index) => {
    const model = modelOf(cell);
    const chart = new Chart(new App(), 'probe', { disableResourceNameHashes: true });
    new ConnectivityProbe(chart, 'Probe', { cell: model, image: PROBE_IMAGE, ...(index % 2 === 0 ? {} : { schedule: '0 3 * * *' }) });
    return {
      name: `probe: ${cell.name}`, data: cell.data as CellData, ownPolicies: false, plan: JSON.parse(JSON.stringify(model.plan.toJSON())) as Plan,
      manifests: (chart.toJson() as object[]).flatMap((object) => parseManifests(Yaml.stringify(object))),
    };
  });
}

/** What the library renders for the cells of the matrix. */
export function writtenMatrix(): Written[] {
  // Most documents of two cells are the same, and reading YAML is what takes time.
  const known = new Map<string, readonly Manifest[]>();
  const manifestsOf = (document: string): readonly Manifest[] => {
    const manifests = known.get(document) ?? parseManifests(document);
    known.set(document, manifests);
    return manifests;
  };
  return matrixCells().map((cell) => {
    const model = modelOf(cell);
    return {
      name: cell.name,
      data: cell.data as CellData,
      ownPolicies: cell.ownPolicies,
      plan: JSON.parse(JSON.stringify(model.plan.toJSON())) as Plan,
      manifests: renderManifests(model).flatMap(({ text }) => text.split(/^---\n/m)).flatMap(manifestsOf),
    };
  });
}
