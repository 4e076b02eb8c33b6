import * as fc from 'fast-check';

type Labels = Readonly<Record<string, string>>;

/** Somebody who connects or is called: a pod, or an address outside. */
export interface WorldPeer {
  readonly ip: string;
  readonly pod?: { readonly namespace: string; readonly name: string; readonly labels: Labels };
}

export interface WorldQuestion {
  readonly from: WorldPeer;
  readonly to: WorldPeer;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** Policies of a small cluster, and who is in it. */
export interface PolicyWorld {
  readonly policies: readonly object[];
  readonly questions: readonly WorldQuestion[];
}

const NAME = 'kubernetes.io/metadata.name';

/** Every namespace has `env` and `team`, so that `NotIn` on them is no matter of missing labels, which cyclonus judges otherwise than Kubernetes. */
export const NAMESPACES: Readonly<Record<string, Labels>> = {
  blue: { [NAME]: 'blue', env: 'prod', team: 'a', extra: 'yes' },
  green: { [NAME]: 'green', env: 'prod', team: 'b' },
  red: { [NAME]: 'red', env: 'test', team: 'b' },
};
/** Every pod has `app` and `tier`. */
const POD_LABELS: readonly Labels[] = [{ app: 'x', tier: '1' }, { app: 'y', tier: '1', canary: 'yes' }, { app: 'x', tier: '2' }, { app: 'z', tier: '2' }];
/** Ports that every pod gives a name. */
export const NAMED_PORTS = [{ name: 'web', port: 8080, protocol: 'TCP' }, { name: 'dns', port: 53, protocol: 'UDP' }, { name: 'dns-tcp', port: 53, protocol: 'TCP' }] as const;

const PODS: readonly WorldPeer[] = Object.keys(NAMESPACES).flatMap((namespace, place) => POD_LABELS.flatMap((labels, index) => {
  const pod = { namespace, name: `pod-${index}`, labels };
  return [{ ip: `10.244.${place}.${index + 1}`, pod }, { ip: `fd00:244:${place}::${index + 1}`, pod }];
}));
const OUTSIDE: readonly WorldPeer[] = ['10.1.2.3', '10.1.3.3', '192.168.7.9', '203.0.113.7', '203.0.113.8', '255.255.255.254', '2001:db8::7', '2001:db8:1::7', 'fc00::1', '2600:1f14::9', '::ffff:10.1.2.3'].map((ip) => ({ ip }));
const CIDRS = ['0.0.0.0/0', '10.0.0.0/8', '10.1.0.0/16', '10.1.2.0/24', '10.244.0.0/16', '10.244.1.0/30', '203.0.113.0/29', '203.0.113.7/32', '128.0.0.0/1'];
const CIDRS_6 = ['::/0', '2000::/3', '2001:db8::/32', '2001:db8:1::/48', 'fc00::/7', 'fd00:244::/32', 'fd00:244:1::1/128', '2001:db8::7/128', '8000::/1'];

const one = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const some = <T>(arbitrary: fc.Arbitrary<T>, most: number, least = 0) => fc.array(arbitrary, { minLength: least, maxLength: most });

const selector = (labels: Readonly<Record<string, readonly string[]>>, others: readonly string[]) => {
  const keys = Object.keys(labels);
  const pair = one(...keys).chain((key) => fc.tuple(fc.constant(key), one(...labels[key]!)));
  const expression = fc.oneof(
    one(...keys).chain((key) => fc.record({ key: fc.constant(key), operator: one('In', 'NotIn'), values: fc.uniqueArray(one(...labels[key]!), { minLength: 1, maxLength: 2 }) })),
    fc.record({ key: one(...keys, ...others), operator: one('Exists', 'DoesNotExist') }),
  );
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant({}) },
    { weight: 3, arbitrary: pair.map(([key, value]) => ({ matchLabels: { [key]: value } })) },
    { weight: 3, arbitrary: some(expression, 2, 1).map((matchExpressions) => ({ matchExpressions })) },
    { weight: 1, arbitrary: fc.tuple(pair, expression).map(([[key, value], other]) => ({ matchLabels: { [key]: value }, matchExpressions: [other] })) },
  );
};
const podSelector = selector({ app: ['x', 'y', 'z', 'w'], tier: ['1', '2'] }, ['canary', 'absent']);
const namespaceSelector = selector({ env: ['prod', 'test'], team: ['a', 'b', 'c'], [NAME]: ['blue', 'red'] }, ['extra', 'absent']);

