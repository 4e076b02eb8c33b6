import * as fc from 'fast-check';
import { dialled, judge, NAMED, object } from './objects';

const DNS = object('cilium.io/v2', 'CiliumNetworkPolicy', 'blue', {
  endpointSelector: {},
  egress: [{ toEndpoints: [{ matchLabels: { 'io.kubernetes.pod.namespace': 'kube-system' } }], toPorts: [{ ports: [{ port: '53' }], rules: { dns: [{ matchPattern: '*' }] } }] }],
}, 'dns');

const label = fc.constantFrom('a', 'b', 'ab', 'api');
const name = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => [...labels, 'example'].join('.'));
const pattern = fc.tuple(fc.constantFrom('', '*.', '**.', 'a*.', '*.*.'), name).map(([start, rest]) => `${start}${rest}`);
const port = fc.constantFrom(443, 8443);
const rule = fc.record({ patterns: fc.array(pattern, { minLength: 1, maxLength: 3 }), ports: fc.uniqueArray(port, { minLength: 1 }) });
const answers = fc.array(fc.tuple(name, fc.integer({ min: 1, max: 4 }).map((place) => `203.0.113.${place}`)), { maxLength: 6 });
const asked = fc.record({ address: fc.integer({ min: 1, max: 5 }).map((place) => `203.0.113.${place}`), port });
const world = fc.record({ policies: fc.array(fc.array(rule, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }), answers, asked });

/** As Cilium compiles a pattern from 1.19 on (pkg/fqdn/matchpattern). */
function regexOf(text: string): RegExp {
  const tail = text.startsWith('**.') ? text.slice(3) : undefined;
  const rest = (tail ?? text).replaceAll('.', '[.]').replaceAll('*', '[-a-z0-9_]*');
  return new RegExp(`^${tail === undefined ? '' : '[-a-z0-9_]+(?:[.][-a-z0-9_]+)*[.]'}${rest}$`);
}

const cilium = (rules: readonly { readonly patterns: readonly string[]; readonly ports: readonly number[] }[], index: number) => object('cilium.io/v2', 'CiliumNetworkPolicy', 'blue', {
  endpointSelector: {},
  egress: rules.map(({ patterns, ports }) => ({ toFQDNs: patterns.map((matchPattern) => ({ matchPattern })), toPorts: [{ ports: ports.map((one) => ({ port: String(one), protocol: 'TCP' })) }] })),
}, `names${index}`);

test('an address is open on a port where a rule has the port and DNS gave the address for a name of the rule, and nowhere else', () => {
  fc.assert(fc.property(world, ({ policies, answers: given, asked: { address, port: number } }) => {
    const isOpen = policies.flat().some(({ patterns, ports }) => ports.includes(number) && patterns.some((text) => given.some(([host, at]) => at === address && regexOf(text).test(host))));
    const [verdict] = judge([DNS, ...policies.map(cilium)], dialled(address, number), { ...NAMED, answers: given });
    expect(verdict).toBe(isOpen ? 'allow' : 'deny');
  }), { numRuns: 500 });
});

test('the order of policies changes nothing; one more takes nothing away; without the proxy of DNS nothing is allowed', () => {
  fc.assert(fc.property(world, ({ policies, answers: given, asked: { address, port: number } }) => {
    const ask = (...objects: Parameters<typeof judge>[0]) => judge(objects, dialled(address, number), { ...NAMED, answers: given })[0];
    const own = policies.map(cilium);
    const all = ask(DNS, ...own);
    expect(ask(...[DNS, ...own].reverse())).toBe(all);
    if (ask(DNS, ...own.slice(1)) === 'allow' && own.length > 1) expect(all).toBe('allow');
    expect(ask(...own)).toBe(all === 'allow' ? 'unknown' : 'deny');
  }), { numRuns: 300 });
});
