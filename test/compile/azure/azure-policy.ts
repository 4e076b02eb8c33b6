import { Connection, verdictOf } from './azure-firewall';
import { AzureCompilation, groupsOf, RuleGroup } from '../../../src/compile/azure';

/** What the policy decides, and which group. `Deny` without a group is Azure's own end of every policy. */
export interface PolicyVerdict {
  readonly action: 'Allow' | 'Deny';
  readonly group: string | undefined;
  readonly rule: string | undefined;
}

type Group = Pick<RuleGroup, 'groupName' | 'priority' | 'networkCollections' | 'applicationCollections'>;

/**
 * A whole policy as Azure documents it: network rules of all groups in the order of their priorities, then application rules of all groups; the
 * first match ends it. What no rule matches is denied.
 */
export function policyVerdict(groups: readonly Group[], connection: Connection): PolicyVerdict {
  const ordered = [...groups].sort((a, b) => a.priority - b.priority);
  for (const kind of ['networkCollections', 'applicationCollections'] as const) {
    for (const group of ordered) {
      const one = { networkCollections: [], applicationCollections: [], [kind]: group[kind] } as unknown as AzureCompilation;
      const { action, rule } = verdictOf(one, connection);
      if (action !== 'none') return { action, group: group.groupName, rule };
    }
  }
  return { action: 'Deny', group: undefined, rule: undefined };
}

/** Groups of several cells in one policy. */
export function policyOf(...cells: readonly AzureCompilation[]): RuleGroup[] {
  return cells.flatMap(groupsOf);
}
