import { azureNetwork } from '../../../../src/cell/definition/firewall/azure-network';
import { Overrides } from '../../../../src/cell/overrides';
import { AzureNetworkCompilation, compileNetwork, groupsOf } from '../../../../src/compile/azure';
import { compileTargets } from '../../../../src/compile/targets';
import { Problems } from '../../../../src/errors';
import { readCell } from '../../../../src/read-cell';
import { cellWith, Data, minimalFile, setAt } from '../../../support/cells';
import { Connection } from '../azure-firewall';
import { policyOf, policyVerdict } from '../azure-policy';
import { compiledCell } from '../compiled';

const PATH = 'firewall.hub.azure.network';
const SUBSCRIPTION = '/subscriptions/11111111-1111-1111-1111-111111111111';
const NET = `${SUBSCRIPTION}/resourceGroups/net/providers/Microsoft.Network`;
const MADE = { resourceGroup: 'net', location: 'westeurope', addressSpace: ['10.8.0.0/14'], firewallSubnetCidr: '10.8.0.0/26', clusterSubnetCidrs: { aks: '10.10.0.0/22' } };
const GIVEN = {
  resourceGroup: 'net', location: 'westeurope', virtualNetworkId: `${NET}/virtualNetworks/hub`, firewallSubnetId: `${NET}/virtualNetworks/hub/subnets/AzureFirewallSubnet`,
  clusterSubnetIds: { nodes: `${NET}/virtualNetworks/hub/subnets/nodes` }, firewallPolicyId: `${NET}/firewallPolicies/hub`, publicIpId: `${NET}/publicIPAddresses/firewall`,
  natGatewayId: `${NET}/natGateways/hub`,
};

function network(settings: object = {}, overrides: Overrides = {}, base: object = MADE): AzureNetworkCompilation {
  const cell = cellWith(overrides);
  const problems = new Problems();
  const read = azureNetwork.read({ ...base, ...settings }, PATH, problems);
  expect(problems.all).toEqual([]);
  return compileNetwork(cell.definition, cell.plan, read!, PATH, undefined);
}

const codes = ({ problems }: AzureNetworkCompilation) => problems.map(({ code, path }) => `${code} ${path.replace(`${PATH}.`, '')}`);
const findings = ({ findings: found }: AzureNetworkCompilation) => found.filter(({ code }) => /EIC51[2-8]/.test(code)).map(({ code, path }) => `${code} ${path.replace(`${PATH}.`, '')}`);

