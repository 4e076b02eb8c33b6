import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { awsStack } from '../../../src/aws/target';
import { compileAwsTarget } from '../../../src/compile/aws';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { readCell } from '../../../src/read-cell';
import { SAMPLE } from '../aws/sample';
import { failed, ok, skipped, tail, type Check } from '../check';
import type { Engines } from '../engines';
import { temporaryDirectory } from '../temporary';
import { useLocalState, terraform, terraformAll, type Providers } from '../terraform';

const REGIONS = { aws: 'eu10', azure: 'eu20-001', gcp: 'eu30' };
const ZONE_A = { firewallSubnetCidr: '10.42.240.0/28', natSubnetCidr: '10.42.240.16/28', workloadSubnets: { nodes: { cidr: '10.42.0.0/20' }, pods: { cidr: '10.42.16.0/20' } } };
const ZONE_B = { firewallSubnetCidr: '10.42.240.32/28', natSubnetCidr: '10.42.240.48/28', workloadSubnets: { nodes: { cidr: '10.42.32.0/20' } } };
const EXISTING = {
  firewallSubnetId: 'subnet-0000000000000001a', natGatewayId: 'nat-0000000000000001a', natRouteTableId: 'rtb-0000000000000001a', firewallRouteTableId: 'rtb-0000000000000002a',
  workloadSubnets: { nodes: { cidr: '10.42.0.0/20', subnetId: 'subnet-0000000000000002a', routeTableId: 'rtb-0000000000000003a' } },
};
const REGION = 'eu-central-1';

/** By mode: `aws` of the target. */
const MODES: Readonly<Record<string, object>> = {
  'rules': { rules: { region: REGION } },
  'rules with deny': { rules: { region: REGION, defaultDeny: 'sources', policyDefaultActions: ['aws:drop_established_app_layer'], tags: { owner: 'team "${a}"' } }, platformEgress: 'eks' },
  'network': { network: { region: REGION, vpcCidr: '10.42.0.0/16', zones: { a: ZONE_A, b: ZONE_B } } },
  'network with all': {
    network: { region: REGION, vpcCidr: '10.42.0.0/16', zones: { a: ZONE_A, b: ZONE_B }, dnsFirewall: true, dnsDomains: ['*.corp.example'], s3Buckets: ['layers'], logs: { bucket: 'logs' }, tags: { owner: 'net' } },
    platformEgress: 'eks',
  },
  'network of what exists': { network: { region: REGION, vpcId: 'vpc-0000000000000001a', zones: { a: EXISTING } } },
};

/** Every stack of AWS, by mode, BTP infrastructure and enforcement: init, validate, plan, apply with fake values, and a second plan without changes. */
export async function checkAwsStacks({ providers }: Engines): Promise<Check[]> {
  if (providers === undefined) return [skipped('AWS stacks', 'no Terraform providers')];
  const directory = temporaryDirectory('eic-aws-stacks-');
  const stacks = Object.entries(MODES).flatMap(([mode, aws], number) => Object.entries(REGIONS).map(([infrastructure, region], index) =>
    ({ name: `aws ${mode}, BTP on ${infrastructure}`, aws, region, enforcement: (number + index) % 3 === 2 ? 'observe' : 'enforce' })));
  return Promise.all(stacks.map(async ({ name, ...stack }, index) => checkStack(name, join(directory, `${index}`), stackText(stack), providers)));
}

/** The stack as `eic synth` writes it. */
function stackText({ aws, region, enforcement }: { readonly aws: object; readonly region: string; readonly enforcement: string }): string {
  // A network of ours routes its own subnets only.
  const cluster = 'network' in aws ? { ...SAMPLE.cluster, nodeCidrs: ['10.42.0.0/20'], egressSources: ['10.42.0.0/21', 'fd00:42::/32'] } : SAMPLE.cluster;
  const data = { apiVersion: 'edge-integration-cell/v1', kind: 'EdgeIntegrationCell', ...SAMPLE, cluster, enforcement, btp: { region }, firewall: { hub: { aws } } };
  const { definition, plan, firewall, problems } = readCell(data, 'file');
  if (definition === undefined || plan === undefined) throw new Error(stringify(problems));
  const settings = firewall.hub!;
  const compiled = compileAwsTarget({ path: 'firewall.hub.aws', settings: settings.aws! }, definition, plan);
  const cell = EdgeIntegrationCell.fromData({ ...SAMPLE, cluster, enforcement, btp: { region } });
  return awsStack(cell, { key: 'hub', settings, compiled })!;
}

async function checkStack(name: string, directory: string, text: string, providers: Providers): Promise<Check> {
  mkdirSync(directory);
  writeFileSync(join(directory, 'cdk.tf.json'), text);
  useLocalState(directory);
  const unserved = providers.unserved(directory);
  if (unserved.length > 0) return failed(name, unserved.join('; '));
  const { code, command, output } = await terraformAll(directory, [['init'], ['validate'], ['plan'], ['apply']], providers);
  if (code !== 0) return failed(name, `terraform ${command}: ${tail(output)}`);
  const again = await terraform(directory, ['plan', '-detailed-exitcode'], providers);
  return again.code === 0 ? ok(`${name} (init, validate, plan, apply, no second change)`) : failed(name, `a second plan has changes: ${tail(again.output)}`);
}
