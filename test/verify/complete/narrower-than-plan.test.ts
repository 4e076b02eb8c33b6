import { join } from 'node:path';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { readOutput, verify } from '../../../src/verify';
import { narrowerThanPlan } from '../../../src/verify/complete';
import type { ReadOutput } from '../../../src/verify/read';
import { ROOT } from '../../support/scripts';
import { lacksAfter } from '../support/changed-output';
import { clusterOutput } from '../support/mutated-outputs';

const cell = EdgeIntegrationCell.fromFile(join(ROOT, 'examples/cells/azure-cluster-btp-aws.yaml'));
const read = () => readOutput([join(ROOT, 'examples/cells/expected/plant-mannheim')]);

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- fields are changed as they stand in files
type Loose = any;

/** The output after a change of the spec of one object. */
function changed(id: string, change: (spec: Loose) => void): ReadOutput {
  const output = structuredClone(read());
  change(output.objects.find((object) => object.id === id)!.value.spec);
  return output;
}

const found = (output: ReadOutput) => verify(cell, output).problems.filter(({ code }) => code === 'EIC727').map(({ message }) => message);

test('an output as the plan has it lacks nothing', () => expect(found(read())).toEqual([]));

test('without objects of ours nothing is said of manifests', () => expect(narrowerThanPlan(cell, { ...read(), objects: [] }, [])).toEqual([]));

const BASE = 'NetworkPolicy edge-icell/eic-plant-mannheim-base';
test.each<[string, string, (spec: Loose) => void, RegExp]>([
  ['a port without protocol', BASE, (spec) => { delete spec.egress[2].ports[0].protocol; }, /give number and protocol/],
  ['DNS without TCP', BASE, (spec) => { spec.egress[1].ports.shift(); }, /DNS on port 53 over TCP/],
  ['every pod of istio-system', BASE, (spec) => { spec.egress[2].to[0].podSelector = {}; }, /name the labels of the pods/],
  ['every namespace', BASE, (spec) => { spec.egress[2].to[0].namespaceSelector = {}; }, /name the namespace of the pods/],
  ['no type', BASE, (spec) => { delete spec.policyTypes; }, /spec\.policyTypes/],
  ['an address of a flow', BASE, (spec) => { spec.egress.pop(); }, /external-service\/database to 10\.30\.0\.4\/32/],
  ['half of the labels', 'NetworkPolicy edge-icell/eic-plant-mannheim-worker', (spec) => { delete spec.podSelector.matchLabels.app; }, /the NetworkPolicy of worker in edge-icell, got: none/],
  ['an entity', 'CiliumNetworkPolicy edge-icell/eic-plant-mannheim-cilium', (spec) => { spec.egress[0].toEntities = ['host']; }, /kube-apiserver on TCP 443/],
  ['another resolution', 'ServiceEntry edge-icell/eic-plant-mannheim-api-carrier-example', (spec) => { spec.resolution = 'NONE'; }, /spec\.resolution/],
  ['inside the mesh', 'ServiceEntry edge-icell/eic-plant-mannheim-api-carrier-example', (spec) => { spec.location = 'MESH_INTERNAL'; }, /MESH_EXTERNAL/],
  ['no host', 'ServiceEntry edge-icell/eic-plant-mannheim-receiver-bank', (spec) => { spec.hosts = []; }, /have a host/],
  ['an import of a flow', 'Sidecar edge-icell/eic-plant-mannheim-edc', (spec) => { spec.egress[0].hosts.pop(); }, /import edge-icell\/redis\.internal\.example/],
  ['an import of the cluster', 'Sidecar edge-icell/eic-plant-mannheim-edc', (spec) => { spec.egress[0].hosts.shift(); }, /import default\/kubernetes/],
  ['a caller less', 'AuthorizationPolicy edge-icell/eic-plant-mannheim-callers', (spec) => { spec.rules[0].from[0].source.notNamespaces.pop(); }, /refuse everybody but/],
  ['a port more', 'AuthorizationPolicy edge-icell/eic-plant-mannheim-callers', (spec) => { spec.rules[0].to[0].operation.notPorts.push('8080'); }, /leave out the ports/],
  ['a port twice in place of another', 'AuthorizationPolicy edge-icell/eic-plant-mannheim-callers', (spec) => { const ports = spec.rules[0].to[0].operation.notPorts; [ports[0]] = [ports[1]]; }, /leave out the ports/],
  ['identities of others on a port', 'AuthorizationPolicy edge-icell/eic-plant-mannheim-callers', (spec) => { spec.rules[1].to = [{ operation: { notPorts: ['443'] } }]; }, /mesh identities of others on every port/],
  ['identities of others', 'AuthorizationPolicy edge-icell/eic-plant-mannheim-callers', (spec) => { spec.rules.pop(); }, /mesh identities of others on every port/],
  ['callers from some addresses only', 'AuthorizationPolicy edge-icell/eic-plant-mannheim-callers', (spec) => { spec.rules[0].from[0].source.ipBlocks = ['192.0.2.1']; }, /refuse everybody but/],
  ['callers on one port only', 'AuthorizationPolicy edge-icell/eic-plant-mannheim-callers', (spec) => { spec.rules[0].to[0].operation.ports = ['8080']; }, /leave out the ports/],
  ['callers under a condition', 'AuthorizationPolicy edge-icell/eic-plant-mannheim-callers', (spec) => { spec.rules[0].when = [{ key: 'source.ip', values: ['192.0.2.1'] }]; }, /refuse everybody but/],
  ['mutual TLS', 'PeerAuthentication edge-icell/eic-plant-mannheim-strict', (spec) => { spec.mtls.mode = 'PERMISSIVE'; }, /STRICT for all pods of edge-icell, got: none/],
  ['an older TLS', 'Gateway edge-icell/eic-plant-mannheim-ingress-partners', (spec) => { delete spec.servers[0].tls.minProtocolVersion; }, /servers\[0\]\.tls/],
  ['another authority', 'VirtualService edge-icell/eic-plant-mannheim-ingress-partners', (spec) => { delete spec.http[0].rewrite; }, /rewrite/],
])('%s is noticed', (_, id, change, message) => {
  const messages = found(changed(id, change));
  expect(messages.length).toBeGreaterThan(0);
  // A rule, what is there instead and where, and the way out.
  expect(messages.filter((one) => !/^must [a-z].+, got: .+; (?:apply|give) [a-z]/.test(one))).toEqual([]);
  expect(messages.some((one) => message.test(one))).toBe(true);
});