describe('the rules', () => {
  it('are those of the cell, and a final deny for everybody in a group of its own', () => {
    const compiled = network({ priority: 500, denyPriority: 60000 });
    expect(groupsOf(compiled).map(({ groupName, priority }) => [groupName, priority])).toEqual([['eic-plant', 500], ['eic-plant.deny', 60000]]);
    const { networkCollections, applicationCollections } = compiledCell(cellWith());
    expect(compiled).toMatchObject({ networkCollections, applicationCollections });
    for (const rule of [...compiled.denyGroup!.networkCollections, ...compiled.denyGroup!.applicationCollections].flatMap(({ rules }) => rules as readonly { sourceAddresses: readonly string[] }[])) {
      expect(rule.sourceAddresses).toEqual(['*']);
    }
  });

  const tls = (host: string, port = 443): Connection => ({ source: '172.16.0.9', protocol: 'TCP', port, address: '198.51.100.9', says: { type: 'Https', host } });
  it.each<[string, Connection, string]>([
    ['a name of Azure\'s own infrastructure', tls('x.blob.core.windows.net'), 'deny-https'],
    ['a web port of the cell', tls('evil.example', 44300), 'deny-https'],
    ['HTTP', { ...tls('evil.example', 80), says: { type: 'Http', host: 'evil.example' } }, 'deny-http'],
    ['QUIC', { source: '172.16.0.9', protocol: 'UDP', port: 443, address: '198.51.100.9' }, 'deny-udp'],
    ['SSH', { source: '172.16.0.9', protocol: 'TCP', port: 22, address: '198.51.100.9' }, 'deny-tcp'],
    ['ICMP', { source: '172.16.0.9', protocol: 'ICMP', port: 0, address: '198.51.100.9' }, 'deny-icmp'],
  ])('deny %s to everybody by a rule with a name', (_, connection, rule) => {
    const compiled = network({}, { receivers: { s4: { protocol: 'https', host: 's4.acme.example', port: 44300 } } });
    expect(policyVerdict(policyOf(compiled), connection)).toEqual({ action: 'Deny', group: 'eic-plant.deny', rule });
  });

  it('leave application rules of others alone on 80, 443 and the ports that are named', () => {
    const others = {
      groupName: 'team', priority: 900, networkCollections: [], applicationCollections: [{
        name: 'a', priority: 100, action: 'Allow' as const, rules: [
          { name: 'web', protocols: [443, 8443, 9443].map((port) => ({ type: 'Https' as const, port })), sourceAddresses: ['172.16.0.0/16'], destinationFqdns: ['*.team.example'] },
        ],
      }],
    };
    const verdict = (port: number) => policyVerdict([...policyOf(network({ otherWebPorts: [8443] })), others], tls('a.team.example', port)).action;
    expect([443, 8443, 9443].map(verdict)).toEqual(['Allow', 'Allow', 'Deny']);
  });

  it('have no deny of ours while observing, and no more than alerts', () => {
    const compiled = network({}, { enforcement: 'observe' });
    expect(compiled.denyGroup).toBeUndefined();
    expect(compiled.network.threatIntelligence).toBe('Alert');
    expect(findings(compiled)).toContain(`EIC516 ${PATH}`);
    expect(network().network.threatIntelligence).toBe('Deny');
  });

  it('have one priority after the other', () => {
    expect(codes(network({ priority: 65000 }))).toEqual(['EIC402 denyPriority']);
    expect(codes(network({ priority: 500, denyPriority: 500 }))).toEqual(['EIC402 denyPriority']);
  });
});

