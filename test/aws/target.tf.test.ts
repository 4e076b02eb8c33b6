import { AwsProvider } from '../../src/aws/bindings';
import { awsStack } from '../../src/aws/target';
import { compileAwsTarget } from '../../src/compile/aws';
import { PROVIDER_SETTINGS } from '../../src/compile/provider-settings';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { readCell } from '../../src/read-cell';
import { minimalFile, minimalProps, problemsOf } from '../support/cells';

const ZONE = { firewallSubnetCidr: '10.60.32.0/28', natSubnetCidr: '10.60.32.16/28', workloadSubnets: { nodes: { cidr: '10.60.0.0/21' } } };

function stack(target: object, changes: object = {}): string | undefined {
  const { definition, plan, firewall, problems } = readCell({ ...minimalFile(), ...changes, firewall: { inspection: target } }, 'file');
  expect(problems).toEqual([]);
  const settings = firewall.inspection!;
  const compiled = compileAwsTarget({ path: 'firewall.inspection.aws', settings: settings.aws! }, definition!, plan!);
  return awsStack(EdgeIntegrationCell.fromData({ ...minimalProps(), ...changes }), { key: 'inspection', settings, compiled });
}

const parsed = (target: object, changes: object = {}) => JSON.parse(stack(target, changes)!) as {
  terraform: object; provider: object; output: Record<string, { value: string }>; resource: Record<string, Record<string, { tags: Record<string, string> }>>;
};

it('is a stack with the provider in its Region, the groups and their ARNs', () => {
  const { terraform, provider, output, resource } = parsed({ aws: { rules: { region: 'eu-west-3' }, platformEgress: 'eks' }, provider: { profile: 'net' } });
  expect(terraform).toEqual({ required_providers: { aws: { source: 'aws', version: '6.25.0' } } });
  expect(provider).toEqual({ aws: [{ profile: 'net', region: 'eu-west-3' }] });
  expect(Object.keys(output)).toEqual(['platform_rule_group_arn', 'rule_group_arn']);
  expect(Object.keys(resource)).toEqual(['aws_networkfirewall_rule_group']);
});

it('has the addresses of a network as outputs', () => {
  const { output } = parsed({ aws: { network: { region: 'eu-west-3', vpcCidr: '10.60.0.0/16', zones: { a: ZONE } } } }, { cluster: { ...minimalProps().cluster, nodeCidrs: ['10.60.0.0/21'] } });
  expect(Object.keys(output)).toEqual(['firewall_arn', 'nat_address_a', 'rule_group_arn', 'vpc_id']);
  expect(output.nat_address_a!.value).toMatch(/^\$\{aws_nat_gateway\.Network_Zone-a_Nat_\w+\.public_ip\}$/);
});

it('takes text of the definition as text', () => {
  const { resource } = parsed({ aws: { rules: { region: 'eu-west-3', tags: { owner: '${var.x} %{ if } "; <b>' } } } });
  const [group] = Object.values(resource.aws_networkfirewall_rule_group!);
  expect(group!.tags).toEqual({ 'managed-by': 'edge-integration-cell', 'owner': '$${var.x} %%{ if } "; <b>' });
});

it('writes the backend with the names of cell and target', () => {
  expect(parsed({ aws: { rules: { region: 'eu-west-3' } }, backend: { type: 's3', config: { key: '{cell}/{target}.tfstate' } } }).terraform).toMatchObject({ backend: { s3: { key: 'plant/inspection.tfstate' } } });
});

it('refuses a provider of another Region, and what the firewall cannot express, at once', () => {
  const run = () => stack({ aws: { rules: { region: 'eu-west-3' } }, provider: { region: 'us-east-1' } }, { receivers: { r: { protocol: 'sftp', host: '*.bank.example' } } });
  expect(problemsOf(run).map(({ code, path }) => `${code} ${path}`)).toEqual(['EIC302 firewall.inspection.provider.region', 'EIC401 receivers.r']);
});

it('knows only settings that the provider has', () => {
  for (const name of PROVIDER_SETTINGS.aws.settings.keys()) expect(Object.getOwnPropertyDescriptor(AwsProvider.prototype, name)?.set).toBeDefined();
});
