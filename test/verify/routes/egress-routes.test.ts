import { EgressRoutes, ROUTE_CODES } from '../../../src/verify/routes';
import { asShown, configOf, connection } from '../support/terraform-config';

type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

const WEB = connection('a.example:443');
const WEB_V6 = connection('a.example:443', { address: '2001:db8::1' });
const judged = (resources: Resources, asked = WEB) => {
  const { verdict, code, rule } = new EgressRoutes(configOf(resources)).judge(asked);
  expect(Object.keys(ROUTE_CODES)).toContain(code);
  return [verdict, code.replace('route/', ''), rule?.object ?? null] as const;
};
const problems = (resources: Resources) => new EgressRoutes(configOf(resources)).problems.map(({ code, rule }) => `${code.replace('route/', '')} ${rule.object}`);

/** The same without, or with other, attributes of a resource. */
function changed(resources: Resources, address: string, values?: Readonly<Record<string, unknown>>): Resources {
  const [type, name] = address.split('.') as [string, string];
  const { [name]: old, ...others } = resources[type]!;
  expect(old).toBeDefined();
  return { ...resources, [type]: values === undefined ? others : { ...others, [name]: { ...old, ...values } } };
}

it('is absent without routes', () => expect(judged({})).toEqual(['absent', 'absent', null]));

describe('Azure', () => {
  const AZURE: Resources = {
    azurerm_subnet: { fw: { name: 'AzureFirewallSubnet', address_prefixes: ['10.10.255.0/26'] }, nodes: { name: 'nodes', address_prefixes: ['10.10.0.0/22'] } },
    azurerm_firewall: { hub: { ip_configuration: [{ subnet_id: '${azurerm_subnet.fw.id}' }] } },
    azurerm_public_ip: { fw: { allocation_method: 'Static' } },
    azurerm_route_table: { nodes: { name: 'nodes', bgp_route_propagation_enabled: false } },
    azurerm_route: {
      default: { route_table_name: '${azurerm_route_table.nodes.name}', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '${azurerm_firewall.hub.ip_configuration[0].private_ip_address}' },
    },
    azurerm_subnet_route_table_association: { nodes: { subnet_id: '${azurerm_subnet.nodes.id}', route_table_id: '${azurerm_route_table.nodes.id}' } },
  };

  it('goes through the firewall', () => {
    expect(judged(AZURE)).toEqual(['allow', 'through-firewall', 'azurerm_route.default']);
    expect(judged(AZURE, WEB_V6)).toEqual(['deny', 'no-ipv6-way', null]);
    expect(problems(AZURE)).toEqual([]);
    expect(new EgressRoutes(asShown(configOf(AZURE))).judge(WEB).code).toBe('route/through-firewall');
  });

  test.each<[string, Resources, readonly [string, string], readonly string[]]>([
    ['no default route', changed(AZURE, 'azurerm_route.default'), ['allow', 'around-firewall'], ['around-firewall azurerm_route_table.nodes']],
    ['a default route to the Internet', changed(AZURE, 'azurerm_route.default', { next_hop_type: 'Internet' }), ['allow', 'around-firewall'], ['around-firewall azurerm_route.default']],
    ['no association', changed(AZURE, 'azurerm_subnet_route_table_association.nodes'), ['allow', 'around-firewall'], ['around-firewall azurerm_subnet.nodes']],
    ['a table that takes over routes', changed(AZURE, 'azurerm_route_table.nodes', { bgp_route_propagation_enabled: true }), ['allow', 'through-firewall'], ['learned-routes azurerm_route_table.nodes']],
    ['an address that can change', changed(AZURE, 'azurerm_public_ip.fw', { allocation_method: 'Dynamic' }), ['allow', 'through-firewall'], ['address-not-static azurerm_public_ip.fw']],
    ['another appliance', changed(changed(AZURE, 'azurerm_firewall.hub', { ip_configuration: [{ private_ip_address: '10.10.255.4' }] }), 'azurerm_route.default', { next_hop_in_ip_address: '10.10.255.9' }),
      ['unknown', 'other-next-hop'], ['other-next-hop azurerm_route.default']],
    ['an address outside of the subnet of the firewall', changed(AZURE, 'azurerm_route.default', { next_hop_in_ip_address: '10.10.254.4' }), ['unknown', 'other-next-hop'], ['other-next-hop azurerm_route.default']],
    ['what is no address', changed(AZURE, 'azurerm_route.default', { next_hop_in_ip_address: 'firewall' }), ['unknown', 'other-next-hop'], ['other-next-hop azurerm_route.default']],
    ['an address of the subnet of the firewall', changed(AZURE, 'azurerm_route.default', { next_hop_in_ip_address: '10.10.255.4' }), ['allow', 'through-firewall'], []],
    ['a next hop of none', changed(AZURE, 'azurerm_route.default', { next_hop_type: 'None' }), ['deny', 'no-way-out'], ['no-way-out azurerm_route.default']],
  ])('%s', (_, resources, verdict, found) => {
    expect(judged(resources).slice(0, 2)).toEqual(verdict);
    expect(problems(resources)).toEqual(found);
  });

  it('IPv6 of a subnet needs a route of its own to be stopped', () => {
    const both = changed(AZURE, 'azurerm_subnet.nodes', { address_prefixes: ['10.10.0.0/22', 'fd00:10::/64'] });
    expect(judged(both, WEB_V6).slice(0, 2)).toEqual(['allow', 'ipv6-around-firewall']);
    const none = { route_table_name: '${azurerm_route_table.nodes.name}', address_prefix: '::/0', next_hop_type: 'None' };
    expect(judged({ ...both, azurerm_route: { ...both.azurerm_route, none } }, WEB_V6)).toEqual(['deny', 'no-ipv6-way', 'azurerm_route.none']);
  });

  it('a more specific route leads past the firewall for its destinations only', () => {
    const resources = { ...AZURE, azurerm_route: { ...AZURE.azurerm_route, leak: { ...AZURE.azurerm_route!.default, address_prefix: '203.0.113.0/24', next_hop_type: 'Internet' } } };
    expect(judged(resources)).toEqual(['allow', 'around-firewall', 'azurerm_route.leak']);
    expect(judged(resources, connection('198.51.100.1:443'))).toEqual(['allow', 'through-firewall', 'azurerm_route.default']);
  });
});

