import { Definition } from '../../cell';
import { compareText, KINDS, Problems } from '../../errors';
import { carriesName } from '../../net';
import { ConnectivityPlan } from '../../plan';
import { Compiled, TargetRow } from '../target';
import { CallerListRow, callerListsOf, PeerAuthenticationRow, peerAuthenticationsOf } from './callers';
import { ciliumPoliciesOf, CiliumPolicyRow } from './cilium-policies';
import { EgressAllowRow, egressAllowsOf } from './egress-allows';
import type { FqdnRows } from './fqdn-policies';
import type { EgressGatewayRow, GatewayNamespaceRows } from './gateway';
import { IngressSourcesRow, ingressSourcesOf } from './ingress-sources';
import { NetworkPolicyRow, networkPoliciesOf, PolicyScope, policyScopesOf } from './network-policies';
import { AccessRow, accessOf } from './personas';
import { scopesOf } from './scopes';
import { ServiceEntryRow, serviceEntriesOf } from './service-entries';
import { SidecarRow, sidecarsOf } from './sidecars';
import { VirtualHostRow, virtualHostsOf } from './virtual-hosts';

/** The cluster side of a cell, as rows that constructs turn into objects. */
export interface ClusterCompilation extends Compiled, FqdnRows {
  readonly serviceEntries: readonly ServiceEntryRow[];
  readonly peerAuthentications: readonly PeerAuthenticationRow[];
  readonly callerLists: readonly CallerListRow[];
  readonly egressAllows: readonly EgressAllowRow[];
  readonly ingressSources: readonly IngressSourcesRow[];
  readonly virtualHosts: readonly VirtualHostRow[];
  readonly sidecars: readonly SidecarRow[];
  readonly networkPolicies: readonly NetworkPolicyRow[];
  readonly ciliumPolicies: readonly CiliumPolicyRow[];
  readonly access: readonly AccessRow[];
  /** The egress gateway; undefined where none is asked for. */
  readonly egressGateway?: EgressGatewayRow;
}

const compilations = new WeakMap<ConnectivityPlan, ClusterCompilation>();

/** Compiles a plan, and the definition that it is of, for mesh and cluster; once, since a plan never changes. */
export function compileCluster(definition: Definition, plan: ConnectivityPlan): ClusterCompilation {
  const compilation = compilations.get(plan) ?? compile(definition, plan);
  compilations.set(plan, compilation);
  return compilation;
}

function compile(definition: Definition, plan: ConnectivityPlan): ClusterCompilation {
  const problems = new Problems();
  const scopes = scopesOf(definition, plan, problems);
  const serviceEntries = serviceEntriesOf(definition, plan, problems);
  const { egressGateway, behind } = gatewaySide(definition, plan, serviceEntries, problems);
  const fqdn = fqdnSide(definition, () => [...policyScopesOf(definition, scopes), ...behind.policyScopes], problems);
  const parts = {
    serviceEntries,
    ...fqdn.rows,
    ...(egressGateway === undefined ? {} : { egressGateway }),
    peerAuthentications: [...peerAuthenticationsOf(definition), ...behind.peerAuthentications],
    callerLists: callerListsOf(definition, plan),
    egressAllows: egressAllowsOf(definition, scopes, serviceEntries, problems),
    ingressSources: ingressSourcesOf(definition, problems),
    virtualHosts: virtualHostsOf(definition),
    sidecars: [...sidecarsOf(definition, scopes, serviceEntries), ...behind.sidecars],
    networkPolicies: [...networkPoliciesOf(definition, scopes), ...behind.networkPolicies],
    ciliumPolicies: ciliumPoliciesOf(definition),
    access: accessOf(definition, serviceEntries, problems),
  };
  checkNames(parts, problems);
  return { ...parts, rows: rowsOf(parts), problems: problems.all, findings: fqdn.findings };
}

/** The egress gateway and its namespace, loaded where one is asked for. */
function gatewaySide(definition: Definition, plan: ConnectivityPlan, entries: readonly ServiceEntryRow[], problems: Problems): GatewaySide {
  if (!definition.egress.gateway.enabled) return { behind: { peerAuthentications: [], sidecars: [], networkPolicies: [], policyScopes: [] } };
  const gateway = require('./gateway') as typeof import('./gateway');
  gateway.checkGatewayNamespace(definition, problems);
  gateway.checkGatewayFlows(definition, plan, problems);
  const egressGateway = gateway.egressGatewayOf(definition, entries, problems);
  const behind = gateway.gatewayNamespaceRows(definition, egressGateway);
  return egressGateway === undefined ? { behind } : { egressGateway, behind };
}

