import { AzureNetworkCompilation, AzureTargetCompilation, NAT_OUTPUT } from '../compile/azure';
import { EdgeIntegrationCell } from '../edge-integration-cell';
import { ValidationError } from '../errors';
import { AzureFirewallRules } from './azure-firewall-rules';
import { AzurermProvider, type AzurermProviderConfig } from './bindings';
import { backendFor } from '../terraform/backend';
import { TerraformOutput, TerraformStack } from '../terraform/engine';
import { escapeTerraform, escapeTerraformData } from '../terraform/escape';
import { stackJson } from '../terraform/stack-json';
import { TargetToRender } from '../terraform/target-to-render';

/**
 * The stack of an Azure target as Terraform reads it (`cdk.tf.json`): the provider, and the rules of the cell or a network around them. Undefined
 * when nothing is to be written.
 * @throws ValidationError with all problems, with paths below `firewall.<key>` or in the cell
 */
export function azureStack(cell: EdgeIntegrationCell, { key, settings: { azure, provider, backend }, compiled }: TargetToRender): string | undefined {
  const { rules, network } = azure ?? {};
  if (rules === undefined && network === undefined) return undefined;
  if (compiled.problems.length > 0) throw new ValidationError(`target ${key} of edge integration cell ${cell.name}`, compiled.problems);
  const { subscriptionId } = compiled as AzureTargetCompilation;
  return stackJson((stack) => {
    new AzurermProvider(stack, 'azurerm', {
      ...(subscriptionId === undefined ? {} : { subscriptionId: escapeTerraform(subscriptionId) }),
      ...(escapeTerraformData(provider) as AzurermProviderConfig),
      features: [{}],
    });
    if (rules !== undefined) new AzureFirewallRules(stack, 'Rules', { cell, firewallPolicyId: escapeTerraform(rules.firewallPolicyId), priority: rules.priority }, compiled as AzureTargetCompilation);
    else networkIn(stack, cell, compiled as AzureNetworkCompilation);
  }, { name: key, ...backendFor(backend, cell.name, key) });
}

/** The network, and outputs for what comes next: the cluster, other cells, and the partners. */
function networkIn(stack: TerraformStack, cell: EdgeIntegrationCell, compiled: AzureNetworkCompilation): void {
  const { resourceGroup, location } = compiled.network.settings;
  const { AzureEgressNetwork } = require('./azure-egress-network') as typeof import('./azure-egress-network'); // a network loads four times the resource classes of rules
  const made = new AzureEgressNetwork(stack, 'Network', { cell, resourceGroup, location }, compiled);
  new TerraformOutput(stack, 'firewall_policy_id', { value: made.firewallPolicyId });
  new TerraformOutput(stack, 'firewall_private_ip', { value: made.privateIp });
  new TerraformOutput(stack, 'route_table_id', { value: made.routeTableId });
  new TerraformOutput(stack, NAT_OUTPUT, { value: [...made.natAddresses] });
}