describe('the network', () => {
  it.each<[string, object, object | undefined, string[]]>([
    ['made', {}, undefined, []],
    ['given', {}, GIVEN, []],
    ['AzureFirewallSubnet of /27', { firewallSubnetCidr: '10.8.0.0/27' }, undefined, ['EIC411 firewallSubnetCidr']],
    ['a subnet of /30', { clusterSubnetCidrs: { aks: '10.10.0.0/30' } }, undefined, ['EIC411 clusterSubnetCidrs.aks']],
    ['subnets that overlap', { clusterSubnetCidrs: { a: '10.10.0.0/22', b: '10.10.1.0/24' } }, undefined, ['EIC411 clusterSubnetCidrs.b']],
    ['a cluster in the subnet of the firewall', { clusterSubnetCidrs: { a: '10.8.0.0/24' } }, undefined, ['EIC411 clusterSubnetCidrs.a']],
    ['a subnet outside the network', { clusterSubnetCidrs: { a: '10.200.0.0/24' } }, undefined, ['EIC411 clusterSubnetCidrs.a']],
    ['an IPv6 subnet', { addressSpace: ['10.8.0.0/14', 'fd00::/48'], clusterSubnetCidrs: { a: 'fd00::/64' } }, undefined, ['EIC411 clusterSubnetCidrs.a']],
    ['another name than AzureFirewallSubnet', { firewallSubnetId: `${NET}/virtualNetworks/hub/subnets/firewall` }, GIVEN, ['EIC411 firewallSubnetId']],
    ['the firewall\'s subnet as the cluster\'s', { clusterSubnetIds: { a: GIVEN.firewallSubnetId } }, GIVEN, ['EIC411 clusterSubnetIds.a']],
    ['another network of the subnet', { firewallSubnetId: `${NET}/virtualNetworks/spoke/subnets/AzureFirewallSubnet` }, GIVEN, ['EIC412 firewallSubnetId']],
    ['another resource group', { resourceGroup: 'other' }, GIVEN, ['EIC412 virtualNetworkId', 'EIC412 firewallSubnetId', 'EIC412 publicIpId']],
    ['the same resource group in other letters', { resourceGroup: 'NET' }, GIVEN, []],
    ['another subscription', { natGatewayId: GIVEN.natGatewayId.replaceAll('1111', '2222') }, GIVEN, ['EIC412 natGatewayId']],
    ['no subnet for the firewall', { firewallSubnetCidr: undefined }, undefined, ['EIC103 firewallSubnetCidr']],
    ['both subnets for the firewall', { firewallSubnetCidr: '10.8.0.0/26' }, GIVEN, ['EIC302 firewallSubnetCidr']],
    ['no network for subnets', { addressSpace: [] }, undefined, ['EIC103 addressSpace']],
    ['a network that is given and made', { addressSpace: ['10.8.0.0/14'] }, GIVEN, ['EIC302 addressSpace', 'EIC302 addressSpace']],
    ['a network for nothing', { addressSpace: ['10.8.0.0/14'], virtualNetworkId: undefined }, GIVEN, ['EIC302 addressSpace']],
    ['a NAT gateway and a prefix', { natPrefixId: `${NET}/publicIPPrefixes/p` }, GIVEN, ['EIC302 natPrefixId']],
    ['addresses of a prefix that is made', { natAddresses: ['198.51.100.0/30'] }, undefined, ['EIC302 natAddresses']],
    ['a subnet key twice', { virtualNetworkId: GIVEN.virtualNetworkId, addressSpace: [], clusterSubnetIds: { aks: `${NET}/virtualNetworks/hub/subnets/x` } }, undefined, ['EIC302 clusterSubnetCidrs.aks']],
    ['a zone twice', { zones: ['1', '1'] }, undefined, ['EIC302 zones']],
  ])('%s: %j', (_, settings, base, expected) => expect(codes(network(settings, {}, base))).toEqual(expected));

  it.each<[string[], object, string[]]>([
    [[], { firewall: [], publicIp: [], nat: [], natPrefix: [] }, []],
    [['2'], { firewall: ['2'], publicIp: ['2'], nat: ['2'], natPrefix: ['2'] }, []],
    [['2', '1'], { firewall: ['1', '2'], publicIp: ['1', '2', '3'], nat: [], natPrefix: ['1', '2', '3'] }, ['EIC512 zones']],
    [['1', '2', '3'], { firewall: ['1', '2', '3'], publicIp: ['1', '2', '3'], nat: [], natPrefix: ['1', '2', '3'] }, ['EIC512 zones']],
  ])('in zones %j: a public address is in one or all, a NAT gateway in one at most', (zones, expected, found) => {
    const compiled = network({ zones });
    expect(compiled.network.zones).toEqual(expected);
    expect(findings(compiled).filter((text) => text.startsWith('EIC512'))).toEqual(found);
  });

  it('leads IPv6 nowhere, where the cluster has some', () => {
    expect(network().network.routes).toEqual([{ name: 'default', prefix: '0.0.0.0/0', to: 'firewall' }]);
    expect(network({}, { cluster: { podCidrs: ['10.244.0.0/16', 'fd00:1::/56'] } }).network.routes).toContainEqual({ name: 'no-ipv6', prefix: '::/0', to: 'none' });
  });

  it('says what a reviewer should know', () => {
    expect(findings(network())).toEqual(['EIC513 otherWebPorts', 'EIC514 clusterSubnetIds']);
    expect(findings(network({}, {}, GIVEN))).toEqual(['EIC513 otherWebPorts', 'EIC514 clusterSubnetIds', 'EIC515 dnsProxy']);
    expect(findings(network({ dnsProxy: false }, {}, GIVEN))).not.toContain('EIC515 dnsProxy');
  });
});

