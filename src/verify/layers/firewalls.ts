import { Definition } from '../../cell';
import { compareText } from '../../errors';
import { AwsNetworkFirewall } from '../aws';
import { AzureFirewall } from '../azure';
import { AddressBook } from '../probes/address-book';
import { TerraformConfig } from '../read';
import { CloudEvaluator } from '../rules';
import { LayerKind } from '../sight';
import { FirewallLayer } from './firewall-layer';

interface Cloud {
  readonly kind: LayerKind;
  readonly resources: RegExp;
  readonly evaluator: (config: TerraformConfig) => CloudEvaluator;
}

const CLOUDS: readonly Cloud[] = [
  { kind: 'azure-firewall', resources: /^azurerm_firewall/, evaluator: (config) => new AzureFirewall(config) },
  { kind: 'aws-network-firewall', resources: /^aws_networkfirewall/, evaluator: (config) => new AwsNetworkFirewall(config) },
];

/** The firewalls of what was read, by target. */
export function firewallsOf(terraform: Readonly<Record<string, TerraformConfig>>, definition: Definition, book: AddressBook): readonly FirewallLayer[] {
  return Object.keys(terraform).sort(compareText).flatMap((target) => {
    const config = terraform[target]!;
    return CLOUDS.filter(({ resources }) => config.resources.some(({ type, mode }) => mode === 'managed' && resources.test(type)))
      .map(({ kind, evaluator }) => new FirewallLayer(`firewall ${target}`, kind, evaluator(config), book, definition));
  });
}
