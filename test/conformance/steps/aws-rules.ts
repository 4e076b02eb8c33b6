import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as fc from 'fast-check';
import { compileAws } from '../../../src/compile/aws';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { randomCell } from '../aws/definitions';
import { contains, type PlanFlow, type World } from '../aws/expected';
import { wrongOf, type RulesUnderTest } from '../aws/judge';
import { MUTANTS, type Mutant } from '../aws/mutants';
import { neighbours } from '../aws/neighbours';
import { probesFor, type KindProbe } from '../aws/probes';
import { SAMPLE } from '../aws/sample';
import { groupsOf, underTest, type CellRules } from '../aws/under-test';
import { checkOf, failed, ok, skipped, type Check } from '../check';
import { limited } from '../limited';
import { foldersOf } from '../rendered';
import { RulesRefused, runSuricata, SURICATA_MISSING, suricataIsThere } from '../suricata';
import type { Synthesis } from '../synthesis';

const RANDOM_CELLS = 240;
/** Cells of one run of Suricata. */
const BATCH = 60;
/** Kinds of probe that the examples and the random cells must have together. */
const LEAST_KINDS = 40;
const MOST_REASONS = 8;
const inTurn = limited(2);

/** The emitted AWS rules in a real Suricata: of every example, of random cells, of neighbours in one policy; and mutants of them. */
export async function checkAwsRules(synthesis: Promise<Synthesis>): Promise<Check[]> {
  if (!suricataIsThere()) return [process.env.CI === undefined ? skipped('AWS rules in Suricata', SURICATA_MISSING) : failed('AWS rules in Suricata', SURICATA_MISSING)];
  const kinds = new Set<string>();
  return [
    ...await examples(await synthesis, kinds),
    await randomCells(kinds),
    await ownFirewalls(kinds),
    checkOf(`AWS rules in Suricata: ${kinds.size} kinds of probe`, kinds.size < LEAST_KINDS ? [`less than ${LEAST_KINDS}`] : []),
    ...await neighbours(),
    ...await Promise.all(MUTANTS.map(noticed)),
  ];
}

/** Of every example with an AWS target, in files and in TypeScript. */
async function examples({ directory }: Synthesis, kinds: Set<string>): Promise<Check[]> {
  const targets = foldersOf(directory).flatMap((cell) => foldersOf(join(directory, cell, 'terraform')).map((target) => ({ cell, target })));
  const aws = targets.flatMap(({ cell, target }) => {
    const stack = join(directory, cell, 'terraform', target, 'cdk.tf.json');
    const groups = existsSync(stack) ? groupsOf(JSON.parse(readFileSync(stack, 'utf8'))) : [];
    if (groups.length === 0) return [];
    const plan = JSON.parse(readFileSync(join(directory, cell, 'plan.json'), 'utf8')) as Plan & { readonly targets: Readonly<Record<string, Rows>> };
    return [{ name: `${cell}/${target}`, rules: emitted(plan, target, plan.targets[target]!, groups) }];
  });
  aws.push(...inTypeScript());
  if (aws.length === 0) return [failed('AWS rules of examples in Suricata', 'no example has an AWS target')];
  return Promise.all(aws.map(async ({ name, rules }) => {
    const probes = probesFor(rules.under.world, name, () => true);
    return checkOf(`AWS rules of ${name} in Suricata (${probes.length} probes)`, await wrongIn([rules], [probes], kinds));
  }));
}

type Plan = { readonly flows: readonly PlanFlow[] };
type Rows = readonly { readonly flow: string; readonly rule: string }[];

/** Both stacks of the example in TypeScript; that its program still writes them is what `golden.mjs --check` sees to. */
function inTypeScript(): { readonly name: string; readonly rules: CellRules }[] {
  const example = resolve(__dirname, '../../../examples/aws-inspection');
  const { definition, plan } = EdgeIntegrationCell.fromFile(join(example, 'cell.yaml'));
  const { rows } = compileAws(definition, plan, { target: 'test', deny: 'sources', policyDefaultActions: [], endlessHelloBound: true }, { region: 'eu-central-1' });
  return ['inspection', 'network'].map((stack) => {
    const groups = groupsOf(JSON.parse(readFileSync(join(example, `expected/${stack}.tf.json`), 'utf8')));
    return { name: `aws-inspection/${stack}`, rules: emitted(JSON.parse(JSON.stringify(plan.toJSON())) as Plan, stack, rows, groups) };
  });
}

/** What was written, with what the plan and the address groups say of it. */
function emitted(plan: Plan, target: string, rows: Rows, groups: readonly { readonly rules: string; readonly ipSets: Readonly<Record<string, readonly string[]>> }[]): CellRules {
  const ipSets = Object.assign({}, ...groups.map((group) => group.ipSets)) as Record<string, readonly string[]>;
  const text = groups.map(({ rules }) => rules).join('\n');
  const pods = ipSets.HOME_NET!;
  const platform = platformFlows(groups.map(({ rules }) => rules).join('\n'));
  const deny: World['deny'] = /^drop .* any any -> /m.test(text) ? 'any' : /^drop /m.test(text) ? 'sources' : 'none';
  const observe = /"eic \S+ would deny/.test(text);
  const under: RulesUnderTest = { label: target, rows, observe, world: { flows: [...plan.flows, ...platform], pods, nodes: ipSets.EIC_NODES ?? pods, deny } };
  return { under, text, ipSets };
}

