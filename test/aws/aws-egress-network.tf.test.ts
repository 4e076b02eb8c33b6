import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Testing } from 'cdktf';
import { RootConstruct } from 'constructs';
import { AwsEgressNetwork, AwsEgressNetworkProps, AwsZone } from '../../src/aws';
import { AwsProvider } from '../../src/aws/bindings';
import { Overrides } from '../../src/cell/overrides';
import { TerraformStack } from '../../src/terraform/engine';
import { cellWith, codesOf } from '../support/cells';

const A: AwsZone = { firewallSubnetCidr: '10.60.32.0/28', natSubnetCidr: '10.60.32.16/28', workloadSubnets: { nodes: { cidr: '10.60.0.0/21' }, pods: { cidr: '10.60.16.0/21' } } };
const B: AwsZone = { firewallSubnetCidr: '10.60.32.32/28', natSubnetCidr: '10.60.32.48/28', workloadSubnets: { nodes: { cidr: '10.60.8.0/21' } } };
const EXISTING: AwsZone = {
  firewallSubnetId: 'subnet-fw', firewallRouteTableId: 'rtb-fw', natGatewayId: 'nat-a', natRouteTableId: 'rtb-nat',
  workloadSubnets: { nodes: { cidr: '10.60.0.0/21', subnetId: 'subnet-nodes', routeTableId: 'rtb-nodes' } },
};
const NEW = { region: 'eu-central-1', vpcCidr: '10.60.0.0/16', zones: { a: A, b: B } };

/** A cell with its nodes in a workload subnet. */
const cellIn = (overrides: Overrides = {}) => cellWith({ ...overrides, cluster: { nodeCidrs: ['10.60.0.0/21'], ...overrides.cluster } });

function stackOf(): TerraformStack {
  const stack = new TerraformStack(new RootConstruct(), 'net');
  new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
  return stack;
}

const networkIn = (stack: TerraformStack, props: Partial<AwsEgressNetworkProps> = NEW) => new AwsEgressNetwork(stack, 'Net', { cell: cellIn(), ...props } as AwsEgressNetworkProps);

type Resource = Readonly<Record<string, unknown>>;

function written(props?: Partial<AwsEgressNetworkProps>) {
  const stack = stackOf();
  const network = networkIn(stack, props);
  const { resource, data } = JSON.parse(Testing.synth(stack, true)) as { resource: Record<string, Record<string, Resource>>; data?: Record<string, Record<string, Resource>> };
  return { network, data, of: (type: string): Resource[] => Object.values(resource[type] ?? {}), types: Object.keys(resource).sort() };
}

it('a new network has everything, once for each zone', () => {
  const { of, types } = written();
  const count = (type: string) => of(type).length;
  expect([count('aws_vpc'), count('aws_internet_gateway'), count('aws_nat_gateway'), count('aws_eip'), count('aws_subnet'), count('aws_route_table')]).toEqual([1, 1, 2, 2, 7, 7]);
  expect([count('aws_networkfirewall_firewall'), count('aws_networkfirewall_firewall_policy'), count('aws_networkfirewall_rule_group')]).toEqual([1, 1, 1]);
  expect(types.filter((type) => /route53|vpc_endpoint/.test(type))).toEqual([]);
});

it('traffic goes and comes back by the endpoint of its own zone', () => {
  const routes = written().of('aws_route');
  const byEndpoint = routes.filter(({ vpc_endpoint_id: id }) => id !== undefined);
  const zoneOf = (value: unknown) => /Zone-(.)_/.exec(String(value))![1];
  for (const { route_table_id: table, vpc_endpoint_id: endpoint } of byEndpoint) expect(zoneOf(table)).toBe(/FirewallSubnet/.test(String(endpoint)) ? zoneOf(endpoint) : '');
  const out = byEndpoint.filter(({ destination_cidr_block: block }) => block === '0.0.0.0/0');
  const back = byEndpoint.filter(({ destination_cidr_block: block }) => block !== '0.0.0.0/0');
  expect(out).toHaveLength(3);
  expect(back.map(({ destination_cidr_block: block, route_table_id: table }) => `${zoneOf(table)} ${String(block)} ${/Nat/.test(String(table))}`).sort())
    .toEqual(['a 10.60.0.0/21 true', 'a 10.60.16.0/21 true', 'b 10.60.8.0/21 true']);
  for (const { depends_on: before } of out) {
    expect(String(before)).toMatch(/aws_networkfirewall_logging_configuration/);
    expect(String(before)).toMatch(/aws_route\.Net_Zone-._Reply/);
  }
});

