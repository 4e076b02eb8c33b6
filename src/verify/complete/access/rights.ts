import { CELL_NAMESPACES } from '../../../catalog';
import { Definition } from '../../../cell';

/** What one may do with what: verbs on resources of one API group, empty for the core group. */
export type Right = readonly [verbs: readonly string[], group: string, resources: readonly string[]];

/** What the groups of a persona may do in namespaces, or across the cluster. */
export interface Rights {
  readonly groups: readonly string[];
  /** Undefined: across the cluster. */
  readonly namespaces: readonly string[] | undefined;
  readonly rights: readonly Right[];
}

const READ = ['get', 'list', 'watch'];
const words = (text: string): readonly string[] => text.split(' ');

/** Kinds of the mesh and of policies that the cluster side writes. */
const WRITTEN: readonly Right[] = [
  [READ, 'networking.istio.io', words('destinationrules gateways serviceentries sidecars virtualservices')],
  [READ, 'networking.k8s.io', ['networkpolicies']],
  [READ, 'security.istio.io', words('authorizationpolicies peerauthentications')],
];

/** Looks at everything but secrets and RBAC, restarts pods by deleting them, and reads their logs; changes nothing, since a changed workload could read secrets. */
const ADMINISTRATOR: readonly Right[] = [
  ...WRITTEN,
  [READ, '', words('configmaps endpoints events limitranges persistentvolumeclaims pods replicationcontrollers resourcequotas serviceaccounts services')],
  [['delete'], '', ['pods']],
  [['get'], '', ['pods/log']],
  [READ, 'apps', words('controllerrevisions daemonsets deployments replicasets statefulsets')],
  [READ, 'autoscaling', ['horizontalpodautoscalers']],
  [READ, 'batch', words('cronjobs jobs')],
  [READ, 'discovery.k8s.io', ['endpointslices']],
  [READ, 'events.k8s.io', ['events']],
  [READ, 'metrics.k8s.io', ['pods']],
  [READ, 'networking.istio.io', words('workloadentries workloadgroups')],
  [READ, 'networking.k8s.io', ['ingresses']],
  [READ, 'policy', ['poddisruptionbudgets']],
  [READ, 'security.istio.io', ['requestauthentications']],
  [READ, 'telemetry.istio.io', ['telemetries']],
];

/** No logs, which may hold payload. */
const DEVELOPER: readonly Right[] = [[READ, '', words('events pods')], [READ, 'events.k8s.io', ['events']]];

const PROVIDER_OF_CLUSTER: readonly Right[] = [[READ, '', words('namespaces nodes')]];

/**
 * What the personas of a definition may do, and nothing else: the infrastructure provider reads nodes, namespaces and what is ours, wherever that is; the
 * others act in the namespaces of the cell.
 * @param ours namespaces with objects of ours
 */
export function rightsOf({ personas, cluster, egress }: Definition, ours: readonly string[]): readonly Rights[] {
  const { infrastructureProvider: provider, administrator, integrationDeveloper: developer } = personas;
  const ofPlugin: Right[] = [
    ...(cluster.cni.name === 'cilium' ? [[READ, 'cilium.io', ['ciliumnetworkpolicies']] as const] : []),
    ...(egress.fqdnPolicy === 'gke' ? [[READ, 'networking.gke.io', ['fqdnnetworkpolicies']] as const] : []),
  ];
  return [
    ...(provider === undefined ? [] : [
      { groups: provider.groups, namespaces: undefined, rights: PROVIDER_OF_CLUSTER }, { groups: provider.groups, namespaces: ours, rights: [...WRITTEN, ...ofPlugin] },
    ]),
    ...(administrator === undefined ? [] : [{ groups: administrator.groups, namespaces: CELL_NAMESPACES, rights: [...ADMINISTRATOR, ...ofPlugin] }]),
    ...(developer === undefined ? [] : [{ groups: developer.groups, namespaces: CELL_NAMESPACES, rights: DEVELOPER }]),
  ];
}
