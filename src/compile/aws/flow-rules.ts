import { KINDS, Problems } from '../../errors';
import { carriesName, HostPattern } from '../../net';
import { Flow } from '../../plan';
import { TargetRow } from '../target';
import { addressLists, hostMatch, nameMatch, portList, RuleParts, ruleOf } from './rule-text';
import { AwsRuleOptions, SuricataRule } from './rules';
import { Sids } from './sids';

/** What compiling a flow needs besides the flow. */
export interface FlowContext {
  readonly cell: string;
  readonly options: Pick<AwsRuleOptions, 'target'>;
  readonly problems: Problems;
  readonly sids: Sids;
}

/** A rule that carries a flow, and how. */
export interface FlowRule {
  readonly rule: SuricataRule;
  readonly row: TargetRow;
}

/**
 * The most exact rules for a flow: by server name in TLS on any port, by Host header in HTTP, else by address. A name is looked for at the
 * flow's addresses where it has no others. None where there is none that is not wider than the flow; `problems` then has the ways out.
 */
export function flowRules(flow: Flow, from: string, context: FlowContext): FlowRule[] {
  const { hosts, cidrs } = flow.to;
  if (carriesName(flow.transport) && hosts.length > 0) {
    const destinations = flow.addressBound && cidrs.length > 0 ? addressLists(cidrs) : ['any'];
    const known = hosts.flatMap((host) => destinations.map((to, index) => nameRule(flow, { host, from, to, part: partOf(String(host), index) }, context)));
    return known;
  }
  if (cidrs.length === 0) {
    refuseNames(flow, context);
    return [];
  }
  return addressLists(cidrs).map((to, index) => addressRule(flow, { from, to, part: partOf('', index) }, context));
}

/** The first part of a list has no number, so that it keeps its id when the list gets a second one. */
function partOf(name: string, index: number): string {
  return index === 0 ? name : `${name}#${index + 1}`;
}

interface Place {
  readonly from: string;
  readonly to: string;
  readonly part: string;
}

function nameRule(flow: Flow, { host, ...place }: Place & { readonly host: HostPattern }, context: FlowContext): FlowRule {
  if (flow.transport === 'http') return made(flow, place, { protocol: 'http', keywords: ['alert', 'flow:to_server', 'http.host', hostMatch(host)] }, 'host', context);
  return made(flow, place, { protocol: 'tls', keywords: ['alert', 'flow:to_server', 'tls.sni', nameMatch(host)] }, 'sni', context);
}

function addressRule(flow: Flow, place: Place, context: FlowContext): FlowRule {
  return made(flow, place, { protocol: flow.transport === 'udp' ? 'udp' : 'tcp', keywords: ['flow:to_server'] }, 'ip', context);
}

function made(flow: Flow, { from, to, part }: Place, parts: Pick<RuleParts, 'protocol' | 'keywords'>, evidence: 'sni' | 'host' | 'ip', { cell, sids }: FlowContext): FlowRule {
  const sid = sids.claim(flow.key, part, flow.path);
  const message = ['eic', cell, flow.key, part].filter((text) => text !== '').join(' ');
  const rule = ruleOf({ ...parts, action: 'pass', from, to, ports: portList(flow.ports), message, sid });
  return { rule, row: { flow: flow.id, rule: `sid:${sid}`, mechanism: `suricata-${evidence}`, evidence, exact: true } };
}

/** Network Firewall looks at names that the connection carries; it resolves none. */
function refuseNames({ key, path, protocol, to: { hosts } }: Flow, { options, problems }: FlowContext): void {
  const wildcards = hosts.filter(({ wildcard }) => wildcard);
  const called = `flow ${key} (${protocol}) on AWS Network Firewall (${options.target})`;
  const addresses = path === 'cluster.ntp' ? 'give addresses instead of names' : `give ${path}.addresses`;
  if (wildcards.length > 0) {
    problems.must(KINDS.cannotExpress, path, `have no wildcard for ${called}: no server name is to be seen in the protocol`, wildcards.join(', '),
      `name each host and ${addresses}, use TLS from the first byte where the protocol has it, or reach the system through a proxy`);
  } else {
    problems.must(KINDS.cannotExpress, path, `have addresses for ${called}: it resolves no names, and none is to be seen in the protocol`, hosts.join(', '),
      `${addresses}, or use TLS from the first byte where the protocol has it`);
  }
}