it('the endpoint is told by its subnet, a token or a literal', () => {
  const token = written().of('aws_route').map(({ vpc_endpoint_id: id }) => String(id)).find((id) => id.includes('Zone-a'))!;
  expect(token).toMatch(/^\$\{\[for state in aws_networkfirewall_firewall\.\S+\.firewall_status\[0\]\.sync_states : state\.attachment\[0\]\.endpoint_id if state\.attachment\[0\]\.subnet_id == aws_subnet\.\S+\.id\]\[0\]\}$/);
  const literal = written({ region: 'eu-central-1', vpcId: 'vpc-1', zones: { a: EXISTING } }).of('aws_route').map(({ vpc_endpoint_id: id }) => String(id));
  expect(literal.join()).toContain('subnet_id == "subnet-fw"');
});

it('what is given is used and never made', () => {
  const { of, types, data, network } = written({ region: 'eu-central-1', vpcId: 'vpc-1', zones: { a: EXISTING } });
  expect(types).toEqual(['aws_cloudwatch_log_group', 'aws_networkfirewall_firewall', 'aws_networkfirewall_firewall_policy', 'aws_networkfirewall_logging_configuration',
    'aws_networkfirewall_rule_group', 'aws_route']);
  expect(of('aws_route').map(({ route_table_id: table, destination_cidr_block: to }) => `${String(table)} ${String(to)}`).sort())
    .toEqual(['rtb-fw 0.0.0.0/0', 'rtb-nat 10.60.0.0/21', 'rtb-nodes 0.0.0.0/0']);
  expect(Object.values(data!.aws_nat_gateway!)).toEqual([{ id: 'nat-a' }]);
  expect([network.vpcId, network.workloadSubnetIds, network.workloadRouteTableIds]).toEqual(['vpc-1', { 'a/nodes': 'subnet-nodes' }, { 'a/nodes': 'rtb-nodes' }]);
});

it('takes subnets of your own stack', () => {
  const stack = stackOf();
  const subnet = new Subnet(stack, 'Firewall', { vpcId: 'vpc-1', cidrBlock: '10.60.32.0/28' });
  networkIn(stack, { region: 'eu-central-1', vpcId: 'vpc-1', zones: { a: { ...EXISTING, firewallSubnetId: subnet.id } } });
  expect(Testing.synth(stack, true)).toContain('subnet_id == aws_subnet.Firewall.id');
});