describe('the fields', () => {
  it.each<[object, string[]]>([
    [{ location: 'West Europe' }, ['EIC111 location']],
    [{ resourceGroup: 'net.' }, ['EIC111 resourceGroup']],
    [{ name: 'a_b' }, ['EIC111 name']],
    [{ name: 'a'.repeat(51) }, ['EIC111 name']],
    [{ natPrefixLength: 27 }, ['EIC111 natPrefixLength']],
    [{ natIdleTimeoutMinutes: 3 }, ['EIC111 natIdleTimeoutMinutes']],
    [{ logRetentionDays: 29 }, ['EIC111 logRetentionDays']],
    [{ zones: ['4'] }, ['EIC104 zones[0]']],
    [{ tier: 'Basic' }, ['EIC104 tier']],
    [{ dnsServers: ['dns.acme.example'] }, ['EIC111 dnsServers[0]']],
    [{ virtualNetworkId: '/subscriptions/x' }, ['EIC111 virtualNetworkId']],
    [{ firewallPolicyId: '${azurerm_firewall_policy.x.id}' }, ['EIC110 firewallPolicyId']],
    [{ tags: { 'a<b': 'x' } }, ['EIC105 tags["a<b"]']],
    [{ tags: { owner: '${var.owner}' } }, ['EIC110 tags.owner']],
    [{ tags: { '${x}': 'y' } }, ['EIC110 tags["${x}"]']],
    [{ tags: { owner: 'a\nb' } }, ['EIC109 tags.owner']],
    [{ tags: { owner: 'x'.repeat(257) } }, ['EIC113 tags.owner']],
    [{ tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, 'x'])) }, ['EIC113 tags']],
    [{ colour: 'blue' }, ['EIC101 colour']],
  ])('%j is refused', (settings, expected) => {
    const problems = new Problems();
    azureNetwork.read({ ...MADE, ...settings }, '', problems);
    expect(problems.all.map(({ code, path }) => `${code} ${path}`)).toEqual(expected);
  });
});

describe('the target', () => {
  function target(azure: Data, provider: Data = {}) {
    const data = minimalFile();
    setAt(data, ['firewall'], { hub: { azure, provider } });
    const { definition, plan, firewall, problems } = readCell(data, 'file');
    expect(problems).toEqual([]);
    return compileTargets(definition!, plan!, firewall).hub! as AzureNetworkCompilation & { subscriptionId?: string };
  }

  it('takes its subscription from the ids, else says that there is none', () => {
    const rules = { rules: { firewallPolicyId: GIVEN.firewallPolicyId, priority: 400 } };
    expect(target(rules).subscriptionId).toBe('11111111-1111-1111-1111-111111111111');
    expect(target({ network: GIVEN }).subscriptionId).toBe('11111111-1111-1111-1111-111111111111');
    const none = target({ network: MADE });
    expect(none.subscriptionId).toBeUndefined();
    expect(none.findings).toContainEqual(expect.objectContaining({ code: 'EIC518', path: 'firewall.hub.provider' }));
    expect(target({ network: MADE }, { subscriptionId: 'x' }).findings.filter(({ code }) => code === 'EIC518')).toEqual([]);
  });

  it('claims its names in the resource group, and its groups in a policy that is given', () => {
    expect(target({ network: MADE }).claims!.map(({ what, value }) => [what, value])).toEqual([['network', 'eic-plant']]);
    expect(target({ network: GIVEN, platformEgress: 'aks' }).claims!.map(({ what, value }) => [what, value])).toEqual([
      ['group', 'eic-plant.aks'], ['priority', 399], ['group', 'eic-plant'], ['priority', 400], ['group', 'eic-plant.deny'], ['priority', 65000], ['network', 'eic-plant'],
    ]);
  });
});
