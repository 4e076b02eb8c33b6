import { GoogleProvider, type GoogleProviderConfig } from './bindings';
import { GcpFirewallRules } from './gcp-firewall-rules';
import { GcpCompilation, GcpTargets, natOutput } from '../compile/gcp';
import { EdgeIntegrationCell } from '../edge-integration-cell';
import { ValidationError } from '../errors';
import { backendFor } from '../terraform/backend';
import { TerraformOutput } from '../terraform/engine';
import { escapeTerraformData } from '../terraform/escape';
import { stackJson } from '../terraform/stack-json';
import { TargetToRender } from '../terraform/target-to-render';

/**
 * The stack of a Google Cloud target as Terraform reads it (`cdk.tf.json`): the provider, and the rules of the cell or its egress network. Undefined
 * when nothing is to be written.
 * @throws ValidationError with all problems, with paths below `firewall.<key>` or in the cell
 */
export function gcpStack(cell: EdgeIntegrationCell, { key, settings: { gcp, provider, backend }, compiled }: TargetToRender): string | undefined {
  if (gcp?.rules === undefined && gcp?.network === undefined) return undefined;
  if (compiled.problems.length > 0) throw new ValidationError(`target ${key} of edge integration cell ${cell.name}`, compiled.problems);
  const compilation = compiled as GcpCompilation;
  const platformEgress = gcp.platformEgress === 'gke';
  return stackJson((stack) => {
    new GoogleProvider(stack, 'google', escapeTerraformData(provider) as GoogleProviderConfig);
    if (gcp.rules !== undefined) {
      const { targets, ...rules } = gcp.rules;
      new GcpFirewallRules(stack, 'Rules', { cell, ...rules, ...targetProps(targets), platformEgress }, compilation);
    } else {
      const { targets, ...network } = gcp.network!;
      const { GcpEgressNetwork } = require('./gcp-egress-network') as typeof import('./gcp-egress-network'); // a network loads four times the resource classes of rules
      const egress = new GcpEgressNetwork(stack, 'Network', { cell, ...network, ...targetProps(targets), platformEgress }, compilation);
      const reserved = egress.natAddresses.slice(network.natAddresses.length);
      reserved.forEach((value, index) => new TerraformOutput(stack, natOutput(index), { value }));
    }
  }, { name: key, ...backendFor(backend, cell.name, key) });
}

function targetProps(targets: GcpTargets | undefined) {
  return { targetServiceAccounts: targets?.serviceAccounts ?? [], targetSecureTags: targets?.secureTags ?? [] };
}
