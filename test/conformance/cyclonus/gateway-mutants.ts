import { add, change, mutant, policiesIn, policiesOf, remove, select, withPort, type Mutant, type Policy } from './mutants';

const NAMESPACE = 'eic-egress';
const IN_NAMESPACE = policiesIn(NAMESPACE);
const named = (what: string) => ({ metadata }: Policy): boolean => metadata.namespace === NAMESPACE && metadata.name.endsWith(`-${what}`);
const INTERNET = { ipBlock: { cidr: '0.0.0.0/0' } };
const tcp = (port: number) => [{ port, protocol: 'TCP' }];

/** Lets every pod of every namespace call. */
const openTo = (policies: readonly Policy[]): boolean =>
  change(policies.flatMap(({ spec }) => spec.ingress ?? []), () => true, (rule) => {
    rule.from = [{ namespaceSelector: {} }];
  });

/** Each must be noticed on a cell with a gateway, its SNI proxy and both IP families, enforced by component. */
export const GATEWAY_MUTANTS: readonly Mutant[] = [
  mutant('a component past the gateway', (all) => add(all.filter(policiesOf('worker')), { to: [INTERNET], ports: tcp(443) }), /^edge-icell\/worker → 20\.50\.2\.1 TCP 443 .*allowed/),
  mutant('a component on the gateway\'s port of another\'s flow', (all) =>
    add(all.filter(policiesOf('edc')), { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': NAMESPACE } } }], ports: tcp(20022) }),
  /^edge-icell\/edc → eic-egress\/gateway \S+ TCP 20022 .*allowed/),
  mutant('no way to the gateway', (all) => remove(all.filter(policiesOf('worker')), withPort(20022)), /^edge-icell\/worker → eic-egress\/gateway \S+ TCP 20022 .*denied/),
  mutant('everybody may call the gateway', (all) => openTo(all.filter(named('egress'))), /^default\/\S+ → eic-egress\/gateway \S+ TCP 20443 .*allowed/),
  mutant('everybody may call the SNI proxy', (all) => openTo(all.filter(named('sni-proxy'))), /^default\/\S+ → eic-egress\/sni-proxy \S+ TCP 20443 .*allowed/),
  mutant('the gateway sends wildcards out itself', (all) => add(all.filter(named('egress')), { to: [INTERNET], ports: tcp(6081) }), /^eic-egress\/gateway → 20\.50\.2\.1 TCP 6081 .*allowed/),
  mutant('the SNI proxy sends out what the gateway should', (all) => add(all.filter(named('sni-proxy')), { to: [INTERNET], ports: tcp(9443) }), /^eic-egress\/sni-proxy → 20\.50\.2\.1 TCP 9443 .*allowed/),
  mutant('a stray pod as the gateway', (all) => select(all.filter(named('egress')), {}), /^eic-egress\/stray → 20\.50\.2\.1 TCP 443 .*allowed/),
  mutant('no policy for all pods of the namespace', (all) => all.some(named('base')) && all.splice(0, all.length, ...all.filter((policy) => !named('base')(policy))).length > 0,
    /^eic-egress\/stray → 20\.50\.2\.1 TCP 22 .*allowed/),
  mutant('no DNS in the gateway\'s namespace', (all) => remove(all.filter(IN_NAMESPACE), withPort(53)), /^eic-egress\/gateway → kube-system\/dns \S+ UDP 53 .*denied, though planned \(DNS\)/),
  mutant('nobody may scrape', (all) => change(all.filter(named('base')), ({ spec }) => spec.ingress !== undefined, ({ spec }) => {
    spec.ingress = [];
  }), /^monitoring\/prometheus → eic-egress\/gateway \S+ TCP 15020 .*denied/),
];
