import { Testing } from 'cdktf';
import { RootConstruct } from 'constructs';
import { AzureEgressNetwork, AzureEgressNetworkProps, AzureFirewallRules } from '../../src/azure';
import { AzurermProvider } from '../../src/azure/bindings';
import { VirtualNetwork } from '../../src/azure/network-bindings';
import { TerraformOutput, TerraformStack } from '../../src/terraform/engine';
import { cellWith, codesOf, problemsOf } from '../support/cells';
import { otherEngine } from '../terraform/engines';

const NET = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/net/providers/Microsoft.Network';
const MADE = { resourceGroup: 'net', location: 'westeurope', addressSpace: ['10.8.0.0/14'], firewallSubnetCidr: '10.8.0.0/26', clusterSubnetCidrs: { aks: '10.10.0.0/22' } };
const GIVEN = {
  resourceGroup: 'net', location: 'westeurope', virtualNetworkId: `${NET}/virtualNetworks/hub`, firewallSubnetId: `${NET}/virtualNetworks/hub/subnets/AzureFirewallSubnet`,
  clusterSubnetIds: { nodes: `${NET}/virtualNetworks/hub/subnets/nodes` }, firewallPolicyId: `${NET}/firewallPolicies/hub`, publicIpId: `${NET}/publicIPAddresses/firewall`,
  natGatewayId: `${NET}/natGateways/hub`, natAddresses: ['198.51.100.0/30'],
  workspaceId: '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/logs',
};

function stackOf(): TerraformStack {
  const stack = new TerraformStack(new RootConstruct(), 'hub');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  return stack;
}

const networkIn = (stack: TerraformStack, props: object = MADE, id = 'Net') => new AzureEgressNetwork(stack, id, { cell: cellWith(), ...props } as AzureEgressNetworkProps);

type Attributes = Readonly<Record<string, unknown>>;
const synthesized = (stack: TerraformStack) => JSON.parse(Testing.synth(stack, true)) as { resource: Record<string, Record<string, Attributes>>; output?: Record<string, { value: unknown }> };
const typesOf = (stack: TerraformStack) => Object.keys(synthesized(stack).resource).map((type) => type.replace('azurerm_', '')).sort();
const only = (stack: TerraformStack, type: string): Attributes => {
  const all = Object.values(synthesized(stack).resource[`azurerm_${type}`] ?? {});
  expect([type, all.length]).toEqual([type, 1]);
  return all[0]!;
};

