import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { awsStack } from '../../../src/aws/target';
import { compileAwsTarget } from '../../../src/compile/aws';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { readCell } from '../../../src/read-cell';
import { differences } from '../../../src/verify/differences';
import { layersOf } from '../../../src/verify/layers';
import { samplesOf } from '../../../src/verify/probes/question-set';
import { readOutput } from '../../../src/verify/read';
import { fileWith } from '../../cli/eic';
import { minimalFile } from '../../support/cells';
import { newFolder } from '../../support/folders';

type Changes = Readonly<Record<string, unknown>>;

const NODES = { platform: 'eks', nodeCidrs: ['10.60.0.0/22'], podCidrs: ['10.60.16.0/20'], apiServer: { cidrs: ['10.60.4.4/32'] } };
const CLUSTERS: Readonly<Record<string, Changes>> = {
  'one network': NODES, 'two networks': { ...NODES, nodeCidrs: ['10.60.0.0/22', '10.60.8.0/22'] }, 'pods seen': { ...NODES, egressSources: ['10.60.16.0/20'] },
  'both seen': { ...NODES, egressSources: ['10.60.0.0/22', '10.60.16.0/20'] }, 'NAT': { ...NODES, egressSources: ['203.0.113.40/32'] },
  'IPv4 and 6': { ...NODES, nodeCidrs: ['10.60.0.0/22', 'fd00:10::/64'], podCidrs: ['10.60.16.0/20', 'fd00:244::/64'] },
  'IPv6': { ...NODES, nodeCidrs: ['fd00:10::/64'], podCidrs: ['fd00:244::/64'], apiServer: { cidrs: ['fd00:10:1::4/128'] } },
  'time and proxy': { ...NODES, ntp: ['10.9.9.9/32'], httpProxy: { host: 'proxy.corp.example', port: 3128, addresses: ['10.99.0.5/32'] } },
};
const RECEIVERS = {
  s4: { protocol: 'https', host: 's4.corp.example', port: 44300, network: 'private', addresses: ['10.20.0.0/24', '10.21.0.0/24'] }, bank: { protocol: 'sftp', host: 'sftp.bank.example', addresses: ['203.0.113.7/32', '203.0.113.9/32'] },
  web: { protocol: 'http', host: 'plain.example' }, more: { protocol: 'http', host: '*.plain.example', port: 8080 }, events: { protocol: 'kafka', brokers: ['b1.k.example:9093', 'b2.k.example:9093'] },
  mail: { protocol: 'imaps', host: '*.mail.example' }, twice: { protocol: 'imaps', host: '*.mail.example' }, below: { protocol: 'imaps', host: 'a.mail.example' },
};
const DEFINITIONS: readonly Changes[] = [{}, { receivers: RECEIVERS }, { receivers: RECEIVERS, enforcement: 'observe' }, { receivers: RECEIVERS, egress: { gateway: { enabled: true } } }, { btp: { region: 'eu10-004', narrow: 'region' } }];

