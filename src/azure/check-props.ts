import { child } from '../cell/spec';
import { AzureDefaultDeny, AzureFirewallTier, AzureRuleOptions } from '../compile/azure';
import { EdgeIntegrationCell } from '../edge-integration-cell';
import { KINDS, oneOf, Problem, Problems } from '../errors';
import { isToken } from '../net';
import type { AzureFirewallRulesProps } from './azure-firewall-rules';

const TIERS: readonly AzureFirewallTier[] = ['Basic', 'Standard', 'Premium'];
const DEFAULT_DENIES: readonly AzureDefaultDeny[] = ['none', 'sources'];

/** What is wrong with the properties themselves: callers may be JavaScript, and tokens have no value yet. */
export function checkProps(props: AzureFirewallRulesProps, id: string): readonly Problem[] {
  const problems = new Problems();
  const { cell, firewallPolicyId, priority, tier, dnsProxy, defaultDeny } = props;
  const refuse = (name: keyof AzureFirewallRulesProps, rule: string, wayOut?: string) =>
    problems.must(KINDS.badProp, child(id, name), rule, props[name], wayOut);
  const oneWord = (name: keyof AzureFirewallRulesProps, value: string | undefined, words: readonly string[]) => {
    if (value !== undefined && !words.includes(value)) refuse(name, `be ${oneOf(words)}`);
  };
  if (!EdgeIntegrationCell.isEdgeIntegrationCell(cell)) refuse('cell', 'be an EdgeIntegrationCell');
  if (typeof firewallPolicyId !== 'string' || firewallPolicyId === '') refuse('firewallPolicyId', 'be the id of a firewall policy');
  if (isToken(priority)) refuse('priority', 'be a literal number, not a token', 'priorities are checked when the rules are made');
  else if (typeof priority !== 'number') refuse('priority', 'be a number');
  oneWord('tier', tier, TIERS);
  oneWord('defaultDeny', defaultDeny, DEFAULT_DENIES);
  if (dnsProxy !== undefined && typeof dnsProxy !== 'boolean') refuse('dnsProxy', 'be true or false');
  return problems.all;
}

/** The properties with their defaults. */
export function ruleOptions({ priority, tier = 'Standard', dnsProxy = false, defaultDeny = 'none' }: AzureFirewallRulesProps, id: string): AzureRuleOptions {
  return { target: id, priority, tier, dnsProxy, defaultDeny };
}

interface Place {
  readonly id: string;
  readonly path: string;
  readonly groupName: string;
  readonly priority: number;
}

/** Groups of one policy have different names and, since their order would be open, different priorities. */
export function checkSiblings({ id, groupName, priority }: Place, others: readonly Place[]): readonly Problem[] {
  const problems = new Problems();
  for (const other of others) {
    if (other.groupName === groupName) {
      problems.must(KINDS.nameClash, child(id, 'cell'), `be rendered into one policy once only, as by ${other.path}`, groupName, 'remove one of the two');
    } else if (other.priority === priority) {
      problems.must(KINDS.nameClash, child(id, 'priority'), `differ from that of ${other.path} in the same policy`, priority, 'give each cell its own priority');
    }
  }
  return problems.all;
}
