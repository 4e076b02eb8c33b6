import { fieldsOf, itemsOf, type Fields } from '../kubernetes/problem';

/** One thing wrong in policies that are otherwise right. */
export interface Mutant {
  readonly name: string;
  /** A verdict that must be reported. */
  readonly expect: RegExp;
  /** Changes the policies in place; false: there is nothing to change. */
  apply(policies: Policy[]): boolean;
}

/** A NetworkPolicy to be changed. */
export interface Policy {
  metadata: { name: string; namespace: string };
  spec: { podSelector: Fields; policyTypes: string[]; egress: Rule[]; ingress?: { from?: Record<string, unknown>[]; ports?: Record<string, unknown>[] }[] };
}

export interface Rule {
  to?: Record<string, unknown>[];
  ports?: Record<string, unknown>[];
}

interface Block {
  cidr: string;
  except?: string[];
}

const rulesOf = (policies: readonly Policy[]): Rule[] => policies.flatMap(({ spec }) => spec.egress);

const blocksOf = (policies: readonly Policy[]): Block[] =>
  rulesOf(policies).flatMap(({ to = [] }) => to.flatMap(({ ipBlock }) => (ipBlock === undefined ? [] : [ipBlock as Block])));

/** Those of the namespace, or of the component. */
export const policiesIn = (namespace: string) => (policy: Policy): boolean => policy.metadata.namespace === namespace;
export const policiesOf = (component: string) => ({ spec }: Policy): boolean => fieldsOf(spec.podSelector.matchLabels).app === component;

export const withPort = (port: number) => (rule: Rule): boolean => (rule.ports ?? []).some((entry) => entry.port === port);
const withCidr = (cidr: string) => ({ to = [] }: Rule): boolean => to.some(({ ipBlock }) => fieldsOf(ipBlock).cidr === cidr);

/** Changes everything that fits; false if nothing does. */
export function change<T>(items: readonly T[], fits: (item: T) => boolean, how: (item: T) => void): boolean {
  const found = items.filter(fits);
  found.forEach(how);
  return found.length > 0;
}

export const remove = (policies: readonly Policy[], fits: (rule: Rule) => boolean): boolean =>
  change(policies, ({ spec }) => spec.egress.some(fits), ({ spec }) => {
    spec.egress = spec.egress.filter((rule) => !fits(rule));
  });

export const add = (policies: readonly Policy[], rule: Rule): boolean => change(policies, () => true, ({ spec }) => spec.egress.push(rule));

export const select = (policies: readonly Policy[], selector: Fields): boolean => change(policies, () => true, ({ spec }) => {
  spec.podSelector = selector;
});

const include = (policies: readonly Policy[], network: string): boolean =>
  change(blocksOf(policies), ({ except = [] }) => except.includes(network), (block) => {
    block.except = block.except?.filter((text) => text !== network);
  });

const widen = (policies: readonly Policy[], fits: (block: Block) => boolean, cidr: string): boolean => change(blocksOf(policies), fits, (block) => {
  block.cidr = cidr;
});

const portsOf = (rules: readonly Rule[]): Record<string, unknown>[] => rules.flatMap(({ ports = [] }) => ports);
const peersOf = (rules: readonly Rule[]): Record<string, unknown>[] => rules.flatMap(({ to = [] }) => to);
const excludedValues = (policies: readonly Policy[]): string[][] =>
  policies.flatMap(({ spec }) => itemsOf(spec.podSelector.matchExpressions).map((expression) => itemsOf(fieldsOf(expression).values) as string[]));

const RUNTIME = policiesIn('edge-icell');
const ELA = policiesIn('edge-icell-ela');
const WORKER = policiesOf('worker');

export const mutant = (name: string, apply: Mutant['apply'], expect: RegExp): Mutant => ({ name, apply, expect });

