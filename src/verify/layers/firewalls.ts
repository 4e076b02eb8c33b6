import { Definition } from '../../cell';
import { compareText } from '../../errors';
import { FirewallTarget, FirewallTargets } from '../../read-cell';
import type { GcpFirewallOptions } from '../gcp';
import { Layer } from '../layer';
import { AddressBook } from '../probes/address-book';
import { TerraformConfig } from '../read';
import { EgressRoutes } from '../routes';
import { CloudEvaluator, TerraformValues } from '../rules';
import { LayerKind } from '../sight';
import { FirewallLayer } from './firewall-layer';
import { InsideNetworks } from './inside-networks';
import { RoutesLayer } from './routes-layer';

interface Cloud {
  readonly kind: LayerKind;
  /** Resources that hold rules. */
  readonly resources: RegExp;
  /** The network itself: with it, what no rule decides is decided here. */
  readonly network: string;
  readonly evaluator: (config: TerraformConfig, layer: string, target: FirewallTarget | undefined) => CloudEvaluator;
}

/** An evaluator is loaded when there is something for it. */
const aws = () => require('../aws') as typeof import('../aws');
const azure = () => require('../azure') as typeof import('../azure');
const gcp = () => require('../gcp') as typeof import('../gcp');

const CLOUDS: readonly Cloud[] = [
  { kind: 'azure-firewall', resources: /^azurerm_firewall/, network: 'azurerm_virtual_network', evaluator: (config, layer) => new (azure().AzureFirewall)(config, { layer }) },
  { kind: 'aws-network-firewall', resources: /^aws_networkfirewall/, network: 'aws_vpc', evaluator: (config, layer) => new (aws().AwsNetworkFirewall)(config, { layer }) },
  {
    kind: 'gcp-firewall', resources: /^google_compute_(?:firewall|network_firewall_policy|region_network_firewall_policy)/, network: 'google_compute_network',
    evaluator: (config, layer, target) => new (gcp().GcpFirewall)(config, { layer, ...(declaredTargets(target) ?? targetsOf(config)) }),
  },
];

/** The firewalls of what was read, by target, and the ways to them where the network is there too. */
export function firewallsOf(terraform: Readonly<Record<string, TerraformConfig>>, definition: Definition, book: AddressBook, targets: FirewallTargets): readonly Layer[] {
  const inside = new InsideNetworks(definition);
  return Object.keys(terraform).sort(compareText).flatMap((target): Layer[] => {
    const config = terraform[target]!;
    const has = (wanted: (type: string) => boolean) => config.resources.some(({ type, mode }) => mode === 'managed' && wanted(type));
    const firewalls = CLOUDS.filter(({ resources }) => has((type) => resources.test(type))).map(({ kind, evaluator, network }) =>
      new FirewallLayer(`firewall ${target}`, target, kind, evaluator(config, `firewall ${target}`, targets[target]), book, inside, has((type) => type === network)));
    if (firewalls.length === 0) return [];
    const routes = new EgressRoutes(config, { layer: `routes ${target}` });
    return [...firewalls, new RoutesLayer(`routes ${target}`, routes, inside)];
  });
}

/** Which VMs the cell's are, as the definition says; undefined where it does not. */
function declaredTargets(target: FirewallTarget | undefined): Pick<GcpFirewallOptions, 'serviceAccounts' | 'secureTags'> | undefined {
  const declared = (target?.gcp?.rules ?? target?.gcp?.network)?.targets;
  return declared === undefined ? undefined : { serviceAccounts: declared.serviceAccounts, secureTags: declared.secureTags };
}

/** Without a definition of the target, the VMs of the cell are taken to be those that its rules are for. */
function targetsOf(config: TerraformConfig): { readonly serviceAccounts: readonly string[]; readonly secureTags: readonly string[] } {
  const values = new TerraformValues(config);
  const all = (field: string, key: string) => [...new Set(config.resources.flatMap((resource) => {
    const value = resource.values[field];
    return Array.isArray(value) && typeof value[0] === 'object' ? value.flatMap((entry) => values.texts((entry as Record<string, unknown>)[key])) : values.texts(value);
  }))];
  return { serviceAccounts: all('target_service_accounts', 'name'), secureTags: all('target_secure_tags', 'name') };
}
