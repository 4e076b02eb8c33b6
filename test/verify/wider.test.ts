import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { readCell } from '../../src/read-cell';
import { ReadOutput, readOutput, verify } from '../../src/verify';
import { ROOT } from '../support/scripts';

const FOLDER = join(ROOT, 'examples/cells');
const EXAMPLES = [['aks-egress-network', 'works-gent'], ['azure-cluster-btp-aws', 'plant-mannheim'], ['eks-btp-azure', 'works-lyon'], ['gke-btp-gcp', 'hub-rotterdam'], ['minimal', 'minimal']] as const;

function widerOf(file: string, output: ReadOutput, change: (data: Record<string, unknown>) => void = () => undefined): string[] {
  const data = parse(readFileSync(join(FOLDER, `${file}.yaml`), 'utf8')) as Record<string, unknown>;
  change(data);
  const reading = readCell(data, 'file');
  expect(reading.problems).toEqual([]);
  const cell = new EdgeIntegrationCell(data as never, reading);
  return verify(cell, output, { firewall: reading.firewall }).problems.filter(({ code }) => code === 'EIC725').map(({ message }) => message);
}
const outputOf = (name: string) => readOutput([join(FOLDER, 'expected', name)]);

test.each(EXAMPLES)('%s: what was written lies inside the plan, and inside what the definition asks for its platform (law 9)', (file, name) => {
  expect(widerOf(file, outputOf(name))).toEqual([]);
});

test.each([
  ['aks-egress-network', 'works-gent', 'azure', /10\.40\.8\.4\/32 on port 443/], ['eks-btp-azure', 'works-lyon', 'aws', /dkr\.ecr\.eu-west-3/], ['gke-btp-gcp', 'hub-rotterdam', 'gcp', /compute\.googleapis\.com/],
] as const)('%s: rules of the platform that the definition does not ask for are beyond it', (file, name, cloud, rule) => {
  const without = (data: Record<string, unknown>) => {
    for (const target of Object.values(data.firewall as Record<string, Record<string, Record<string, unknown>>>)) {
      delete target[cloud]!.platformEgress;
      // Beside a deny, Google's rules for GKE are written in any case.
      if (cloud === 'gcp') (target.gcp!.rules as Record<string, unknown>).defaultDeny = 'none';
    }
  };
  expect(widerOf(file, outputOf(name), without).join('\n')).toMatch(rule);
});

test('rules that keep GKE alive before a deny lie inside, also without platformEgress', () => {
  const without = (data: Record<string, unknown>) => { delete (data.firewall as Record<string, Record<string, Record<string, unknown>>>).net!.gcp!.platformEgress; };
  expect(widerOf('gke-btp-gcp', outputOf('hub-rotterdam'), without)).toEqual([]);
});

/** The output with a text of it changed, wherever it stands. */
function changed(output: ReadOutput, from: string, to: string): ReadOutput {
  const text = JSON.stringify(output);
  expect(text).toContain(from);
  return JSON.parse(text.replaceAll(from, to)) as ReadOutput;
}

test.each([
  ['a wildcard over an exact name', '"api.carrier.example"', '"*.carrier.example"', /\*\.carrier\.example on port 443/],
  ['a larger network', '10.20.9.5/32', '10.20.9.0/24', /10\.20\.9\.0\/24/],
  ['another port', '"port":44300', '"port":44301', /on port 44301/],
  ['a flow that is gone', '"edge-integration-cell/flows":"receiver/orders"', '"edge-integration-cell/flows":"receiver/gone"', /receiver\/gone/],
  ['mutual TLS that is off', '"STRICT"', '"PERMISSIVE"', /spec\.mtls\.mode/],
] as const)('%s is found, whether or not a question meets it', (_, from, to, message) => {
  expect(widerOf('azure-cluster-btp-aws', changed(outputOf('plant-mannheim'), from, to)).join('\n')).toMatch(message);
});

test('Google Cloud: rules are for the service accounts that the definition names; for another account they decide nothing', () => {
  const output = changed(outputOf('hub-rotterdam'), 'gke-nodes@acme-net.iam.gserviceaccount.com', 'other@acme-net.iam.gserviceaccount.com');
  const data = parse(readFileSync(join(FOLDER, 'gke-btp-gcp.yaml'), 'utf8')) as never;
  const reading = readCell(data, 'file');
  const { probes } = verify(new EdgeIntegrationCell(data, reading), output, { firewall: reading.firewall });
  const denies = (of: readonly (typeof probes)[number][]) => of.flatMap(({ layers }) => layers).filter(({ layer, verdict, rule }) => layer === 'firewall net' && verdict === 'deny' && rule !== null).length;
  expect(denies(probes)).toBe(0);
  expect(denies(verify(new EdgeIntegrationCell(data, reading), outputOf('hub-rotterdam'), { firewall: reading.firewall }).probes)).toBeGreaterThan(100);
});
