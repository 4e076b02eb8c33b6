// Laws 4, 5, 6 and 9 of verification.md 5.3, of the rules that three clouds get; laws.test.ts says where the others stand.
import * as fc from 'fast-check';
import { compiledDefinition, CompiledDefinition, RenderedDefinition, renderedDefinition } from './support/rendered-definition';
import { threeCloudProps, threeTargets } from './support/three-targets';
import { layersOf } from '../../src/verify/layers';
import { FirewallLayer } from '../../src/verify/layers/firewall-layer';
import { questionsOf } from '../../src/verify/probes/question-set';

/** Random cells; EIC_LAWS=50 for a long run. */
const RUNS = Number(process.env.EIC_LAWS ?? 2);
const CLOUDS = ['azure', 'aws', 'gcp'] as const;
type Cloud = typeof CLOUDS[number];
type Receivers = Readonly<Record<string, object>>;

const receiver = (index: number) => fc.oneof(
  fc.record({ protocol: fc.constant('https'), host: fc.constantFrom(`web${index}.acme.example`, `*.w${index}.acme.example`) }),
  fc.record({ protocol: fc.constant('https'), host: fc.constant(`s${index}.corp.example`), port: fc.constantFrom(443, 44300), network: fc.constant('private'), addresses: fc.constant([`10.20.${index}.0/24`]) }),
  fc.record({ protocol: fc.constant('sftp'), addresses: fc.constantFrom([`203.0.113.${index}/32`], [`203.0.113.${index}/32`, `198.51.100.${index}/32`]) }),
  fc.record({ protocol: fc.constant('tcp'), addresses: fc.constant([`192.0.2.${index}/32`]), ports: fc.constantFrom([9000 + index], [`${9100 + index * 20}-${9110 + index * 20}`]) }),
);
const receivers: fc.Arbitrary<Receivers> = fc.integer({ min: 2, max: 5 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => receiver(index + 1))))
  .map((all) => Object.fromEntries(all.map((one, index) => [`r${index + 1}`, one])));

const compiledOf = (given: Receivers, cloud: Cloud): CompiledDefinition => {
  const { [cloud]: target } = threeTargets('rules', { deny: false }) as Record<Cloud, object>;
  return compiledDefinition({ ...threeCloudProps({ receivers: given }), firewall: { [cloud]: target } });
};
const renderedOf = (given: Receivers, cloud: Cloud): RenderedDefinition => renderedDefinition(compiledOf(given, cloud), { manifests: false });

/** What the rules let through from the nodes, as `destination port`: by name where the cloud reads names, else by network. */
function readBack({ cell, output, firewall }: RenderedDefinition): readonly string[] {
  const questions = questionsOf(cell.definition, cell.plan);
  const layer = layersOf(cell.definition, questions, output, [], firewall).find((one): one is FirewallLayer => one instanceof FirewallLayer)!;
  const pairs = layer.allowedFrom(['10.10.0.0/22']).flatMap(({ hosts, cidrs, ports, exact }) => {
    expect(exact).toBe(true);
    return (hosts.length > 0 ? hosts : cidrs).flatMap((destination) => ports.map((port) => `${destination} ${port}`));
  });
  return [...new Set(pairs)].sort();
}

/** The same of the plan; the cluster's own traffic, which Google filters as well, is no flow. */
function planned({ cell: { plan } }: RenderedDefinition): readonly string[] {
  const pairs = plan.egress.filter(({ via }) => via === null).flatMap(({ to, ports, transport }) => {
    const destinations = to.hosts.length > 0 && (transport === 'https' || transport === 'http') ? to.hosts : to.cidrs;
    return destinations.flatMap((destination) => ports.map((port) => `${String(destination)} ${String(port)}`));
  });
  return [...new Set(pairs)].sort();
}

test.each(['azure', 'aws'] as const)('law 9: rules of %s, read back, are the plan, no more and no less', (cloud) => {
  fc.assert(fc.property(receivers, (given) => {
    const rendered = renderedOf(given, cloud);
    expect(readBack(rendered)).toEqual(planned(rendered));
  }), { numRuns: RUNS, seed: 9 });
});

test.each(CLOUDS)('law 4: the order of receivers changes nothing that %s gets; law 5: twice is the same', (cloud) => {
  fc.assert(fc.property(receivers, (given) => {
    const resources = (one: RenderedDefinition) => JSON.stringify(one.output.terraform[cloud]!.resources.map(({ file: _, ...rest }) => rest));
    const once = resources(renderedOf(given, cloud));
    expect(resources(renderedOf(Object.fromEntries(Object.entries(given).reverse()), cloud))).toBe(once);
    expect(resources(renderedOf(given, cloud))).toBe(once);
  }), { numRuns: RUNS, seed: 4 });
});

test.each(CLOUDS)('law 6: two cells with different receivers let through of %s together what one with all of them does; law 3: each is part of it', (cloud) => {
  fc.assert(fc.property(receivers, fc.nat(4), (given, cut) => {
    const entries = Object.entries(given);
    const [left, right] = [entries.slice(0, cut), entries.slice(cut)].map((part) => readBack(renderedOf(Object.fromEntries(part), cloud)));
    const all = readBack(renderedOf(given, cloud));
    expect([...new Set([...left!, ...right!])].sort()).toEqual(all);
    for (const part of [left!, right!]) expect(part.filter((pair) => !all.includes(pair))).toEqual([]);
  }), { numRuns: RUNS, seed: 6 });
});