/** Policies by name, loaded where they are asked for. */
function fqdnSide(definition: Definition, scopes: () => readonly PolicyScope[], problems: Problems): { readonly rows: FqdnRows; readonly findings: Compiled['findings'] } {
  if (definition.egress.fqdnPolicy === 'none') return { rows: { fqdnPolicies: [], inspectedDns: [] }, findings: [] };
  const { fqdnRowsOf, fqdnFindingsOf } = require('./fqdn-policies') as typeof import('./fqdn-policies');
  const rows = fqdnRowsOf(definition, scopes(), problems);
  return { rows, findings: fqdnFindingsOf(rows, definition) };
}

interface GatewaySide {
  readonly egressGateway?: EgressGatewayRow;
  readonly behind: GatewayNamespaceRows;
}

type Parts = Omit<ClusterCompilation, keyof Compiled>;

/** Names of one kind and namespace are unique: keys such as `base` or `callers` could meet ours. */
function checkNames({ sidecars, networkPolicies, fqdnPolicies, egressAllows, callerLists, ingressSources, virtualHosts, egressGateway }: Parts, problems: Problems): void {
  const seen = new Map<string, string>();
  const claim = (kind: string, namespace: string, name: string, path: string) => {
    const identity = `${kind} ${namespace}/${name}`;
    if (seen.has(identity)) problems.must(KINDS.nameClash, path, `not get the name of ${seen.get(identity)}`, name, 'rename the component or key');
    else seen.set(identity, path);
  };
  for (const { namespace, name } of sidecars) claim('Sidecar', namespace, name, 'cluster.components');
  for (const { namespace, name } of networkPolicies) claim('NetworkPolicy', namespace, name, 'cluster.components');
  for (const { namespace, name } of fqdnPolicies) claim('policy by name', namespace, name, 'cluster.components');
  for (const { namespace, name } of [...callerLists, ...ingressSources, ...egressAllows]) claim('AuthorizationPolicy', namespace, name, 'cluster.components');
  for (const { namespace, name, flows } of egressGateway?.allows ?? []) claim('AuthorizationPolicy', namespace, name, flows[0] ?? 'egress.gateway');
  for (const { namespace, name, key } of virtualHosts) claim('Gateway', namespace, name, `ingress.virtualHosts.additional.${key}`);
}

function rowsOf({ serviceEntries, networkPolicies, fqdnPolicies, egressAllows, virtualHosts, egressGateway }: Parts): TargetRow[] {
  const rows: TargetRow[] = [
    ...serviceEntries.flatMap(({ name, namespace, flows, addresses }) => flows.map(({ id, transport }) => ({
      flow: id, rule: `ServiceEntry/${namespace}/${name}`, mechanism: 'service-entry',
      evidence: addresses.length > 0 || !carriesName(transport) ? 'ip' as const : transport === 'http' ? 'host' as const : 'sni' as const, exact: true,
    }))),
    ...egressAllows.flatMap(({ name, namespace, flows }) => flows.map((flow) => ({
      flow, rule: `AuthorizationPolicy/${namespace}/${name}`, mechanism: 'authorization-policy', evidence: 'sni' as const, exact: true,
    }))),
    // A NetworkPolicy sees no names: where hosts have any address it opens the Internet on their ports.
    ...networkPolicies.flatMap(({ name, namespace, egress }) => egress.flatMap(({ flows, to }) => flows.map((flow) => ({
      flow, rule: `NetworkPolicy/${namespace}/${name}`, mechanism: 'network-policy', evidence: 'ip' as const,
      exact: !to.some((peer) => 'cidr' in peer && peer.internet),
    })))),
    ...fqdnPolicies.flatMap(({ name, namespace, plugin, egress }) => egress.flatMap(({ flows }) => flows.map((flow) => ({
      flow, rule: `${plugin === 'cilium' ? 'CiliumNetworkPolicy' : 'FQDNNetworkPolicy'}/${namespace}/${name}`, mechanism: 'fqdn-policy', evidence: 'dns' as const, exact: true,
    })))),
    ...(egressGateway?.allows ?? []).flatMap(({ name, namespace, flows }) => flows.map((flow) => ({
      flow, rule: `AuthorizationPolicy/${namespace}/${name}`, mechanism: 'egress-gateway', evidence: 'sni' as const, exact: true,
    }))),
    ...virtualHosts.map(({ name, namespace, flow }) => ({ flow, rule: `Gateway/${namespace}/${name}`, mechanism: 'gateway', evidence: 'sni' as const, exact: true })),
  ];
  const unique = new Map(rows.map((row) => [`${row.flow} ${row.rule} ${row.exact}`, row]));
  return [...unique.values()].sort((a, b) => compareText(a.flow, b.flow) || compareText(a.rule, b.rule) || Number(b.exact) - Number(a.exact));
}
