import { minimalWith, POLICY } from './definitions';
import { eic, fileWith, problemsIn } from './eic';
import { treeOf } from './trees';
import { newFolder } from '../support/folders';

jest.mock('../../src/terraform/peers', () => ({ missingPeers: () => ({ packages: ['cdktf'], command: 'npm install cdktf@0.21.0' }) }));

const withFirewall = () => fileWith(minimalWith({ 'firewall/hub': { azure: { rules: { firewallPolicyId: POLICY, priority: 400 } } } }));

test('eic synth tells a missing peer before any work, with the command that installs it', async () => {
  const [out, file] = [newFolder(), withFirewall()];
  const run = await eic('synth', file, '-o', out, '--json');
  expect(run.code).toBe(2);
  expect(problemsIn(run)).toEqual([expect.objectContaining({
    code: 'EIC902', path: 'firewall.hub.azure', file, line: expect.any(Number), column: expect.any(Number), message: 'needs cdktf: npm install cdktf@0.21.0',
  })]);
  expect(treeOf(out)).toEqual({});
});

test('who needs no Terraform is not asked for it', async () => {
  expect((await eic('plan', withFirewall(), '--json')).code).toBe(0);
  expect((await eic('synth', fileWith(minimalWith({})), '-o', newFolder())).code).toBe(0);
  const aws = fileWith(minimalWith({ 'firewall/inspection': { aws: { rules: { region: 'eu-central-1' } } } }));
  expect((await eic('synth', aws, '-o', newFolder())).code).toBe(0);
});
