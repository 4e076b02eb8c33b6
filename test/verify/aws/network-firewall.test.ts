import { AwsNetworkFirewall, AWS_NETWORK_FIREWALL_CODES } from '../../../src/verify/aws';
import { Connection } from '../../../src/verify/connection';
import { asShown, configOf, connection, NODE_V6 } from '../support/terraform-config';

const GROUP = 'aws_networkfirewall_rule_group';
const HOME = ['10.10.0.0/16', 'fd00:10::/48'];
const SAP = 'pass tls $HOME_NET any -> any 443 (msg:"sap"; alert; flow:to_server; tls.sni; content:".hana.ondemand.com"; nocase; endswith; sid:1;)';
const BANK = 'pass tcp $HOME_NET any -> 203.0.113.7 22 (flow:to_server; sid:2;)';
const DENY = [
  'drop tls any any -> any any (flow:to_server; ssl_state:client_hello; ja4.hash; content:"_"; sid:10;)',
  'alert tls any any -> any any (flow:to_server; flowbits:set,p; noalert; sid:11;)',
  'drop tcp any any -> any any (flow:to_server,established; flowbits:isnotset,p; sid:12;)',
  'drop tcp any any -> any any (flow:to_server,established; stream_size:client,>,8192; sid:13;)',
  'drop udp any any -> any any (flow:to_server; sid:14;)',
  'drop icmp any any -> any any (flow:to_server; sid:15;)',
];

interface Policy { readonly defaults?: readonly string[]; readonly stateless?: readonly string[]; readonly order?: string; readonly more?: object }

const group = (source: object, home: readonly string[] = HOME, order = 'STRICT_ORDER') => ({
  type: 'STATEFUL',
  rule_group: { rules_source: source, rule_variables: { ip_sets: [{ key: 'HOME_NET', ip_set: { definition: home } }] }, stateful_rule_options: { rule_order: order } },
});
const rules = (...lines: readonly string[]) => ({ rules_string: lines.join('\n') });
const policy = (names: readonly string[], { defaults = [], stateless = ['aws:forward_to_sfe'], order = 'STRICT_ORDER', more = {} }: Policy = {}) => ({
  firewall_policy: {
    stateless_default_actions: stateless,
    stateful_engine_options: { rule_order: order },
    stateful_default_actions: defaults,
    stateful_rule_group_reference: names.map((name, index) => ({ priority: 10 * (index + 1), resource_arn: `\${${GROUP}.${name}.arn}` })),
    ...more,
  },
});

const firewall = (groups: Readonly<Record<string, Readonly<Record<string, unknown>>>>, options?: Policy, names = Object.keys(groups)) =>
  new AwsNetworkFirewall(configOf({ [GROUP]: groups, aws_networkfirewall_firewall_policy: { egress: policy(names, options) } }));

const verdict = (layer: AwsNetworkFirewall, asked: Connection) => {
  const { verdict: decision, code, rule } = layer.judge(asked);
  expect(Object.keys(AWS_NETWORK_FIREWALL_CODES)).toContain(code);
  return [decision, code.replace('aws-network-firewall/', ''), rule === null ? null : rule.path.replace('rule_group.rules_source.', '')] as const;
};

