import { AzureCompilation } from '../compile/azure';
import { EdgeIntegrationCell } from '../edge-integration-cell';
import { ValidationError } from '../errors';
import { AzureFirewallRules } from './azure-firewall-rules';
import { AzurermProvider, type AzurermProviderConfig } from './bindings';
import { backendFor } from '../terraform/backend';
import { escapeTerraformData } from '../terraform/escape';
import { stackJson } from '../terraform/stack-json';
import { TargetToRender } from '../terraform/target-to-render';

/**
 * The stack of an Azure target as Terraform reads it (`cdk.tf.json`): the provider, and the rules of the cell. Undefined when nothing is to be written.
 * @throws ValidationError with all problems, with paths below `firewall.<key>` or in the cell
 */
export function azureStack(cell: EdgeIntegrationCell, { key, settings: { azure, provider, backend }, compiled }: TargetToRender): string | undefined {
  const rules = azure?.rules;
  if (rules === undefined) return undefined;
  if (compiled.problems.length > 0) throw new ValidationError(`target ${key} of edge integration cell ${cell.name}`, compiled.problems);
  return stackJson((stack) => {
    new AzurermProvider(stack, 'azurerm', { ...(escapeTerraformData(provider) as AzurermProviderConfig), features: [{}] });
    new AzureFirewallRules(stack, 'Rules', { cell, ...rules }, compiled as AzureCompilation);
  }, { name: key, ...backendFor(backend, cell.name, key) });
}
