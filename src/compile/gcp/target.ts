import { Definition } from '../../cell';
import { ConnectivityPlan } from '../../plan';
import type { FirewallTarget } from '../../read-cell';
import { notRendered } from '../not-rendered';
import { Compiled, TargetContext } from '../target';

/** What gcp makes of a cell for `firewall.<key>.gcp`. */
export function compileGcpTarget({ path }: TargetContext<NonNullable<FirewallTarget['gcp']>>, _definition: Definition, _plan: ConnectivityPlan): Compiled {
  return { rows: [], problems: [], findings: [notRendered(path, 'no Terraform is written for gcp', 'take the flows of the plan into the firewall yourself')] };
}
