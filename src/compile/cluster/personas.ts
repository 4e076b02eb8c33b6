import { objectName } from './names';
import { protectedNamespaces } from './scopes';
import { ServiceEntryRow } from './service-entries';
import { CELL_NAMESPACES } from '../../catalog';
import { Definition } from '../../cell';
import { child } from '../../cell/spec';
import { compareText, KINDS, Problems } from '../../errors';

/** Permissions on resources of one API group; never a wildcard. */
export interface AccessRuleRow {
  /** API group; empty for the core group. */
  readonly group: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** What the groups of a persona may do in one namespace, or in the cluster. */
export interface AccessRow {
  /** Name of the role and of its binding. */
  readonly name: string;
  /** The cluster where it is undefined. */
  readonly namespace?: string;
  /** What tells the roles of one namespace apart, such as `administrator`. */
  readonly persona: string;
  /** Groups as the cluster's authentication names them. */
  readonly groups: readonly string[];
  readonly rules: readonly AccessRuleRow[];
  readonly reason: string;
}

type Role = keyof Definition['personas'];

const READ = ['get', 'list', 'watch'];
const read = (group: string, ...resources: readonly string[]): AccessRuleRow => ({ group, resources: [...resources].sort(compareText), verbs: READ });

/** Reads the nodes and namespaces that it provides. */
const CLUSTER_RULES = [read('', 'namespaces', 'nodes')];

/** Everything an administrator looks at. Never `secrets`, RBAC, or the subresources that run or reach something in a pod. */
const ADMINISTRATOR_RULES = [
  read('', 'configmaps', 'endpoints', 'events', 'limitranges', 'persistentvolumeclaims', 'pods', 'replicationcontrollers', 'resourcequotas', 'serviceaccounts', 'services'),
  // A deleted pod comes back from its owner: that is a restart. A list cannot be deleted at once.
  { group: '', resources: ['pods'], verbs: ['delete'] },
  { group: '', resources: ['pods/log'], verbs: ['get'] },
  read('apps', 'controllerrevisions', 'daemonsets', 'deployments', 'replicasets', 'statefulsets'),
  read('autoscaling', 'horizontalpodautoscalers'),
  read('batch', 'cronjobs', 'jobs'),
  read('discovery.k8s.io', 'endpointslices'),
  read('events.k8s.io', 'events'),
  read('metrics.k8s.io', 'pods'),
  read('networking.istio.io', 'destinationrules', 'gateways', 'serviceentries', 'sidecars', 'virtualservices', 'workloadentries', 'workloadgroups'),
  read('networking.k8s.io', 'ingresses', 'networkpolicies'),
  read('policy', 'poddisruptionbudgets'),
  read('security.istio.io', 'authorizationpolicies', 'peerauthentications', 'requestauthentications'),
  read('telemetry.istio.io', 'telemetries'),
];

/** Reads pods and events; no logs, which may hold payload. */
const DEVELOPER_RULES = [read('', 'events', 'pods'), read('events.k8s.io', 'events')];

/** Groups that hold everybody, or every pod. */
const EVERYBODY = ['system:anonymous', 'system:authenticated', 'system:authenticated:oauth', 'system:serviceaccounts', 'system:unauthenticated'];

/** Roles of the personas by namespace, with the groups that get them; none for a persona that the definition does not name. */
export function accessOf(definition: Definition, entries: readonly ServiceEntryRow[], problems: Problems): AccessRow[] {
  const { infrastructureProvider, administrator, integrationDeveloper } = definition.personas;
  for (const role of Object.keys(definition.personas) as Role[]) checkGroups(role, definition.personas[role]?.groups ?? [], problems);
  const row = (persona: string, groups: readonly string[], rules: readonly AccessRuleRow[], reason: string, namespace?: string): AccessRow => ({
    name: objectName(definition.name, persona), ...(namespace === undefined ? {} : { namespace }), persona, groups: [...new Set(groups)].sort(compareText), rules, reason,
  });
  return [
    ...(infrastructureProvider === undefined ? [] : [
      row('infrastructure-provider', infrastructureProvider.groups, CLUSTER_RULES, 'infrastructure provider: nodes and namespaces, read-only'),
      ...namespacesWithOurs(definition, entries).map((namespace) =>
        row('infrastructure-provider', infrastructureProvider.groups, kindsOfOurs(definition), 'infrastructure provider: objects of the kinds that we write, read-only', namespace)),
    ]),
    ...(administrator === undefined ? [] : CELL_NAMESPACES.map((namespace) =>
      row('administrator', administrator.groups, withPlugin(ADMINISTRATOR_RULES, definition), 'administrator: everything but secrets and RBAC, read-only; restart of pods; logs', namespace))),
    ...(integrationDeveloper === undefined ? [] : CELL_NAMESPACES.map((namespace) =>
      row('integration-developer', integrationDeveloper.groups, DEVELOPER_RULES, 'integration developer: pods and events, read-only; no logs', namespace))),
  ].sort((a, b) => compareText(a.namespace ?? '', b.namespace ?? '') || compareText(a.name, b.name));
}

function namespacesWithOurs(definition: Definition, entries: readonly ServiceEntryRow[]): string[] {
  const { enabled, namespace: gateway } = definition.egress.gateway;
  return [...new Set([...protectedNamespaces(definition), ...entries.map(({ namespace }) => namespace), ...(enabled ? [gateway] : [])])].sort(compareText);
}

/** RBAC knows kinds and names, no labels; by name every new receiver would change the role. */
function kindsOfOurs(definition: Definition): readonly AccessRuleRow[] {
  return withPlugin([
    read('networking.istio.io', 'destinationrules', 'gateways', 'serviceentries', 'sidecars', 'virtualservices'),
    read('networking.k8s.io', 'networkpolicies'),
    read('security.istio.io', 'authorizationpolicies', 'peerauthentications'),
  ], definition);
}

/** Policies of the network plug-in, where they are written. */
function withPlugin(rules: readonly AccessRuleRow[], { cluster, egress }: Definition): readonly AccessRuleRow[] {
  return [
    ...(cluster.cni.name === 'cilium' ? [read('cilium.io', 'ciliumnetworkpolicies')] : []),
    ...(egress.fqdnPolicy === 'gke' ? [read('networking.gke.io', 'fqdnnetworkpolicies')] : []),
    ...rules,
  ];
}

function checkGroups(role: Role, groups: readonly string[], problems: Problems): void {
  for (const [index, group] of groups.entries()) {
    if (!EVERYBODY.includes(group)) continue;
    problems.must(KINDS.badValue, `${child(child('personas', role), 'groups')}[${index}]`, 'be a group of people', group, 'it holds everybody, or every pod; name the group of those who act in the role');
  }
}
