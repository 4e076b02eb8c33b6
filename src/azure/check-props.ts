import { child } from '../cell/spec';
import { AzureDefaultDeny, AzureFirewallTier, AzureRuleOptions } from '../compile/azure';
import { EdgeIntegrationCell } from '../edge-integration-cell';
import { KINDS, oneOf, Problem, Problems } from '../errors';
import { Cidr, isToken } from '../net';
import type { AzureFirewallRulesProps, AzurePlatformEgress } from './azure-firewall-rules';

const TIERS: readonly AzureFirewallTier[] = ['Basic', 'Standard', 'Premium'];
const DEFAULT_DENIES: readonly AzureDefaultDeny[] = ['none', 'sources'];
const PLATFORMS: readonly AzurePlatformEgress[] = ['none', 'aks'];

/** What is wrong with the properties themselves: callers may be JavaScript, and tokens have no value yet. */
export function checkProps(props: AzureFirewallRulesProps, id: string): readonly Problem[] {
  const problems = new Problems();
  const { cell, firewallPolicyId, priority, tier, dnsProxy, defaultDeny, platformEgress, platformPriority, platformSources } = props;
  const refuse = (name: keyof AzureFirewallRulesProps, rule: string, wayOut?: string) =>
    problems.must(KINDS.badProp, child(id, name), rule, props[name], wayOut);
  const oneWord = (name: keyof AzureFirewallRulesProps, value: string | undefined, words: readonly string[]) => {
    if (value !== undefined && !words.includes(value)) refuse(name, `be ${oneOf(words)}`);
  };
  if (!EdgeIntegrationCell.isEdgeIntegrationCell(cell)) refuse('cell', 'be an EdgeIntegrationCell');
  if (typeof firewallPolicyId !== 'string' || firewallPolicyId === '') refuse('firewallPolicyId', 'be the id of a firewall policy');
  const number = (name: keyof AzureFirewallRulesProps, value: unknown) => {
    if (isToken(value)) refuse(name, 'be a literal number, not a token', 'priorities are checked when the rules are made');
    else if (typeof value !== 'number') refuse(name, 'be a number');
  };
  number('priority', priority);
  if (platformPriority !== undefined) number('platformPriority', platformPriority);
  oneWord('platformEgress', platformEgress, PLATFORMS);
  if (platformSources !== undefined && !isNetworks(platformSources)) {
    refuse('platformSources', 'be a list of networks with prefix, such as 10.10.0.0/22');
  }
  oneWord('tier', tier, TIERS);
  oneWord('defaultDeny', defaultDeny, DEFAULT_DENIES);
  if (dnsProxy !== undefined && typeof dnsProxy !== 'boolean') refuse('dnsProxy', 'be true or false');
  return problems.all;
}

function isNetworks(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((text) => Cidr.read(text as string) instanceof Cidr);
}

/** The properties with their defaults. */
export function ruleOptions(props: AzureFirewallRulesProps, id: string): AzureRuleOptions {
  const { priority, tier = 'Standard', dnsProxy = false, defaultDeny = 'none', platformEgress = 'none', platformPriority, platformSources } = props;
  const options = { target: id, priority, tier, dnsProxy, defaultDeny };
  if (platformEgress === 'none') return options;
  return {
    ...options,
    platform: {
      platform: platformEgress,
      path: child(id, 'platformEgress'),
      priority: platformPriority ?? priority - 1,
      priorityPath: child(id, platformPriority === undefined ? 'priority' : 'platformPriority'),
      ...(platformSources === undefined ? {} : { sources: platformSources }),
    },
  };
}

interface Place {
  readonly id: string;
  readonly path: string;
  readonly groups: readonly { readonly groupName: string; readonly priority: number }[];
}

/** Groups of one policy have different names and, since their order would be open, different priorities. */
export function checkSiblings({ id, groups }: Place, others: readonly Place[]): readonly Problem[] {
  const problems = new Problems();
  const taken = others.flatMap((other) => other.groups.map((group) => ({ ...group, path: other.path })));
  for (const { groupName, priority } of groups) {
    const same = taken.find((other) => other.groupName === groupName);
    if (same !== undefined) {
      problems.must(KINDS.nameClash, child(id, 'cell'), `be rendered into one policy once only, as by ${same.path}`, groupName, 'remove one of the two');
      return problems.all;
    }
    const first = taken.find((other) => other.priority === priority);
    if (first === undefined) continue;
    const own = groupName === groups.at(-1)!.groupName;
    problems.must(KINDS.nameClash, child(id, own ? 'priority' : 'platformPriority'), `differ from that of ${first.path} in the same policy`, priority, 'give each cell its own priority');
  }
  return problems.all;
}
