import { bare, compiled, found, TARGET } from './compiled';
import { Overrides } from '../../../src/cell/overrides';
import { AwsRuleOptions } from '../../../src/compile/aws';

const denies = (overrides: Overrides, options: Partial<AwsRuleOptions>) => compiled(overrides, options).group.rules.filter(({ action }) => action !== 'pass').map(({ text }) => bare(text));

it('stops the rest of the cell\'s own sources, in an order that lets a hello grow', () => {
  expect(denies({}, { deny: 'sources' })).toEqual([
    'drop tls $HOME_NET any -> any any (flow:to_server; ssl_state:client_hello; ja4.hash; content:"_";)',
    'alert tls $HOME_NET any -> any any (flow:to_server; flowbits:set,eic.pending; noalert;)',
    'drop tcp $HOME_NET any -> any any (flow:to_server,established; flowbits:isnotset,eic.pending;)',
    'drop tcp $HOME_NET any -> any any (flow:to_server,established; stream_size:client,>,8192;)',
    'drop udp $HOME_NET any -> any any (flow:to_server;)',
    'drop icmp $HOME_NET any -> any any (flow:to_server;)',
    'drop ip $HOME_NET any -> any any (ip_proto:!1; ip_proto:!6; ip_proto:!17; ip_proto:!58;)',
  ]);
});

it('comes after every allow', () => {
  const actions = compiled({}, { deny: 'sources' }).group.rules.map(({ action }) => action);
  expect(actions.indexOf('drop')).toBeGreaterThan(actions.lastIndexOf('pass'));
});

it('is for everybody only in a firewall of our own', () => {
  for (const text of denies({}, { deny: 'any' })) expect(text).toMatch(/^(drop|alert) \w+ any any -> any any /);
});

it('waits for the headers of HTTP where there is an HTTP flow, on its ports', () => {
  const text = denies({ receivers: { a: { protocol: 'http', host: 'a.acme.example', port: 8080 }, b: { protocol: 'http', host: 'b.acme.example' } } }, { deny: 'sources' });
  expect(text.filter((rule) => rule.includes(' http '))).toEqual([
    'drop http $HOME_NET any -> any [80,8080] (flow:to_server; http.header_names; content:"|0d 0a|";)',
    'drop http $HOME_NET any -> any [80,8080] (flow:to_server; app-layer-event:http.missing_host_header;)',
    'drop http $HOME_NET any -> any [80,8080] (flow:to_server; http.protocol; content:!"HTTP/1.1";)',
    'alert http $HOME_NET any -> any [80,8080] (flow:to_server; flowbits:set,eic.pending; noalert;)',
  ]);
});

it('without the bound of a hello says so', () => {
  const compilation = compiled({}, { deny: 'sources', endlessHelloBound: false });
  expect(compilation.group.rules.some(({ text }) => text.includes('stream_size'))).toBe(false);
  expect(found(compilation)).toEqual([`EIC521 ${TARGET}.endlessHelloBound`]);
});

it('observe drops nothing and logs each connection once', () => {
  const compilation = compiled({ enforcement: 'observe' }, { deny: 'sources' });
  expect(compilation.group.rules.some(({ action }) => action === 'drop')).toBe(false);
  const logged = compilation.group.rules.filter(({ text }) => text.includes('would deny'));
  expect(logged).toHaveLength(6);
  expect(logged.filter(({ text }) => text.includes('flowbits:isnotset,eic.logged; flowbits:set,eic.logged')).length).toBe(4);
  expect(found(compilation)).toEqual([`EIC504 ${TARGET}.defaultDeny`]);
});

it.each<[AwsRuleOptions['deny'], 'enforce' | 'observe', string[]]>([
  ['none', 'enforce', [`EIC504 ${TARGET}.defaultDeny`]], ['sources', 'enforce', []], ['any', 'enforce', []],
  ['none', 'observe', [`EIC504 ${TARGET}.defaultDeny`]], ['any', 'observe', [`EIC504 ${TARGET}`]],
])('%s, %s: findings', (deny, enforcement, expected) => {
  expect(found(compiled({ enforcement }, { deny }))).toEqual(expected);
});

it('none has no deny', () => {
  expect(denies({}, { deny: 'none' })).toEqual([]);
});