test('two flows with one host have a rule each', () => {
  const output: Loose = structuredClone(read());
  output.terraform.hub.resources[0].values.application_rule_collection[0].rule.splice(1, 1);
  expect(found(output)).toEqual([expect.stringMatching(/rule of firewall hub for each of audit-log-service, .* to \*\.hana\.ondemand\.com on port 443 from 10\.\S+, got: only \d; /)]);
});

test('an argument that Terraform asks for', () => {
  const output: Loose = structuredClone(read());
  delete output.terraform.hub.resources[0].values.application_rule_collection[0].rule[1].protocols[0].type;
  expect(found(output)).toContainEqual(expect.stringMatching(/must have application_rule_collection\.rule\.protocols\.type, got: nothing in /));
});

test('long values are cut, and what a text holds stays on one line', () => {
  const messages = found(changed(BASE, (spec) => { spec.egress[2].to[0].podSelector = {}; spec.egress[2].to[0].extra = `\n${'x'.repeat(5000)}`; }));
  expect(messages.length).toBeGreaterThan(0);
  for (const message of messages) {
    expect(message.length).toBeLessThan(600);
    expect(message).not.toContain('\n');
  }
});

test('a rule that never decides is named with the one before it, and what to do', () => {
  const output: Loose = structuredClone(read());
  const { rule } = output.terraform.hub.resources[0].values.application_rule_collection[0];
  rule.push({ ...rule[0], name: 'again' }, { ...rule[0], name: 'and again' });
  const dead = verify(cell, output as ReadOutput).problems.filter(({ code }) => code === 'EIC724').map(({ message }) => message);
  const path = (place: number) => `application_rule_collection\\[0\\]\\.rule\\[${place}\\]`;
  expect(dead.filter((message) => new RegExp(`^must match something that no earlier rule of firewall hub does, got: azurerm_\\S+ ${path(rule.length - 2)}, ${path(rule.length - 1)}, behind ${path(0)}; leave it where two flows share a host, else remove it or narrow the earlier one$`).test(message)).length).toBe(1);
});

test('scoped by namespace, flows of components are rules of the policy for all pods', () => {
  const { cell: byNamespace, output } = clusterOutput('openshift, standard, namespace, enforce, IPv4 and 6, auto, Istio 1.27');
  const lacks = lacksAfter(byNamespace, output, 'NetworkPolicy edge-icell/eic-rich-base', ({ spec }) => { spec.egress.pop(); });
  expect(lacks).toEqual([expect.stringMatching(/^EIC727 must let receiver\/\S+ to \S+ on TCP \d+ pass by a rule of its own/)]);
});
