// Which test holds which law of verification.md 5.3:
//  1 soundness, 2 completeness: examples.test.ts, matrix.test.ts, targets.tf.test.ts, and here for random cells
//  3 monotone, 4 permutation, 6 split/merge: here for questions, laws-firewall.tf.test.ts for what is rendered
//  5 deterministic: here, laws-firewall.tf.test.ts, and test/examples/same-bytes.test.ts
//  7 cross-cloud: three-clouds.test.ts for evaluators, clouds-agree.tf.test.ts for what is rendered
//  8 layer-weakening: laws-output.test.ts for random cells, mutation.test.ts for examples
//  9 round trip: laws-firewall.tf.test.ts (rules read back are the plan), wider.test.ts and complete/ for objects
//  10 limits: test/compile/*/limits.test.ts, and here for questions; 11 names, punycode and IPv6: laws-output.test.ts, test/compile/names.test.ts
//  12 stable plans: test/conformance/steps/*-stacks.ts, with Terraform itself
import * as fc from 'fast-check';
import { renderManifests } from '../../src/cluster/render-manifests';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { verify } from '../../src/verify';
import { questionsOf } from '../../src/verify/probes/question-set';
import { readOutput } from '../../src/verify/read';
import { fileWith } from '../cli/eic';
import { minimalProps } from '../support/cells';
import { newFolder } from '../support/folders';

interface Row { readonly key: string; readonly host: string; readonly port: number; readonly address: number | null }

const row = fc.record({
  key: fc.stringMatching(/^[a-z][a-z0-9]{1,6}$/), host: fc.stringMatching(/^[a-z]{2,6}\.(corp|bank|mill)\.example$/), port: fc.integer({ min: 1024, max: 1030 }),
  address: fc.option(fc.integer({ min: 1, max: 200 }), { nil: null }),
});
const rows = fc.uniqueArray(row, { selector: ({ key }) => key, maxLength: 4 }).map((all) => all.filter((one, index) => all.findIndex(({ host }) => host === one.host) === index));

function cellOf(all: readonly Row[]): EdgeIntegrationCell {
  const receivers = Object.fromEntries(all.map(({ key, host, port, address }) => [key, {
    protocol: 'https', host, port, ...(address === null ? {} : { network: 'private', addresses: [`10.20.0.${address}/32`] }),
  }]));
  return new EdgeIntegrationCell({ ...minimalProps(), enforcement: 'enforce', cluster: { ...minimalProps().cluster, cni: { name: 'cilium', networkPolicy: true } }, receivers } as never);
}

function outputOf(cell: EdgeIntegrationCell) {
  const folder = newFolder();
  for (const { file, text } of renderManifests(cell)) fileWith(text, file, folder);
  return readOutput([folder]);
}

const probesOf = (cell: EdgeIntegrationCell) => questionsOf(cell.definition, cell.plan).probes;
const ownIds = (cell: EdgeIntegrationCell) => probesOf(cell).filter(({ kind }) => kind === 'own').map(({ id }) => id);

test('laws 1, 2 and 5: in random cells what is declared passes, what is not is denied by every layer that sees it, twice the same', () => {
  fc.assert(fc.property(rows, (all) => {
    const cell = cellOf(all);
    const output = outputOf(cell);
    const verification = verify(cell, output);
    expect(verification.probes.filter(({ outcome }) => outcome === 'wrong' || outcome === 'unknown')).toEqual([]);
    expect(verification.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(JSON.stringify(verify(cell, output))).toBe(JSON.stringify(verification));
  }), { numRuns: 5 });
});

test('law 4: the order of receivers changes no question', () => {
  fc.assert(fc.property(rows, (all) => {
    expect(JSON.stringify(probesOf(cellOf([...all].reverse())))).toBe(JSON.stringify(probesOf(cellOf(all))));
  }), { numRuns: 20 });
});

test('law 3: one more receiver takes no permitted connection away, and removing it takes exactly its own', () => {
  fc.assert(fc.property(rows.filter((all) => all.length > 1), ([last, ...rest]) => {
    const [with_, without] = [ownIds(cellOf([last!, ...rest])), ownIds(cellOf(rest))];
    expect(without.filter((id) => !with_.includes(id))).toEqual([]);
    expect(with_.filter((id) => !without.includes(id)).every((id) => id.startsWith(`receiver/${last!.key}/`))).toBe(true);
  }), { numRuns: 20 });
});

test('law 6: two cells with different receivers permit together what one with all of them permits', () => {
  fc.assert(fc.property(rows, fc.nat(4), (all, cut) => {
    const [left, right] = [all.slice(0, cut), all.slice(cut)].map((part) => ownIds(cellOf(part)));
    expect([...new Set([...left!, ...right!])].sort()).toEqual([...ownIds(cellOf(all))].sort());
  }), { numRuns: 20 });
});

test.each([1, 10, 1000])('law 10: %i receivers are asked about, each with its own names and ports, and no two questions are one', (count) => {
  const all = Array.from({ length: count }, (_, index): Row => ({ key: `r${index}`, host: `h${index}.corp.example`, port: 1024 + (index % 7), address: null }));
  const probes = probesOf(cellOf(all));
  expect(new Set(probes.map(({ id }) => id)).size).toBe(probes.length);
  expect(new Set(probes.filter(({ kind, flow }) => kind === 'own' && flow.startsWith('receiver/')).map(({ flow }) => flow)).size).toBe(count);
});
