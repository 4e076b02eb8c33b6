import type { Compiled } from '../compile/target';
import type { FirewallTarget } from '../read-cell';

/** One target of `firewall`, ready to be written: each cloud has a function from this to the text of `cdk.tf.json`. */
export interface TargetToRender {
  /** Key of the target under `firewall`; name of the stack. */
  readonly key: string;
  /** As the definition gives it. */
  readonly settings: FirewallTarget;
  /** What the cloud made of the cell for this target. */
  readonly compiled: Compiled;
}