/** The platform's flows are not in the plan: they are read from the messages of their rules, which name host and flow. */
function platformFlows(text: string): PlanFlow[] {
  return [...text.matchAll(/msg:"eic \S+ (platform\/\S+) (\S+)"/g)].map(([, id = '', host = '']) => ({
    id, direction: 'egress', from: [{ nodes: true }], to: { hosts: [host], cidrs: [] }, addressBound: false, via: null, ports: [443], transport: 'https',
  }));
}

async function randomCells(kinds: Set<string>): Promise<Check> {
  const seed = Number(process.env.EIC_SEED ?? Math.floor(Math.random() * 2 ** 31));
  const cells = Array.from({ length: RANDOM_CELLS }, (_, index) => fc.sample(randomCell(index), { seed: seed + index, numRuns: 1 })[0]!);
  const made = cells.map(({ data, deny }) => underTest(data, deny)).filter((rules) => rules !== undefined);
  const wrong: string[] = [];
  let count = 0;
  for (let start = 0; start < made.length; start += BATCH) {
    const batch = made.slice(start, start + BATCH);
    const probes = batch.map(({ under }, index) => probesFor(under.world, under.label, (_, flow) => flow % 4 === index % 4));
    count += probes.reduce((sum, list) => sum + list.length, 0);
    wrong.push(...await wrongIn(batch, probes, kinds));
  }
  const name = `AWS rules of ${made.length} random cells in Suricata (${count} probes, EIC_SEED=${seed})`;
  return checkOf(name, [...(made.length < 200 ? [`only ${made.length} of ${RANDOM_CELLS} definitions are valid`] : []), ...wrong]);
}

/** A deny for everybody cannot share a run with others. */
async function ownFirewalls(kinds: Set<string>): Promise<Check> {
  const cells = Array.from({ length: 8 }, (_, index) => fc.sample(randomCell(index), { seed: index, numRuns: 1 })[0]!.data);
  const made = [SAMPLE, ...cells].map((data) => underTest(data, 'any')).filter((rules) => rules !== undefined);
  const wrong = await Promise.all(made.map(async (rules) => wrongIn([rules], [probesFor(rules.under.world, rules.under.label, () => true)], kinds)));
  return checkOf(`AWS rules of ${made.length} firewalls of their own in Suricata`, made.length < 5 ? ['too few are valid'] : wrong.flat());
}

/** Rules of cells with different sources in one run: each with its own names for its address groups. */
async function wrongIn(cells: readonly CellRules[], probes: readonly (readonly KindProbe[])[], kinds: Set<string>): Promise<string[]> {
  const renamed = cells.map(({ text, ipSets }, index) => ({
    text: text.replace(/\$([A-Z_]+)/g, `$$$1_${index}`),
    ipSets: Object.entries(ipSets).map(([name, networks]) => [`${name}_${index}`, networks] as const),
  }));
  const lines = renamed.flatMap(({ text }) => text.split('\n'));
  // Where sources differ, all allows before all denies mean the same as one cell after the other.
  const ordered = [...lines.filter((line) => line.startsWith('pass')), ...lines.filter((line) => !line.startsWith('pass'))];
  const variables = Object.fromEntries(renamed.flatMap(({ ipSets }) => ipSets));
  const verdicts = await inTurn(() => runSuricata(ordered.join('\n'), probes.flat(), { homeNet: ['10.42.0.0/16'], variables }));
  const owners = cells.flatMap(({ under }, index) => probes[index]!.map((probe) => ({ probe, under })));
  for (const { kindOfProbe } of probes.flat()) kinds.add(kindOfProbe);
  const wrong = owners.map(({ probe, under }, index) => wrongOf(verdicts[index]!, probe, seenIn(cells, under, probe))).filter((reason) => reason !== undefined);
  return wrong.length > MOST_REASONS ? [...wrong.slice(0, MOST_REASONS), `${wrong.length - MOST_REASONS} more`] : wrong;
}

/** Another cell of the run whose sources the probe comes from decides on it. */
function seenIn(cells: readonly CellRules[], own: RulesUnderTest, { src }: KindProbe): RulesUnderTest {
  if (contains(own.world.pods, src) || contains(own.world.nodes, src)) return own;
  return cells.find(({ under: { world } }) => contains(world.pods, src) || contains(world.nodes, src))?.under ?? own;
}

async function noticed({ name, from, to }: Mutant): Promise<Check> {
  const label = `self-test: AWS rules with ${name} are noticed`;
  const rules = underTest(SAMPLE, 'sources')!;
  const text = rules.text.replace(from, to);
  if (text === rules.text) return failed(label, `nothing to replace: ${from}`);
  const wrong = await wrongIn([{ ...rules, text }], [probesFor(rules.under.world, 'mutant', () => true)], new Set()).catch((error: unknown) => {
    if (error instanceof RulesRefused) return [error.message];
    throw error;
  });
  return wrong.length > 0 ? ok(label) : failed(label, 'every verdict is as planned');
}