describe('rules in strict order', () => {
  const layer = firewall({ cell: group(rules('# ours', SAP, BANK, ...DENY)) });

  test.each<[string, Connection, readonly [string, string, string | null]]>([
    ['a server name', connection('a.b.hana.ondemand.com:443'), ['allow', 'pass-rule', 'rules_string:2 (sid 1)']],
    ['in any case', connection('A.HANA.ondemand.com:443'), ['allow', 'pass-rule', 'rules_string:2 (sid 1)']],
    ['over IPv6', connection('a.hana.ondemand.com:443', { address: '2001:db8::1' }), ['allow', 'pass-rule', 'rules_string:2 (sid 1)']],
    ['the apex', connection('hana.ondemand.com:443'), ['deny', 'drop-rule', 'rules_string:4 (sid 10)']],
    ['a look-alike', connection('evilhana.ondemand.com:443'), ['deny', 'drop-rule', 'rules_string:4 (sid 10)']],
    ['no server name', connection('a.hana.ondemand.com:443', { serverName: null }), ['deny', 'drop-rule', 'rules_string:4 (sid 10)']],
    ['another port', connection('a.hana.ondemand.com:8443'), ['deny', 'drop-rule', 'rules_string:4 (sid 10)']],
    ['a stranger', connection('a.hana.ondemand.com:443', { from: { egressAddresses: ['192.0.2.1'] } }), ['deny', 'drop-rule', 'rules_string:4 (sid 10)']],
    ['an address', connection('203.0.113.7:22', { protocol: 'tcp' }), ['allow', 'pass-rule', 'rules_string:3 (sid 2)']],
    ['the next address', connection('203.0.113.8:22', { protocol: 'tcp' }), ['deny', 'drop-rule', 'rules_string:6 (sid 12)']],
    ['HTTP', connection('a.hana.ondemand.com:443', { protocol: 'http' }), ['deny', 'drop-rule', 'rules_string:6 (sid 12)']],
    ['QUIC', connection('a.hana.ondemand.com:443', { protocol: 'quic' }), ['deny', 'drop-rule', 'rules_string:8 (sid 14)']],
    ['ping', connection('203.0.113.7:0', { protocol: 'icmp' }), ['deny', 'drop-rule', 'rules_string:9 (sid 15)']],
    ['no known source', connection('a.hana.ondemand.com:443', { from: { egressAddresses: [NODE_V6] } }), ['unknown', 'no-source', null]],
  ])('%s', (_, asked, expected) => expect(verdict(layer, asked)).toEqual(expected));

  it('reads blocks as terraform show has them', () => {
    const shown = new AwsNetworkFirewall(asShown(configOf({ [GROUP]: { cell: group(rules(SAP, ...DENY)) }, aws_networkfirewall_firewall_policy: { egress: policy(['cell']) } })));
    expect(verdict(shown, connection('a.hana.ondemand.com:443'))[0]).toBe('allow');
    expect(verdict(shown, connection('b.example:443'))[0]).toBe('deny');
  });

  it('asks groups by priority', () => {
    const groups = { late: group(rules(SAP)), early: group(rules('drop tls any any -> any any (flow:to_server; tls.sni; content:"b.hana.ondemand.com"; endswith; nocase; sid:9;)')) };
    expect(verdict(firewall(groups, {}, ['early', 'late']), connection('b.hana.ondemand.com:443'))[0]).toBe('deny');
    expect(verdict(firewall(groups, {}, ['late', 'early']), connection('b.hana.ondemand.com:443'))[0]).toBe('allow');
  });
});

