import { minimalWith, POLICY } from './definitions';
import { eic, fileWith, problemsIn } from './eic';
import { treeOf } from './trees';
import { newFolder } from '../support/folders';

jest.mock('../../src/terraform/peers', () => ({ missingPeers: () => ({ packages: ['cdktf'], command: 'npm install cdktf@0.21.0' }) }));

const withAws = () => fileWith(minimalWith({ 'firewall/inspection': { aws: { rules: { region: 'eu-central-1' } } } }));
const withFirewall = () => fileWith(minimalWith({ 'firewall/hub': { azure: { rules: { firewallPolicyId: POLICY, priority: 400 } } } }));

test.each([['firewall.hub.azure', withFirewall], ['firewall.inspection.aws', withAws]])('eic synth tells a missing peer of %s before any work, with the command that installs it', async (path, definition) => {
  const [out, file] = [newFolder(), definition()];
  const run = await eic('synth', file, '-o', out, '--json');
  expect(run.code).toBe(2);
  expect(problemsIn(run)).toEqual([expect.objectContaining({
    code: 'EIC902', path, file, line: expect.any(Number), column: expect.any(Number), message: 'needs cdktf: npm install cdktf@0.21.0',
  })]);
  expect(treeOf(out)).toEqual({});
});

test('who needs no Terraform is not asked for it', async () => {
  expect((await eic('plan', withFirewall(), '--json')).code).toBe(0);
  expect((await eic('synth', fileWith(minimalWith({})), '-o', newFolder())).code).toBe(0);
});
