import { codes, compiled, PROXY, ruleOf, TARGET, URL_FILTERING, compiledCell } from './compiled';
import { Receiver } from '../../../src/cell/props';
import { cellWith } from '../../support/cells';

const receiver = (props: object) => ({ receivers: { x: props as Receiver } });

describe('what carries a flow', () => {
  it.each<[string, object, string, object]>([
    ['HTTPS by its name', { protocol: 'https', host: 's.acme.example' }, 'fqdn-receiver-x', { destFqdns: ['s.acme.example'], protocols: [{ protocol: 'tcp', ports: ['443'] }] }],
    ['SFTP by its name', { protocol: 'sftp', host: 's.acme.example' }, 'fqdn-receiver-x', { destFqdns: ['s.acme.example'], protocols: [{ protocol: 'tcp', ports: ['22'] }] }],
    ['addresses before names', { protocol: 'sftp', host: 's.acme.example', addresses: ['203.0.113.7/32'] }, 'v4-receiver-x', { destRanges: ['203.0.113.7/32'] }],
    ['IPv6', { protocol: 'sftp', host: 's.acme.example', addresses: ['2001:db8::7/128', '203.0.113.7/32'] }, 'v6-receiver-x', { destRanges: ['2001:db8::7/128'] }],
    ['ranges of ports', { protocol: 'tcp', addresses: ['203.0.113.7/32'], ports: [21, '40000-40100'] }, 'v4-receiver-x', { protocols: [{ protocol: 'tcp', ports: ['21', '40000-40100'] }] }],
  ])('%s', (_, props, name, expected) => {
    const compilation = compiled(receiver(props));
    expect(codes(compilation)).toEqual([]);
    expect(ruleOf(compilation, name)).toMatchObject({ action: 'allow', logging: false, ...expected });
  });

  it('keeps brokers on several ports apart, and names their rules apart', () => {
    const compilation = compiled(receiver({ protocol: 'kafka', brokers: ['b1.acme.example:9093', 'b2.acme.example:9094'] }));
    const brokers = compilation.rules.filter(({ name }) => name.includes('receiver-x'));
    expect(brokers.map(({ destFqdns, protocols }) => [destFqdns, protocols[0]!.ports]).sort()).toEqual([[['b1.acme.example'], ['9093']], [['b2.acme.example'], ['9094']]]);
    expect(brokers.map(({ name }) => name).every((name) => /^eic-plant-fqdn-receiver-x-909[34]-[0-9a-f]{8}$/.test(name))).toBe(true);
  });

  it('time by UDP, from the nodes', () => {
    const compilation = compiled({ cluster: { ntp: ['time.acme.example', '10.20.0.9/32'] } }, { targets: { serviceAccounts: [], secureTags: [] } });
    expect(ruleOf(compilation, 'fqdn-ntp')).toMatchObject({ protocols: [{ protocol: 'udp', ports: ['123'] }], srcRanges: ['10.10.0.0/22'] });
  });

  it('has a row for each flow, with its evidence', () => {
    const compilation = compiled({ receivers: { a: { protocol: 'https', host: 'a.acme.example' }, b: { protocol: 'sftp', addresses: ['203.0.113.7/32'] } } });
    expect(compilation.rows.filter(({ flow }) => flow.startsWith('receiver'))).toEqual([
      { flow: 'receiver/a', rule: 'eic-plant-fqdn-receiver-a', mechanism: 'fqdn-rule', evidence: 'dns', exact: true },
      { flow: 'receiver/b', rule: 'eic-plant-v4-receiver-b', mechanism: 'address-rule', evidence: 'ip', exact: true },
    ]);
    expect(compilation.findings.map(({ code }) => code)).toContain('EIC534');
  });

  it('comes from the cell only, without targets', () => {
    const compilation = compiled(receiver({ protocol: 'sftp', addresses: ['203.0.113.7/32', '2001:db8::7/128'] }), { targets: { serviceAccounts: [], secureTags: [] } });
    expect(ruleOf(compilation, 'v4-receiver-x').srcRanges).toEqual(['10.10.0.0/22', '10.244.0.0/16']);
    expect(compilation.rules.some(({ name }) => name.includes('v6'))).toBe(false);
    expect(compilation.findings).toContainEqual(expect.objectContaining({ code: 'EIC508', path: 'receivers.x' }));
    expect(compilation.rules.every(({ srcRanges }) => srcRanges !== undefined)).toBe(true);
  });
});

describe('wildcards', () => {
  it.each([
    ['refuse', {}, { protocol: 'https', host: '*.x.example' }, /exact names only.*urlFiltering/s],
    ['refuse', {}, { protocol: 'imaps', host: '*.x.example' }, /exact names only.*receivers\.x\.addresses/s],
    ['refuse', {}, { protocol: 'sftp', host: '*.x.example' }, /exact names only/],
    ['urlFiltering', URL_FILTERING, { protocol: 'imaps', host: '*.x.example' }, /URL filtering looks at HTTPS on port 443/],
    ['urlFiltering', URL_FILTERING, { protocol: 'sftp', host: '*.x.example' }, /URL filtering/],
    ['urlFiltering', URL_FILTERING, { protocol: 'https', host: '*.x.example', port: 8443 }, /URL filtering/],
    ['urlFiltering', URL_FILTERING, { protocol: 'http', host: '*.x.example', port: 443 }, /URL filtering/],
    ['secureWebProxy', PROXY, { protocol: 'imaps', host: '*.x.example' }, /listens on port 443/],
    ['secureWebProxy', PROXY, { protocol: 'http', host: '*.x.example' }, /listens on port 443/],
    ['secureWebProxy', PROXY, { protocol: 'sftp', host: 's.x.example' }, /takes all TCP.*receivers\.x\.addresses/s],
  ])('with %s %#', (_, options, props, message) => {
    const compilation = compiled(receiver(props), options);
    expect(codes(compilation)).toEqual(['EIC401 receivers.x']);
    expect(compilation.problems[0]!.message).toMatch(message);
    expect(codes(compiled({ ...receiver(props), enforcement: 'observe' }, options))).toEqual(['EIC401 receivers.x']);
  });

  it('of SAP are refused, each with its way out', () => {
    const compilation = compiledCell(cellWith());
    expect(codes(compilation)).toContain('EIC401 btp.flows.content-deployment');
    expect(compilation.problems.every(({ message }) => message.includes('wildcards: urlFiltering'))).toBe(true);
    expect(compilation.problems.every(({ message }) => message.includes(`(${TARGET})`))).toBe(true);
  });

  it('of a proxy are the proxy\'s', () => {
    const compilation = compiledCell(cellWith({ cluster: { httpProxy: { host: 'proxy.acme.example', port: 3128, addresses: ['10.81.0.5/32'] } } }));
    expect(codes(compilation)).toEqual([]);
    expect(ruleOf(compilation, 'v4-http-proxy').destRanges).toEqual(['10.81.0.5/32']);
  });
});

describe('hostile text', () => {
  it.each(['${var.x}', 'a"b.example', 'a;b.example', 'a\nb.example', '<b>.example', "a'b.example"])('%j never gets to a rule or condition', (host) => {
    expect(() => compiled(receiver({ protocol: 'https', host }), PROXY)).toThrow(/EIC1(06|10)/);
  });
});
