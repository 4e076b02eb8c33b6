import { codes, compiled, rulesOf, TARGET } from './compiled';
import { Receiver } from '../../../src/cell/props';
import { AwsCompilation } from '../../../src/compile/aws';

const receiver = (r: Receiver): AwsCompilation => compiled({ receivers: { r } });

it.each<[string, Receiver, string[]]>([
  ['an exact host on its port', { protocol: 'https', host: 'a.acme.example', port: 8443 },
    ['pass tls $HOME_NET any -> any 8443 (alert; flow:to_server; tls.sni; content:"a.acme.example"; startswith; nocase; endswith;)']],
  ['a wildcard without its apex', { protocol: 'https', host: '*.acme.example' },
    ['pass tls $HOME_NET any -> any 443 (alert; flow:to_server; tls.sni; content:".acme.example"; nocase; endswith;)']],
  ['a wildcard in TLS that is not HTTP', { protocol: 'imaps', host: '*.mail.acme.example' },
    ['pass tls $HOME_NET any -> any 993 (alert; flow:to_server; tls.sni; content:".mail.acme.example"; nocase; endswith;)']],
  ['a name at its addresses only', { protocol: 'https', host: 's4.corp.example', port: 44300, network: 'private', addresses: ['10.20.0.0/24', 'fd00:20::/64'] },
    ['pass tls $HOME_NET any -> [10.20.0.0/24,fd00:20::/64] 44300 (alert; flow:to_server; tls.sni; content:"s4.corp.example"; startswith; nocase; endswith;)']],
  ['SFTP by address', { protocol: 'sftp', host: 'sftp.bank.example', addresses: ['203.0.113.7/32'] }, ['pass tcp $HOME_NET any -> 203.0.113.7/32 22 (flow:to_server;)']],
  ['ports and ranges', { protocol: 'rfc', host: 'erp.corp.example', ports: [3600, 3300, '4800-4802'], addresses: ['10.20.9.5/32'], network: 'private' },
    ['pass tcp $HOME_NET any -> 10.20.9.5/32 [3300,3600,4800:4802] (flow:to_server;)']],
  ['HTTP by its Host header, which is lower case', { protocol: 'http', host: 'a.acme.example' },
    ['pass http $HOME_NET any -> any 80 (alert; flow:to_server; http.host; content:"a.acme.example"; startswith; endswith;)']],
  ['HTTPS without a host, by address', { protocol: 'https', addresses: ['10.82.0.7/32'], network: 'private', port: 8443 }, ['pass tcp $HOME_NET any -> 10.82.0.7/32 8443 (flow:to_server;)']],
  ['brokers each by name', { protocol: 'kafka', brokers: ['b1.kafka.example:9093', 'b2.kafka.example:9093'] }, [
    'pass tls $HOME_NET any -> any 9093 (alert; flow:to_server; tls.sni; content:"b1.kafka.example"; startswith; nocase; endswith;)',
    'pass tls $HOME_NET any -> any 9093 (alert; flow:to_server; tls.sni; content:"b2.kafka.example"; startswith; nocase; endswith;)',
  ]],
])('%s', (_, props, expected) => {
  const compilation = receiver(props);
  expect(codes(compilation)).toEqual([]);
  expect(rulesOf(compilation, 'receiver/r(?::\\d+)?')).toEqual(expected);
});

it.each<[string, Receiver, string, RegExp]>([
  ['SFTP to a wildcard', { protocol: 'sftp', host: '*.bank.example' }, 'receivers.r', /have no wildcard for flow receiver\/r \(sftp\).*name each host and give receivers\.r\.addresses/],
  ['SFTP to a host without addresses', { protocol: 'sftp', host: 'sftp.bank.example' }, 'receivers.r', /have addresses .* resolves no names.*give receivers\.r\.addresses/],
  ['Kafka without TLS', { protocol: 'kafka', tls: false, brokers: ['b1.kafka.example:9092'] }, 'receivers.r', /have addresses/],
])('%s is refused with the ways out', (_, props, path, message) => {
  const compilation = receiver(props);
  expect(codes(compilation)).toEqual([`EIC401 ${path}`]);
  expect(compilation.problems[0]!.message).toMatch(message);
  expect(compilation.problems[0]!.message).toContain(TARGET);
  expect(rulesOf(compilation, 'receiver/r')).toEqual([]);
});