describe('made', () => {
  it('is everything, each with its name', () => {
    const stack = stackOf();
    networkIn(stack, { ...MADE, zones: ['1', '2', '3'], natPrefixLength: 29, natIdleTimeoutMinutes: 30, dnsServers: ['10.1.0.4'], tags: { owner: 'net' } });
    expect(typesOf(stack)).toEqual([
      'firewall', 'firewall_policy', 'firewall_policy_rule_collection_group', 'log_analytics_workspace', 'monitor_diagnostic_setting', 'nat_gateway', 'nat_gateway_public_ip_prefix_association',
      'public_ip', 'public_ip_prefix', 'route', 'route_table', 'subnet', 'subnet_nat_gateway_association', 'subnet_route_table_association', 'virtual_network', 'virtual_network_dns_servers',
    ]);
    expect(only(stack, 'firewall')).toMatchObject({ name: 'eic-plant', sku_name: 'AZFW_VNet', sku_tier: 'Standard', zones: ['1', '2', '3'], resource_group_name: 'net', location: 'westeurope', tags: { owner: 'net' } });
    expect(only(stack, 'firewall_policy')).toMatchObject({ name: 'eic-plant', sku: 'Standard', threat_intelligence_mode: 'Deny', dns: { proxy_enabled: true, servers: ['10.1.0.4'] } });
    expect(only(stack, 'public_ip')).toMatchObject({ name: 'eic-plant-firewall', allocation_method: 'Static', sku: 'Standard', zones: ['1', '2', '3'] });
    expect(only(stack, 'nat_gateway')).toMatchObject({ name: 'eic-plant', sku_name: 'Standard', idle_timeout_in_minutes: 30 });
    expect(only(stack, 'nat_gateway')).not.toHaveProperty('zones');
    expect(only(stack, 'public_ip_prefix')).toMatchObject({ name: 'eic-plant-nat', prefix_length: 29, zones: ['1', '2', '3'] });
    expect(only(stack, 'log_analytics_workspace')).toMatchObject({ name: 'eic-plant', retention_in_days: 90 });
    expect(only(stack, 'monitor_diagnostic_setting')).toMatchObject({ log_analytics_destination_type: 'Dedicated', enabled_log: [{ category_group: 'allLogs' }] });
    expect(only(stack, 'route')).toMatchObject({ address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: expect.stringContaining('private_ip_address') as string });
    expect(only(stack, 'route_table')).toMatchObject({ name: 'eic-plant', bgp_route_propagation_enabled: false });
    const subnets = Object.values(synthesized(stack).resource.azurerm_subnet!);
    expect(subnets.map(({ name, address_prefixes: prefixes, default_outbound_access_enabled: outbound }) => [name, prefixes, outbound]))
      .toEqual([['eic-plant-aks', ['10.10.0.0/22'], false], ['AzureFirewallSubnet', ['10.8.0.0/26'], undefined]]);
  });

  it('has a way out before rules, rules before the firewall, and everything before a subnet is led there', () => {
    const stack = stackOf();
    networkIn(stack, { ...MADE, platformEgress: 'aks' });
    const after = (attributes: Attributes) => (attributes.depends_on as string[]).map((name) => name.replace(/_[0-9A-F]{8}$/, '').replace(/^azurerm_/, '')).sort();
    expect(after(only(stack, 'firewall'))).toEqual([
      'firewall_policy_rule_collection_group.Net_DenyGroup', 'firewall_policy_rule_collection_group.Net_Group', 'firewall_policy_rule_collection_group.Net_PlatformGroup',
      'nat_gateway_public_ip_prefix_association.Net_NatPrefixAssociation', 'subnet.Net_ClusterSubnetaks', 'subnet.Net_FirewallSubnet', 'subnet_nat_gateway_association.Net_NatAssociation',
    ]);
    expect(after(only(stack, 'subnet_route_table_association'))).toEqual([
      'firewall_policy_rule_collection_group.Net_DenyGroup', 'firewall_policy_rule_collection_group.Net_Group', 'firewall_policy_rule_collection_group.Net_PlatformGroup',
      'monitor_diagnostic_setting.Net_Diagnostics', 'route.Net_Routedefault',
    ]);
    const groups = Object.entries(synthesized(stack).resource.azurerm_firewall_policy_rule_collection_group!);
    expect(Object.fromEntries(groups.map(([, group]) => [group.name, group.depends_on === undefined ? [] : after(group)]))).toEqual({
      'eic-plant.aks': [], 'eic-plant': ['firewall_policy_rule_collection_group.Net_PlatformGroup'], 'eic-plant.deny': ['firewall_policy_rule_collection_group.Net_Group'],
    });
  });

  it('never inspects TLS', () => {
    const stack = stackOf();
    networkIn(stack, { ...MADE, tier: 'Premium' });
    for (const attribute of ['terminate_tls', 'tls_certificate', 'destination_urls', 'intrusion_detection']) expect(Testing.synth(stack)).not.toContain(attribute);
  });

  it('gives what comes next: outputs as tokens', () => {
    const stack = stackOf();
    const network = networkIn(stack);
    new TerraformOutput(stack, 'all', { value: [network.firewallPolicyId, network.privateIp, network.routeTableId, ...network.natAddresses, network.clusterSubnetIds.aks] });
    expect(synthesized(stack).output!.all!.value).toEqual([
      expect.stringMatching(/^\$\{azurerm_firewall_policy\.Net_Policy_\w+\.id\}$/), expect.stringMatching(/^\$\{azurerm_firewall\.\w+\.ip_configuration\[0\]\.private_ip_address\}$/),
      expect.stringMatching(/^\$\{azurerm_route_table\.\w+\.id\}$/), expect.stringMatching(/^\$\{azurerm_public_ip_prefix\.\w+\.ip_prefix\}$/), expect.stringMatching(/^\$\{azurerm_subnet\.\w+\.id\}$/),
    ]);
    new AzureFirewallRules(stack, 'Second', { cell: cellWith({ name: 'second' }), firewallPolicyId: network.firewallPolicyId, priority: 500 });
    expect(Object.values(synthesized(stack).resource.azurerm_firewall_policy_rule_collection_group!).map(({ name }) => name).sort()).toEqual(['eic-plant', 'eic-plant.deny', 'eic-second']);
  });
});