it('the policy forwards everything to the engine, in strict order, the platform before the deny', () => {
  const { of } = written({ ...NEW, platformEgress: 'eks' });
  const policy = JSON.stringify(of('aws_networkfirewall_firewall_policy'));
  expect(policy).toContain('"stateless_default_actions":["aws:forward_to_sfe"],"stateless_fragment_default_actions":["aws:forward_to_sfe"]');
  expect(policy).toMatch(/"priority":100,"resource_arn":"\$\{aws_networkfirewall_rule_group\.Net_Platform/);
  expect(policy).toMatch(/"priority":200,"resource_arn":"\$\{aws_networkfirewall_rule_group\.Net_Group/);
  expect(policy).not.toContain('tls_inspection');
  expect(JSON.stringify(of('aws_networkfirewall_rule_group'))).toContain('drop tcp any any -> any any');
});

it('logs are kept for the days given, or go to a bucket', () => {
  expect(written({ ...NEW, logs: { retentionDays: 30 } }).of('aws_cloudwatch_log_group').map(({ name, retention_in_days: days }) => [name, days])).toEqual([
    ['/eic/plant/firewall/alert', 30], ['/eic/plant/firewall/flow', 30],
  ]);
  const bucket = written({ ...NEW, logs: { bucket: 'logs' } });
  expect(bucket.of('aws_cloudwatch_log_group')).toEqual([]);
  expect(JSON.stringify(bucket.of('aws_networkfirewall_logging_configuration'))).toContain('"bucketName":"logs"');
});

it('DNS Firewall resolves the hosts of the plan and what is given, and fails closed; it only reports while observing', () => {
  const { of } = written({ ...NEW, dnsFirewall: true, dnsDomains: ['*.corp.example'] });
  const domains = of('aws_route53_resolver_firewall_domain_list').map((list) => list.domains as string[]);
  expect(domains[0]).toEqual(expect.arrayContaining(['*.hana.ondemand.com', '*.corp.example']));
  expect(domains[1]).toEqual(['*']);
  expect(of('aws_route53_resolver_firewall_rule').map(({ action, priority }) => [action, priority])).toEqual([['ALLOW', 100], ['BLOCK', 200]]);
  expect(of('aws_route53_resolver_firewall_config')[0]).toMatchObject({ firewall_fail_open: 'DISABLED' });
  const observing = written({ ...NEW, cell: cellIn({ enforcement: 'observe' }), dnsFirewall: true });
  expect(observing.of('aws_route53_resolver_firewall_rule').map(({ action }) => action)).toEqual(['ALLOW', 'ALERT']);
});

it('the gateway endpoint reaches the named buckets only', () => {
  const [endpoint] = written({ ...NEW, s3Buckets: ['layers'] }).of('aws_vpc_endpoint');
  expect(endpoint).toMatchObject({ service_name: 'com.amazonaws.eu-central-1.s3', vpc_endpoint_type: 'Gateway' });
  expect((endpoint!.route_table_ids as string[]).length).toBe(3);
  expect(JSON.parse(String(endpoint!.policy))).toMatchObject({ Statement: [{ Effect: 'Allow', Resource: ['arn:aws:s3:::layers', 'arn:aws:s3:::layers/*'] }] });
});

it('says that IPv6 has no route', () => {
  const { network } = written({ ...NEW, cell: cellIn({ cluster: { podCidrs: ['10.244.0.0/16', 'fd00:10:244::/56'] } }) });
  expect(network.findings.map(({ code, path }) => `${code} ${path}`)).toContain('EIC508 Net');
});

it('is protected, unless that is lifted', () => {
  expect(written().of('aws_networkfirewall_firewall')[0]).toMatchObject({ delete_protection: true, subnet_change_protection: true, firewall_policy_change_protection: true });
  expect(written({ ...NEW, deletionProtection: false }).of('aws_networkfirewall_firewall')[0]).toMatchObject({ delete_protection: false });
});

it.each<[string, object, string[]]>([
  ['a token as Region', { region: '${var.region}' }, ['EIC408 Net.region']],
  ['an idle time-out out of range', { idleTimeoutSeconds: 59 }, ['EIC408 Net.idleTimeoutSeconds']],
  ['a bucket that is none', { s3Buckets: ['A b'] }, ['EIC408 Net.s3Buckets']],
  ['a domain that is none', { dnsDomains: ['*'] }, ['EIC408 Net.dnsDomains']],
  ['subnets that overlap', { zones: { a: { ...A, natSubnetCidr: '10.60.32.0/28' } } }, ['EIC422 Net.zones.a.natSubnetCidr']],
  ['no zone', { zones: {} }, ['EIC422 Net.zones']],
  ['a flow that it cannot express', { cell: cellIn({ receivers: { r: { protocol: 'sftp', host: '*.bank.example' } } }) }, ['EIC401 receivers.r']],
  ['nodes outside its subnets', { cell: cellIn({ cluster: { nodeCidrs: ['10.61.0.0/21'] } }) }, ['EIC422 cluster.nodeCidrs[0]']],
])('refuses %s', (_, props, expected) => {
  expect(codesOf(() => networkIn(stackOf(), { ...NEW, ...props }))).toEqual(expected);
});
