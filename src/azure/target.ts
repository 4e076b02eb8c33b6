import { AzureCompilation, AzureRuleOptions, checkProviderSettings, compileAzure } from '../compile/azure';
import { EdgeIntegrationCell } from '../edge-integration-cell';
import { ValidationError } from '../errors';
import { AzureFirewallRules } from './azure-firewall-rules';
import { AzurermProvider, type AzurermProviderConfig } from './bindings';
import { backendOf } from '../terraform/backend';
import { escapeTerraformData } from '../terraform/escape';
import { stackJson, TerraformBackend } from '../terraform/stack-json';

/** `firewall.<key>` of a definition with `azure.rules`, as it was read. */
export interface AzureTarget {
  /** Key of the target under `firewall`; name of the stack. */
  readonly key: string;
  /** `azure.rules` */
  readonly rules: Omit<AzureRuleOptions, 'target'> & { readonly firewallPolicyId: string };
  /** `provider`: literal settings of azurerm. */
  readonly provider: Readonly<Record<string, unknown>>;
  /** `backend`
   * @default - none is written */
  readonly backend?: TerraformBackend;
}

/**
 * The stack of an Azure target as Terraform reads it (`cdk.tf.json`): the provider, and the rules of the cell.
 * @param compiled what `compileAzure` made of the cell for this target, if that was done already
 * @throws ValidationError with all problems, with paths below `firewall.<key>` or in the cell
 */
export function azureStack(cell: EdgeIntegrationCell, { key, rules, provider, backend }: AzureTarget, compiled?: AzureCompilation): string {
  const path = `firewall.${key}`;
  const compilation = compiled ?? compileAzure(cell.definition, cell.plan, { ...rules, target: `${path}.azure.rules` });
  const problems = [...checkProviderSettings(provider, `${path}.provider`), ...compilation.problems];
  if (problems.length > 0) throw new ValidationError(`target ${key} of edge integration cell ${cell.name}`, problems);
  return stackJson((stack) => {
    new AzurermProvider(stack, 'azurerm', { ...(escapeTerraformData(provider) as AzurermProviderConfig), features: [{}] });
    new AzureFirewallRules(stack, 'Rules', { cell, ...rules }, compilation);
  }, { name: key, ...(backend === undefined ? {} : { backend: backendOf(backend, { cell: cell.name, target: key }) }) });
}
