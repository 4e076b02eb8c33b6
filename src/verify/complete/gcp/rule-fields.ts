import { lacking, lackingAt } from '../settings';
import { GcpView, isOfFiles } from './view';
import { TerraformResource } from '../../read';
import { blockOf, blocksOf, isExpression, numberOf } from '../../rules';
import { Lack } from '../wanted';

/** Priorities of a cell from `priorityBase` on, among which those of its rules are chosen (definition, `priorityBase`). */
const RESERVED_PRIORITIES = 1_075_838_976;
const POLICY = 'google_compute_network_firewall_policy';

/** What the definition fixes of each rule of ours besides what it matches: place, policy, VMs and log. */
export function ownRuleFields(view: GcpView): Lack[] {
  const fieldsOf = (rule: TerraformResource) => [log, targets, policy, place, effect, destination].flatMap((check) => check(view, rule));
  return [...view.rules.flatMap(fieldsOf), ...association(view)];
}

/**
 * What is denied or inspected is logged; what is allowed only while observing, since a line for each connection is paid for and hides the denied ones.
 * What is allowed to every address is what a Secure Web Proxy inspects.
 */
function log({ wanted: { enforced }, values }: GcpView, rule: TerraformResource): Lack[] {
  const isLogged = rule.values.enable_logging === true;
  const isInspected = values.texts(blockOf(rule.values.match).dest_ip_ranges).some((range) => range.endsWith('/0'));
  const wanted = rule.values.action !== 'allow' || isInspected || !enforced;
  return isLogged === wanted ? [] : [lackingAt(rule, 'enable_logging', wanted ? 'log what it decides' : 'log nothing, as it allows and enforcement is enforce', isLogged)];
}

/** A rule without targets is for every VM of the network. */
function targets({ settings, target, values }: GcpView, rule: TerraformResource): Lack[] {
  if (settings === undefined) return [];
  const accounts = values.texts(rule.values.target_service_accounts);
  const tags = blocksOf(rule.values.target_secure_tags).flatMap(({ name }) => values.texts(name));
  const { serviceAccounts = [], secureTags = [] } = settings.targets ?? {};
  const isForAll = serviceAccounts.length + secureTags.length === 0;
  const ownNetwork = target?.gcp?.network !== undefined && target.gcp.network.network === undefined;
  return [
    ...(same(accounts, serviceAccounts) ? [] : [lackingAt(rule, 'target_service_accounts', `be for the service accounts ${serviceAccounts.join(', ') || 'of nobody in particular'}`, accounts)]),
    ...(same(tags, secureTags) ? [] : [lackingAt(rule, 'target_secure_tags', `be for the secure tags ${secureTags.join(', ') || 'of nobody in particular'}`, tags)]),
    ...(isForAll && !ownNetwork && values.texts(blockOf(rule.values.match).src_ip_ranges).length === 0
      ? [lackingAt(rule, 'match.src_ip_ranges', 'be for the addresses of the cell, as other VMs are in the network', undefined)] : []),
  ];
}

function policy({ settings, values }: GcpView, rule: TerraformResource): Lack[] {
  const of = rule.values.firewall_policy;
  if (settings === undefined) return [];
  const { firewallPolicy } = settings;
  // A data source stands for a policy that exists.
  const isThere = firewallPolicy === undefined ? isOfFiles(values, of, POLICY) : (isExpression(of) && values.resource(of, POLICY) === undefined) || of === firewallPolicy;
  return isThere ? [] : [lackingAt(rule, 'firewall_policy', `be in the policy ${firewallPolicy ?? 'of the files'}`, of)];
}

function place({ settings }: GcpView, rule: TerraformResource): Lack[] {
  if (settings === undefined) return [];
  const { priorityBase: base } = settings;
  const priority = numberOf(rule.values.priority, NaN);
  return base <= priority && priority < base + RESERVED_PRIORITIES ? []
    : [lackingAt(rule, 'priority', `lie among the priorities of the cell, ${base} to ${base + RESERVED_PRIORITIES - 1}`, rule.values.priority)];
}

/** A rule of ours is on, and for what leaves. */
function effect(_: GcpView, rule: TerraformResource): Lack[] {
  const { direction, disabled } = rule.values;
  return [
    ...(direction === 'EGRESS' ? [] : [lackingAt(rule, 'direction', 'be EGRESS', direction)]),
    ...(disabled === true ? [lackingAt(rule, 'disabled', 'be on', disabled)] : []),
  ];
}

/** A rule of ours says where to; without, it would be for every address of both versions. */
function destination(_: GcpView, rule: TerraformResource): Lack[] {
  const match = blockOf(rule.values.match);
  const given = Object.entries(match).filter(([key, value]) => key.startsWith('dest_') && (Array.isArray(value) ? value.length > 0 : typeof value === 'string' && value !== ''));
  return given.length > 0 ? [] : [lackingAt(rule, 'match', 'name its destinations', undefined)];
}

/** A policy of our own is for the network of the definition, and no other. */
function association({ settings, target, values }: GcpView): Lack[] {
  if (settings === undefined || settings.firewallPolicy !== undefined) return [];
  const { network } = target?.gcp?.rules ?? target?.gcp?.network ?? {};
  const found = values.ofType('google_compute_network_firewall_policy_association').filter(({ values: { firewall_policy: of } }) => isOfFiles(values, of, POLICY));
  const isWanted = ({ values: { attachment_target: to } }: TerraformResource) => (network === undefined ? isOfFiles(values, to, 'google_compute_network') : endsWith(to, network));
  if (found.length === 0) return [lacking('be there', `no association of the policy with ${network ?? 'the network'}`)];
  return found.filter((one) => !isWanted(one)).map((one) => lackingAt(one, 'attachment_target', `be ${network ?? 'the network of the files'}`, one.values.attachment_target));
}

/** Ids stand with and without the address of the API in front; what an expression stands for is not known. */
function endsWith(value: unknown, id: string): boolean {
  const text = typeof value === 'string' ? value : '';
  return isExpression(value) || text === id || text.endsWith(`/${id}`);
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text) => b.includes(text));
}
