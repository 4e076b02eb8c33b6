/** What can be asked of the API server. */
export interface Permission {
  readonly verb: string;
  readonly group: string;
  /** `pods`, or part of one: `pods/log`. */
  readonly resource: string;
  /** Undefined: across the cluster. */
  readonly namespace?: string;
}

/** Namespaces of the cell; its pods run there. */
export const CELL = ['edge-icell', 'edge-icell-ela', 'edge-icell-services'];
/** Other namespaces with objects of ours: `edgelm`, and the egress gateway's. */
export const OURS = ['edgelm', 'eic-egress'];
/** Namespaces where nobody of the personas has any business. */
export const FOREIGN = ['edge-icell-secrets', 'istio-system', 'kube-system'];

const READ = ['get', 'list', 'watch'];
const ISTIO_NETWORK = ['destinationrules', 'gateways', 'serviceentries', 'sidecars', 'virtualservices'];
const ISTIO_SECURITY = ['authorizationpolicies', 'peerauthentications'];

/** `group: resources` that a persona may do this to. */
type Rights = readonly (readonly [verbs: readonly string[], group: string, resources: readonly string[]])[];

const ADMINISTRATOR: Rights = [
  [READ, '', ['configmaps', 'endpoints', 'events', 'limitranges', 'persistentvolumeclaims', 'pods', 'replicationcontrollers', 'resourcequotas', 'serviceaccounts', 'services']],
  [['delete'], '', ['pods']],
  [['get'], '', ['pods/log']],
  [READ, 'apps', ['controllerrevisions', 'daemonsets', 'deployments', 'replicasets', 'statefulsets']],
  [READ, 'autoscaling', ['horizontalpodautoscalers']],
  [READ, 'batch', ['cronjobs', 'jobs']],
  [READ, 'cilium.io', ['ciliumnetworkpolicies']],
  [READ, 'discovery.k8s.io', ['endpointslices']],
  [READ, 'events.k8s.io', ['events']],
  [READ, 'networking.istio.io', [...ISTIO_NETWORK, 'workloadentries', 'workloadgroups']],
  [READ, 'networking.k8s.io', ['ingresses', 'networkpolicies']],
  [READ, 'policy', ['poddisruptionbudgets']],
  [READ, 'security.istio.io', [...ISTIO_SECURITY, 'requestauthentications']],
  [READ, 'telemetry.istio.io', ['telemetries']],
];
const DEVELOPER: Rights = [[READ, '', ['events', 'pods']], [READ, 'events.k8s.io', ['events']]];
const PROVIDER_CLUSTER: Rights = [[READ, '', ['namespaces', 'nodes']]];
const PROVIDER: Rights = [
  [READ, 'cilium.io', ['ciliumnetworkpolicies']], [READ, 'networking.istio.io', ISTIO_NETWORK], [READ, 'networking.k8s.io', ['networkpolicies']], [READ, 'security.istio.io', ISTIO_SECURITY],
];

export const keyOf = (who: string, { verb, group, resource, namespace = '*' }: Permission): string => `${who} ${verb} ${group === '' ? '' : `${group}/`}${resource} in ${namespace}`;

/** Everything that the groups may do, as the design says it (section 6, personas); nothing else. `others` are in no persona. */
export const MAY: ReadonlySet<string> = new Set([
  ...of('admins', ADMINISTRATOR, CELL), ...of('devs', DEVELOPER, CELL), ...of('ops', PROVIDER, [...CELL, ...OURS]),
  // A binding across the cluster counts in every namespace too.
  ...of('ops', PROVIDER_CLUSTER, [undefined, ...CELL, ...OURS, ...FOREIGN]),
]);

function of(who: string, rights: Rights, namespaces: readonly (string | undefined)[]): string[] {
  return rights.flatMap(([verbs, group, resources]) => verbs.flatMap((verb) => resources.flatMap((resource) => namespaces.map((namespace) =>
    keyOf(who, { verb, group, resource, ...(namespace === undefined ? {} : { namespace }) })))));
}

export const GROUPS = ['admins', 'devs', 'ops', 'others'];
