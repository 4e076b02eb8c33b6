import * as fc from 'fast-check';
import { checkOf, failed, ok, skipped, type Check } from '../check';
import { ask, cyclonus, isVersion6, POLICY_WORLDS, questionsOfWorld, worldForCyclonus, type PolicyWorld } from '../cyclonus';
import { ownVerdicts } from '../cyclonus/own-verdicts';

const NAME = 'network-policy-evaluator';
const WORLDS = 300;
const LEAST_VERDICTS = 2000;
/** Any other number will do: the same worlds each time, so that a failure can be looked at. */
const SEED = 7;

/** What our evaluator says of NetworkPolicies is what cyclonus says. */
export async function checkNetworkPolicyEvaluator(): Promise<Check[]> {
  const { file, missing, broken } = await cyclonus();
  if (missing !== undefined) return [skipped(NAME, missing)];
  if (file === undefined) return [failed(`${NAME}: build`, broken ?? 'no program')];
  const worlds = fc.sample(POLICY_WORLDS, { seed: SEED, numRuns: WORLDS });
  const verdicts = await ask(file, worlds.map(worldForCyclonus));
  const different = worlds.flatMap((world, index) => differences(world, verdicts[index] ?? []));
  const asked = new Set(worlds.flatMap(questionsOfWorld)).size;
  const version6 = worlds.flatMap(({ questions }) => questions).filter(({ to }) => isVersion6(to)).length;
  const all = verdicts.flat();
  const allowed = all.filter(Boolean).length;
  const share = Math.min(allowed, all.length - allowed) / all.length;
  return [
    checkOf(`${NAME}: ${all.length} verdicts (${asked} different questions, ${allowed} allowed, ${version6} of IPv6): none different from cyclonus`, different.slice(0, 3)),
    checkOf(`${NAME}: enough of both`, asked < LEAST_VERDICTS || share < 0.2 ? [`${asked} questions, share ${share}`] : []),
    ...selfTest(worlds, verdicts),
  ];
}

function differences(world: PolicyWorld, theirs: readonly boolean[]): string[] {
  const own = ownVerdicts(world);
  if (theirs.length !== own.length) return [`${theirs.length} verdicts on ${own.length} questions`];
  return own.flatMap((verdict, index) => (verdict === (theirs[index] ? 'allow' : 'deny') ? [] : [`${verdict}, cyclonus ${theirs[index] ? 'allows' : 'denies'}: ${JSON.stringify([world.questions[index], world.policies])}`]));
}

/** What must be told apart: with each of these changes, the verdicts are others. */
const CHANGES: Readonly<Record<string, (world: PolicyWorld) => PolicyWorld>> = {
  'without the first policy': ({ policies, ...rest }) => ({ ...rest, policies: policies.slice(1) }),
  'without exceptions': (world) => JSON.parse(JSON.stringify(world).replace(/,"except":\[[^\]]*\]/g, '')) as PolicyWorld,
  'without endPort': (world) => JSON.parse(JSON.stringify(world).replace(/,"endPort":\d+/g, '')) as PolicyWorld,
  'without expressions': (world) => JSON.parse(JSON.stringify(world).replace(/"matchExpressions":\[(?:[^[\]]|\[[^\]]*\])*\]/g, '"matchExpressions":[]')) as PolicyWorld,
  'with other names of ports': (world) => JSON.parse(JSON.stringify(world).replaceAll('"port":"web"', '"port":"other"')) as PolicyWorld,
};

function selfTest(worlds: readonly PolicyWorld[], verdicts: readonly (readonly boolean[])[]): Check[] {
  return Object.entries(CHANGES).map(([name, change]) => {
    const noticed = worlds.some((world, index) => differences(change(world), verdicts[index] ?? []).length > 0);
    const label = `${NAME} self-test: ${name}: noticed`;
    return noticed ? ok(label) : failed(label, 'the verdicts are the same');
  });
}
