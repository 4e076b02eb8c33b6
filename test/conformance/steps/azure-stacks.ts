import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { azureStack } from '../../../src/azure/target';
import { compileTargets } from '../../../src/compile/targets';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { readCell } from '../../../src/read-cell';
import { checkOf, failed, tail, type Check } from '../check';
import type { Engines } from '../engines';
import { temporaryDirectory } from '../temporary';
import { terraformAll, type Providers } from '../terraform';

const HUB = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/net/providers/Microsoft.Network';
/** A region of BTP on each infrastructure that has documented hosts. */
const REGIONS = { azure: 'eu20', aws: 'eu10', gcp: 'eu30', sap: 'eu01' } as const;

/** A target of the matrix, as a definition has it. */
interface StackCase {
  readonly name: string;
  readonly region: string;
  readonly azure: Readonly<Record<string, unknown>>;
  readonly receivers: Readonly<Record<string, unknown>>;
  readonly enforcement?: string;
}

const RECEIVERS = {
  s4: { protocol: 'https', host: 's4.corp.example', port: 44300, network: 'private', addresses: ['10.20.0.0/24'] },
  wild: { protocol: 'https', host: '*.acme.example' },
  bank: { protocol: 'sftp', host: 'sftp.bank.example', addresses: ['203.0.113.7/32'] },
};
const NAMED = { ...RECEIVERS, events: { protocol: 'kafka', brokers: ['b1.kafka.example:9093', 'b2.kafka.example:9094'] } };

const NETWORK = { resourceGroup: 'net', location: 'westeurope', addressSpace: ['10.8.0.0/14'], firewallSubnetCidr: '10.8.0.0/26', clusterSubnetCidrs: { aks: '10.10.0.0/22' } };
const GIVEN = {
  resourceGroup: 'net',
  location: 'westeurope',
  virtualNetworkId: `${HUB}/virtualNetworks/hub`,
  firewallSubnetId: `${HUB}/virtualNetworks/hub/subnets/AzureFirewallSubnet`,
  clusterSubnetIds: { nodes: `${HUB}/virtualNetworks/hub/subnets/nodes` },
  firewallPolicyId: `${HUB}/firewallPolicies/hub`,
  publicIpId: `${HUB}/publicIPAddresses/firewall`,
  natGatewayId: `${HUB}/natGateways/hub`,
  natAddresses: ['198.51.100.0/30'],
  workspaceId: '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/logs',
};

/** Modes × denies × tiers × infrastructures × platform egress, and networks that are made or given. */
function stackCases(): StackCase[] {
  const platforms = ['none', 'aks'];
  const rules = Object.entries(REGIONS).flatMap(([infrastructure, region]) => ['Basic', 'Standard', 'Premium'].flatMap((tier) =>
    ['none', 'sources'].flatMap((defaultDeny) => platforms.map((platformEgress): StackCase => ({
      name: `rules-${infrastructure}-${tier}-${defaultDeny}-${platformEgress}`,
      region,
      receivers: tier === 'Basic' ? RECEIVERS : NAMED,
      azure: { platformEgress, rules: { firewallPolicyId: `${HUB}/firewallPolicies/hub`, priority: 400, tier, dnsProxy: tier !== 'Basic', defaultDeny } },
    })))));
  const network = (name: string, settings: object, more: Partial<StackCase> = {}): StackCase =>
    ({ name: `network-${name}`, region: REGIONS.aws, receivers: NAMED, azure: { platformEgress: 'aks', network: settings }, ...more });
  const networks = Object.entries(REGIONS).flatMap(([infrastructure, region]) => ['Standard', 'Premium'].flatMap((tier) => platforms.map((platformEgress) =>
    network(`${infrastructure}-${tier}-${platformEgress}`, {}, { region, azure: { platformEgress, network: { ...NETWORK, tier } } }))));
  return [
    ...rules,
    ...networks,
    network('given', GIVEN),
    network('given-prefix', { ...GIVEN, natGatewayId: undefined, natPrefixId: `${HUB}/publicIPPrefixes/out` }),
    network('given-network', { resourceGroup: 'net', location: 'westeurope', virtualNetworkId: `${HUB}/virtualNetworks/hub`, firewallSubnetCidr: '10.8.0.0/26', clusterSubnetCidrs: { aks: '10.10.0.0/22' } }),
    network('one-zone', { ...NETWORK, zones: ['2'], natPrefixLength: 28 }),
    network('zones', { ...NETWORK, zones: ['1', '2', '3'], tags: { 'cost centre': '47 "11"' }, dnsServers: ['10.1.0.4'] }),
    network('observe', NETWORK, { enforcement: 'observe' }),
  ];
}

/** Every stack of the matrix: valid, planned, applied with fake values, and without changes when it is planned again. */
export async function checkAzureStacks({ providers }: Engines): Promise<Check[]> {
  if (providers === undefined) return [];
  const work = temporaryDirectory('eic-azure-');
  const cases = stackCases();
  const checks = await Promise.all(cases.map(async (one) => checkCase(one, join(work, one.name), providers)));
  const wrong = checks.filter(({ result }) => result === 'failed');
  return [...wrong, checkOf(`azure stacks (${cases.length}: init, validate, plan, apply, empty second plan)`, wrong.map(({ name }) => name))];
}

async function checkCase(one: StackCase, directory: string, providers: Providers): Promise<Check> {
  try {
    mkdirSync(directory);
    writeFileSync(join(directory, 'cdk.tf.json'), stackOf(one));
    const { code, command, output } = await terraformAll(directory, [['init'], ['validate'], ['apply'], ['plan', '-detailed-exitcode']], providers);
    return code === 0 ? checkOf(one.name, []) : failed(one.name, `terraform ${command}: ${tail(output)}`);
  } catch (error) {
    return failed(one.name, (error as Error).message);
  }
}

/** What `eic synth` writes for the case. */
function stackOf({ region, azure, receivers, enforcement = 'enforce' }: StackCase): string {
  const data = {
    apiVersion: 'edge-integration-cell/v1',
    kind: 'EdgeIntegrationCell',
    name: 'plant',
    enforcement,
    btp: { region },
    cluster: { platform: 'aks', nodeCidrs: ['10.10.0.0/22', 'fd00:10:10::/64'], podCidrs: ['10.244.0.0/16'], apiServer: { cidrs: ['10.10.4.4/32'] } },
    ingress: { virtualHosts: { default: { host: 'eic.acme.example' }, api: { host: 'eic-api.acme.example' } } },
    receivers,
    firewall: { hub: { azure, provider: { subscriptionId: '11111111-1111-1111-1111-111111111111' } } },
  };
  const { definition, plan, firewall, problems } = readCell(data, 'file');
  if (definition === undefined || plan === undefined) throw new Error(problems.map(({ path, message }) => `${path} ${message}`).join('; '));
  const { firewall: _, ...props } = data;
  const cell = EdgeIntegrationCell.fromData(props);
  const compiled = compileTargets(definition, plan, firewall).hub!;
  return azureStack(cell, { key: 'hub', settings: firewall.hub!, compiled })!;
}
