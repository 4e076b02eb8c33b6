import { checkOf, failed, skipped, type Check } from '../check';
import { comparisonsOf, cyclonus, GATEWAY_MUTANTS, MUTANTS, type Comparison, type Mutant, type Policy } from '../cyclonus';
import { fieldsOf } from '../kubernetes/problem';
import type { Written } from '../written';

const NAME = 'cyclonus';
const LEAST_VERDICTS = 500;

/** What NetworkPolicies let through, by cyclonus, is what plan and definition say. */
export async function checkNetworkPolicies(examples: Promise<readonly Written[]>, matrix: Promise<readonly Written[]>): Promise<Check[]> {
  const { file, missing, broken } = await cyclonus();
  if (missing !== undefined) return [skipped(NAME, missing)];
  if (file === undefined) return [failed(`${NAME}: build`, broken ?? 'no program')];
  const [fromExamples, fromMatrix] = [await examples, (await matrix).filter(({ ownPolicies }) => ownPolicies)];
  const compared = await comparisonsOf(file, [...fromExamples, ...fromMatrix].map(asked));
  const comparisons = fromExamples.map((_, index) => compared[index]).filter((one) => one !== undefined);
  return [
    ...fromExamples.length === 0 ? [failed(`${NAME}: examples`, 'nothing was written')] : [],
    ...comparisons.map((one) => asPlanned(one.name, [one])),
    asPlanned(`matrix of ${fromMatrix.length} cells`, compared.slice(fromExamples.length)),
    enough(compared),
    ...await selfTest(file, fromMatrix, /component, enforce, IPv4 and 6, auto/, MUTANTS),
    ...await selfTest(file, fromMatrix, /component, enforce, IPv4 and 6, sniProxy/, GATEWAY_MUTANTS),
  ];
}

const asked = ({ name, data, plan, manifests }: Written) => ({ name, data, plan, policies: policiesOf(manifests) });

const policiesOf = (manifests: Written['manifests']): Policy[] =>
  manifests.map(({ object }) => object).filter((object): object is Policy => fieldsOf(object).kind === 'NetworkPolicy');

function asPlanned(label: string, comparisons: readonly Comparison[]): Check {
  const sum = (count: (one: Comparison) => number): number => comparisons.reduce((total, one) => total + count(one), 0);
  const [allowed, denied] = [sum((one) => one.allowed), sum((one) => one.denied)];
  return checkOf(`${NAME}: ${label}: ${allowed + denied} verdicts as planned (${allowed} allowed, ${denied} denied)`, examplesOf(comparisons));
}

/** One wrong verdict of each kind: which destinations they are about, and what is wrong. */
function examplesOf(comparisons: readonly Comparison[]): string[] {
  const kinds = new Map<string, string[]>();
  for (const { name, wrong } of comparisons) {
    for (const line of wrong) {
      const kind = line.slice(line.indexOf(' ('));
      const known = kinds.get(kind);
      if (known === undefined) kinds.set(kind, [`${name}: ${line}`]);
      else known.push(`${name}: ${line}`);
    }
  }
  return [...kinds.values()].map((lines) => `${lines[0]}${lines.length > 1 ? ` (and ${lines.length - 1} like it)` : ''}`);
}

/** The same question on two cells counts once. */
function enough(comparisons: readonly Comparison[]): Check {
  const questions = new Set(comparisons.flatMap(({ questions: keys }) => keys)).size;
  return checkOf(`${NAME}: ${questions} different connections asked about`, questions < LEAST_VERDICTS ? [`fewer than ${LEAST_VERDICTS}`] : []);
}

/** Each mutant of one cell's policies gives a verdict that is not as planned. */
async function selfTest(program: string, cells: readonly Written[], which: RegExp, list: readonly Mutant[]): Promise<Check[]> {
  const cell = cells.find(({ name }) => which.test(name));
  if (cell === undefined) return [failed(`${NAME} self-test`, `no cell ${which.source}`)];
  const mutants = list.map((mutant) => ({ mutant, ...mutated(cell, mutant) }));
  const [whole, ...compared] = await comparisonsOf(program, [asked(cell), ...mutants.map(({ policies }) => ({ ...asked(cell), policies }))]);
  const known = new Set(whole?.wrong);
  return mutants.map(({ mutant, changed }, index) => {
    const wrong = compared[index]?.wrong.filter((line) => !known.has(line)) ?? [];
    const reasons = !changed ? ['there is nothing to change'] : wrong.some((line) => mutant.expect.test(line)) ? [] : [wrong[0] === undefined ? 'as planned' : `another verdict: ${wrong[0]}`];
    return checkOf(`${NAME} self-test: ${mutant.name}: noticed`, reasons);
  });
}

function mutated({ manifests }: Written, mutant: Mutant): { readonly policies: readonly Policy[]; readonly changed: boolean } {
  const policies = structuredClone(policiesOf(manifests));
  return { changed: mutant.apply(policies), policies };
}
