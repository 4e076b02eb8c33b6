import { KINDS, Problems } from '../../errors';
import { isWeb, Port } from '../../net';
import { Finding, Flow } from '../../plan';
import { findingOf } from '../../plan/finding';
import { TargetRow } from '../target';
import { ApplicationRule, AzureRuleOptions, NetworkRule } from './rules';
import { splitVersions } from './sources';

/** The rule that carries a flow, before it has a name. */
export type FlowRule =
  | { readonly mechanism: 'application-rule'; readonly evidence: TargetRow['evidence']; readonly rule: Omit<ApplicationRule, 'name'> }
  | { readonly mechanism: 'network-rule'; readonly evidence: TargetRow['evidence']; readonly rule: Omit<NetworkRule, 'name'> };

/** Highest port of an application rule. */
const HIGHEST_APPLICATION_PORT = 64000;
const SMTP_RELAY = Port.of(25);

/** What compiling a flow needs besides the flow. */
export interface FlowContext {
  readonly options: AzureRuleOptions;
  readonly problems: Problems;
  readonly findings: Finding[];
}

/**
 * The most exact rule that Azure Firewall has for a flow: by server name or Host header for web protocols, else by address, else by resolved
 * names. Undefined where it has none that is not wider than the flow; `problems` then has the ways out.
 */
export function flowRule(flow: Flow, sourceAddresses: readonly string[], context: FlowContext): FlowRule | undefined {
  checkPlatform(flow, context);
  if (!hasVersion4(flow, context)) return undefined;
  const [v4] = splitVersions(flow.to.cidrs);
  if (isWeb(flow.transport) && flow.to.hosts.length > 0) {
    const type = flow.transport === 'https' ? 'Https' : 'Http';
    if (!checkWebPorts(flow, context)) return undefined;
    return {
      mechanism: 'application-rule',
      evidence: type === 'Https' ? 'sni' : 'host',
      rule: { protocols: flow.ports.map(({ first }) => ({ type, port: first })), sourceAddresses, destinationFqdns: flow.to.hosts.map(String) },
    };
  }
  const network = { sourceAddresses, protocols: [flow.transport === 'udp' ? 'UDP' : 'TCP'] as const, destinationPorts: flow.ports.map(String) };
  if (v4.length > 0) return { mechanism: 'network-rule', evidence: 'ip', rule: { ...network, destinationAddresses: v4.map(String) } };
  if (!checkNames(flow, context)) return undefined;
  return { mechanism: 'network-rule', evidence: 'dns', rule: { ...network, destinationFqdns: flow.to.hosts.map(String) } };
}

/** Azure itself stops SMTP between mail servers, whatever the firewall says. */
function checkPlatform(flow: Flow, { options, problems }: FlowContext): void {
  const blocked = flow.transport !== 'udp' && flow.network === 'internet' && flow.ports.find((port) => port.contains(SMTP_RELAY));
  if (!blocked) return;
  problems.must(KINDS.cannotExpress, flow.path, `not use port 25 to the Internet in ${called(flow, options)}: the Azure platform blocks it`, blocked.toJSON(),
    'submit mail on 587 (protocol: smtp, with STARTTLS) or 465 (protocol: smtps), or give network: private for a relay of your own');
}

/** Is there IPv4 to get to? */
function hasVersion4(flow: Flow, { options, problems, findings }: FlowContext): boolean {
  const [v4, v6] = splitVersions(flow.to.cidrs);
  if (v6.length === 0) return true;
  if (v4.length === 0) {
    problems.must(KINDS.cannotExpress, flow.path, `have an IPv4 address for ${called(flow, options)}, which carries no IPv6`, v6.join(', '),
      'give its IPv4 addresses, or choose a target that carries IPv6');
    return false;
  }
  findings.push(findingOf(KINDS.noIpv6, flow.id, flow.path, `Azure Firewall carries no IPv6: ${v6.join(', ')} ${v6.length > 1 ? 'have' : 'has'} no rule`,
    'make sure that the cell does not need the address, and has no other way out by IPv6'));
  return true;
}

/** Application rules have single ports, up to 64000. */
function checkWebPorts(flow: Flow, { options, problems }: FlowContext): boolean {
  const range = flow.ports.find(({ isSingle }) => !isSingle);
  const high = flow.ports.find(({ last }) => last > HIGHEST_APPLICATION_PORT);
  if (range !== undefined) {
    problems.must(KINDS.cannotExpress, flow.path, `have single ports for ${called(flow, options)}: application rules take no ranges`, range.toJSON(),
      'list the ports one by one, or describe the system by its addresses, without a host');
  }
  if (high !== undefined) {
    problems.must(KINDS.limit, flow.path, `have ports up to ${HIGHEST_APPLICATION_PORT} for ${called(flow, options)}: application rules take no higher ones`, high.toJSON(),
      'use a lower port, or describe the system by its addresses, without a host');
  }
  return range === undefined && high === undefined;
}

/** Can a network rule have the names? Only exact ones, which the firewall resolves by its DNS proxy. */
function checkNames(flow: Flow, { options, problems }: FlowContext): boolean {
  const wildcards = flow.to.hosts.filter(({ wildcard }) => wildcard);
  if (wildcards.length > 0) {
    problems.must(KINDS.cannotExpress, flow.path, `have no wildcard for ${called(flow, options)}: only application rules match wildcards, and only HTTP and HTTPS`,
      wildcards.join(', '), `name each host, ${addressRemedy(flow)}, or choose a target that matches server names on any port`);
    return false;
  }
  if (options.dnsProxy && options.tier !== 'Basic' && flow.to.hosts.length > 0) return true;
  problems.must(KINDS.cannotExpress, flow.path,
    `have addresses for ${called(flow, options)}: its network rules resolve names only with the DNS proxy of a Standard or Premium policy`, flow.to.hosts.join(', '),
    `${addressRemedy(flow)}, or turn on the DNS proxy of the policy (dnsProxy: true, ${options.tier === 'Basic' ? 'not with tier: Basic' : `tier: ${options.tier}`})`);
  return false;
}

function called({ key, protocol }: Flow, { target }: AzureRuleOptions): string {
  return `flow ${key} (${protocol}) on Azure Firewall (${target})`;
}

function addressRemedy({ path }: Flow): string {
  return path === 'cluster.ntp' ? 'give addresses instead of names' : `give ${path}.addresses`;
}
