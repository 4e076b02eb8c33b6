import fc from 'fast-check';
import { Overrides } from '../../../src/cell/overrides';
import { checkNetworkSources } from '../../../src/compile/aws';
import { cellWith } from '../../support/cells';

const zones = (...subnets: readonly string[]) => Object.fromEntries(subnets.map((cidr, index) =>
  ['abcdef'[index]!, { firewallSubnetId: `subnet-f${index}`, natGatewayId: `nat-${index}`, natRouteTableId: `rtb-${index}`, workloadSubnets: { nodes: { cidr } } }]));
const check = (overrides: Overrides, ...subnets: readonly string[]) => {
  const { definition, plan } = cellWith({ cluster: { nodeCidrs: ['10.60.0.0/21', '10.60.8.0/21'] }, ...overrides });
  return checkNetworkSources(definition, plan, { vpcId: 'vpc-1', zones: zones(...(subnets.length === 0 ? ['10.60.0.0/21', '10.60.8.0/21'] : subnets)) }, 'n');
};
const codes = ({ problems, findings }: ReturnType<typeof check>) => [...problems, ...findings].map(({ code, path }) => `${code} ${path}`);
const cluster = (changes: NonNullable<Overrides['cluster']>): Overrides => ({ cluster: { nodeCidrs: ['10.60.0.0/21', '10.60.8.0/21'], ...changes } });
const receiver = (addresses: readonly string[]): Overrides => ({ receivers: { bank: { protocol: 'sftp', host: 'sftp.bank.example', addresses } }, ...cluster({}) });

it.each<[string, Overrides, readonly string[], readonly string[]]>([
  ['the networks of the nodes as subnets', {}, [], []],
  ['a network of two subnets', cluster({ nodeCidrs: ['10.60.0.0/20'] }), [], []],
  ['a part of a subnet', cluster({ egressSources: ['10.60.1.0/24'] }), [], []],
  ['a subnet that is known at apply', cluster({ nodeCidrs: ['10.99.0.0/20'] }), ['10.60.0.0/21', '${aws_subnet.x.cidr_block}'], []],
  ['nodes elsewhere', cluster({ nodeCidrs: ['10.60.0.0/21', '10.61.0.0/21'] }), [], ['EIC422 cluster.nodeCidrs[1]']],
  ['a network of which a part has no subnet', cluster({ nodeCidrs: ['10.60.0.0/19'] }), [], ['EIC422 cluster.nodeCidrs[0]']],
  ['pods without SNAT elsewhere', cluster({ egressSources: ['10.60.0.0/21', '10.60.64.0/18'] }), [], ['EIC422 cluster.egressSources[1]']],
  ['nodes elsewhere, whose pulls are flows of their own', { ...cluster({ nodeCidrs: ['10.62.0.0/24'], egressSources: ['10.60.0.0/21'] }), services: { registry: { pulledBy: 'nodes' } } }, [], ['EIC422 cluster.nodeCidrs[0]']],
  ['pods with IPv6 beside', cluster({ podCidrs: ['10.244.0.0/16', 'fd00:10:244::/56'] }), [], ['EIC508 n']],
  ['nodes with IPv6 beside', cluster({ nodeCidrs: ['10.60.0.0/21', 'fd00:10:60::/64'] }), [], ['EIC508 n']],
  ['IPv6 only', cluster({ nodeCidrs: ['fd00:10:60::/64'] }), [], ['EIC422 cluster.nodeCidrs', 'EIC508 n']],
  ['sources of IPv6 only', cluster({ egressSources: ['fd00:10:60::/64'] }), [], ['EIC422 cluster.egressSources', 'EIC508 n']],
  ['a receiver with IPv6 beside', receiver(['203.0.113.7/32', '2001:db8:5::7/128']), [], ['EIC508 receivers.bank']],
  ['a receiver with IPv6 only', receiver(['2001:db8:5::7/128']), [], ['EIC401 receivers.bank']],
])('%s', (_, overrides, subnets, expected) => {
  expect(codes(check(overrides, ...subnets))).toEqual(expected);
});

it('names value and way out', () => {
  const [problem] = check(cluster({ nodeCidrs: ['10.61.0.0/21'] })).problems;
  expect(problem!.message).toMatch(/lie in the workload subnets of n, 10\.60\.0\.0\/21, 10\.60\.8\.0\/21: .*, got: "?10\.61\.0\.0\/21"?; give all of its subnets under n\.zones/);
});

it('a network of nodes is taken if and only if subnets hold all of it', () => {
  const blocks = Array.from({ length: 16 }, (_, index) => `10.60.${index}.0/24`);
  fc.assert(fc.property(fc.subarray(blocks, { minLength: 1, maxLength: 6 }), fc.integer({ min: 20, max: 24 }), fc.nat(15), (subnets, prefix, place) => {
    const size = 2 ** (24 - prefix);
    const first = Math.floor(place / size) * size;
    const isHeld = Array.from({ length: size }, (_, index) => `10.60.${first + index}.0/24`).every((block) => subnets.includes(block));
    expect(codes(check(cluster({ nodeCidrs: [`10.60.${first}.0/${prefix}`] }), ...subnets))).toEqual(isHeld ? [] : ['EIC422 cluster.nodeCidrs[0]']);
  }));
});
