import { addressGroups } from './address-groups';
import { denies } from './denies';
import { awsFirewalls } from './groups';
import { networkParts } from './network';
import { networkFlags } from './network-flags';
import { platformRules } from './platform';
import { policies } from './policy';
import { flowRules } from './rules';
import { FirewallTargets } from '../../../read-cell';
import { Layer } from '../../layer';
import { ReadOutput } from '../../read';
import { Lack, Wanted } from '../wanted';

/** What rule groups of ours in AWS Network Firewall, and a network of ours around it, lack, though another rule, group or default action hides it from every question. */
export function awsGroups(wanted: Wanted, output: ReadOutput, layers: readonly Layer[], targets: FirewallTargets): Lack[] {
  return awsFirewalls(wanted.definition.name, output, layers, targets)
    .flatMap((firewall) => [flowRules, platformRules, addressGroups, denies, policies, networkParts, networkFlags].flatMap((check) => check(wanted, firewall)));
}
