import { exactly } from './exact';
import { SERVER_NAME } from './server-name';
import { eachPort, Lack, lack, missing, PodGroup, sameLabels, Wanted } from './wanted';
import { fieldsOf, listOf, textsOf } from '../data';
import { ReadObject } from '../read';

/**
 * With DYNAMIC_DNS, Istio puts policies on a pod's own outgoing TLS, so beside ALLOW policies each component has one for its wildcards, by port and server
 * name. What such a rule leaves out it allows to everybody who calls the pod, too.
 */
export function egressAllows(wanted: Wanted): Lack[] {
  const { cluster, egress } = wanted.definition;
  if (!wanted.enforced || egress.wildcards !== 'dynamicDns' || cluster.existingPolicies !== 'allow') return [];
  return wanted.groups.flatMap((group) => {
    const pairs = pairsOf(group);
    if (group.labels === undefined || pairs.size === 0) return [];
    const policy = wanted.objects('AuthorizationPolicy', group.namespace).find(({ value }) => sameLabels(fieldsOf(fieldsOf(value.spec).selector).matchLabels, group.labels!));
    return policy === undefined ? [missing(`AuthorizationPolicy for outgoing TLS of ${group.component} in ${group.namespace}`)] : lacksOf(policy, pairs);
  });
}

/** Wildcards of the pods, each with a port. */
function pairsOf({ flows }: PodGroup): ReadonlySet<string> {
  return new Set(flows.filter(({ transport }) => transport !== 'http').flatMap((flow) => flow.to.hosts.filter(({ wildcard }) => wildcard).flatMap((host) => eachPort(flow).map((port) => `${port} ${String(host)}`))));
}

function lacksOf(policy: ReadObject, wanted: ReadonlySet<string>): Lack[] {
  const { action, rules } = fieldsOf(policy.value.spec);
  const allowed = new Set<string>();
  const shapes = listOf(rules).flatMap((rule, index): Lack[] => {
    const { to, when } = fieldsOf(rule);
    const ports = textsOf(fieldsOf(fieldsOf(listOf(to)[0]).operation).ports);
    const values = textsOf(fieldsOf(listOf(when)[0]).values);
    for (const port of ports) for (const value of values) allowed.add(`${port} ${value}`);
    return exactly(policy, `spec.rules[${index}]`, rule, { to: [{ operation: { ports } }], when: [{ key: SERVER_NAME, values }] });
  });
  return [
    ...exactly(policy, 'spec.action', action, 'ALLOW'),
    ...shapes,
    ...[...wanted].filter((pair) => !allowed.has(pair)).map((pair) => lack(policy, 'spec.rules', `allow port and name ${pair}`, rules)),
    ...[...allowed].filter((pair) => !wanted.has(pair)).map((pair) => lack(policy, 'spec.rules', 'allow those alone that the plan names', pair)),
  ];
}
