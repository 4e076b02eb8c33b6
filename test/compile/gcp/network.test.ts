import { codes, compiled, TARGET } from './compiled';
import { GcpNetworkOptions } from '../../../src/compile/gcp';

const OPTIONS: GcpNetworkOptions = { givenSubnetworks: false, natAddressCount: 2, minPortsPerVm: 64, maxPortsPerVm: 4096 };
const network = (overrides: object = {}, options: Partial<GcpNetworkOptions> = {}) =>
  compiled(overrides, { ownNetwork: true, defaultDeny: 'any', targets: { serviceAccounts: [], secureTags: [] } }, { ...OPTIONS, ...options });

it('has a subnet for each network of nodes; pods and Services are secondary ranges of the first', () => {
  const { egressNetwork, problems } = network({ cluster: { nodeCidrs: ['10.11.0.0/22', '10.10.0.0/22'] } });
  expect(problems).toEqual([]);
  expect(egressNetwork).toEqual({
    subnets: [
      { name: 'eic-plant-subnet-10-10-0-0-22', range: '10.10.0.0/22', secondaryRanges: [{ name: 'pods-10-244-0-0-16', range: '10.244.0.0/16' }, { name: 'services-10-0-0-0-16', range: '10.0.0.0/16' }] },
      { name: 'eic-plant-subnet-10-11-0-0-22', range: '10.11.0.0/22', secondaryRanges: [] },
    ],
    addressNames: ['eic-plant-nat-1', 'eic-plant-nat-2'],
  });
});

it('makes nothing of what is given', () => {
  expect(network({}, { givenSubnetworks: true, natAddressCount: 0 }).egressNetwork).toEqual({ subnets: [], addressNames: [] });
});

it.each<[string, object, Partial<GcpNetworkOptions>, string[]]>([
  ['pods inside the nodes', { cluster: { podCidrs: ['10.10.1.0/24'] } }, {}, ['EIC302 cluster.podCidrs']],
  ['equal networks', { cluster: { podCidrs: ['10.10.0.0/22'] } }, {}, ['EIC302 cluster.podCidrs']],
  ['a subnet that is too small', { cluster: { nodeCidrs: ['10.10.0.0/30'] } }, {}, ['EIC402 cluster.nodeCidrs']],
  ['no IPv4', { cluster: { nodeCidrs: ['fd00::/64'], podCidrs: ['fd01::/64'], serviceCidrs: [] } }, {}, ['EIC401 cluster.nodeCidrs']],
  ['ports that are no power of 2', {}, { minPortsPerVm: 100 }, [`EIC402 ${TARGET}.minPortsPerVm`]],
  ['fewer ports at most than at least', {}, { minPortsPerVm: 128, maxPortsPerVm: 128 }, [`EIC302 ${TARGET}.maxPortsPerVm`]],
])('refuses %s', (_, overrides, options, expected) => {
  expect(codes(network(overrides, options))).toEqual(expected);
});

it('says that it carries no IPv6', () => {
  const { findings } = network({ cluster: { podCidrs: ['10.244.0.0/16', 'fd01::/64'] } });
  expect(findings).toContainEqual(expect.objectContaining({ code: 'EIC508', path: 'cluster.podCidrs' }));
});
