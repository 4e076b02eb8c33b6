import { objectName } from './names';
import { Scope } from './scopes';
import { ServiceEntryRow, usesDynamicDns } from './service-entries';
import { Definition } from '../../cell';
import { child } from '../../cell/spec';
import { compareText, KINDS, Problems } from '../../errors';
import { Flow, flowIds } from '../../plan';

/** An ALLOW for the outgoing TLS of a component, by port and server name. */
export interface EgressAllowRow {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly rules: readonly { readonly ports: readonly number[]; readonly names: readonly string[] }[];
  readonly flows: readonly string[];
}

/**
 * With DYNAMIC_DNS beside ALLOW policies of SAP's: Istio puts them on the pod's own outgoing TLS, where no caller has an identity, so each component
 * gets an ALLOW by `connection.sni`, which is a second list of names. Without such policies there must be none: an ALLOW alone would cut the pod's
 * callers (both measured: istio-dataplane, dynamic-dns and cell-dynamic-dns). For the same reason there is none for all pods of a namespace.
 */
export function egressAllowsOf(definition: Definition, scopes: readonly Scope[], entries: readonly ServiceEntryRow[], problems: Problems): EgressAllowRow[] {
  if (!usesDynamicDns(definition) || definition.cluster.existingPolicies !== 'allow') return [];
  const dynamic = entries.filter(({ resolution }) => resolution === 'DYNAMIC_DNS');
  if (definition.egress.componentScope === 'namespace') {
    problems.must(KINDS.conflict, 'egress.componentScope', 'be component with egress.wildcards: dynamicDns beside ALLOW policies', 'namespace',
      'an ALLOW for all pods of a namespace would flip pods without policies to default-deny');
    return [];
  }
  checkLabels(definition, scopes, dynamic, problems);
  checkNamespaceFlows(scopes, dynamic, problems);
  return scopes.filter(({ kind }) => kind === 'component').flatMap((scope): EgressAllowRow[] => {
    const own = new Set(scope.flows);
    const used = dynamic.filter(({ flows }) => flows.some((flow) => own.has(flow)));
    if (used.length === 0) return [];
    return [{
      name: objectName(definition.name, `egress-${scope.name}`), namespace: scope.namespace, labels: scope.pods!.labels, rules: rulesOf(used, own),
      flows: flowIds(used.flatMap(({ flows }) => flows.filter((flow) => own.has(flow)))),
    }];
  });
}

/** Names with the same ports share a rule. */
function rulesOf(entries: readonly ServiceEntryRow[], own: ReadonlySet<Flow>): EgressAllowRow['rules'] {
  const byPorts = new Map<string, { ports: number[]; names: string[] }>();
  for (const { host, flows } of entries) {
    const ports = [...new Set(flows.filter((flow) => own.has(flow) && flow.transport !== 'http').flatMap((flow) => flow.ports.map(({ first }) => first)))].sort((a, b) => a - b);
    if (ports.length === 0) continue;
    const known = byPorts.get(ports.join());
    if (known === undefined) byPorts.set(ports.join(), { ports, names: [host] });
    else known.names.push(host);
  }
  return [...byPorts].sort(([a], [b]) => compareText(a, b)).map(([, { ports, names }]) => ({ ports, names: names.sort(compareText) }));
}

/** A flow of all pods of a namespace is one of pods without known labels as well, which SAP's ALLOW would stop and none of ours could let through. */
function checkNamespaceFlows(scopes: readonly Scope[], dynamic: readonly ServiceEntryRow[], problems: Problems): void {
  const namespaces = new Set(scopes.map(({ namespace }) => namespace));
  const wide = new Set(dynamic.flatMap(({ flows }) => flows).filter(({ from, transport }) =>
    transport !== 'http' && from.some(({ namespace, component }) => component === undefined && namespace !== undefined && namespaces.has(namespace))));
  for (const { key, path, to } of wide) {
    problems.must(KINDS.cannotExpress, child(path, 'hosts'), `be exact hosts for flow ${key} of a whole namespace, with egress.wildcards: dynamicDns beside ALLOW policies`,
      to.hosts.filter(({ wildcard }) => wildcard).join(', '), 'policies act on outgoing TLS of such wildcards, and an ALLOW for all pods would cut the callers of pods without one: '
        + 'name the hosts, or use egress.wildcards: passthrough');
  }
}

/** A component of a flow with wildcards whose labels nobody knows would lose the flow. */
function checkLabels({ cluster }: Definition, scopes: readonly Scope[], dynamic: readonly ServiceEntryRow[], problems: Problems): void {
  const known = new Set(scopes.filter(({ kind }) => kind === 'component').map(({ namespace, name }) => `${namespace}/${name}`));
  const namespaces = new Set(scopes.map(({ namespace }) => namespace));
  const missing = new Set(dynamic.flatMap(({ flows }) => flows).flatMap(({ from }) => from).flatMap(({ namespace, component }) =>
    (namespace !== undefined && component !== undefined && namespaces.has(namespace) && !known.has(`${namespace}/${component}`) ? [component] : [])));
  for (const component of [...missing].sort(compareText)) {
    problems.must(KINDS.needsSelector, child(child('cluster.components', component), 'selector'), 'be given with egress.wildcards: dynamicDns beside ALLOW policies',
      cluster.components[component]?.selector, `without its labels ${component} cannot be allowed to send names`);
  }
}
