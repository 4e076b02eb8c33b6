import { EgressAddresses } from '../../src/verify/pods';
import { cellWith } from '../support/cells';

const PODS = '10.244.0.0/16';
const NODES = '10.10.0.0/22';

test.each<[string, string[] | undefined, readonly string[], readonly string[]]>([
  ['nodes, by default', undefined, ['10.10.0.5'], ['10.10.0.5']],
  ['a part of the nodes', ['10.10.1.0/24'], ['10.10.1.5'], ['10.10.1.5']],
  ['pods and nodes', [PODS, NODES], ['10.244.0.10'], ['10.10.0.5']],
  ['pods only: nodes are seen as they are, too', [PODS], ['10.244.0.10'], ['10.10.0.5']],
  ['addresses that something before the firewall gives', ['192.0.2.0/28'], ['192.0.2.5'], ['192.0.2.5']],
])('the firewall sees %s', (_, egressSources, ofPod, ofNode) => {
  const { cluster } = cellWith({ cluster: { nodeCidrs: [NODES], podCidrs: [PODS], ...(egressSources === undefined ? {} : { egressSources }) } }).definition;
  const addresses = new EgressAddresses(cluster);
  expect([addresses.ofPod(['10.244.0.10']), addresses.ofNode()]).toEqual([ofPod, ofNode]);
});