describe('traps', () => {
  it('a domain list lets the apex through, and denies every other name', () => {
    const layer = firewall({ list: group({ rules_source_list: { generated_rules_type: 'ALLOWLIST', target_types: ['TLS_SNI', 'HTTP_HOST'], targets: ['.hana.ondemand.com', 'api.acme.example'] } }) });
    expect(verdict(layer, connection('hana.ondemand.com:443'))).toEqual(['allow', 'pass-rule', 'rules_source_list.targets[0]']);
    expect(verdict(layer, connection('a.hana.ondemand.com:8443'))[0]).toBe('allow');
    expect(verdict(layer, connection('api.acme.example:80', { protocol: 'http' }))).toEqual(['allow', 'pass-rule', 'rules_source_list.targets[1]']);
    expect(verdict(layer, connection('evilhana.ondemand.com:443'))).toEqual(['deny', 'drop-rule', 'rules_source_list.generated_rules_type']);
    expect(verdict(layer, connection('x.api.acme.example:80', { protocol: 'http' }))[0]).toBe('deny');
    expect(verdict(layer, connection('203.0.113.7:22', { protocol: 'tcp' }))).toEqual(['allow', 'no-deny', null]);
  });

  it('a deny list denies its names only', () => {
    const layer = firewall({ list: group({ rules_source_list: { generated_rules_type: 'DENYLIST', target_types: ['TLS_SNI'], targets: ['.evil.net'] } }) });
    expect(verdict(layer, connection('evil.net:443'))[0]).toBe('deny');
    expect(verdict(layer, connection('notevil.net:443'))).toEqual(['allow', 'no-deny', null]);
  });

  it('a deny from an IPv4-only HOME_NET lets IPv6 through', () => {
    const layer = firewall({ cell: group(rules(SAP, ...DENY.map((rule) => rule.replace('any any ->', '$HOME_NET any ->'))), ['10.10.0.0/16']) });
    expect(verdict(layer, connection('evil.example:443'))[0]).toBe('deny');
    expect(verdict(layer, connection('evil.example:443', { address: '2001:db8::1' }))).toEqual(['allow', 'no-deny', null]);
  });

  it('drop_established stops a hello that comes in two segments, the form for applications does not', () => {
    const asked = connection('a.hana.ondemand.com:443');
    const established = firewall({ cell: group(rules(SAP)) }, { defaults: ['aws:drop_established', 'aws:alert_established'] });
    expect(verdict(established, asked)).toEqual(['unknown', 'split-hello', 'firewall_policy.stateful_default_actions']);
    expect(established.judgeSegments(asked, 1).verdict).toBe('allow');
    expect(established.judgeSegments(asked, 2).verdict).toBe('deny');
    const application = firewall({ cell: group(rules(SAP)) }, { defaults: ['aws:drop_established_app_layer_to_server'] });
    expect(verdict(application, asked)[0]).toBe('allow');
    expect(verdict(application, connection('evil.example:443'))).toEqual(['deny', 'default-drop', 'firewall_policy.stateful_default_actions']);
    expect(verdict(application, connection('203.0.113.7:22', { protocol: 'tcp' }))[0]).toBe('deny');
  });

  it('drop_strict stops the handshake of what only a rule on names passes', () => {
    expect(verdict(firewall({ cell: group(rules(SAP)) }, { defaults: ['aws:drop_strict'] }), connection('a.hana.ondemand.com:443'))[0]).toBe('deny');
    const handshake = firewall({ cell: group(rules(SAP, 'pass tcp any any <> any any (flow:not_established; sid:3;)')) }, { defaults: ['aws:drop_strict'] });
    expect(verdict(handshake, connection('a.hana.ondemand.com:443'))[0]).toBe('unknown');
    expect(handshake.judgeSegments(connection('a.hana.ondemand.com:443'), 1).verdict).toBe('allow');
    expect(verdict(handshake, connection('evil.example:443'))[0]).toBe('deny');
  });

  it('a stateless pass leaves the stateful rules unasked', () => {
    const layer = firewall({ cell: group(rules(SAP, ...DENY)) }, { stateless: ['aws:pass'] });
    expect(verdict(layer, connection('evil.example:443'))).toEqual(['allow', 'stateless-pass', 'firewall_policy.stateless_default_actions']);
  });

  it('a group of another order than the policy\'s, which AWS does not take, decides nothing', () => {
    const layer = firewall({ first: group(rules(SAP)), cell: group(rules(...DENY), HOME, 'DEFAULT_ACTION_ORDER') });
    expect(verdict(layer, connection('evil.example:443'))).toEqual(['unknown', 'action-order', 'rule_group.stateful_rule_options']);
  });

  it.each([
    ['of the files', '${aws_networkfirewall_firewall_policy.egress.arn}', 'drop-rule'],
    ['of somewhere else', 'arn:aws:network-firewall:eu-central-1:1:firewall-policy/other', 'other-policy'],
    ['that is not known yet', '${unknown}', 'drop-rule'],
  ])('a firewall with a policy %s', (_, arn, code) => {
    const layer = new AwsNetworkFirewall(configOf({ [GROUP]: { cell: group(rules(SAP, ...DENY)) }, aws_networkfirewall_firewall_policy: { egress: policy(['cell']) }, aws_networkfirewall_firewall: { fw: { firewall_policy_arn: arn } } }));
    expect(verdict(layer, connection('evil.example:443'))[1]).toBe(code);
  });

  it('TCP without an application gets data out before a bound ends it', () => {
    const tcp = connection('203.0.113.7:22', { protocol: 'tcp' });
    expect(verdict(firewall({ cell: group(rules(DENY[3]!)) }), tcp)).toEqual(['unknown', 'dropped-later', 'rules_string:1 (sid 13)']);
    expect(verdict(firewall({ cell: group(rules(DENY[2]!, DENY[3]!)) }), tcp)[0]).toBe('deny');
  });

  it.each<[string, Parameters<AwsNetworkFirewall['judgeSegments']>[1], readonly string[], string]>([
    ['a hello without end meets the bound', 'endless', DENY, 'deny'],
    ['a hello without end meets nothing else', 'endless', DENY.filter((line) => !line.includes('stream_size')), 'allow'],
    ['GRE meets no rule on TCP, UDP or ICMP', 'gre', DENY, 'allow'],
    ['GRE meets a rule on other protocols', 'gre', [...DENY, 'drop ip any any -> any any (ip_proto:!1; ip_proto:!6; ip_proto:!17; ip_proto:!58; sid:16;)'], 'deny'],
    ['GRE meets a rule on every protocol', 'gre', ['drop ip any any -> any any (sid:17;)'], 'deny'],
  ])('%s', (_, segments, lines, decision) => {
    expect(firewall({ cell: group(rules(SAP, ...lines)) }).judgeSegments(connection('evil.example:443'), segments).verdict).toBe(decision);
  });

  it('logs what alerts say before data gets out, and nothing after a pass', () => {
    const alerts = ['alert tls any any -> any any (flow:to_server; ssl_state:client_hello; sid:20;)', 'alert tcp any any -> any any (flow:to_server,established; stream_size:client,>,8192; sid:21;)', 'alert udp any any -> any any (flow:to_server; noalert; sid:22;)'];
    const layer = firewall({ cell: group(rules(SAP, ...alerts)) });
    const logs = (asked: Connection) => layer.logsOf(asked, 1).map(({ path }) => path.replace('rule_group.rules_source.', ''));
    expect(logs(connection('evil.example:443'))).toEqual(['rules_string:2 (sid 20)']);
    expect(logs(connection('a.hana.ondemand.com:443'))).toEqual([]);
    expect(logs(connection('203.0.113.7:22', { protocol: 'tcp' }))).toEqual([]);
    expect(logs(connection('203.0.113.7:53', { protocol: 'udp' }))).toEqual([]);
    expect(layer.logsOf(connection('evil.example:443'), 'endless').map(({ path }) => path)).toEqual(['rule_group.rules_source.rules_string:3 (sid 21)']);
  });

  it('without the bound, a hello gets data out before it is dropped', () => {
    const layer = firewall({ cell: group(rules(SAP, ...DENY.slice(1))) });
    expect(verdict(layer, connection('evil.example:443'))).toEqual(['unknown', 'dropped-later', 'rules_string:4 (sid 13)']);
  });
});