describe('given', () => {
  it('is used and never made: rules, the firewall, its logs and the route remain', () => {
    const stack = stackOf();
    const network = networkIn(stack, GIVEN);
    expect(typesOf(stack)).toEqual(['firewall', 'firewall_policy_rule_collection_group', 'monitor_diagnostic_setting', 'route', 'route_table', 'subnet_route_table_association']);
    expect(only(stack, 'firewall')).toMatchObject({ firewall_policy_id: GIVEN.firewallPolicyId, ip_configuration: [{ subnet_id: GIVEN.firewallSubnetId, public_ip_address_id: GIVEN.publicIpId }] });
    expect(only(stack, 'subnet_route_table_association').subnet_id).toBe(GIVEN.clusterSubnetIds.nodes);
    expect(only(stack, 'monitor_diagnostic_setting').log_analytics_workspace_id).toBe(GIVEN.workspaceId);
    expect([network.firewallPolicyId, network.natGatewayId, network.natAddresses, network.workspaceId]).toEqual([GIVEN.firewallPolicyId, GIVEN.natGatewayId, GIVEN.natAddresses, GIVEN.workspaceId]);
  });

  it('a NAT gateway is joined to a subnet that is made, and a prefix to a NAT gateway that is made', () => {
    const [one, other] = [stackOf(), stackOf()];
    networkIn(one, { ...MADE, natGatewayId: GIVEN.natGatewayId });
    expect(only(one, 'subnet_nat_gateway_association').nat_gateway_id).toBe(GIVEN.natGatewayId);
    expect(typesOf(one)).not.toContain('nat_gateway');
    networkIn(other, { ...MADE, natPrefixId: `${NET}/publicIPPrefixes/out` });
    expect(only(other, 'nat_gateway_public_ip_prefix_association').public_ip_prefix_id).toBe(`${NET}/publicIPPrefixes/out`);
    expect(typesOf(other)).not.toContain('public_ip_prefix');
  });

  it('may be tokens of the stack, wherever something existing is named', () => {
    const stack = stackOf();
    const token = (name: string) => `\${azurerm_x.${name}.id}`;
    networkIn(stack, {
      resourceGroup: token('group'), location: token('place'), virtualNetworkId: token('network'), firewallSubnetCidr: '10.8.0.0/26', clusterSubnetIds: { nodes: token('nodes') },
      firewallPolicyId: token('policy'), publicIpId: token('address'), natGatewayId: token('nat'), workspaceId: token('logs'), tags: { owner: token('owner'), team: 'net' },
    });
    expect(only(stack, 'firewall')).toMatchObject({ resource_group_name: token('group'), location: token('place'), firewall_policy_id: token('policy'), tags: { owner: token('owner'), team: 'net' } });
    expect(only(stack, 'subnet')).toMatchObject({
      virtual_network_name: '${element(split("/", "${azurerm_x.network.id}"), 8)}', resource_group_name: '${element(split("/", "${azurerm_x.network.id}"), 4)}',
    });
    expect(only(stack, 'subnet_route_table_association').subnet_id).toBe(token('nodes'));
    expect(only(stack, 'monitor_diagnostic_setting').log_analytics_workspace_id).toBe(token('logs'));
  });

  it('may be a network of the same stack', () => {
    const stack = stackOf();
    const network = new VirtualNetwork(stack, 'Hub', { name: 'hub', resourceGroupName: 'net', location: 'westeurope', addressSpace: ['10.8.0.0/14'] });
    networkIn(stack, { ...MADE, addressSpace: [], virtualNetworkId: network.id });
    expect(only(stack, 'virtual_network').name).toBe('hub');
    expect(Object.values(synthesized(stack).resource.azurerm_subnet!)[0]!.virtual_network_name).toBe('${element(split("/", azurerm_virtual_network.Hub.id), 8)}');
  });

  it('names of a given network are those of its id', () => {
    const stack = stackOf();
    networkIn(stack, { ...MADE, addressSpace: [], virtualNetworkId: GIVEN.virtualNetworkId });
    expect(Object.values(synthesized(stack).resource.azurerm_subnet!).map(({ virtual_network_name: name, resource_group_name: group }) => [name, group])).toEqual([['hub', 'net'], ['hub', 'net']]);
  });
});

describe('problems', () => {
  it.each<[string, object, string[]]>([
    ['of a cell', { ...MADE, cell: {} }, ['EIC408 Net.cell']],
    ['of the platform', { ...MADE, platformEgress: 'eks' }, ['EIC408 Net.platformEgress']],
    ['of fields', { ...MADE, natPrefixLength: 27, tier: 'Basic', colour: 1 }, ['EIC101 Net.colour', 'EIC111 Net.natPrefixLength', 'EIC104 Net.tier']],
    ['of what is missing', { location: 'westeurope', firewallSubnetCidr: '10.8.0.0/26', addressSpace: ['10.8.0.0/14'] }, ['EIC103 Net.resourceGroup']],
    ['of tokens where a value is needed', { ...MADE, firewallSubnetCidr: '${var.x}' }, ['EIC110 Net.firewallSubnetCidr']],
    ['of subnets', { ...MADE, firewallSubnetCidr: '10.8.0.0/27' }, ['EIC411 Net.firewallSubnetCidr']],
    ['of flows and subnets at once', { ...MADE, dnsProxy: false, firewallSubnetCidr: '10.8.0.0/27', cell: cellWith({ receivers: { mail: { protocol: 'imaps', host: '*.a.example' }, k: { protocol: 'kafka', brokers: ['b.a.example:9093'] } } }) },
      ['EIC411 Net.firewallSubnetCidr', 'EIC401 receivers.k', 'EIC401 receivers.mail']],
    ['of a platform that is not there', { ...MADE, platformEgress: 'aks', cell: cellWith({ cluster: { platform: 'gke' } }) }, ['EIC302 Net.platformEgress']],
  ])('%s', (_, props, expected) => {
    const problems = problemsOf(() => networkIn(stackOf(), props));
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual(expected);
    expect(new Set(problems.map(({ construct }) => construct))).toEqual(new Set(['hub/Net']));
  });

  it('of the engine', () => {
    const { TerraformStack: OtherStack } = otherEngine();
    expect(codesOf(() => networkIn(new OtherStack(new RootConstruct(), 'hub') as unknown as TerraformStack))).toEqual(['EIC903 scope']);
  });
});
