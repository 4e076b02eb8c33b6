import { RuleCollection } from './rules';

/** Our collections in the order of evaluation; what is denied is denied after everything that is allowed. */
export const COLLECTIONS = {
  allowNetwork: { name: 'allow-network', priority: 1000, action: 'Allow' },
  denyNetwork: { name: 'deny-network', priority: 2000, action: 'Deny' },
  allowApplication: { name: 'allow-application', priority: 3000, action: 'Allow' },
  denyApplication: { name: 'deny-application', priority: 4000, action: 'Deny' },
} as const;

/** Collections that have rules; Azure takes no empty ones. */
export function withRules<R>(collections: readonly RuleCollection<R>[]): RuleCollection<R>[] {
  return collections.filter(({ rules }) => rules.length > 0);
}
