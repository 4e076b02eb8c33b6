import { App, Testing, TerraformStack } from 'cdktf';
import { GcpEgressNetwork, GcpEgressNetworkProps } from '../../src/gcp';
import { gkeCell } from '../compile/gcp/compiled';
import { codesOf, Data } from '../support/cells';

type Resources = Record<string, Record<string, Data>>;

const stackOf = () => new TerraformStack(new App(), 'net');
const networkIn = (stack: TerraformStack, props: object = {}, id = 'Cell') =>
  new GcpEgressNetwork(stack, id, { cell: gkeCell(), project: 'acme-net', region: 'europe-west3', ...props } as GcpEgressNetworkProps);
const resourcesOf = (stack: TerraformStack) => (JSON.parse(Testing.synth(stack)) as { resource: Resources }).resource;
const only = (resources: Resources, type: string) => Object.values(resources[type] ?? {});

const GIVEN = {
  network: 'projects/acme-net/global/networks/hub', subnetworks: ['projects/acme-net/regions/europe-west3/subnetworks/nodes'], router: 'hub',
  natAddresses: ['projects/acme-net/regions/europe-west3/addresses/nat'], firewallPolicy: 'hub', targetServiceAccounts: ['gke-nodes@acme.iam.gserviceaccount.com'],
};

it('makes a network that evaluates the policy first, with subnets, router, NAT and addresses', () => {
  const stack = stackOf();
  const network = networkIn(stack, { labels: { team: 'integration' } });
  const resource = resourcesOf(stack);
  expect(only(resource, 'google_compute_network')).toEqual([expect.objectContaining({
    name: 'eic-plant', auto_create_subnetworks: false, network_firewall_policy_enforcement_order: 'BEFORE_CLASSIC_FIREWALL',
  })]);
  expect(only(resource, 'google_compute_subnetwork')).toEqual([expect.objectContaining({
    ip_cidr_range: '10.10.0.0/22', private_ip_google_access: true, stack_type: 'IPV4_ONLY', region: 'europe-west3',
    secondary_ip_range: [{ range_name: 'pods-10-244-0-0-16', ip_cidr_range: '10.244.0.0/16' }, { range_name: 'services-10-0-0-0-16', ip_cidr_range: '10.0.0.0/16' }],
  })]);
  expect(only(resource, 'google_compute_address').map(({ name, address_type, labels }) => [name, address_type, labels])).toEqual([
    ['eic-plant-nat-1', 'EXTERNAL', { team: 'integration' }], ['eic-plant-nat-2', 'EXTERNAL', { team: 'integration' }],
  ]);
  const [nat] = only(resource, 'google_compute_router_nat');
  expect(nat).toMatchObject({
    nat_ip_allocate_option: 'MANUAL_ONLY', source_subnetwork_ip_ranges_to_nat: 'LIST_OF_SUBNETWORKS', enable_dynamic_port_allocation: true,
    enable_endpoint_independent_mapping: false, min_ports_per_vm: 64, max_ports_per_vm: 4096, log_config: { enable: true, filter: 'ERRORS_ONLY' },
    subnetwork: [{ name: expect.stringMatching(/^\$\{google_compute_subnetwork\./), source_ip_ranges_to_nat: ['ALL_IP_RANGES'] }],
  });
  expect(nat!.nat_ips).toEqual([expect.stringMatching(/^\$\{google_compute_address\..*\.self_link\}$/), expect.stringMatching(/^\$\{google_compute_address\..*\.self_link\}$/)]);
  expect(network.natAddresses.length).toBe(2);
  expect(network.secondaryRangeNames).toEqual(['pods-10-244-0-0-16', 'services-10-0-0-0-16']);
});

it('denies for every VM of its own network', () => {
  const stack = stackOf();
  const network = networkIn(stack);
  const rules = only(resourcesOf(stack), 'google_compute_network_firewall_policy_rule');
  expect(rules.filter(({ action }) => action === 'deny').length).toBe(2);
  expect(rules.every((rule) => rule.target_service_accounts === undefined)).toBe(true);
  expect(network.findings.map(({ code }) => code)).not.toContain('EIC504');
  expect(network.rule('eic-plant-deny-v4').priorityInput).toBeGreaterThan(0);
});

it('makes nothing that it was given', () => {
  const stack = stackOf();
  const network = networkIn(stack, { ...GIVEN, defaultDeny: 'sources' });
  expect(Object.keys(resourcesOf(stack)).sort()).toEqual(['google_compute_network_firewall_policy_rule', 'google_compute_router_nat']);
  expect(only(resourcesOf(stack), 'google_compute_router_nat')[0]).toMatchObject({ router: 'hub', nat_ips: GIVEN.natAddresses, subnetwork: [{ name: GIVEN.subnetworks[0] }] });
  expect([network.networkId, network.subnetworkIds, network.natAddresses, network.routerName, network.firewallPolicyName])
    .toEqual([GIVEN.network, GIVEN.subnetworks, GIVEN.natAddresses, 'hub', 'hub']);
});

it('takes ids as tokens', () => {
  const stack = stackOf();
  networkIn(stack, { ...GIVEN, network: '${var.net}', subnetworks: ['${var.subnet}'], router: '${var.router}', natAddresses: ['${var.nat}'] });
  expect(only(resourcesOf(stack), 'google_compute_router_nat')[0]).toMatchObject({ router: '${var.router}', nat_ips: ['${var.nat}'], subnetwork: [{ name: '${var.subnet}' }] });
});

it.each<[string, object, string[]]>([
  ['`any` in a network of others without targets', { network: GIVEN.network }, ['EIC430 Cell.targets']],
  ['a router without its network', { router: 'hub', subnetworks: GIVEN.subnetworks }, ['EIC408 Cell.router', 'EIC408 Cell.subnetworks']],
  ['no addresses', { natAddressCount: 0 }, ['EIC408 Cell.natAddressCount']],
  ['ports that are no power of 2', { minPortsPerVm: 65 }, ['EIC402 Cell.minPortsPerVm']],
  ['overlapping networks', { cell: gkeCell({ cluster: { podCidrs: ['10.10.0.0/24'] } }) }, ['EIC302 cluster.podCidrs']],
])('refuses %s', (_, props, expected) => {
  expect(codesOf(() => networkIn(stackOf(), props)).sort()).toEqual(expected);
});
