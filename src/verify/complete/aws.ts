import { addressGroups } from './aws-address-groups';
import { denies } from './aws-denies';
import { awsFirewalls } from './aws-groups';
import { networkParts } from './aws-network';
import { networkFlags } from './aws-network-flags';
import { platformRules } from './aws-platform';
import { policies } from './aws-policy';
import { references } from './aws-references';
import { flowRules } from './aws-rules';
import { Lack, Wanted } from './wanted';
import { FirewallTargets } from '../../read-cell';
import { Layer } from '../layer';
import { ReadOutput } from '../read';

/** What rule groups of ours in AWS Network Firewall, and a network of ours around it, lack, though another rule, group or default action hides it from every question. */
export function awsGroups(wanted: Wanted, output: ReadOutput, layers: readonly Layer[], targets: FirewallTargets): Lack[] {
  return awsFirewalls(wanted.definition.name, output, layers, targets)
    .flatMap((firewall) => [flowRules, platformRules, addressGroups, denies, policies, networkParts, networkFlags, references].flatMap((check) => check(wanted, firewall)));
}
