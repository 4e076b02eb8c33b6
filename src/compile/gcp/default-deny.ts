import { GcpContext, ruleOf } from './context';
import { GcpRule } from './rules';
import { Definition } from '../../cell';
import { child } from '../../cell/spec';
import { KINDS } from '../../errors';
import { findingOf } from '../../plan/finding';

/** Every address, one rule for each version: the implied rule of a network lets everything out. */
const EVERYWHERE = { v4: '0.0.0.0/0', v6: '::/0' } as const;

/** Do our rules deny anything? Never while observing. */
export function denies({ options, observing }: GcpContext): boolean {
  return options.defaultDeny !== 'none' && !observing;
}

/** Our deny for the targets, logged, after everything that is allowed. */
export function denyRules(context: GcpContext): GcpRule[] {
  const { options, observing, cell, findings } = context;
  const path = child(options.target, 'defaultDeny');
  if (denies(context)) {
    return Object.entries(EVERYWHERE).map(([version, range]) => ruleOf({
      band: 'deny', action: 'deny', key: `deny/${version}`, path, protocols: [{ protocol: 'all', ports: [] }], destRanges: [range],
    }, context));
  }
  const why = options.defaultDeny === 'none' ? '' : ', since enforcement: observe leaves our deny out';
  findings.push(findingOf(KINDS.ownDefaultDeny, null, path,
    `what no rule of eic-${cell} allows is decided by the other rules of the network, and allowed where there is none${why}`,
    observing ? 'set enforcement: enforce and a defaultDeny when the logs show no surprise' : 'make sure that the network denies it, or set defaultDeny: sources'));
  return [];
}

/** What denies needs targets, unless the network is ours: else it would cut everything else in the network. */
export function checkTargets({ enforcement }: Definition, context: GcpContext): void {
  const { options, problems } = context;
  const { serviceAccounts, secureTags } = options.targets;
  const path = child(options.target, 'targets');
  if (serviceAccounts.length > 0 && secureTags.length > 0) {
    problems.must(KINDS.conflict, path, 'have service accounts or secure tags, not both: a rule takes one kind', [...serviceAccounts, ...secureTags].join(', '));
  }
  for (const [name, list] of Object.entries({ serviceAccounts, secureTags })) {
    if (list.length > MOST_TARGETS) problems.must(KINDS.limit, child(path, name), `have at most ${MOST_TARGETS} entries`, list.length);
  }
  if (serviceAccounts.length + secureTags.length > 0 || options.ownNetwork) return;
  const inspects = options.wildcards === 'urlFiltering' ? 'wildcards: urlFiltering, which denies the names that are not listed' : undefined;
  const what = options.defaultDeny !== 'none' ? `defaultDeny: ${options.defaultDeny}` : inspects;
  if (what === undefined) return;
  problems.must(KINDS.gcpNeedsTargets, path, `name service accounts or secure tags of the cell's nodes with ${what}${enforcement === 'observe' ? ', also while observing' : ''}`, undefined,
    'else every VM of the network would be cut; or use a network of the cell\'s own');
}

/** Service accounts or tags of one rule; source: google provider. */
const MOST_TARGETS = 256;