const block = fc.oneof(...[CIDRS, CIDRS_6].map((cidrs) => fc.record({ cidr: one(...cidrs), except: some(one(...cidrs), 2) })))
  .map(({ cidr, except }) => ({ ipBlock: { cidr, ...(except.length === 0 ? {} : { except }) } }));
const peer = fc.oneof(
  { weight: 3, arbitrary: block },
  { weight: 1, arbitrary: podSelector.map((pods) => ({ podSelector: pods })) },
  { weight: 1, arbitrary: namespaceSelector.map((namespaces) => ({ namespaceSelector: namespaces })) },
  { weight: 1, arbitrary: fc.tuple(podSelector, namespaceSelector).map(([pods, namespaces]) => ({ podSelector: pods, namespaceSelector: namespaces })) },
);
const protocol = one({}, { protocol: 'TCP' }, { protocol: 'UDP' });
const port = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(protocol, one(53, 80, 443, 8080)).map(([of, number]) => ({ ...of, port: number })) },
  { weight: 2, arbitrary: fc.tuple(protocol, one(50, 80, 400), one(0, 43, 8000)).map(([of, first, more]) => ({ ...of, port: first, endPort: first + more })) },
  { weight: 2, arbitrary: fc.tuple(protocol, one('web', 'dns', 'dns-tcp', 'none')).map(([of, name]) => ({ ...of, port: name })) },
  { weight: 1, arbitrary: protocol },
);
const rules = (peers: 'to' | 'from') => some(fc.tuple(some(peer, 3), some(port, 2)).map(([others, ports]) => ({
  ...(others.length === 0 ? {} : { [peers]: others }), ...(ports.length === 0 ? {} : { ports }),
})), 3);

const policy = fc.record({
  namespace: one(...Object.keys(NAMESPACES)), podSelector, policyTypes: one(['Egress'], ['Ingress'], ['Egress', 'Ingress']), egress: rules('to'), ingress: rules('from'),
}).map(({ namespace, ...spec }) => ({ namespace, spec }));

/** An IPv4-mapped address is one of IPv4. */
export const isVersion6 = ({ ip }: WorldPeer): boolean => ip.includes(':') && !ip.includes('.');
const question: fc.Arbitrary<WorldQuestion> = fc.record({
  from: fc.oneof({ weight: 3, arbitrary: one(...PODS) }, { weight: 1, arbitrary: one(...OUTSIDE) }),
  to: fc.oneof({ weight: 1, arbitrary: one(...PODS) }, { weight: 1, arbitrary: one(...OUTSIDE) }),
  port: one(53, 80, 443, 8080, 8400), protocol: one('TCP' as const, 'TCP' as const, 'UDP' as const),
}).filter(({ from, to }) => isVersion6(from) === isVersion6(to) && (from.pod !== undefined || to.pod !== undefined) && from.ip !== to.ip);

/** Policies, and questions about them, at random. */
export const POLICY_WORLDS: fc.Arbitrary<PolicyWorld> = fc.record({ policies: some(policy, 6, 1), questions: some(question, 30, 30) }).map(({ policies, questions }) => ({
  questions,
  policies: policies.map(({ namespace, spec }, index) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: `policy-${index}`, namespace }, spec })),
}));

/** The same question is the same text. */
export const questionsOfWorld = ({ policies, questions }: PolicyWorld): readonly string[] => questions.map((asked) => JSON.stringify([policies, asked]));

/** A world as `oracle/main.go` reads it. */
export function worldForCyclonus({ policies, questions }: PolicyWorld): object {
  const peers = [...PODS, ...OUTSIDE];
  return {
    policies,
    peers: peers.map(({ ip, pod }) => (pod === undefined ? { ip } : { ip, namespace: pod.namespace, namespaceLabels: NAMESPACES[pod.namespace], podLabels: pod.labels })),
    questions: questions.map(({ from, to, port: number, protocol: of }) => ({
      from: peers.indexOf(from), to: peers.indexOf(to), port: number, protocol: of,
      portName: to.pod === undefined ? '' : NAMED_PORTS.find((named) => named.port === number && named.protocol === of)?.name ?? '',
    })),
  };
}