const rules = (more: Changes = {}) => ({ rules: { region: 'eu-west-3', ...more } });
const id = (kind: string, number: number) => `${kind}-0123456789abcdef${number}`;
const PODS = { pods: { cidr: '10.60.16.0/20' } };
const zone = (number: number, more: Changes = {}) => ({ firewallSubnetCidr: `10.60.${32 + number}.0/28`, natSubnetCidr: `10.60.${32 + number}.16/28`, workloadSubnets: { nodes: { cidr: `10.60.${number * 8}.0/21` }, ...(number === 0 ? PODS : {}) }, ...more });
const network = (more: Changes = {}) => ({ network: { region: 'eu-west-3', vpcCidr: '10.60.0.0/16', zones: { a: zone(0), b: zone(1) }, ...more } });
const GIVEN = { firewallSubnetId: id('subnet', 0), firewallRouteTableId: id('rtb', 0), natGatewayId: id('nat', 0), natRouteTableId: id('rtb', 1), workloadSubnets: { nodes: { cidr: '10.60.0.0/20', subnetId: id('subnet', 1), routeTableId: id('rtb', 2) }, pods: { ...PODS.pods, subnetId: id('subnet', 2), routeTableId: id('rtb', 2) } } };
const PARTLY = { firewallSubnetCidr: '10.60.32.0/28', natSubnetId: id('subnet', 3), natRouteTableId: id('rtb', 1), elasticIpId: id('eipalloc', 1), workloadSubnets: { nodes: { cidr: '10.60.0.0/21' }, ...PODS } };
const TARGETS: Readonly<Record<string, Changes>> = {
  'no deny': rules(), 'a deny': rules({ defaultDeny: 'sources' }), 'a deny without bound': rules({ defaultDeny: 'sources', endlessHelloBound: false }), 'default actions': rules({ policyDefaultActions: ['aws:drop_established_app_layer'] }),
  'EKS': { ...rules({ defaultDeny: 'sources' }), platformEgress: 'eks' }, 'EKS in China': { ...rules({ region: 'cn-north-1' }), platformEgress: 'eks' }, 'EKS of a government': { ...rules({ region: 'us-gov-west-1' }), platformEgress: 'eks' },
  'a network': network(), 'a network without bound': network({ endlessHelloBound: false }),
  'a network with all': { ...network({ dnsFirewall: true, s3Buckets: ['acme'], deletionProtection: false, idleTimeoutSeconds: 600, logs: { bucket: 'acme-logs' }, capacity: 1000 }), platformEgress: 'eks' },
  'a network that exists': network({ vpcCidr: undefined, vpcId: id('vpc', 0), internetGatewayId: id('igw', 0), zones: { a: GIVEN } }),
  'a network that exists in part': network({ vpcCidr: undefined, vpcId: id('vpc', 0), internetGatewayId: id('igw', 0), zones: { a: PARTLY, b: zone(1, { elasticIpId: id('eipalloc', 2) }) } }),
  'a VPC that exists': network({ vpcCidr: undefined, vpcId: id('vpc', 0) }),
};

// Half of all pairs, as on a chessboard: each target meets half of the clusters, each with another definition.
const CASES = Object.keys(TARGETS).flatMap((target, row) => Object.keys(CLUSTERS)
  .map((cluster, column) => [target, cluster, (row + column) % DEFINITIONS.length] as const).filter((_, column) => (row + column) % 2 === 0)
  // A network of ours has the cell's own subnets, whose addresses its firewall sees, and IPv4 only.
  .filter(([, cluster]) => !/^(?:NAT|IPv6)$/.test(cluster) || !/network|VPC/.test(target)));

test.each(CASES)('%s, %s, definition %i: what is written lacks nothing and is not wider, whether or not the target is said', (target, cluster, number) => {
  const data = JSON.parse(JSON.stringify({ ...minimalFile(), ...DEFINITIONS[number], cluster: CLUSTERS[cluster], firewall: { inspection: { aws: TARGETS[target] } } })) as Record<string, unknown>;
  const reading = readCell(data, 'file');
  expect(reading.problems).toEqual([]);
  const settings = reading.firewall.inspection!;
  const cell = new EdgeIntegrationCell(data as never, reading);
  const compiled = compileAwsTarget({ path: 'firewall.inspection.aws', settings: settings.aws! }, cell.definition, cell.plan);
  const folder = newFolder();
  mkdirSync(join(folder, 'inspection'));
  fileWith(awsStack(cell, { key: 'inspection', settings, compiled })!, 'cdk.tf.json', join(folder, 'inspection'));
  const output = readOutput([folder]);
  for (const targets of [reading.firewall, {}]) {
    const layers = layersOf(cell.definition, samplesOf(cell.definition, cell.plan), output, [], targets);
    expect(layers).toHaveLength(2);
    expect(differences(cell, output, layers, targets).filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  }
});
