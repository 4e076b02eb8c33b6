import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { FirewallTargets, readCell } from '../../../src/read-cell';
import { ReadOutput, readOutput } from '../../../src/verify/read';
import { ROOT } from '../../support/scripts';

/** An example as it is verified: what is asked for, and what was written. */
export interface Example {
  readonly name: string;
  readonly cell: EdgeIntegrationCell;
  readonly targets: FirewallTargets;
  readonly output: ReadOutput;
}

const CELLS = join(ROOT, 'examples/cells');

/** Examples that `eic synth` writes. */
const FILES = readdirSync(CELLS).filter((name) => name.endsWith('.yaml')).map((file) => ({
  name: /^name: (\S+)/m.exec(readFileSync(join(CELLS, file), 'utf8'))![1]!, definition: join(CELLS, file), firewall: undefined as Readonly<Record<string, unknown>> | undefined,
})).map((one) => ({ ...one, output: join(CELLS, 'expected', one.name) }));

const AWS = join(ROOT, 'examples/aws-inspection');
/** Stacks of one's own, each with what its program asks for, in the words of `firewall`. */
const STACKS = [
  {
    name: 'aws-inspection/inspection', definition: join(AWS, 'cell.yaml'), output: join(AWS, 'expected/inspection.tf.json'),
    firewall: { inspection: { aws: { platformEgress: 'eks', rules: { region: 'eu-central-1', defaultDeny: 'sources', policyDefaultActions: ['aws:drop_established_app_layer'] } } } },
  },
  {
    name: 'aws-inspection/network', definition: join(AWS, 'cell.yaml'), output: join(AWS, 'expected/network.tf.json'),
    firewall: {
      network: {
        aws: {
          platformEgress: 'eks',
          network: {
            region: 'eu-central-1', vpcCidr: '10.42.0.0/16',
            zones: {
              a: { firewallSubnetCidr: '10.42.240.0/28', natSubnetCidr: '10.42.240.16/28', workloadSubnets: { nodes: { cidr: '10.42.0.0/20' } } },
              b: { firewallSubnetCidr: '10.42.240.32/28', natSubnetCidr: '10.42.240.48/28', workloadSubnets: { nodes: { cidr: '10.42.32.0/20' } } },
            },
          },
        },
      },
    },
  },
];

/** Names of all examples that are mutated. */
export const EXAMPLES = [...FILES, ...STACKS].map(({ name }) => name);

/** Reads an example anew. */
export function exampleOf(wanted: string): Example {
  const { name, definition, firewall, output } = [...FILES, ...STACKS].find((one) => one.name === wanted)!;
  const data = { ...parse(readFileSync(definition, 'utf8')) as object, ...(firewall === undefined ? {} : { firewall }) };
  const reading = readCell(data, 'file');
  if (reading.problems.length > 0) throw new Error(JSON.stringify(reading.problems));
  return { name, cell: new EdgeIntegrationCell(data as never, reading), targets: reading.firewall, output: readOutput([output]) };
}