/** Each must be noticed on a cell of the matrix with both IP families, enforced by component. */
export const MUTANTS: readonly Mutant[] = [
  mutant('no rule for DNS', (all) => remove(all, withPort(53)), /kube-system\/dns .* UDP 53 .*denied, though planned \(DNS\)/),
  mutant('no rule for istiod in one namespace', (all) => remove(all.filter(ELA), withPort(15012)),
    /^edge-icell-ela\/\S+ → istio-system\/istiod \S+ TCP 15012 .*denied/),
  mutant('no rule for the API server in one namespace', (all) => remove(all.filter(RUNTIME), withCidr('10.10.4.4/32')),
    /^edge-icell\/edc → 10\.10\.4\.4 TCP 443 .*denied, though planned \(API server\)/),
  mutant('no policy in one namespace', (all) => all.some(ELA) && all.splice(0, all.length, ...all.filter((policy) => !ELA(policy))).length > 0,
    /^edge-icell-ela\/\S+ → 20\.50\.2\.1 TCP 22 .*allowed/),
  mutant('declared network twice as wide', (all) => widen(all, ({ cidr }) => cidr === '10.20.0.0/24', '10.20.0.0/23'),
    /^edge-icell\/worker → 10\.20\.1\.0 TCP 44300 .*allowed/),
  mutant('IPv6 wider than the Internet', (all) => widen(all, ({ cidr, except = [] }) => cidr.includes(':') && except.length > 0, '::/0'),
    /→ fd00:ec2:\S+ TCP 443 .*allowed/),
  mutant('metadata not excepted', (all) => include(all, '169.254.0.0/16'), /→ 169\.254\.169\.254 TCP 443 .*allowed/),
  mutant('private network not excepted', (all) => include(all, '172.16.0.0/12'), /→ 172\.16\.0\.1 TCP 443 .*allowed/),
  mutant('another port', (all) => change(portsOf(rulesOf(all).filter(withPort(44300))), () => true, (entry) => Object.assign(entry, { port: 44301 })),
    /^edge-icell\/worker → 10\.20\.0\.0 TCP 44300 .*denied/),
  mutant('range of ports longer by one', (all) =>
    change(portsOf(rulesOf(all)), ({ endPort }) => endPort === 40010, (entry) => Object.assign(entry, { endPort: 40011 })),
  /^edge-icell\/worker → 203\.0\.113\.21 TCP 40011 .*allowed/),
  mutant('UDP beside TCP', (all) => add(all.filter(WORKER), { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 443, protocol: 'UDP' }] }),
    /^edge-icell\/worker → 20\.50\.2\.1 UDP 443 .*allowed/),
  mutant('selector that nothing matches', (all) => select(all.filter(WORKER), { matchLabels: { app: 'workers' } }),
    /^edge-icell\/worker → 203\.0\.113\.7 TCP 22 .*denied/),
  mutant('selector that everything matches', (all) => select(all.filter(WORKER), {}), /^edge-icell\/edc → 203\.0\.113\.7 TCP 22 .*allowed/),
  mutant('component among the pods that no selector names', (all) =>
    change(excludedValues(all), (values) => values.includes('worker'), (values) => values.splice(values.indexOf('worker'), 1)),
  /^edge-icell\/worker → \S+ TCP 6081 .*allowed/),
  mutant('DNS in any namespace', (all) => change(peersOf(rulesOf(all).filter(withPort(53))), () => true, (peer) => Object.assign(peer, { namespaceSelector: {} })),
    /→ default\/false-dns \S+ UDP 53 .*allowed/),
  mutant('rule of observe left in', (all) => add(all.filter(RUNTIME), {}), /→ 169\.254\.169\.254 TCP 80 .*allowed/),
  mutant('incoming traffic denied too', (all) => change(all.filter(RUNTIME), () => true, ({ spec }) => spec.policyTypes.push('Ingress')),
    /^edge-icell-ela\/\S+ → edge-icell\/any \S+ TCP 8080 .*denied, though planned \(pods of the cell\)/),
];
