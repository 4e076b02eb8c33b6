import { AwsNetworkFirewallRules } from './aws-network-firewall-rules';
import { AwsProvider, type AwsProviderConfig } from './bindings';
import { addressOutput, AwsCompilation } from '../compile/aws';
import { EdgeIntegrationCell } from '../edge-integration-cell';
import { KINDS, Problem, problemOf, show, ValidationError } from '../errors';
import { backendFor } from '../terraform/backend';
import { TerraformOutput, TerraformStack } from '../terraform/engine';
import { escapeTerraformData } from '../terraform/escape';
import { stackJson } from '../terraform/stack-json';
import { TargetToRender } from '../terraform/target-to-render';

/**
 * The stack of an AWS target as Terraform reads it (`cdk.tf.json`): the provider, and the rules or the network of the cell. Undefined when nothing is
 * to be written.
 * @throws ValidationError with all problems, with paths below `firewall.<key>` or in the cell
 */
export function awsStack(cell: EdgeIntegrationCell, { key, settings: { aws, provider, backend }, compiled }: TargetToRender): string | undefined {
  if (aws === undefined) return undefined;
  const { rules, network, platformEgress } = aws;
  const region = (rules ?? network)!.region;
  const problems = [...compiled.problems, ...checkRegion(provider.region, region, `firewall.${key}.provider.region`)];
  if (problems.length > 0) throw new ValidationError(`target ${key} of edge integration cell ${cell.name}`, problems);
  return stackJson((stack) => {
    new AwsProvider(stack, 'aws', { region, ...(escapeTerraformData(provider) as AwsProviderConfig) });
    if (rules !== undefined) {
      const made = new AwsNetworkFirewallRules(stack, 'Rules', { cell, ...rules, platformEgress, tags: tagsOf(rules.tags) }, compiled as AwsCompilation);
      outputs(stack, { rule_group_arn: made.ruleGroupArn, platform_rule_group_arn: made.platformRuleGroupArn });
    } else {
      const { AwsEgressNetwork } = require('./aws-egress-network') as typeof import('./aws-egress-network'); // a network loads four times the resource classes of rules
      const made = new AwsEgressNetwork(stack, 'Network', { cell, ...network!, platformEgress, tags: tagsOf(network!.tags) }, compiled as AwsCompilation);
      outputs(stack, { vpc_id: made.vpcId, firewall_arn: made.firewallArn, rule_group_arn: made.ruleGroupArn, platform_rule_group_arn: made.platformRuleGroupArn });
      outputs(stack, Object.fromEntries(Object.entries(made.natAddresses).map(([zone, address]) => [addressOutput(zone), address])));
    }
  }, { name: key, ...backendFor(backend, cell.name, key) });
}

/** A provider of another Region would make the group where nothing references it. */
function checkRegion(given: unknown, region: string, path: string): readonly Problem[] {
  if (given === undefined || given === region) return [];
  return [problemOf(KINDS.conflict, path, `must be ${region}, as in the target, got: ${show(given)}; leave it out`)];
}

/** Tags of a definition are literal. */
function tagsOf(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { 'managed-by': 'edge-integration-cell', ...escapeTerraformData(tags) };
}

function outputs(stack: TerraformStack, values: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(values)) if (value !== undefined) new TerraformOutput(stack, name, { value });
}
