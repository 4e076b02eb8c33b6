import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkOf, failed, ok, tail, type Check } from '../check';
import type { Engines } from '../engines';
import { inject } from '../faults/fault';
import { MANIFEST_FAULTS } from '../faults/manifest-faults';
import { TERRAFORM_FAULTS, type TerraformFault } from '../faults/terraform-faults';
import { describeObject, describeProblem, readManifests, type Validator } from '../kubernetes';
import { checkStack } from '../rendered';
import { temporaryDirectory } from '../temporary';
import { terraformAll, type Providers } from '../terraform';

const SAMPLES = resolve(__dirname, '../faults/samples');

/** Each engine accepts its samples and reports every fault put into one of them. */
export async function checkFaults({ validator, providers }: Engines): Promise<Check[]> {
  const terraform = providers ? terraformFaults(providers) : Promise.resolve([]);
  return [...(validator ? manifestFaults(validator) : []), ...await terraform];
}

function manifestFaults(validator: Validator): Check[] {
  const problems = (object: unknown): string[] => validator.validate(object).map(describeProblem);
  const samples = new Map(readManifests(join(SAMPLES, 'manifests.yaml')).map(({ object }) => [nameOf(object), object]));
  const right = [...samples].map(([name, object]) => checkOf(`self-test: ${name} is accepted`, problems(object)));
  const wrong = Object.entries(MANIFEST_FAULTS).flatMap(([name, faults]) =>
    faults.map((fault) => reported(`self-test: ${name}: ${fault.name} is reported`, problems(inject(samples.get(name), fault)), fault.expect)),
  );
  return [...right, ...wrong, ...openKinds(validator)];
}

/** `Kind name`, without the namespace. */
const nameOf = (object: unknown): string => describeObject(object).replace(/ .*\//, ' ');

const reported = (name: string, lines: readonly string[], expect: RegExp): Check =>
  lines.some((line) => expect.test(line)) ? ok(name) : failed(name, lines.length === 0 ? 'accepted' : `another report: ${lines.join('; ')}`);

/** Every schema and every rule can be compiled, and none lets an unknown field through. */
function openKinds(validator: Validator): Check[] {
  const open = validator.kinds.flatMap((known) => {
    const [apiVersion, kind] = known.split(' ');
    const problems = validator.validate({ apiVersion, kind, metadata: { name: 'a' }, nonsense: 1 }).map(describeProblem);
    return problems.includes('nonsense: unknown field') ? [] : [known];
  });
  return [checkOf(`self-test: an unknown field is reported in each of ${validator.kinds.length} kinds`, open)];
}

async function terraformFaults(providers: Providers): Promise<Check[]> {
  const work = temporaryDirectory('eic-faults-');
  const clouds = Object.entries(TERRAFORM_FAULTS).map(async ([cloud, faults]) => {
    const sample: unknown = JSON.parse(readFileSync(join(SAMPLES, `${cloud}.tf.json`), 'utf8'));
    const right = checkStack(`self-test: ${cloud} sample is accepted`, writeStack(work, cloud, sample), providers);
    const wrong = faults.map((fault, index) => terraformFault(cloud, fault, writeStack(work, `${cloud}-${index}`, inject(sample, fault)), providers));
    return Promise.all([right, ...wrong]);
  });
  return (await Promise.all(clouds)).flat();
}

function writeStack(work: string, name: string, json: unknown): string {
  const directory = join(work, name);
  mkdirSync(directory);
  writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify(json, null, 2));
  return directory;
}

/** The command must fail, for the right reason, and name the line. */
async function terraformFault(cloud: string, fault: TerraformFault, directory: string, providers: Providers): Promise<Check> {
  const name = `self-test: ${cloud}: ${fault.name} is reported`;
  const { code, output } = await terraformAll(directory, [['init'], fault.command ?? ['validate']], providers);
  const text = output.replace(/\n[│╵]\s*/g, ' ');
  if (code === 0) return failed(name, 'accepted');
  if (!fault.expect.test(text)) return failed(name, `another report: ${tail(output)}`);
  return /on cdk\.tf\.json line \d+/.test(text) ? ok(name) : failed(name, `no line: ${tail(output)}`);
}