describe('AWS', () => {
  const ZONES = ['a', 'b'] as const;
  const endpoint = (zone: string) => `\${[for s in aws_networkfirewall_firewall.fw.firewall_status[0].sync_states : s.attachment[0].endpoint_id if s.availability_zone == "eu-central-1${zone}"][0]}`;
  const each = <T>(make: (zone: 'a' | 'b', index: number) => Readonly<Record<string, T>>): Readonly<Record<string, T>> => Object.assign({}, ...ZONES.map(make)) as Readonly<Record<string, T>>;
  const subnet = (zone: string, cidr: string) => ({ availability_zone: `eu-central-1${zone}`, cidr_block: cidr });
  const AWS: Resources = {
    aws_subnet: each((zone, index) => ({
      [`private_${zone}`]: subnet(zone, `10.10.${index}.0/24`), [`firewall_${zone}`]: subnet(zone, `10.10.10${index}.0/28`), [`public_${zone}`]: subnet(zone, `10.10.11${index}.0/28`),
    })),
    aws_networkfirewall_firewall: { fw: { subnet_mapping: ZONES.map((zone) => ({ subnet_id: `\${aws_subnet.firewall_${zone}.id}` })) } },
    aws_eip: each((zone) => ({ [zone]: { domain: 'vpc' } })),
    aws_nat_gateway: each((zone) => ({ [zone]: { allocation_id: `\${aws_eip.${zone}.id}`, subnet_id: `\${aws_subnet.public_${zone}.id}` } })),
    aws_internet_gateway: { igw: {} },
    aws_route_table: each((zone) => ({ [`private_${zone}`]: {}, [`firewall_${zone}`]: {}, [`public_${zone}`]: {} })),
    aws_route_table_association: each((zone) => Object.assign({}, ...['private', 'firewall', 'public'].map((kind) =>
      ({ [`${kind}_${zone}`]: { subnet_id: `\${aws_subnet.${kind}_${zone}.id}`, route_table_id: `\${aws_route_table.${kind}_${zone}.id}` } }))) as Record<string, Record<string, unknown>>),
    aws_route: each((zone, index) => ({
      [`out_${zone}`]: { route_table_id: `\${aws_route_table.private_${zone}.id}`, destination_cidr_block: '0.0.0.0/0', vpc_endpoint_id: endpoint(zone) },
      [`nat_${zone}`]: { route_table_id: `\${aws_route_table.firewall_${zone}.id}`, destination_cidr_block: '0.0.0.0/0', nat_gateway_id: `\${aws_nat_gateway.${zone}.id}` },
      [`igw_${zone}`]: { route_table_id: `\${aws_route_table.public_${zone}.id}`, destination_cidr_block: '0.0.0.0/0', gateway_id: '${aws_internet_gateway.igw.id}' },
      [`back_${zone}`]: { route_table_id: `\${aws_route_table.public_${zone}.id}`, destination_cidr_block: `10.10.${index}.0/24`, vpc_endpoint_id: endpoint(zone) },
    })),
  };
  const FROM_A = connection('a.example:443', { from: { egressAddresses: ['10.10.0.7'] } });
  const FROM_B = connection('a.example:443', { from: { egressAddresses: ['10.10.1.7'] } });

  it('goes through the endpoint of the zone', () => {
    expect(judged(AWS, FROM_A)).toEqual(['allow', 'through-firewall', 'aws_route.out_a']);
    expect(judged(AWS, FROM_B)).toEqual(['allow', 'through-firewall', 'aws_route.out_b']);
    expect(judged(AWS, WEB_V6)).toEqual(['deny', 'no-ipv6-way', null]);
    expect(problems(AWS)).toEqual([]);
  });

  test.each<[string, Resources, readonly [string, string], readonly string[]]>([
    ['a missing return route', changed(AWS, 'aws_route.back_a'), ['unknown', 'no-return-route'], ['no-return-route aws_route_table_association.public_a']],
    ['a return route that is wider than the subnet', changed(AWS, 'aws_route.back_a', { destination_cidr_block: '10.10.0.0/16' }), ['unknown', 'no-return-route'], ['no-return-route aws_route_table_association.public_a']],
    ['a return route to another zone', changed(AWS, 'aws_route.back_a', { vpc_endpoint_id: endpoint('b') }), ['unknown', 'other-zone'], ['other-zone aws_route.back_a']],
    ['the endpoint of another zone', changed(AWS, 'aws_route.out_a', { vpc_endpoint_id: endpoint('b') }), ['unknown', 'other-zone'], ['other-zone aws_route.out_a']],
    ['straight to the NAT', changed(AWS, 'aws_route.out_a', { vpc_endpoint_id: undefined, nat_gateway_id: '${aws_nat_gateway.a.id}' }), ['allow', 'around-firewall'], ['around-firewall aws_route.out_a']],
    ['no route', changed(AWS, 'aws_route.out_a'), ['deny', 'no-way-out'], ['no-way-out aws_route_table_association.private_a']],
    ['the NAT of another zone', changed(AWS, 'aws_route.nat_a', { nat_gateway_id: '${aws_nat_gateway.b.id}' }), ['allow', 'through-firewall'], ['other-zone aws_route.nat_a']],
    ['no NAT', changed(AWS, 'aws_route.nat_a', { nat_gateway_id: undefined, gateway_id: '${aws_internet_gateway.igw.id}' }), ['allow', 'through-firewall'], ['no-nat aws_route.nat_a']],
    ['a NAT without an address', changed(AWS, 'aws_nat_gateway.a', { allocation_id: undefined }), ['allow', 'through-firewall'], ['address-not-static aws_nat_gateway.a']],
    ['an endpoint of something else', changed(AWS, 'aws_route.out_a', { vpc_endpoint_id: 'vpce-123' }), ['unknown', 'not-understood'], ['not-understood aws_route.out_a']],
  ])('%s', (_, resources, verdict, found) => {
    expect(judged(resources, FROM_A).slice(0, 2)).toEqual(verdict);
    expect(problems(resources)).toEqual(found);
  });

  /** The same in a VPC of the files, as a network that is made is. */
  const inVpc = (type: string): Readonly<Record<string, Readonly<Record<string, unknown>>>> => Object.fromEntries(Object.entries(AWS[type]!).map(([name, values]) => [name, { ...values, vpc_id: '${aws_vpc.main.id}' }]));
  const MADE: Resources = {
    ...AWS, aws_vpc: { main: { cidr_block: '10.10.0.0/16' } },
    ...Object.fromEntries(['aws_subnet', 'aws_networkfirewall_firewall', 'aws_internet_gateway', 'aws_route_table'].map((type) => [type, inVpc(type)])),
  };

  it('goes through the firewall of a VPC that is made', () => {
    expect(judged(MADE, FROM_A)).toEqual(['allow', 'through-firewall', 'aws_route.out_a']);
    expect(problems(MADE)).toEqual([]);
  });

  test.each<[string, Resources, readonly string[]]>([
    ['no way from the NAT to the Internet', changed(MADE, 'aws_route.igw_a'), ['no-internet-gateway aws_route_table_association.public_a']],
    ['half of the Internet', changed(MADE, 'aws_route.igw_a', { destination_cidr_block: '0.0.0.0/1' }), ['no-internet-gateway aws_route_table_association.public_a']],
    ['a NAT that leads to a transit gateway', changed(MADE, 'aws_route.igw_a', { gateway_id: undefined, transit_gateway_id: 'tgw-1' }), ['no-internet-gateway aws_route.igw_a']],
    ['an id of something else', changed(MADE, 'aws_route.igw_a', { gateway_id: 'vpc-1' }), ['no-internet-gateway aws_route.igw_a']],
    ['a NAT of private addresses needs none', changed(changed(MADE, 'aws_route.igw_a'), 'aws_nat_gateway.a', { connectivity_type: 'private' }), []],
    ['a table that is not in the files', changed(changed(MADE, 'aws_route.igw_a'), 'aws_route_table_association.public_a', { route_table_id: 'rtb-1' }), ['no-return-route aws_route_table_association.public_a']],
    ['a table of another VPC', changed(MADE, 'aws_route_table.private_a', { vpc_id: 'vpc-2' }), ['other-vpc aws_route_table_association.private_a']],
    ['a firewall of another VPC', changed(MADE, 'aws_networkfirewall_firewall.fw', { vpc_id: 'vpc-2' }), ['other-vpc aws_networkfirewall_firewall.fw']],
    ['an internet gateway of another VPC', changed(MADE, 'aws_internet_gateway.igw', { vpc_id: 'vpc-2' }), ['other-vpc aws_route.igw_a', 'other-vpc aws_route.igw_b']],
    ['a subnet outside of the VPC', changed(MADE, 'aws_vpc.main', { cidr_block: '10.10.0.0/19' }), ['firewall_a', 'public_a', 'firewall_b', 'public_b'].map((name) => `outside-vpc aws_subnet.${name}`)],
    ['a second network of the VPC', { ...changed(MADE, 'aws_vpc.main', { cidr_block: '10.10.0.0/19' }), aws_vpc_ipv4_cidr_block_association: { more: { vpc_id: '${aws_vpc.main.id}', cidr_block: '10.10.96.0/19' } } }, []],
    ['two subnets with addresses in common', changed(MADE, 'aws_subnet.public_a', { cidr_block: '10.10.100.0/28' }), ['overlapping-subnets aws_subnet.public_a']],
    ['an id that is none', changed(MADE, 'aws_nat_gateway.a', { allocation_id: 'eni-1' }), ['no-such-id aws_nat_gateway.a']],
    ['a firewall subnet with the main table', changed(MADE, 'aws_route_table_association.firewall_a'), ['no-nat aws_subnet.firewall_a']],
    ['a NAT subnet with the main table', changed(MADE, 'aws_route_table_association.public_a'), ['no-internet-gateway aws_subnet.public_a']],
  ])('%s', (_, resources, found) => expect(problems(resources)).toEqual(found));

  it('a subnet that no table serves has no way out, unless the main table is in the files', () => {
    const without = changed(MADE, 'aws_route_table_association.private_a');
    expect(judged(without, FROM_A).slice(0, 2)).toEqual(['deny', 'no-way-out']);
    expect(judged({ ...without, aws_default_route_table: { main: {} } }, FROM_A).slice(0, 2)).toEqual(['allow', 'through-firewall']);
    expect(judged(changed(without, 'aws_route_table_association.private_b', { subnet_id: '${element(aws_subnet.private_b[*].id, 0)}' }), FROM_A).slice(0, 2)).toEqual(['allow', 'through-firewall']);
    expect(judged(changed(AWS, 'aws_route_table_association.private_a'), FROM_A).slice(0, 2)).toEqual(['allow', 'through-firewall']);
  });

  it('finds the way of IPv6 past the firewall', () => {
    const resources = { ...AWS, aws_route: { ...AWS.aws_route, six: { route_table_id: '${aws_route_table.private_a.id}', destination_ipv6_cidr_block: '::/0', egress_only_gateway_id: 'eigw-1' } } };
    expect(judged(resources, WEB_V6)).toEqual(['allow', 'ipv6-around-firewall', 'aws_route.six']);
    expect(problems(resources)).toEqual(['ipv6-around-firewall aws_route.six']);
  });

  it('knows endpoints of a state, and zones by reference', () => {
    const state = changed(changed(AWS, 'aws_networkfirewall_firewall.fw', { firewall_status: [{ sync_states: [{ availability_zone: 'eu-central-1b', attachment: [{ endpoint_id: 'vpce-b' }] }] }] }), 'aws_route.out_a', { vpc_endpoint_id: 'vpce-b' });
    expect(judged(state, FROM_A)[1]).toBe('other-zone');
    const reference = endpoint('a').replace('"eu-central-1a"', 'aws_subnet.private_a.availability_zone');
    expect(judged(changed(AWS, 'aws_route.out_a', { vpc_endpoint_id: reference }), FROM_A)[1]).toBe('through-firewall');
    const bySubnet = (zone: string) => endpoint('a').replace('s.availability_zone == "eu-central-1a"', `s.attachment[0].subnet_id == aws_subnet.firewall_${zone}.id`);
    expect(judged(changed(AWS, 'aws_route.out_a', { vpc_endpoint_id: bySubnet('a') }), FROM_A)[1]).toBe('through-firewall');
    expect(judged(changed(AWS, 'aws_route.out_a', { vpc_endpoint_id: bySubnet('b') }), FROM_A)[1]).toBe('other-zone');
  });
});

