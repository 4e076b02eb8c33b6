import { CLOUD_STORAGE, PRIVATE_VIP_NAMES } from '../../catalog';
import { Definition } from '../../cell';
import { child } from '../../cell/spec';
import { compareText, KINDS, Problems } from '../../errors';
import { Cidr } from '../../net';
import { ConnectivityPlan, Finding } from '../../plan';
import { compareFindings, findingOf } from '../../plan/finding';
import { FlowSources } from '../flow-sources';
import { Carriers, carriersOf } from './carriers';
import { GcpContext, nameOf } from './context';
import { checkTargets, denies, denyRules } from './default-deny';
import { flowRules } from './flow-rules';
import { keepAlive, platformRules, platformThroughProxy } from './keep-alive';
import { checkOptions } from './limits';
import { egressNetwork } from './network';
import { GcpNetworkOptions, GcpRuleOptions } from './options';
import { Priorities } from './priorities';
import { GcpCompilation, GcpRule, PrivateAccess } from './rules';
import { secureWebProxy } from './secure-web-proxy';
import { urlFiltering } from './url-filtering';
import { TargetRow } from '../target';

/** A cell's plan as rules of a network firewall policy. Pure; nothing is to be rendered when there are problems. */
export function compileGcp(definition: Definition, plan: ConnectivityPlan, options: GcpRuleOptions, network?: GcpNetworkOptions): GcpCompilation {
  const problems = new Problems();
  const findings: Finding[] = [];
  const context = contextOf(definition, options, problems, findings);
  checkTargets(definition, context);
  checkOptions(definition, context);

  const sources = new Sources(definition, context);
  const carried = carriedFlows(plan, context);
  const direct = carried.map(({ flow, carriers }) => flowRules(flow, carriers, sources.of(flow), context));
  const guarded = denies(context) || (context.inspection !== 'none' && carried.some(({ carriers }) => carriers.filtered.length + carriers.proxied.length > 0));
  const platform = options.platformEgress || (guarded && definition.cluster.platform === 'gke');
  const inspected = inspect(definition, carried, { sources, platform }, context);
  const rules: GcpRule[] = [
    ...direct.flatMap((one) => one.rules),
    ...(guarded ? keepAlive(definition, sources.all, context) : []),
    ...(platform ? platformRules(child(options.target, 'defaultDeny'), sources.all, context) : []),
    ...inspected.rules,
    ...denyRules(context),
  ];
  const privateAccess = privateAccessOf(carried, platform, context);
  noteCarried(carried, context);
  return {
    name: `eic-${definition.name}`,
    rules: rules.sort((a, b) => a.priority - b.priority),
    urlProfiles: inspected.profiles,
    ...(inspected.proxy === undefined ? {} : { proxy: inspected.proxy }),
    ...(privateAccess === undefined ? {} : { privateAccess }),
    ...(network === undefined ? {} : { egressNetwork: egressNetwork(definition, network, context) }),
    rows: [...direct.flatMap((one) => one.rows), ...inspected.rows].sort((a, b) => compareText(a.flow, b.flow) || compareText(a.rule, b.rule)),
    findings: findings.sort(compareFindings),
    problems: problems.all,
  };
}

function contextOf({ name, enforcement }: Definition, options: GcpRuleOptions, problems: Problems, findings: Finding[]): GcpContext {
  const observing = enforcement === 'observe';
  return {
    cell: name, options, observing, problems, findings,
    inspection: observing || options.wildcards === 'refuse' ? 'none' : options.wildcards,
    priorities: new Priorities(options.priorityBase, name, problems),
  };
}

type Carried = { readonly flow: ConnectivityPlan['egress'][number]; readonly carriers: Carriers };

/** Flows that leave the cell directly; what goes through a proxy is the proxy's flow. */
function carriedFlows(plan: ConnectivityPlan, context: GcpContext): Carried[] {
  return plan.egress.filter(({ via }) => via === null).flatMap((flow) => {
    const carriers = carriersOf(flow, context);
    return carriers === undefined ? [] : [{ flow, carriers }];
  });
}

/** Where packets come from: with targets, or in a network of our own, that needs no saying. */
class Sources {
  public readonly all: readonly Cidr[] | undefined;
  private readonly flows: FlowSources;
  private readonly pods: readonly Cidr[];

  public constructor(definition: Definition, { options: { targets, ownNetwork } }: GcpContext) {
    this.flows = new FlowSources(definition);
    this.pods = definition.cluster.podCidrs.map((text) => Cidr.trusted(text));
    const selected = ownNetwork || targets.serviceAccounts.length + targets.secureTags.length > 0;
    this.all = selected ? undefined : sorted([...this.flows.pods, ...this.flows.nodes, ...this.pods]);
  }

