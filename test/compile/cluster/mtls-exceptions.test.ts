import { App, Chart } from 'cdk8s';
import fc from 'fast-check';
import { CallerLists, MutualTls } from '../../../src/cluster';
import { unwatchChart } from '../../../src/cluster/checks/watch-chart';
import { KubernetesObject } from '../../../src/verify/read/objects';
import { cellWith } from '../../support/cells';
import { ask, istio, OUTSIDE, pod, service } from '../../verify/istio/objects';

type Exceptions = readonly { readonly namespace: string; readonly selector: Readonly<Record<string, string>>; readonly ports: readonly number[]; readonly reason: string }[];

const NAMESPACES = ['edge-icell', 'edge-icell-services'];
const NAMES = ['api', 'webhook', 'worker'];
const PORTS = [443, 8080, 9443];

/** Mutual TLS and caller lists of a cell with these exceptions, as Istio objects. */
function policiesOf(exceptions: Exceptions, dynamicDns = false): KubernetesObject[] {
  const chart = new Chart(new App(), 'edge');
  const cell = cellWith({ cluster: { istioVersion: '1.30', existingPolicies: 'none', mtls: { exceptions } }, egress: { wildcards: dynamicDns ? 'dynamicDns' : 'passthrough' } });
  new MutualTls(chart, 'Tls', { cell });
  new CallerLists(chart, 'Callers', { cell });
  unwatchChart(chart);
  return chart.toJson() as KubernetesObject[];
}

const CELL = NAMESPACES.flatMap((namespace, row) => NAMES.flatMap((name, column) => [
  pod(`${namespace}/${name}`, `10.42.${row}.${column + 1}`, PORTS),
  service(`${namespace}/${name}`, `10.96.${row}.${column + 1}`, PORTS.map((port) => ({ name: `http-${port}`, port }))),
]));
const CALLERS = [pod('edge-icell-ela/caller', '10.42.9.1'), pod('shop/stranger', '10.42.9.2'), pod('shop/plain', '10.42.9.3', [], OUTSIDE)];

// One label decides, so that no two exceptions are for one pod.
const anException = fc.record({
  namespace: fc.constantFrom(...NAMESPACES), selector: fc.constantFrom(...NAMES).map((app) => ({ app })), ports: fc.uniqueArray(fc.constantFrom(...PORTS), { minLength: 1 }), reason: fc.constant('webhook'),
});
const someExceptions: fc.Arbitrary<Exceptions> = fc.uniqueArray(anException, { selector: ({ namespace, selector }) => `${namespace}/${selector.app}`, maxLength: 4 });

test('callers without identity reach the ports of an exception at its pods only, identities of others reach nothing, callers of the cell everything', () => {
  fc.assert(fc.property(someExceptions, fc.constantFrom(...NAMESPACES), fc.constantFrom(...NAMES), fc.constantFrom(...PORTS), (exceptions, namespace, name, port) => {
    const objects = [...CELL, ...CALLERS, ...policiesOf(exceptions)];
    const verdict = (from: string) => ask(objects, { from, to: { host: `${name}.${namespace}`, port }, protocol: 'http' }).verdict;
    const isException = exceptions.some((one) => one.namespace === namespace && one.selector.app === name && one.ports.includes(port));
    expect(verdict('edge-icell-ela/caller')).toBe('allow');
    expect(verdict('shop/plain')).toBe(isException ? 'allow' : 'deny');
    expect(verdict('shop/stranger')).toBe('deny');
  }), { numRuns: 150 });
});

test.each([[[]], [[443]], [[8443]]])('outgoing TLS to DYNAMIC_DNS hosts is left alone beside exceptions on %j', (ports) => {
  const entry = istio('ServiceEntry', 'edge-icell/btp', { hosts: ['*.w.example'], ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], location: 'MESH_EXTERNAL', resolution: 'DYNAMIC_DNS' });
  const exceptions = ports.length === 0 ? [] : [{ namespace: 'edge-icell', selector: { app: 'worker' }, ports, reason: 'webhook' }];
  expect(ask([...CELL, entry, ...policiesOf(exceptions, true)], { from: 'edge-icell/worker', to: { host: 'x.w.example', port: 443 }, protocol: 'tls' }).verdict).toBe('allow');
});

test('in observe nothing of it is enforced', () => {
  const chart = new Chart(new App(), 'edge');
  const cell = cellWith({ enforcement: 'observe', cluster: { mtls: { exceptions: [{ selector: { app: 'api' }, ports: [9443], reason: 'webhook' }] } } });
  new MutualTls(chart, 'Tls', { cell });
  new CallerLists(chart, 'Callers', { cell });
  unwatchChart(chart);
  const objects = [...CELL, ...CALLERS, ...chart.toJson() as KubernetesObject[]];
  for (const from of ['shop/plain', 'shop/stranger']) expect(ask(objects, { from, to: { host: 'api.edge-icell', port: 9443 }, protocol: 'http' }).verdict).toBe('allow');
});
