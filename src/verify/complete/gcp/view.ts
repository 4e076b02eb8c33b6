import { FirewallTarget } from '../../../read-cell';
import { FirewallLayer } from '../../layers/firewall-layer';
import { TerraformResource } from '../../read';
import { isExpression, TerraformValues } from '../../rules';
import { Wanted } from '../wanted';

export type GcpNetworkSettings = NonNullable<NonNullable<FirewallTarget['gcp']>['network']>;
/** Settings that `gcp.rules` and `gcp.network` both have. */
export type GcpSettings = NonNullable<NonNullable<FirewallTarget['gcp']>['rules']> | GcpNetworkSettings;

/** A firewall of Google Cloud, and what the definition says of it. */
export interface GcpView {
  readonly wanted: Wanted;
  readonly layer: FirewallLayer;
  readonly values: TerraformValues;
  readonly target: FirewallTarget | undefined;
  readonly settings: GcpSettings | undefined;
  /** Rules of ours, by their names. */
  readonly rules: readonly TerraformResource[];
}

/** Does the value name a policy, network or other resource of the files? */
export function isOfFiles(values: TerraformValues, value: unknown, type: string): boolean {
  return isExpression(value) ? values.resource(value, type) !== undefined : values.ofType(type).some(({ values: own }) => ['id', 'self_link', 'name'].some((key) => own[key] === value));
}
