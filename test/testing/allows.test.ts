import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { allows } from '../../src/testing';
import { explain, ReadOutput, readOutput, verify } from '../../src/verify';
import { eic } from '../cli/eic';
import { newFolder } from '../support/folders';
import { ROOT } from '../support/scripts';

const FOLDER = join(ROOT, 'examples/cells');
const FILE = join(FOLDER, 'gke-btp-gcp.yaml');
const OUTPUT = readOutput([join(FOLDER, 'expected/hub-rotterdam')]);
const NODES = 'gke-nodes@acme-net.iam.gserviceaccount.com';
const OTHER = 'other@acme-net.iam.gserviceaccount.com';
/** Rules for VMs of somebody else, whom the definition does not name. */
const OTHERS = JSON.parse(JSON.stringify(OUTPUT).replaceAll(NODES, OTHER)) as ReadOutput;
const cell = EdgeIntegrationCell.fromFile(FILE);
const without = () => {
  const { firewall: _, ...data } = parse(readFileSync(FILE, 'utf8')) as Record<string, unknown>;
  return EdgeIntegrationCell.fromData(data);
};
const QUESTION = { from: 'nodes', to: 'evil.example:443' };
const firewall = (of: EdgeIntegrationCell, output: ReadOutput) => explain(of, output, QUESTION).layers.find(({ layer }) => layer === 'firewall net')!;

test.each([['a file', cell, 'net'], ['data', EdgeIntegrationCell.fromData(parse(readFileSync(FILE, 'utf8'))), 'net'], ['a cell with changes', cell.extend({ receivers: { more: { protocol: 'https', host: 'more.example.org' } } }), 'net'], ['no section', without(), undefined]] as const)('targets of %s', (_, of, target) => {
  expect(Object.keys(of.firewall)[0]).toBe(target);
});

test('a section that is not valid says nothing, and is in nobody\'s way', () => {
  const data = { ...parse(readFileSync(FILE, 'utf8')) as object, firewall: { net: { gcp: { rules: 7 } } } };
  expect(EdgeIntegrationCell.fromData(data).firewall).toEqual({});
});

test('whose VMs the cell\'s are comes from the definition, as in eic verify', () => {
  expect(firewall(cell, OUTPUT)).toMatchObject({ verdict: 'deny', rule: { object: expect.stringMatching(/deny/) as string } });
  expect(firewall(cell, OTHERS).rule).toBeNull();
  // Without the section they are taken to be those that the rules are for.
  expect(firewall(without(), OTHERS)).toMatchObject({ verdict: 'deny', rule: { object: expect.stringMatching(/deny/) as string } });
});

test('verify and explain say the same of one connection', () => {
  for (const output of [OUTPUT, OTHERS]) {
    const own = verify(cell, output).probes.find(({ kind, from, flow }) => kind === 'own' && from.nodes === true && flow.startsWith('registry'))!;
    const asked = explain(cell, output, { from: 'nodes', to: `${own.to.host}:${own.to.port}` });
    const said = ({ layers }: typeof own) => layers.filter(({ layer }) => layer === 'firewall net').map(({ verdict, code }) => `${verdict} ${code}`);
    expect(said(asked)).toEqual(said(own));
  }
});

test.each([['of the cell', OUTPUT, true], ['of others', OTHERS, false]])('allows: rules for VMs %s', (_, output, expected) => {
  expect(allows({ cell, output: [output], from: 'worker', to: 's4.corp.example', port: 44300 })).toBe(expected);
  expect(allows({ cell, output: [output], from: 'worker', to: 'evil.example', port: 443 })).toBe(false);
});

test('needs of the platform come from the section, not from the platform of the cluster', () => {
  const data = parse(readFileSync(FILE, 'utf8')) as { firewall: { net: { gcp: { platformEgress?: string } } } };
  delete data.firewall.net.gcp.platformEgress;
  const wider = (of: EdgeIntegrationCell) => verify(of, OUTPUT).problems.filter(({ code }) => code === 'EIC725').map(({ message }) => message);
  expect(wider(EdgeIntegrationCell.fromData(data)).join('\n')).toMatch(/compute\.googleapis\.com/);
  expect(wider(cell)).toEqual([]);
});

test('eic explain says so too', async () => {
  const folder = newFolder();
  cpSync(join(FOLDER, 'expected/hub-rotterdam/terraform/net'), join(folder, 'net'), { recursive: true });
  for (const name of readdirSync(join(folder, 'net'))) writeFileSync(join(folder, 'net', name), readFileSync(join(folder, 'net', name), 'utf8').replaceAll(NODES, OTHER));
  const { out, err } = await eic('explain', FILE, '-d', folder, '--from', QUESTION.from, '--to', QUESTION.to, '--json');
  expect(err).toBe('');
  const net = (JSON.parse(out) as { layers: { layer: string; rule: unknown }[] }).layers.find(({ layer }) => layer === 'firewall net')!;
  expect(net.rule).toBeNull();
});