it('UDP goes by address: custom DNS and NTP', () => {
  const compilation = compiled({ cluster: { dns: { upstream: ['10.11.0.10/32'] }, ntp: ['10.11.0.20/32'] } });
  expect(rulesOf(compilation, 'dns')).toEqual(['pass udp $HOME_NET any -> 10.11.0.10/32 53 (flow:to_server;)']);
  expect(rulesOf(compilation, 'dns:tcp')).toEqual(['pass tcp $HOME_NET any -> 10.11.0.10/32 53 (flow:to_server;)']);
  expect(rulesOf(compilation, 'ntp:addresses')).toEqual(['pass udp $HOME_NET any -> 10.11.0.20/32 123 (flow:to_server;)']);
});

it('NTP by name is refused where the definition gives it', () => {
  const compilation = compiled({ cluster: { ntp: ['ntp.acme.example'] } });
  expect(codes(compilation)).toEqual(['EIC401 cluster.ntp']);
  expect(compilation.problems[0]!.message).toContain('give addresses instead of names');
});

it('what goes through a proxy is the proxy\'s flow', () => {
  const compilation = compiled({
    receivers: { r: { protocol: 'sftp', host: 'sftp.other.example', proxy: 'dmz' } },
    proxies: { dmz: { protocol: 'http', host: 'dmz.acme.example', port: 8080, addresses: ['10.81.0.9/32'] } },
  });
  expect(rulesOf(compilation, 'receiver/r')).toEqual([]);
  expect(rulesOf(compilation, 'proxy/dmz')).toEqual(['pass tcp $HOME_NET any -> 10.81.0.9/32 8080 (flow:to_server;)']);
});

it('nodes with other addresses have an address group of their own', () => {
  const { group } = compiled({ cluster: { egressSources: ['10.99.0.0/24', 'fd00:99::/64'] } });
  expect(group.ipSets).toEqual({ EIC_NODES: ['10.10.0.0/22'], EXTERNAL_NET: ['0.0.0.0/0', '::/0'], HOME_NET: ['10.99.0.0/24', 'fd00:99::/64'] });
  const sourcesOf = (key: string) => group.rules.filter(({ text }) => text.includes(` ${key}`)).map(({ text }) => text.split(' ')[2]);
  expect(new Set(sourcesOf('registry'))).toEqual(new Set(['$EIC_NODES']));
  expect(new Set(sourcesOf('xsuaa'))).toEqual(new Set(['$HOME_NET']));
});

it('each row names the rule by its id, and what it looks at', () => {
  const compilation = compiled({ receivers: { bank: { protocol: 'sftp', host: 'sftp.bank.example', addresses: ['203.0.113.7/32'] }, web: { protocol: 'http', host: 'a.acme.example' } } });
  const sids = new Set(compilation.group.rules.map(({ sid }) => `sid:${sid}`));
  expect(compilation.rows).toHaveLength(compilation.group.rules.length);
  for (const { rule, exact } of compilation.rows) expect([sids.has(rule), exact]).toEqual([true, true]);
  const of = (flow: string) => compilation.rows.filter((row) => row.flow === flow).map(({ mechanism, evidence }) => `${mechanism} ${evidence}`);
  expect([of('xsuaa'), of('receiver/bank'), of('receiver/web')]).toEqual([['suricata-sni sni'], ['suricata-ip ip'], ['suricata-host host']]);
});

it('never uses what is wider, unsupported or inspects', () => {
  const text = compiled({ receivers: { r: { protocol: 'https', host: '*.acme.example' } } }, { deny: 'sources' }).group.rules.map((rule) => rule.text).join('\n');
  for (const keyword of ['dotprefix', 'priority:', 'pcre', 'threshold', 'iprep', 'dataset', 'lua', 'xbits']) expect(text).not.toContain(keyword);
});
