import { labelSelector, LabelSelector } from './label-selector';
import { EVERY_NAME, gkePattern } from './name-pattern';
import { PolicyPort, PolicyRule, Transport } from './network-policy';
import { fieldsOf, isMap, listOf, NotUnderstoodError } from './values';

/** An FQDNNetworkPolicy as it was read. It closes its pods for egress, as a NetworkPolicy does. */
export interface ReadFqdnPolicy {
  readonly pods: LabelSelector;
  readonly egress: readonly PolicyRule[];
}

/** Versions of `networking.gke.io` with this form; `v1alpha3` is another project's. */
export const FQDN_POLICY_VERSIONS: readonly string[] = ['networking.gke.io/v1alpha1', 'networking.gke.io/v1'];

const HIGHEST_PORT = 65535;
const BOTH: readonly Transport[] = ['TCP', 'UDP'];

/** What every such policy brings with it: DNS of the cluster, through the proxy of the network plug-in, by which it learns addresses. */
const OWN_DNS: PolicyRule = {
  path: 'spec',
  peers: [{ namespaces: labelSelector({ matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, ''), pods: labelSelector({ matchLabels: { 'k8s-app': 'kube-dns' } }, '') }],
  ports: BOTH.map((protocol) => ({ protocol, first: 53, last: 53 })),
  dns: [EVERY_NAME],
};

/**
 * Reads the `spec` of an FQDNNetworkPolicy of GKE Dataplane V2 (cloud.google.com/kubernetes-engine/docs/how-to/fqdn-network-policies; Google's Cilium:
 * pkg/gke/apis/fqdnnetworkpolicy/v1alpha1 and pkg/gke/fqdnnetworkpolicy/controller): egress to the addresses that DNS gave for names, added to what
 * NetworkPolicies allow.
 */
export function readFqdnPolicy(spec: unknown): ReadFqdnPolicy {
  if (!isMap(spec)) throw new NotUnderstoodError('spec must be a map');
  const { podSelector, egress } = fieldsOf(spec, 'spec', ['podSelector', 'egress']);
  if (!isMap(podSelector)) throw new NotUnderstoodError('spec.podSelector must be a map');
  const rules = listOf(egress, 'spec.egress').map((rule, index) => ruleOf(rule, `spec.egress[${index}]`));
  if (rules.length === 0) throw new NotUnderstoodError('spec.egress has no rules');
  return { pods: labelSelector(podSelector, 'spec.podSelector'), egress: [...rules, OWN_DNS] };
}

function ruleOf(value: unknown, path: string): PolicyRule {
  const { matches, ports } = fieldsOf(value, path, ['matches', 'ports']);
  const peers = listOf(matches, `${path}.matches`).map((match, index) => {
    const place = `${path}.matches[${index}]`;
    return { name: gkePattern(fieldsOf(match, place, ['name', 'pattern']), place), ownDns: true };
  });
  if (peers.length === 0) throw new NotUnderstoodError(`${path}.matches names nobody`);
  const read = listOf(ports, `${path}.ports`).flatMap((port, index) => portsOf(port, `${path}.ports[${index}]`));
  return { path, peers, ports: read.length === 0 ? undefined : read };
}

/** No protocol is all of them, and no port is every port. */
function portsOf(value: unknown, path: string): PolicyPort[] {
  const { protocol = 'ALL', port } = fieldsOf(value, path, ['protocol', 'port']);
  const protocols = protocol === 'ALL' || protocol === '' ? BOTH : BOTH.filter((one) => one === protocol);
  if (protocols.length === 0) throw new NotUnderstoodError(`${path}.protocol is none that is known`);
  if (port === undefined || port === null) return protocols.map((one) => ({ protocol: one, first: 1, last: HIGHEST_PORT }));
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > HIGHEST_PORT) throw new NotUnderstoodError(`${path}.port is not a port`);
  return protocols.map((one) => ({ protocol: one, first: port, last: port }));
}
