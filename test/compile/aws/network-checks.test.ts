import { checkNetwork, NetworkParts, ZoneParts } from '../../../src/compile/aws';

const A: ZoneParts = { firewallSubnetCidr: '10.60.32.0/28', natSubnetCidr: '10.60.32.16/28', workloadSubnets: { nodes: { cidr: '10.60.0.0/21' } } };
const B: ZoneParts = { firewallSubnetCidr: '10.60.32.32/28', natSubnetCidr: '10.60.32.48/28', workloadSubnets: { nodes: { cidr: '10.60.8.0/21' } } };
const EXISTING: ZoneParts = {
  firewallSubnetId: 'subnet-1', natGatewayId: 'nat-1', natRouteTableId: 'rtb-1', firewallRouteTableId: 'rtb-2', workloadSubnets: { nodes: { cidr: '10.60.0.0/21', subnetId: 'subnet-2', routeTableId: 'rtb-3' } },
};
const problems = (network: Partial<NetworkParts>) => checkNetwork({ vpcCidr: '10.60.0.0/16', zones: { a: A, b: B }, ...network }, 'n').map(({ code, path }) => `${code} ${path}`);
const zone = (changes: Partial<ZoneParts>) => problems({ zones: { a: { ...A, ...changes } } });

it.each<[string, Partial<NetworkParts>]>([
  ['two zones in a new VPC', {}], ['one zone', { zones: { a: A } }], ['a VPC with everything', { ...{ vpcId: 'vpc-1' }, zones: { a: EXISTING } }],
])('takes %s', (_, network) => {
  const { vpcCidr, ...rest } = { vpcCidr: '10.60.0.0/16', zones: { a: A, b: B }, ...network };
  expect(checkNetwork(network.vpcId === undefined ? { vpcCidr, ...rest } : rest, 'n')).toEqual([]);
});

it('takes tokens wherever ids and networks are', () => {
  const token = '${aws_x.y.id}';
  expect(checkNetwork({ vpcId: token, zones: { a: { ...EXISTING, firewallSubnetId: token, workloadSubnets: { nodes: { cidr: token, subnetId: token, routeTableId: token } } } } }, 'n')).toEqual([]);
});

it.each<[string, () => string[], string[]]>([
  ['a VPC twice', () => problems({ vpcId: 'vpc-1' }), ['EIC422 n']],
  ['no zone', () => problems({ zones: {} }), ['EIC422 n.zones']],
  ['seven zones', () => problems({ zones: Object.fromEntries([...'abcdefg'].map((letter, index) => [letter, { firewallSubnetCidr: `10.60.${index * 8}.0/28`, natSubnetCidr: `10.60.${index * 8}.16/28`, workloadSubnets: { n: { cidr: `10.60.${index * 8 + 1}.0/24` } } }])) }), ['EIC422 n.zones']],
  ['a zone that is no letter', () => problems({ zones: { 'eu-central-1a': A } }), ['EIC422 n.zones.eu-central-1a']],
  ['an internet gateway of a new VPC', () => problems({ internetGatewayId: 'igw-1' }), ['EIC422 n.internetGatewayId']],
  ['a VPC of /8', () => problems({ vpcCidr: '10.0.0.0/8' }), ['EIC422 n.vpcCidr']],
  ['days that CloudWatch does not know', () => problems({ logs: { retentionDays: 100 } }), ['EIC422 n.logs.retentionDays']],
  ['two firewall subnets', () => zone({ firewallSubnetId: 'subnet-1' }), ['EIC422 n.zones.a']],
  ['two NAT gateways', () => zone({ natGatewayId: 'nat-1', natRouteTableId: 'rtb-1' }), ['EIC422 n.zones.a', 'EIC422 n.zones.a.natRouteTableId']],
  ['an existing public subnet without its route table', () => problems({ zones: { a: { firewallSubnetCidr: '10.60.32.0/28', natSubnetId: 'subnet-1', workloadSubnets: A.workloadSubnets } } }), ['EIC422 n.zones.a.natRouteTableId']],
  ['a route table for a new firewall subnet', () => zone({ firewallRouteTableId: 'rtb-1' }), ['EIC422 n.zones.a.firewallRouteTableId']],
  ['no workload', () => zone({ workloadSubnets: {} }), ['EIC422 n.zones.a.workloadSubnets']],
  ['a route table of a new workload subnet', () => zone({ workloadSubnets: { n: { cidr: '10.60.0.0/21', routeTableId: 'rtb-1' } } }), ['EIC422 n.zones.a.workloadSubnets.n.routeTableId']],
  ['an address for an existing NAT gateway', () => problems({ zones: { a: { firewallSubnetCidr: '10.60.32.0/28', natGatewayId: 'nat-1', natRouteTableId: 'rtb-1', elasticIpId: 'eipalloc-1', workloadSubnets: A.workloadSubnets } } }), ['EIC422 n.zones.a.elasticIpId']],
  ['a subnet of /29', () => zone({ firewallSubnetCidr: '10.60.40.0/29' }), ['EIC422 n.zones.a.firewallSubnetCidr']],
  ['a subnet of IPv6', () => zone({ natSubnetCidr: 'fd00::/64' }), ['EIC422 n.zones.a.natSubnetCidr']],
  ['a subnet outside the VPC', () => zone({ natSubnetCidr: '10.61.0.0/28' }), ['EIC422 n.zones.a.natSubnetCidr']],
  ['subnets that overlap in a zone', () => zone({ natSubnetCidr: '10.60.7.0/28' }), ['EIC422 n.zones.a.natSubnetCidr']],
  ['subnets that overlap over zones', () => problems({ zones: { a: A, b: { ...B, workloadSubnets: { nodes: { cidr: '10.60.4.0/24' } } } } }), ['EIC422 n.zones.b.workloadSubnets.nodes.cidr']],
])('refuses %s', (_, run, expected) => {
  expect(run()).toEqual(expected);
});
