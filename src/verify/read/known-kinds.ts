/**
 * Kinds of the API groups that decide about traffic or hold pods, as Kubernetes 1.35, Istio 1.31 and Cilium 1.18 serve them. Another kind in one of
 * these groups is misspelt or newer than this library; kinds of other groups are taken as having no part in it.
 */
const KINDS_OF_GROUP: Readonly<Record<string, readonly string[]>> = {
  '': ['Binding', 'ComponentStatus', 'ConfigMap', 'Endpoints', 'Event', 'LimitRange', 'Namespace', 'Node', 'PersistentVolume', 'PersistentVolumeClaim', 'Pod', 'PodTemplate', 'ReplicationController', 'ResourceQuota', 'Secret', 'Service', 'ServiceAccount'],
  'apps': ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  'batch': ['CronJob', 'Job'],
  'networking.k8s.io': ['IPAddress', 'Ingress', 'IngressClass', 'NetworkPolicy', 'ServiceCIDR'],
  'policy.networking.k8s.io': ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'],
  'networking.istio.io': ['DestinationRule', 'EnvoyFilter', 'Gateway', 'ProxyConfig', 'ServiceEntry', 'Sidecar', 'VirtualService', 'WorkloadEntry', 'WorkloadGroup'],
  'security.istio.io': ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'],
  'telemetry.istio.io': ['Telemetry'],
  'extensions.istio.io': ['TrafficExtension', 'WasmPlugin'],
  'cilium.io': [
    'CiliumBGPAdvertisement', 'CiliumBGPClusterConfig', 'CiliumBGPNodeConfig', 'CiliumBGPNodeConfigOverride', 'CiliumBGPPeerConfig', 'CiliumBGPPeeringPolicy', 'CiliumCIDRGroup',
    'CiliumClusterwideEnvoyConfig', 'CiliumClusterwideNetworkPolicy', 'CiliumEgressGatewayPolicy', 'CiliumEndpoint', 'CiliumEndpointSlice', 'CiliumEnvoyConfig', 'CiliumExternalWorkload',
    'CiliumIdentity', 'CiliumL2AnnouncementPolicy', 'CiliumLoadBalancerIPPool', 'CiliumLocalRedirectPolicy', 'CiliumNetworkPolicy', 'CiliumNode', 'CiliumNodeConfig', 'CiliumPodIPPool',
  ],
};

/** Names of kinds that say that they filter traffic, whatever their group. */
const FILTERS = /^\w*(?:Network|Egress|Ingress|Firewall|Traffic)\w*Policy$|Firewall/;
/** Groups whose policies the evaluator of the layer knows to be there, and judges as unknown itself. */
const JUDGED = /(?:^|\.)(?:k8s\.io|istio\.io|cilium\.io|projectcalico\.org|antrea\.io|ovn\.org|gke\.io|aws)$/;

/** Is an object of the kind a policy that filters traffic of pods, in a group whose policies the evaluator of the layer judges? */
export function isTrafficFilter(apiVersion: string, kind: string): boolean {
  const group = apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0));
  return FILTERS.test(kind) && JUDGED.test(group) && kind !== 'CiliumEgressGatewayPolicy';
}

/** Why an object of the kind cannot be taken as having no part in traffic; undefined: nothing is in the way. */
export function whyNotUnderstood(apiVersion: string, kind: string): string | undefined {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const known = KINDS_OF_GROUP[group];
  if (group === 'kustomize.config.k8s.io') return 'Kustomize changes what it names before it is applied; verify the output of `kubectl kustomize`';
  if (known !== undefined) return known.includes(kind) ? undefined : `${group === '' ? 'the core group' : group} has no kind ${kind} that is known here; it may decide about traffic`;
  return FILTERS.test(kind) && !JUDGED.test(group) ? `${kind} of ${group} may decide about traffic, and nothing here reads it` : undefined;
}
