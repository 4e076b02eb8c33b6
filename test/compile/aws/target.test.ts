import { TARGET, codes, compiled, found } from './compiled';
import { compileTargets } from '../../../src/compile/targets';
import { KINDS } from '../../../src/errors';
import { readCell } from '../../../src/read-cell';
import { minimalFile } from '../../support/cells';

const reading = (aws: unknown, changes: object = {}) => readCell({ ...minimalFile(), ...changes, firewall: { inspection: { aws } } }, 'file');
const codesOf = (aws: unknown) => reading(aws).problems.map(({ code, path }) => `${code} ${path}`);
const PATH = 'firewall.inspection.aws';

function target(aws: unknown, nodeCidrs: readonly string[] = ['10.10.0.0/22']) {
  const { definition, plan, firewall, problems } = reading(aws, { cluster: { ...minimalFile().cluster as object, nodeCidrs } });
  expect(problems).toEqual([]);
  return compileTargets(definition!, plan!, firewall).inspection!;
}

describe('what a definition may say', () => {
  it.each<[string, object, string[]]>([
    ['no region', {}, [`EIC103 ${PATH}.rules.region`]],
    ['no Region of AWS', { region: 'europe' }, [`EIC111 ${PATH}.rules.region`]],
    ['action order', { region: 'eu-central-1', ruleOrder: 'DEFAULT_ACTION_ORDER' }, [`EIC104 ${PATH}.rules.ruleOrder`]],
    ['an unknown default action', { region: 'eu-central-1', policyDefaultActions: ['aws:bogus'] }, [`EIC111 ${PATH}.rules.policyDefaultActions[0]`]],
    ['a capacity beyond a group', { region: 'eu-central-1', capacity: 30001 }, [`EIC111 ${PATH}.rules.capacity`]],
    ['a key that it does not know', { region: 'eu-central-1', defaultDenny: 'none' }, [`EIC101 ${PATH}.rules.defaultDenny`]],
    ['a token', { region: '${var.region}' }, [`EIC110 ${PATH}.rules.region`]],
    ['tags of AWS, tags with newlines, no text', { region: 'eu-central-1', tags: { 'aws:x': 'a', 'b': 'x\ny', 'c': 1 } },
      [`EIC105 ${PATH}.rules.tags["aws:x"]`, `EIC109 ${PATH}.rules.tags.b`, `EIC102 ${PATH}.rules.tags.c`]],
    ['a tag value of 257', { region: 'eu-central-1', tags: { a: 'x'.repeat(257) } }, [`EIC109 ${PATH}.rules.tags.a`]],
  ])('not %s', (_, rules, expected) => {
    expect(codesOf({ rules })).toEqual(expected);
  });

  it('hostile text in tags is taken as text', () => {
    expect(codesOf({ rules: { region: 'eu-central-1', tags: { a: '${x} "; drop <b>' } } })).toEqual([]);
  });
});

describe('default actions of the policy', () => {
  it.each([['aws:drop_strict', [`EIC421 ${TARGET}.policyDefaultActions[0]`], []],
    ['aws:drop_established', [], ['EIC522']], ['aws:drop_established_app_layer', [], []], ['aws:drop_established_app_layer_to_server', [], []], ['aws:alert_strict', [], []]])('%s', (action, problems, findings) => {
    const compilation = compiled({}, { policyDefaultActions: [action], deny: 'sources' });
    expect(codes(compilation)).toEqual(problems);
    expect(found(compilation).map((text) => text.slice(0, 6))).toEqual(findings);
  });
});

describe('platform', () => {
  it('EKS is a group of its own, from the nodes, with its sources', () => {
    const { platform, group, rows, snippet } = compiled({ cluster: { egressSources: ['10.99.0.0/24'] } }, { deny: 'sources' }, { region: 'eu-central-1' });
    expect(platform!.name).toBe('eic-plant-platform-100');
    expect(platform!.rules.every(({ action, text }) => action === 'pass' && text.startsWith('pass tls $EIC_NODES any -> any 443 '))).toBe(true);
    expect(platform!.ipSets.EIC_NODES).toEqual(['10.10.0.0/22']);
    expect(platform!.rules.map(({ text }) => text).join()).toContain('content:"sts.eu-central-1.amazonaws.com"');
    expect(rows.filter(({ flow }) => flow === 'platform/sts')).toHaveLength(1);
    expect(group.rules.some(({ text }) => text.includes('platform/'))).toBe(false);
    expect(snippet!.indexOf('platform_rule_group_arn')).toBeLessThan(snippet!.indexOf('# output rule_group_arn'));
  });

  it('China has its own domain', () => {
    expect(compiled({}, {}, { region: 'cn-north-1' }).platform!.rules.map(({ text }) => text).join()).toContain('content:"sts.cn-north-1.amazonaws.com.cn"');
  });

  it('of another cloud is refused', () => {
    expect(target({ rules: { region: 'eu-central-1' }, platformEgress: 'aks' }).problems.map(({ code, path }) => `${code} ${path}`)).toEqual([`EIC302 ${PATH}.platformEgress`]);
  });
});

describe('a target', () => {
  it('claims the names of its groups in the Region', () => {
    const { claims, snippet, addresses } = target({ rules: { region: 'eu-central-1' }, platformEgress: 'eks' });
    expect(claims!.map(({ place, what, value }) => [place, what, value])).toEqual([
      ['aws region eu-central-1', 'rule group', 'eic-plant-rules-100'], ['aws region eu-central-1', 'rule group', 'eic-plant-platform-100'],
    ]);
    expect(snippet).toContain('stateful-rulegroup/eic-plant-rules-100');
    expect(addresses).toBeUndefined();
  });

  it('with a network says which output has the addresses', () => {
    const zone = (third: number) => ({ firewallSubnetCidr: `10.60.${third}.0/28`, natSubnetCidr: `10.60.${third}.16/28`, workloadSubnets: { nodes: { cidr: `10.60.${third + 1}.0/24` } } });
    const { addresses, snippet, problems } = target({ network: { region: 'eu-central-1', vpcCidr: '10.60.0.0/16', zones: { b: zone(10), a: zone(20) } } }, ['10.60.11.0/24', '10.60.21.0/24']);
    expect(problems).toEqual([]);
    expect(snippet).toBeUndefined();
    expect(addresses).toEqual([{ owner: 'NAT gateway in eu-central-1a', output: 'nat_address_a' }, { owner: 'NAT gateway in eu-central-1b', output: 'nat_address_b' }]);
  });

  it('reports what is wrong with flows and network at once', () => {
    const { definition, plan, firewall } = reading({ network: { region: 'eu-central-1', zones: {} } }, { receivers: { r: { protocol: 'sftp', host: 's.acme.example' } } });
    expect(compileTargets(definition!, plan!, firewall).inspection!.problems.map(({ code }) => code).sort()).toEqual([KINDS.cannotExpress.code, KINDS.awsNetwork.code, KINDS.awsNetwork.code]);
  });
});
