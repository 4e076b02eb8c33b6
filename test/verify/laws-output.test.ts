// Laws 8 and 11 of verification.md 5.3, of what is written for random cells; laws.test.ts says where the others stand.
import * as fc from 'fast-check';
import { mutationsOf } from './support/mutations';
import { Notice } from './support/notice';
import { renderManifests } from '../../src/cluster/render-manifests';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { readOutput, ReadOutput, verify } from '../../src/verify';
import { fileWith } from '../cli/eic';
import { minimalProps } from '../support/cells';
import { newFolder } from '../support/folders';

/** Random cells; EIC_LAWS=100 for a long run. */
const RUNS = Number(process.env.EIC_LAWS ?? 2);

function outputOf(cell: EdgeIntegrationCell): ReadOutput {
  const folder = newFolder();
  for (const { file, text } of renderManifests(cell)) fileWith(text, file, folder);
  return readOutput([folder]);
}

const label = fc.constantFrom('a', 'plant', 'xn--mnchen-3ya', 'xn--bcher-kva', 'very-long-label-of-a-department-in-a-country-far-away-from-here');
const host = fc.tuple(label, fc.constantFrom('corp', 'xn--fiqs8s', 'mill'), fc.constantFrom('example', 'test')).map((parts) => parts.join('.'));
/** Of their own, since two receivers cannot share a network. */
const addresses = (index: number) => fc.constantFrom([`10.20.${index}.7/32`], [`203.0.113.${index * 8}/29`], [`2001:db8:7:${index}::9/128`], [`198.51.100.${index}/32`, `2001:db8:7:${index}::/64`]);
const receiver = (index: number) => fc.oneof(
  fc.record({ protocol: fc.constant('https'), host, port: fc.constantFrom(443, 8443) }),
  fc.record({ protocol: fc.constant('sftp'), host, addresses: addresses(index) }),
  fc.record({ protocol: fc.constant('tcp'), addresses: addresses(index), ports: fc.constantFrom([9000], ['9100-9110']) }),
);
/** Keys may be as long as the format lets them be. */
const receivers = fc.integer({ min: 1, max: 4 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => receiver(index)))).map((all) => Object.fromEntries(all.map((one, index) => [`r${index}${'x'.repeat(index * 12)}`, one])));

const cells = receivers.map((given) => {
  const base = minimalProps();
  return EdgeIntegrationCell.fromData({
    ...base, enforcement: 'enforce', receivers: given,
    cluster: { ...base.cluster, nodeCidrs: ['10.10.0.0/22', 'fd00:10:10::/64'], podCidrs: ['10.244.0.0/16', 'fd00:10:244::/56'], serviceCidrs: ['10.0.0.0/16', 'fd00:10:96::/112'], cni: { name: 'cilium', networkPolicy: true } },
  });
});

test('law 8: without any one object, or any one rule of a policy, something is found', () => {
  let count = 0;
  fc.assert(fc.property(cells, (cell) => {
    const output = outputOf(cell);
    const notice = new Notice(cell, output);
    expect(notice.wrong).toEqual([]);
    const weaker = [...mutationsOf(output)].filter(({ operator, path }) => operator === 'delete-object' || (operator === 'delete-element' && /^spec\.(?:egress|ingress|rules|hosts|ports|egressDeny)\[\d+\]$/.test(path)));
    count += weaker.length;
    expect(weaker.filter((mutation) => notice.of(mutation) === undefined).map(({ object, path }) => `${object} ${path}`)).toEqual([]);
  }), { numRuns: RUNS, seed: 8 });
  console.info(`law 8: ${count} objects and rules of ${RUNS} cells, each taken away is noticed`);
}, 600_000);

/** Names of the definition's own: what labels must not tell. */
const hostsOf = (cell: EdgeIntegrationCell): readonly string[] => cell.plan.flows.flatMap(({ to }) => to.hosts.map(({ name }) => name));

test('law 11: names fit, labels tell no host and no address, and punycode and IPv6 are judged as anything else', () => {
  fc.assert(fc.property(cells, (cell) => {
    const output = outputOf(cell);
    for (const { value: { metadata } } of output.objects) {
      expect(metadata.name).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
      for (const [key, text] of Object.entries((metadata as { labels?: Record<string, string> }).labels ?? {})) {
        expect(text).toMatch(/^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/);
        expect(hostsOf(cell).filter((name) => `${key} ${text}`.includes(name))).toEqual([]);
        expect(text).not.toMatch(/\d+\.\d+\.\d+\.\d+|[0-9a-f]*::/);
      }
    }
    const { probes, problems } = verify(cell, output);
    expect(probes.filter(({ outcome }) => outcome === 'wrong' || outcome === 'unknown')).toEqual([]);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const six = probes.filter(({ kind, to }) => kind === 'own' && to.address.includes(':')).length;
    expect(six > 0).toBe(cell.plan.egress.some(({ to }) => to.cidrs.some(({ version }) => version === 6)));
  }), { numRuns: RUNS * 2, seed: 11 });
});
