import { FirewallTarget } from '../../../read-cell';
import { FirewallLayer } from '../../layers/firewall-layer';
import { TerraformResource } from '../../read';
import { isExpression, TerraformValues } from '../../rules';
import { Settings } from '../settings';
import { Wanted } from '../wanted';

const POLICY = 'azurerm_firewall_policy';

export type AzureTarget = NonNullable<FirewallTarget['azure']>;
export type AzureRules = NonNullable<AzureTarget['rules']>;
export type AzureNetworkSettings = NonNullable<AzureTarget['network']>;

/** An Azure Firewall, and what the definition says of it. */
export interface AzureView {
  readonly wanted: Wanted;
  readonly layer: FirewallLayer;
  readonly values: TerraformValues;
  readonly target: AzureTarget;
  /** Rule collection groups of ours, by their names. */
  readonly groups: readonly TerraformResource[];
}

/** The parts of an egress network that others are compared with. */
export interface AzureParts {
  readonly values: TerraformValues;
  readonly settings: AzureNetworkSettings;
  /** First part of the names of what is made. */
  readonly name: string;
  readonly firewall: TerraformResource;
  /** @default - the subnet exists */
  readonly firewallSubnet?: TerraformResource;
  /** Zones of a public address: one, or all three. */
  readonly addressZones: readonly string[];
  readonly found: Settings;
}

/** Is it the policy of the definition? A data source stands for one that exists. */
export function isPolicy(values: TerraformValues, value: unknown, id: string | undefined): boolean {
  if (id === undefined) return values.resource(value, POLICY) !== undefined;
  const text = typeof value === 'string' ? value : '';
  return text.toLowerCase() === id.toLowerCase() || (isExpression(value) && values.ofType(POLICY).every(({ address }) => !text.includes(`${address}.`)));
}

/** The resource of that type with the name of the network, else the first. */
export function madeOf({ values, name }: Pick<AzureParts, 'values' | 'name'>, type: string): TerraformResource | undefined {
  const all = values.ofType(type);
  return all.find((one) => one.values.name === name) ?? all[0];
}

/** Is it the subnet of the firewall, made or given? */
export function isFirewallSubnet({ values, firewallSubnet, settings }: AzureParts, value: unknown): boolean {
  return firewallSubnet === undefined ? isId(value, settings.firewallSubnetId) : values.resource(value, 'azurerm_subnet') === firewallSubnet;
}

/** Ids of Azure do not tell cases apart; what an expression of something else stands for is not known. */
export function isId(value: unknown, id: string | undefined): boolean {
  return typeof value === 'string' && (value.toLowerCase() === id?.toLowerCase() || isExpression(value));
}
