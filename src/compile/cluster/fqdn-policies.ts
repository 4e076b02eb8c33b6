import { carriedByGateway, gatewaySettingsOf } from './gateway/settings';
import { objectName } from './names';
import { opensByName, PolicyScope } from './network-policies';
import { portNumbers } from './ports';
import { PodSelector, protectedNamespaces } from './scopes';
import { Definition, dnsLocation } from '../../cell';
import { child } from '../../cell/spec';
import { compareText, KINDS, Problems } from '../../errors';
import { HostPattern } from '../../net';
import type { Flow } from '../../plan';
import { Finding, findingOf } from '../../plan/finding';

/** Hosts that are open on the same ports. */
export interface FqdnRuleRow {
  readonly hosts: readonly HostPattern[];
  /** TCP ports, one by one: neither kind of policy is known to take ranges by name. */
  readonly ports: readonly number[];
  readonly flows: readonly string[];
}

/** The policy of a network plug-in by which pods reach hosts by name. */
export interface FqdnPolicyRow {
  readonly plugin: 'cilium' | 'gke';
  readonly name: string;
  readonly namespace: string;
  readonly pods?: PodSelector;
  readonly egress: readonly FqdnRuleRow[];
}

/** DNS of all pods of a namespace, into which Cilium looks. */
export interface InspectedDnsRow {
  readonly name: string;
  readonly namespace: string;
  /** Where the DNS pods are. */
  readonly dns: { readonly namespace: string; readonly selector: Readonly<Record<string, string>>; readonly ports: readonly number[] };
}

export interface FqdnRows {
  readonly fqdnPolicies: readonly FqdnPolicyRow[];
  readonly inspectedDns: readonly InspectedDnsRow[];
}

/**
 * First Cilium in which `**.` at the start of a pattern is one or more labels; before, `**` was `*`, which stays inside one label
 * (cilium/cilium#43420; upgrade notes of 1.19).
 */
export const MULTI_LABEL_SINCE = '1.19';

/** What opens the Internet by name, in place of the NetworkPolicies' rule. Policies add up: beside that rule it would narrow nothing. */
export function fqdnRowsOf(definition: Definition, scopes: readonly PolicyScope[], problems: Problems): FqdnRows {
  const { egress: { fqdnPolicy: plugin }, name: cell, cluster } = definition;
  if (!opensByName(definition) || plugin === 'none') return { fqdnPolicies: [], inspectedDns: [] };
  const refused = new Set<string>();
  const fqdnPolicies = scopes.flatMap(({ what, namespace, pods, flows, hosts }): FqdnPolicyRow[] => {
    const own = flows.filter((flow) => flow.transport !== 'udp' && !flow.addressBound && (hosts !== undefined || !carriedByGateway(flow, definition)));
    const egress = rulesOf(own, hosts);
    for (const flow of own) checkWildcards(flow, definition, hosts, refused, problems);
    return egress.length === 0 ? [] : [{ plugin, name: objectName(cell, `fqdn-${what}`), namespace, ...(pods === undefined ? {} : { pods }), egress }];
  });
  const { namespace, selector, ports } = dnsLocation(cluster);
  const gateway = gatewaySettingsOf(definition)?.namespace;
  const inspected = plugin === 'cilium' ? [...protectedNamespaces(definition), ...(gateway === undefined ? [] : [gateway])] : [];
  return {
    fqdnPolicies: fqdnPolicies.sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name)),
    inspectedDns: inspected.map((own) => ({ name: objectName(cell, 'dns'), namespace: own, dns: { namespace, selector, ports } })),
  };
}

/** Hosts with the same ports share a rule. */
function rulesOf(flows: readonly Flow[], which: PolicyScope['hosts']): FqdnRuleRow[] {
  const rules = new Map<string, { ports: readonly number[]; hosts: Map<string, HostPattern>; flows: Set<string> }>();
  for (const flow of flows) {
    const hosts = flow.to.hosts.filter(({ wildcard }) => which === undefined || wildcard === (which === 'wildcard'));
    if (hosts.length === 0) continue;
    const ports = [...new Set(flow.ports.flatMap(portNumbers))].sort((a, b) => a - b);
    const rule = rules.get(ports.join()) ?? { ports, hosts: new Map<string, HostPattern>(), flows: new Set<string>() };
    rules.set(ports.join(), rule);
    for (const host of hosts) rule.hosts.set(host.toString(), host);
    rule.flows.add(flow.id);
  }
  return [...rules].sort(([a], [b]) => compareText(a, b)).map(([, { ports, hosts, flows: ids }]) => ({
    ports, hosts: [...hosts].sort(([a], [b]) => compareText(a, b)).map(([, host]) => host), flows: [...ids].sort(compareText),
  }));
}

/** A wildcard that stays inside one label would leave out names that the flow has. */
function checkWildcards(flow: Flow, { cluster, egress }: Definition, which: PolicyScope['hosts'], refused: Set<string>, problems: Problems): void {
  const wild = flow.to.hosts.filter(({ wildcard }) => wildcard);
  if (wild.length === 0 || which === 'exact' || refused.has(flow.key)) return;
  const { version } = cluster.cni;
  if (egress.fqdnPolicy === 'cilium' && version !== undefined && !isOlder(version, MULTI_LABEL_SINCE)) return;
  refused.add(flow.key);
  const rule = egress.fqdnPolicy === 'gke'
    ? `name exact hosts for flow ${flow.key} with egress.fqdnPolicy: gke, whose * is one label`
    : `name exact hosts for flow ${flow.key} with egress.fqdnPolicy: cilium before Cilium ${MULTI_LABEL_SINCE}, whose * is one label`;
  const newer = egress.fqdnPolicy === 'gke' ? '' : `give cluster.cni.version: "${MULTI_LABEL_SINCE}" or later where the cluster has it, `;
  problems.must(KINDS.cannotExpress, child(flow.path, 'hosts'), rule, wild.join(' '), `name exact hosts, ${newer}or use egress.fqdnPolicy: none`);
}

const numbersOf = (version: string): number[] => version.split('.').map(Number);

function isOlder(version: string, than: string): boolean {
  const [[major = 0, minor = 0], [otherMajor = 0, otherMinor = 0]] = [numbersOf(version), numbersOf(than)];
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}

/** What a reviewer should know of such policies. */
export function fqdnFindingsOf({ fqdnPolicies }: FqdnRows, { egress, enforcement }: Definition): Finding[] {
  if (egress.fqdnPolicy === 'none') return [];
  if (enforcement === 'observe') {
    return [findingOf(KINDS.fqdnPolicy, null, 'egress.fqdnPolicy', 'in observe no policy by name is written, and DNS is not looked into', 'try it with enforce on a cluster of its own first')];
  }
  if (fqdnPolicies.length === 0) return [];
  const mesh = egress.fqdnPolicy === 'gke' ? '; Google says that Cloud Service Mesh is not supported beside it, and nothing of other meshes' : '';
  return [findingOf(KINDS.fqdnPolicy, null, 'egress.fqdnPolicy',
    `every address that DNS gives for an allowed name is open on its port, private ones and whatever else is served there too${mesh}`,
    'use egress.fqdnPolicy: none, or try it on a cluster of its own first')];
}
