import { Definition } from '../../cell';
import { ConnectivityPlan } from '../../plan';
import type { FirewallTarget } from '../../read-cell';
import { notRendered } from '../not-rendered';
import { Compiled, TargetContext } from '../target';

/** What aws makes of a cell for `firewall.<key>.aws`. */
export function compileAwsTarget({ path }: TargetContext<NonNullable<FirewallTarget['aws']>>, _definition: Definition, _plan: ConnectivityPlan): Compiled {
  return { rows: [], problems: [], findings: [notRendered(path, 'no Terraform is written for aws', 'take the flows of the plan into the firewall yourself')] };
}
