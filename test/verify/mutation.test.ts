import { EXAMPLES, exampleOf } from './support/examples';
import { clusterOutput, OUTPUTS } from './support/mutated-outputs';
import { Mutation, mutationsOf, Operator, OPERATORS } from './support/mutations';
import { Notice } from './support/notice';

/** Every n-th mutation, so that the test ends in time; EIC_MUTATIONS=1 takes all. */
const STEP = Number(process.env.EIC_MUTATIONS ?? 43);

/** The share that is noticed of each output, in samples too. */
const FLOOR = 0.99;

/** What changes nothing of what is applied, and why that is sure. */
const EQUIVALENT: readonly { readonly operator: Operator; readonly object: RegExp; readonly path: RegExp; readonly reason: string }[] = [
  { operator: 'change-priority', object: /^aws_networkfirewall_firewall_policy\./, path: /stateful_rule_group_reference\[1\]\.priority$/, reason: 'the last of two groups stays the last: AWS evaluates by the order of priorities, whatever they are' },
  { operator: 'delete-field', object: /^(?:Cluster)?RoleBinding /, path: /^(?:roleRef|subjects\[\d+\])\.apiGroup$/, reason: 'the API server fills in RBAC\'s own (test/conformance/steps/access.ts)' },
];
const isEquivalent = ({ operator, object, path }: Mutation) => EQUIVALENT.some((one) => one.operator === operator && one.object.test(object) && one.path.test(path));

const NAMES = [...new Set([...EXAMPLES, ...Object.keys(OUTPUTS)])];

test('none of the outputs is left out', () => expect([...NAMES].sort()).toEqual([
  'plant-mannheim', 'works-gent', 'works-lyon', 'hub-rotterdam', 'minimal', 'aws-inspection/inspection', 'aws-inspection/network', 'azure-hub', 'gcp-hub',
  'gke-egress-network', 'gke-private-apis', 'gke-web-proxy', 'gke-url-filtering',
  'gateway: own names', 'personas-cilium', 'eks, standard, component, enforce, IPv4 and 6, dynamicDns, Istio 1.31', 'openshift, standard, namespace, enforce, IPv4 and 6, auto, Istio 1.27',
  'openshift, restricted, namespace, observe, IPv4, gateway', 'aks, restricted, component, observe, IPv4 and 6, sniProxy',
].sort()));

test.each(NAMES)('what is changed in the output of %s is noticed', (name) => {
  const { cell, output, targets } = EXAMPLES.includes(name) ? exampleOf(name) : OUTPUTS[name]!();
  const notice = new Notice(cell, output, targets);
  expect(notice.wrong).toEqual([]);
  expect(notice.problems).toEqual([]);
  const mutations = [...mutationsOf(output)].filter((mutation, index) => index % STEP === 0 && !isEquivalent(mutation));
  const survivors = mutations.filter((mutation) => notice.of(mutation) === undefined);
  const noticed = mutations.length - survivors.length;
  console.info(`${name}: ${noticed} of ${mutations.length} noticed (one of ${STEP}), operators: ${Object.keys(OPERATORS).join(', ')}\nsurvivors:\n${
    survivors.map(({ operator, object, path }) => `${operator} ${object} ${path}`).join('\n')}`);
  // In a sample, one survivor more than the share allows says nothing yet.
  expect(survivors.length).toBeLessThanOrEqual(Math.ceil(mutations.length * (1 - FLOOR)));
}, 900_000);

/** Policies by name, of cells that no example has: more of them in a sample, since each cell has few objects of the kind. */
const BY_NAME = /^(?:CiliumNetworkPolicy|FQDNNetworkPolicy) /;
const STEP_BY_NAME = Math.min(STEP, 11);

test.each(['fqdn-cilium', 'fqdn-cilium-namespace', 'fqdn-gke', 'gateway: fqdn cilium'])('what is changed in policies by name of the cell %s is noticed', (name) => {
  const { cell, output } = clusterOutput(name);
  const notice = new Notice(cell, output);
  expect(notice.wrong).toEqual([]);
  const all = [...mutationsOf(output)].filter(({ object }) => BY_NAME.test(object));
  expect(all.length).toBeGreaterThan(200);
  const mutations = all.filter((_, index) => index % STEP_BY_NAME === 0);
  const survivors = mutations.filter((mutation) => notice.of(mutation) === undefined);
  console.info(`${name}: ${mutations.length - survivors.length} of ${mutations.length} noticed (one of ${STEP_BY_NAME})\nsurvivors:\n${survivors.map(({ operator, object, path }) => `${operator} ${object} ${path}`).join('\n')}`);
  // The two that survive take a host or port away that another rule of the policy has, too.
  expect(survivors.length).toBeLessThanOrEqual(Math.ceil(mutations.length * (1 - FLOOR)));
}, 900_000);
