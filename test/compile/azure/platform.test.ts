import { codes, compiled, ruleOf, TARGET } from './compiled';
import { Overrides } from '../../../src/cell/overrides';
import { AzurePlatformOptions, groupsOf } from '../../../src/compile/azure';

const AKS: AzurePlatformOptions = { platform: 'aks', path: 'firewall.hub.azure.platformEgress', priority: 399, priorityPath: `${TARGET}.platformPriority` };
const withPlatform = (platform: Partial<AzurePlatformOptions> = {}, overrides: Overrides = {}) => compiled(overrides, { platform: { ...AKS, ...platform } });

it('is a group of its own before that of the cell, from the nodes only', () => {
  const compilation = withPlatform({}, { cluster: { egressSources: ['10.244.0.0/16'] } });
  expect(codes(compilation)).toEqual([]);
  expect(groupsOf(compilation).map(({ groupName, priority }) => [groupName, priority])).toEqual([['eic-plant.aks', 399], ['eic-plant', 400]]);
  expect(compilation.platformGroup!.applicationCollections).toEqual([{
    name: 'allow-application', priority: 3000, action: 'Allow', rules: [{
      name: 'aks-required', protocols: [{ type: 'Http', port: 80 }, { type: 'Https', port: 443 }], sourceAddresses: ['10.10.0.0/22'], destinationFqdns: [], destinationFqdnTags: ['AzureKubernetesService'],
    }],
  }]);
});

it('has the API server by its addresses, for nodes and pods, since they call it without a name', () => {
  const compilation = withPlatform({}, { cluster: { apiServer: { cidrs: ['203.0.113.9/32', '2001:db8::9/128'], port: 8443 }, egressSources: ['10.244.0.0/16'] } });
  expect(compilation.platformGroup!.networkCollections[0]!.rules).toEqual([
    { name: 'aks-api-server', protocols: ['TCP'], sourceAddresses: ['10.10.0.0/22', '10.244.0.0/16'], destinationAddresses: ['203.0.113.9/32'], destinationPorts: ['8443'] },
  ]);
});

it('leaves the rules of the cell as they are, and lists its own in the plan', () => {
  const { rows, platformGroup, ...own } = withPlatform();
  const { rows: without, ...same } = compiled();
  expect(own).toEqual(same);
  expect(platformGroup).toBeDefined();
  expect(rows.filter(({ flow }) => flow !== 'platform/aks')).toEqual(without);
  expect(rows.filter(({ flow }) => flow === 'platform/aks').map(({ rule, mechanism }) => [rule, mechanism]))
    .toEqual([['allow-application/aks-required', 'application-rule'], ['allow-network/aks-api-server', 'network-rule']]);
});

it('has its ports left to application rules by the deny of the cell, since network rules of all groups come first', () => {
  const overrides: Overrides = { services: { revocation: { enabled: false } } };
  const denied = (more: object) => {
    const rule = ruleOf(compiled(overrides, { defaultDeny: 'sources', ...more }), 'deny-tcp');
    const ranges = 'destinationPorts' in rule ? rule.destinationPorts.map((range) => range.split('-').map(Number)) : [];
    return (port: number) => ranges.some(([first, last = first]) => first! <= port && port <= last!);
  };
  expect([80, 443, 8080].map(denied({}))).toEqual([true, false, true]);
  expect([80, 443, 8080].map(denied({ platform: AKS }))).toEqual([false, false, true]);
});

it('takes other sources', () => {
  expect(withPlatform({ sources: ['10.9.0.0/24', '10.8.0.0/24', 'fd00::/64'] }).platformGroup!.applicationCollections[0]!.rules[0]!.sourceAddresses).toEqual(['10.8.0.0/24', '10.9.0.0/24']);
});

it.each<[string, Partial<AzurePlatformOptions>, Overrides, string[]]>([
  ['another platform', { platform: 'eks' }, {}, ['EIC302 firewall.hub.azure.platformEgress']],
  ['a cluster of another platform', {}, { cluster: { platform: 'rke2' } }, ['EIC302 firewall.hub.azure.platformEgress']],
  ['sources without IPv4', { sources: ['fd00::/64'] }, {}, ['EIC401 firewall.hub.azure.platformEgress']],
  ['a priority after the cell', { priority: 401 }, {}, [`EIC402 ${TARGET}.platformPriority`]],
  ['the priority of the cell', { priority: 400 }, {}, [`EIC402 ${TARGET}.platformPriority`]],
  ['a priority that is none', { priority: 99 }, {}, [`EIC402 ${TARGET}.platformPriority`]],
])('refuses %s', (_, platform, overrides, expected) => expect(codes(withPlatform(platform, overrides))).toEqual(expected));
