import { resolve } from 'node:path';
import { dryRunOn, kubeApiserver, prepareCluster, startServer, type DryRun } from '../apiserver';
import { checkAccess } from './access';
import { checkOf, failed, ok, skipped, type Check } from '../check';
import { inject, type Fault } from '../faults/fault';
import { MANIFEST_FAULTS } from '../faults/manifest-faults';
import { SERVER_FAULTS } from '../faults/server-faults';
import { describeObject, parseManifests, readManifests, sharedData } from '../kubernetes';
import type { Written } from '../written';

const NAME = 'kube-apiserver';
const SAMPLES = resolve(__dirname, '../faults/samples/manifests.yaml');

const MAX_PROBLEMS = 20;

/** The oldest Kubernetes that is checked, which the same server emulates. */
const OLDEST = '1.33';

/** A real API server takes everything that is written, in the newest version and as the oldest. */
export async function checkApiServer(examples: Promise<readonly Written[]>, matrix: Promise<readonly Written[]>): Promise<Check[]> {
  const data = sharedData();
  if (data === undefined) return [skipped(NAME, 'no shared data (EIC_SHARED or ../shared)')];
  const { file, missing, broken } = await kubeApiserver();
  if (missing !== undefined) return [skipped(NAME, missing)];
  if (file === undefined) return [failed(`${NAME}: build`, broken ?? 'no program')];
  const checks: Check[] = [];
  for (const emulated of [undefined, OLDEST]) {
    const server = await startServer(file, emulated);
    try {
      const label = `${NAME} ${server.version}`;
      const cluster = await prepareCluster(server.client, data);
      const dryRun = dryRunOn(cluster);
      checks.push(
        ...emulated === undefined ? await selfTest(dryRun) : [checkOf(`${label}: is Kubernetes ${emulated}`, server.version === emulated ? [] : [server.version])],
        ...await checkCells(label, await examples, dryRun),
        await checkMatrix(label, await matrix, dryRun),
        ...emulated === undefined ? await checkAccess(cluster, await matrix) : [],
      );
    } finally {
      await server.stop();
    }
  }
  return checks;
}

async function checkCells(label: string, cells: readonly Written[], dryRun: DryRun): Promise<Check[]> {
  if (cells.length === 0) return [failed(`${label}: examples`, 'nothing was written')];
  return Promise.all(cells.map(async ({ name, manifests }) =>
    checkOf(`${label}: ${name} (${manifests.length} objects)`, manifests.length === 0 ? ['no objects'] : await allProblems(manifests, dryRun))));
}

const allProblems = async (manifests: Written['manifests'], dryRun: DryRun): Promise<string[]> =>
  (await Promise.all(manifests.map((manifest) => dryRun.problems(manifest)))).flat();

/** One check for all its cells; the same object is asked about once. */
async function checkMatrix(label: string, cells: readonly Written[], dryRun: DryRun): Promise<Check> {
  const before = dryRun.asked;
  const cellOf = new Map<string, string>();
  let objects = 0;
  for (const { name, manifests } of cells) {
    objects += manifests.length;
    for (const problem of await allProblems(manifests, dryRun)) if (!cellOf.has(problem)) cellOf.set(problem, name);
  }
  const problems = [...cellOf].map(([problem, name]) => `${problem} (first in ${name})`);
  return checkOf(`${label}: matrix (${cells.length} cells, ${objects} objects, ${dryRun.asked - before} different)`, cells.length === 0 ? ['no cells'] : problems.slice(0, MAX_PROBLEMS));
}

/** It takes the samples, and refuses each fault put into one of them. */
async function selfTest(dryRun: DryRun): Promise<Check[]> {
  const samples = readManifests(SAMPLES);
  const right = samples.map(async (sample) => checkOf(`${NAME} self-test: ${describeObject(sample.object)} is accepted`, await dryRun.problems(sample)));
  const faults = [MANIFEST_FAULTS, SERVER_FAULTS].flatMap((lists) => Object.entries(lists));
  const wrong = faults.flatMap(([name, list]) => {
    const sample = samples.find(({ object }) => describeObject(object).replace(/ .*\//, ' ') === name);
    return list.map((fault) => (fault.server === null ? unseen : refused)(name, sample?.object, fault, dryRun));
  });
  return Promise.all([...right, ...wrong, duplicateKey(dryRun)]);
}

async function refused(name: string, sample: unknown, fault: Fault, dryRun: DryRun): Promise<Check> {
  const label = `${NAME} self-test: ${name}: ${fault.name} is refused`;
  const problems = await dryRun.problems({ object: inject(sample, fault) });
  const expect = fault.server ?? fieldIn(fault);
  if (problems.some((line) => expect.test(line))) return ok(label);
  return failed(label, problems.length === 0 ? 'accepted' : `another reason: ${problems.join('; ')}`);
}

/** What is known not to be the server's business: if it were, the validator's own check would be needless. */
const unseen = async (name: string, sample: unknown, fault: Fault, dryRun: DryRun): Promise<Check> =>
  checkOf(`${NAME} self-test: ${name}: ${fault.name} is not seen`, await dryRun.problems({ object: inject(sample, fault) }));

/** The server names the field that was changed, or says that there is no such kind. */
function fieldIn({ set }: Fault): RegExp {
  const [path = ''] = Object.keys(set);
  const field = path.split('.').filter((step) => !/^\d+$/.test(step)).at(-1) ?? '';
  return ['kind', 'apiVersion'].includes(path) ? /there is no/ : new RegExp(`\\b${field}\\b`);
}

/** What a client that parses YAML itself would not see. */
async function duplicateKey(dryRun: DryRun): Promise<Check> {
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: edge-icell }\ndata: { b: c }\n';
  const object = parseManifests(text)[0]?.object;
  const problems = await dryRun.problems({ object, text: `${text}data: { b: d }\n` });
  return checkOf(`${NAME} self-test: a key that occurs twice is refused`, problems.some((line) => /duplicate|already set/.test(line)) ? [] : [problems.join('; ') || 'accepted']);
}