describe('stateless rules', () => {
  const stateless = (actions: readonly string[], destination: string) => ({
    type: 'STATELESS',
    rule_group: {
      rules_source: {
        stateless_rules_and_custom_actions: {
          stateless_rule: [{
            priority: 1,
            rule_definition: { actions, match_attributes: { protocols: [6], destination: [{ address_definition: destination }], destination_port: [{ from_port: 443, to_port: 443 }] } },
          }],
        },
      },
    },
  });
  const layer = new AwsNetworkFirewall(configOf({
    [GROUP]: { cell: group(rules(...DENY)), open: stateless(['aws:pass'], '203.0.113.0/28'), closed: stateless(['aws:drop'], '203.0.113.0/24') },
    aws_networkfirewall_firewall_policy: {
      egress: policy(['cell'], { more: { stateless_rule_group_reference: [{ priority: 20, resource_arn: `\${${GROUP}.closed.arn}` }, { priority: 10, resource_arn: `\${${GROUP}.open.arn}` }] } }),
    },
  }));

  test.each<[string, Connection, readonly string[]]>([
    ['pass by the first', connection('203.0.113.7:443'), ['allow', 'stateless-pass']],
    ['drop by the second', connection('203.0.113.77:443'), ['deny', 'stateless-drop']],
    ['others are handed on', connection('203.0.113.7:444'), ['deny', 'drop-rule']],
  ])('%s', (_, asked, expected) => expect(verdict(layer, asked).slice(0, 2)).toEqual(expected));
});

