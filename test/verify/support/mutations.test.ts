import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { mutationsOf, OPERATORS } from './mutations';
import { readOutput } from '../../../src/verify/read';
import type { KubernetesObject, ReadOutput } from '../../../src/verify/read';
import { ROOT } from '../../support/scripts';

const output = readOutput([join(ROOT, 'examples/cells/expected/plant-mannheim')]);
const mutations = [...mutationsOf(output)];
const digest = ({ objects, terraform }: ReadOutput) => createHash('sha256').update(JSON.stringify([objects, terraform])).digest('hex');
const found = (operator: string, object: RegExp, path: RegExp) => mutations.filter((one) => one.operator === operator && object.test(one.object) && path.test(one.path));

test('no two outputs are alike, and none is the one that was changed', () => {
  const seen = new Map([[digest(output), 'unchanged']]);
  const alike: string[] = [];
  for (const { operator, object, path, output: changed } of mutations) {
    const [key, place] = [digest(changed), `${operator} ${object} ${path}`];
    if (seen.has(key)) alike.push(`${place} = ${seen.get(key)}`);
    seen.set(key, place);
  }
  // Of two equal neighbours in a list, it does not matter which is deleted.
  expect(alike.filter((line) => !line.startsWith('delete-element')).slice(0, 5)).toEqual([]);
  expect(mutations.length).toBeGreaterThan(2000);
});

test('every object and resource is deleted once', () => {
  const deleted = mutations.filter(({ operator }) => operator === 'delete-object').map(({ object }) => object);
  expect(deleted).toEqual([...output.objects.map(({ id }) => id), ...Object.values(output.terraform).flatMap(({ resources }) => resources.map(({ address }) => address))]);
});

test('what is changed is changed in a copy', () => {
  expect(readOutput([join(ROOT, 'examples/cells/expected/plant-mannheim')])).toEqual(output);
});

test.each([
  ['delete-element', /^NetworkPolicy/, /^spec\.egress\[0\]$/],
  ['delete-element', /^ServiceEntry/, /^spec\.hosts\[0\]$/],
  ['delete-element', /^azurerm_/, /rule\[0\]$/],
  ['delete-field', /^NetworkPolicy/, /except$/],
  ['change-port', /^NetworkPolicy/, /ports\[0\]\.port$/],
  ['change-port', /^azurerm_/, /protocols\[0\]\.port$/],
  ['change-address', /^NetworkPolicy/, /ipBlock\.cidr$/],
  ['change-address', /^azurerm_/, /source_addresses\[0\]$/],
  ['change-host', /^ServiceEntry/, /^spec\.hosts\[0\]$/],
  ['change-host', /^Sidecar/, /hosts\[\d+\]$/],
  ['change-host', /^azurerm_/, /destination_fqdns\[0\]$/],
  ['change-namespace', /^Sidecar/, /hosts\[\d+\]$/],
  ['change-namespace', /^NetworkPolicy/, /^metadata\.namespace$/],
  ['change-label', /^NetworkPolicy/, /podSelector\.matchLabels/],
  ['change-label', /^Sidecar/, /workloadSelector\.labels/],
  ['change-word', /^AuthorizationPolicy/, /^spec\.action$/],
  ['change-word', /^Sidecar/, /outboundTrafficPolicy\.mode$/],
  ['change-word', /^azurerm_/, /action$/],
  ['change-priority', /^azurerm_/, /priority$/],
])('%s is applied to %s at %s', (operator, object, path) => {
  expect(found(operator, object, path).length).toBeGreaterThan(0);
});

const policy = (spec: object): ReadOutput => ({
  objects: [{ file: 'a.yaml', id: 'NetworkPolicy a/b', value: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'b', namespace: 'a' }, spec } as KubernetesObject }],
  terraform: {}, notUnderstood: [], problems: [],
});
const rules = (text: string): ReadOutput => ({
  ...policy({}), objects: [], terraform: { hub: { providers: {}, resources: [{ file: 'cdk.tf.json', address: 'a.b', mode: 'managed', type: 'a', name: 'b', values: { rules_string: text } }] } },
});
const valuesOf = (changed: ReadOutput) => [...mutationsOf(changed)].map(({ operator, path, output: { objects, terraform } }) => {
  const value: unknown = objects[0]?.value.spec ?? terraform.hub?.resources[0]?.values;
  return [operator, path, value];
});

test.each<[string, object, string, object]>([
  ['a port', { ports: [{ port: 65535 }] }, 'change-port', { ports: [{ port: 65534 }] }],
  ['a network', { cidr: '10.0.0.0/24' }, 'change-address', { cidr: '10.0.1.0/24' }],
  ['every address', { cidr: '0.0.0.0/0' }, 'change-address', { cidr: '0.0.0.0/1' }],
  ['a network of IPv6', { cidr: '2001:db8::/32' }, 'change-address', { cidr: '2001:db9:0:0:0:0:0:0/32' }],
  ['a wildcard', { host: '*.acme.example' }, 'change-host', { host: '*.other-acme.example' }],
  ['an operator', { operator: 'NotIn' }, 'change-word', { operator: 'In' }],
  ['a flag', { enabled: true }, 'change-flag', { enabled: false }],
])('%s', (_, spec, operator, changed) => {
  expect(valuesOf(policy(spec)).filter(([one]) => one === operator).map(([, , value]) => value)).toEqual([changed]);
});

test('each line of a text of rules is deleted, and its action, port, host and address are changed', () => {
  const text = '# kept\npass tls $HOME_NET any -> 203.0.113.0/24 443 (tls.sni; content:".acme.example"; endswith; sid:1;)\ndrop ip any any -> any any (sid:2;)\n';
  const changed = valuesOf(rules(text)).filter(([, path]) => path === 'rules_string').map(([operator, , value]) => [operator, (value as { rules_string: string }).rules_string.split('\n').filter((line) => !text.split('\n').includes(line))]);
  expect(changed).toEqual([
    ['delete-line', []],
    ['change-word', ['drop tls $HOME_NET any -> 203.0.113.0/24 443 (tls.sni; content:".acme.example"; endswith; sid:1;)']],
    ['change-port', ['pass tls $HOME_NET any -> 203.0.113.0/24 444 (tls.sni; content:".acme.example"; endswith; sid:1;)']],
    ['change-host', ['pass tls $HOME_NET any -> 203.0.113.0/24 443 (tls.sni; content:".other-acme.example"; endswith; sid:1;)']],
    ['change-address', ['pass tls $HOME_NET any -> 203.0.112.0/24 443 (tls.sni; content:".acme.example"; endswith; sid:1;)']],
    ['delete-line', []],
    ['change-word', ['pass ip any any -> any any (sid:2;)']],
  ]);
});

test('operators say what they do', () => {
  expect(new Set(mutations.map(({ operator }) => operator)).size).toBeGreaterThanOrEqual(Object.keys(OPERATORS).length - 3);
  for (const text of Object.values(OPERATORS)) expect(text).toMatch(/^[a-z].{10,}$/);
});