describe('Google Cloud', () => {
  const GCP: Resources = {
    google_compute_subnetwork: {
      nodes: { ip_cidr_range: '10.10.0.0/22', secondary_ip_range: [{ range_name: 'pods', ip_cidr_range: '10.244.0.0/16' }] },
      proxy: { ip_cidr_range: '10.10.8.0/24', purpose: 'REGIONAL_MANAGED_PROXY' },
    },
    google_compute_address: { nat: {} },
    google_compute_router_nat: {
      nat: {
        nat_ip_allocate_option: 'MANUAL_ONLY', nat_ips: ['${google_compute_address.nat.self_link}'], source_subnetwork_ip_ranges_to_nat: 'LIST_OF_SUBNETWORKS',
        subnetwork: [{ name: '${google_compute_subnetwork.nodes.id}', source_ip_ranges_to_nat: ['ALL_IP_RANGES'] }],
      },
    },
  };

  it('leaves by the NAT', () => {
    expect(judged(GCP)).toEqual(['allow', 'by-nat', 'google_compute_router_nat.nat']);
    expect(judged(GCP, WEB_V6)).toEqual(['deny', 'no-ipv6-way', null]);
    expect(problems(GCP)).toEqual([]);
  });

  test.each<[string, Resources, readonly [string, string], readonly string[]]>([
    ['addresses by chance', changed(GCP, 'google_compute_router_nat.nat', { nat_ip_allocate_option: 'AUTO_ONLY', nat_ips: [] }), ['allow', 'by-nat'], ['address-not-static google_compute_router_nat.nat']],
    ['only the nodes', changed(GCP, 'google_compute_router_nat.nat', { subnetwork: [{ name: '${google_compute_subnetwork.nodes.id}', source_ip_ranges_to_nat: ['PRIMARY_IP_RANGE'] }] }),
      ['unknown', 'not-covered-by-nat'], ['not-covered-by-nat google_compute_subnetwork.nodes']],
    ['another subnetwork', changed(GCP, 'google_compute_router_nat.nat', { subnetwork: [] }), ['unknown', 'not-covered-by-nat'], ['not-covered-by-nat google_compute_subnetwork.nodes']],
  ])('%s', (_, resources, verdict, found) => {
    expect(judged(resources).slice(0, 2)).toEqual(verdict);
    expect(problems(resources)).toEqual(found);
  });

  it('finds external IPv6', () => {
    expect(judged(changed(GCP, 'google_compute_subnetwork.nodes', { stack_type: 'IPV4_IPV6', ipv6_access_type: 'EXTERNAL' }), WEB_V6)[1]).toBe('ipv6-around-firewall');
  });
});