  /** Of a flow: a VM sends packets of pods with their own address or the node's. */
  public of(flow: Carried['flow']): readonly Cidr[] | undefined {
    if (this.all === undefined) return undefined;
    return flow.from.every(({ nodes }) => nodes === true) ? this.flows.nodes : sorted([...this.flows.of(flow), ...this.pods]);
  }
}

function sorted(cidrs: readonly Cidr[]): readonly Cidr[] {
  return [...new Map(cidrs.map((cidr) => [`${cidr}`, cidr])).values()].sort((a, b) => a.compare(b));
}

type Inspected = Pick<GcpCompilation, 'proxy'> & { readonly rules: readonly GcpRule[]; readonly rows: readonly TargetRow[]; readonly profiles: GcpCompilation['urlProfiles'] };

interface Around { readonly sources: Sources; readonly platform: boolean }

function inspect(definition: Definition, carried: readonly Carried[], { sources, platform }: Around, context: GcpContext): Inspected {
  const none: Inspected = { rules: [], rows: [], profiles: [] };
  if (context.inspection === 'urlFiltering') {
    const flows = carried.filter(({ carriers }) => carriers.filtered.length > 0).map(({ flow, carriers }) => ({ flow, hosts: carriers.filtered }));
    return urlFiltering(flows, sources.all, context);
  }
  const flows = carried.filter(({ carriers }) => carriers.proxied.length > 0).map(({ flow, carriers }) => ({ ...flow, flow: flow.id, hosts: carriers.proxied }));
  if (context.inspection === 'none' || flows.length === 0) return none;
  const around = carried.filter(({ flow }) => flow.transport !== 'udp').flatMap(({ carriers }) => carriers.addresses);
  return { ...none, ...secureWebProxy(definition, [...flows, ...(platform ? platformThroughProxy(context) : [])], around, sources.all, context) };
}

/** DNS answers for the names that are reached by the private virtual address. */
function privateAccessOf(carried: readonly Carried[], platform: boolean, { cell, options }: GcpContext): PrivateAccess | undefined {
  if (options.googleApis !== 'privateVip') return undefined;
  const buckets = carried.some(({ carriers }) => carriers.privateApis.length > 0) ? [`*.${CLOUD_STORAGE}`] : [];
  const names = [...new Set([...buckets, ...(platform ? PRIVATE_VIP_NAMES : [])])].sort(compareText);
  if (names.length === 0) return undefined;
  return { name: `eic-${cell}`, dnsNames: names.map((name) => ({ ruleName: nameOf(cell, `apis/${name.replace('*', 'any').replace(/\./g, '-')}`), dnsName: `${name}.` })) };
}

/** What a reviewer should know of how flows are carried. */
function noteCarried(carried: readonly Carried[], { options, observing, findings }: GcpContext): void {
  const path = options.target;
  if (!options.ownNetwork) {
    findings.push(findingOf(KINDS.gcpOrder, null, path, 'hierarchical policies, classic VPC firewall rules and rules of others with a lower priority number are evaluated before ours',
      'check what they allow and deny, or set networkFirewallPolicyEnforcementOrder: BEFORE_CLASSIC_FIREWALL on the network'));
  }
  if (carried.some(({ carriers }) => carriers.names.length > 0)) {
    findings.push(findingOf(KINDS.gcpNames, null, path, 'names stand for the first 32 IPv4 and 32 IPv6 addresses that Google resolves; names that cannot be resolved are ignored',
      'give addresses where a host changes them quickly'));
  }
  for (const { flow, carriers } of carried) {
    if (carriers.privateApis.length > 0) {
      findings.push(findingOf(KINDS.gcpGoogleApis, flow.id, child(path, 'googleApis'), `${carriers.privateApis.join(', ')} ${carriers.privateApis.length > 1 ? 'are' : 'is'} reached at 199.36.153.8/30, where the Google APIs of every customer are`,
        'turn on Private Google Access in the subnets; or name the bucket and use googleApis: public'));
    }
    if (observing && carriers.filtered.length > 0) {
      findings.push(findingOf(KINDS.gcpNotInspected, flow.id, child(path, 'wildcards'), `${carriers.filtered.join(', ')} ${carriers.filtered.length > 1 ? 'have' : 'has'} no rule while observing`,
        'set enforcement: enforce when the logs show no surprise'));
    }
  }
}
