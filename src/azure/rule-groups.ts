import { Construct } from 'constructs';
import { FirewallPolicyRuleCollectionGroup } from './bindings';
import { groupConfig } from './group-config';
import { AzureCompilation, groupsOf } from '../compile/azure';

/** The resources of a compiled cell, in the order in which they are written. */
export interface RuleGroups {
  /** The group of the cell itself. */
  readonly own: FirewallPolicyRuleCollectionGroup;
  readonly all: readonly FirewallPolicyRuleCollectionGroup[];
}

/**
 * One resource for each group, one after the other: Azure refuses updates of one policy at the same time.
 * @param after what must be there first, such as the groups of another cell in the same policy
 */
export function ruleGroups(scope: Construct, compiled: AzureCompilation, policyId: string, after: readonly FirewallPolicyRuleCollectionGroup[] = []): RuleGroups {
  const all: FirewallPolicyRuleCollectionGroup[] = [];
  for (const group of groupsOf(compiled)) {
    const before = all.length > 0 ? [all.at(-1)!] : after;
    const id = group.groupName === compiled.groupName ? 'Group' : group.groupName === compiled.denyGroup?.groupName ? 'DenyGroup' : 'PlatformGroup';
    all.push(new FirewallPolicyRuleCollectionGroup(scope, id, { ...groupConfig(group, policyId), ...(before.length === 0 ? {} : { dependsOn: [...before] }) }));
  }
  return { own: all.find(({ node }) => node.id === 'Group')!, all };
}
