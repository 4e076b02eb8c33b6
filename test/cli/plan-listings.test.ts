import { minimalWith, POLICY } from './definitions';
import { eic, fileWith } from './eic';
import { newFolder } from '../support/folders';

const RULES = { 'firewall/hub/azure': { rules: { firewallPolicyId: POLICY, priority: 400 } } };
const NETWORK = { resourceGroup: 'net', location: 'westeurope', addressSpace: ['10.8.0.0/14'], firewallSubnetCidr: '10.8.0.0/26' };

interface Rules { cell: string; target: string; rules: { flow: string; rule: string; mechanism: string; evidence: string; exact: boolean }[] }

describe('--target', () => {
  const file = fileWith(minimalWith(RULES));

  test('prints the rules of the target, in every format with the same rows', async () => {
    const plan = JSON.parse((await eic('plan', file, '--json')).out) as { targets: Record<string, Rules['rules']> };
    const json = JSON.parse((await eic('plan', file, '--target', 'hub', '--json')).out) as Rules;
    expect(json).toEqual({ cell: 'plant', target: 'hub', rules: plan.targets.hub });
    const cells = json.rules.map(({ flow, rule, mechanism, evidence, exact }) => ['plant', flow, rule, mechanism, evidence, exact ? 'yes' : 'no']);
    const head = ['cell', 'flow', 'rule', 'mechanism', 'evidence', 'exact'];
    expect((await eic('plan', file, '--target', 'hub', '--format', 'csv')).out).toBe([head, ...cells].map((row) => `${row.join(',')}\n`).join(''));
    const table = (await eic('plan', file, '--target', 'hub')).out.trimEnd().split('\n').map((line) => line.split(/ {2,}/));
    expect(table).toEqual([head.map((name) => name.toUpperCase()), ...cells]);
    const markdown = (await eic('plan', file, '--target', 'hub', '--format', 'markdown')).out.trimEnd().split('\n').slice(2);
    expect(markdown).toEqual(cells.map((row) => `| ${row.map((text) => `\`${text}\``).join(' | ')} |`));
  });

  test('takes the cluster, and several cells of which some have the target', async () => {
    const folder = newFolder();
    fileWith(minimalWith({ name: 'one', ...RULES }), 'one.yaml', folder);
    fileWith(minimalWith({ name: 'two' }), 'two.yaml', folder);
    expect((JSON.parse((await eic('plan', folder, '--target', 'cluster', '--json')).out) as Rules[]).map(({ cell }) => cell)).toEqual(['one', 'two']);
    expect((JSON.parse((await eic('plan', folder, '--target', 'hub', '--json')).out) as Rules[]).map(({ cell }) => cell)).toEqual(['one']);
  });

  test.each([['hubb', 'did you mean \\"hub\\"?'], ['constructor', 'the targets are cluster, hub'], ['\u202ex', '\\\\u202e']])('%p is refused', async (target, words) => {
    const { code, out } = await eic('plan', file, '--target', target, '--json');
    expect(code).toBe(2);
    expect(out).toContain(words);
    expect((JSON.parse(out) as { problems: { code: string; path: string }[] }).problems).toEqual([expect.objectContaining({ code: 'EIC901', path: '--target' })]);
  });

  test('is refused beside --addresses', async () => {
    expect(await eic('plan', file, '--target', 'hub', '--addresses')).toMatchObject({ code: 2, err: expect.stringContaining('EIC901 --addresses') });
  });
});

describe('--addresses', () => {
  const listed = async (network: object) => (JSON.parse((await eic('plan', fileWith(minimalWith({ 'firewall/edge/azure': { network } })), '--addresses', '--json')).out) as { addresses: object[] }).addresses;

  test('names the output where the address is known after apply only', async () => {
    expect(await listed(NETWORK)).toEqual([{ cell: 'plant', target: 'edge', owner: 'public IP prefix of the NAT gateway', output: 'nat_addresses' }]);
  });

  test('lists what is known already', async () => {
    const natGatewayId = POLICY.replace('firewallPolicies', 'natGateways');
    expect(await listed({ ...NETWORK, natGatewayId, natAddresses: ['198.51.100.8/31', '198.51.100.0/30'] })).toEqual(
      ['198.51.100.0/30', '198.51.100.8/31'].map((address) => ({ cell: 'plant', target: 'edge', owner: 'existing NAT gateway', address })));
    expect(await listed({ ...NETWORK, natGatewayId })).toEqual([]);
  });

  test('says so where no target decides it', async () => {
    expect(await eic('plan', fileWith(minimalWith(RULES)), '--addresses')).toMatchObject({ code: 0, out: expect.stringContaining('no target decides') });
    expect((await eic('plan', fileWith(minimalWith(RULES)), '--addresses', '--format', 'csv')).out).toBe('cell,target,owner,address,output\n');
  });
});