describe('other forms of rules', () => {
  const only = (source: object, options?: Policy) => firewall({ cell: group(source) }, { defaults: ['aws:drop_established'], ...options });
  const stateful = (action: string, header: object, ...options: object[]) => ({ stateful_rule: [{ action, header, rule_option: [{ keyword: 'sid', settings: ['1'] }, ...options] }] });
  const header = { protocol: 'TCP', source: '10.10.0.0/16', source_port: 'ANY', direction: 'FORWARD', destination: '203.0.113.0/28', destination_port: '20:25' };

  test.each<[string, AwsNetworkFirewall, Connection, string]>([
    ['five-tuple', only(stateful('PASS', header)), connection('203.0.113.7:22', { protocol: 'tcp' }), 'allow'],
    ['five-tuple, another port', only(stateful('PASS', header)), connection('203.0.113.7:26', { protocol: 'tcp' }), 'deny'],
    ['five-tuple with an option that is not known', only(stateful('PASS', header, { keyword: 'geoip', settings: ['dst,DE'] })), connection('203.0.113.7:22', { protocol: 'tcp' }), 'unknown'],
    ['pcre', only(rules('pass tls any any -> any any (tls.sni; pcre:"/evil/i"; sid:1;)')), connection('a.example:443'), 'unknown'],
    ['pcre on another port', only(rules('pass tls any any -> any 8443 (tls.sni; pcre:"/evil/i"; sid:1;)')), connection('a.example:443'), 'deny'],
    ['a variable that is not known', only(rules('pass tcp $PARTNERS any -> any any (flow:to_server; sid:1;)')), connection('a.example:443'), 'unknown'],
    ['a negated list', only(rules('pass tcp any any -> [203.0.113.0/24,!203.0.113.7] ![22,80] (flow:to_server; sid:1;)')), connection('203.0.113.7:443', { protocol: 'tcp' }), 'deny'],
    ['... and its rest', only(rules('pass tcp any any -> [203.0.113.0/24,!203.0.113.7] ![22,80] (flow:to_server; sid:1;)')), connection('203.0.113.8:443', { protocol: 'tcp' }), 'allow'],
    ['a rule that is none', only(rules('pass something')), connection('a.example:443'), 'unknown'],
    ['rules by an expression', only({ rules_string: '${file("rules")}' }), connection('a.example:443'), 'unknown'],
    ['evaluation by action', firewall({ cell: group(rules(SAP)) }, { order: 'DEFAULT_ACTION_ORDER' }), connection('a.hana.ondemand.com:443'), 'unknown'],
    ['a group that is not in the files', firewall({ cell: group(rules(SAP)) }, {}, ['other', 'cell']), connection('a.hana.ondemand.com:443'), 'unknown'],
    ['... after what decides', firewall({ cell: group(rules(SAP)) }, {}, ['cell', 'other']), connection('a.hana.ondemand.com:443'), 'unknown'],
    ['a message with what ends options', only(rules('pass tls any any -> any 443 (msg:"a\\;b \\"(x)"; flow:to_server; tls.sni; content:"a.example"; startswith; endswith; sid:1;)')), connection('b.example:443'), 'deny'],
    ['hexadecimal content', only(rules('pass http any any -> any 80 (http.host; content:"|61|.example"; startswith; endswith; sid:1;)')), connection('a.example:80', { protocol: 'http' }), 'allow'],
    ['nothing at all', new AwsNetworkFirewall(configOf({})), connection('a.example:443'), 'absent'],
    ['a group without a policy', new AwsNetworkFirewall(configOf({ [GROUP]: { cell: group(rules(SAP)) } })), connection('b.example:443'), 'unknown'],
    ['... and what it passes', new AwsNetworkFirewall(configOf({ [GROUP]: { cell: group(rules(SAP)) } })), connection('a.hana.ondemand.com:443'), 'allow'],
  ])('%s', (_, layer, asked, expected) => expect(verdict(layer, asked)[0]).toBe(expected));
});

it('names rules that an earlier one covers', () => {
  const layer = firewall({ cell: group(rules(SAP, SAP.replace('.hana', '.eu10.hana').replace('sid:1', 'sid:5'), SAP.replace('any 443', 'any 444').replace('sid:1', 'sid:6'), 'pass tcp any any -> 203.0.113.0/24 any (flow:to_server; sid:7;)', BANK, ...DENY)) });
  expect(layer.deadRules().map(({ path }) => /sid (\d+)/.exec(path)![1])).toEqual(['5', '2']);
});

it('lists what is allowed from given sources', () => {
  const layer = firewall({ cell: group(rules(SAP, BANK, BANK.replace('$HOME_NET', '10.99.0.0/16').replace('sid:2', 'sid:4'), ...DENY)) });
  expect(layer.allowedFrom(['10.10.0.0/22']).map(({ rule: _, ...traffic }) => traffic)).toEqual([
    { hosts: ['*.hana.ondemand.com'], cidrs: [], ports: ['443'], protocols: ['tls'], exact: true },
    { hosts: [], cidrs: ['203.0.113.7'], ports: ['22'], protocols: ['tcp'], exact: true },
  ]);
});
