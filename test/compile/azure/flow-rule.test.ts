import { codes, compiled, ruleOf, rulesOf, TARGET } from './compiled';
import { Receiver } from '../../../src/cell/props';

const PODS = ['10.10.0.0/22'];
const receiver = (props: Receiver) => ({ receivers: { x: props } });

describe('the rule of a flow', () => {
  const cases: [string, Receiver, object, { mechanism: string; evidence: string }][] = [
    ['https by server name', { protocol: 'https', host: 's4.acme.example' },
      { collection: 'allow-application', protocols: [{ type: 'Https', port: 443 }], destinationFqdns: ['s4.acme.example'] }, { mechanism: 'application-rule', evidence: 'sni' }],
    ['https by a wildcard, without the apex', { protocol: 'https', host: '*.acme.example', port: 8443 },
      { collection: 'allow-application', protocols: [{ type: 'Https', port: 8443 }], destinationFqdns: ['*.acme.example'] }, { mechanism: 'application-rule', evidence: 'sni' }],
    ['http by Host header', { protocol: 'http', host: 'erp.acme.example' },
      { collection: 'allow-application', protocols: [{ type: 'Http', port: 80 }], destinationFqdns: ['erp.acme.example'] }, { mechanism: 'application-rule', evidence: 'host' }],
    ['several ports, each on its own', { protocol: 'https', host: 's4.acme.example', ports: [44300, 443] },
      { protocols: [{ type: 'Https', port: 443 }, { type: 'Https', port: 44300 }] }, { mechanism: 'application-rule', evidence: 'sni' }],
    ['AMQP over WebSocket by server name', { protocol: 'amqp', transport: 'websocket', host: 'mq.acme.example' },
      { collection: 'allow-application', protocols: [{ type: 'Https', port: 443 }] }, { mechanism: 'application-rule', evidence: 'sni' }],
    ['host and addresses of a web system: the host is more exact', { protocol: 'https', host: 's4.acme.example', network: 'private', addresses: ['10.20.0.0/24'] },
      { collection: 'allow-application', destinationFqdns: ['s4.acme.example'] }, { mechanism: 'application-rule', evidence: 'sni' }],
    ['https without a host by address', { protocol: 'https', network: 'private', addresses: ['10.82.0.7/32'], port: 8443 },
      { collection: 'allow-network', protocols: ['TCP'], destinationAddresses: ['10.82.0.7/32'], destinationPorts: ['8443'] }, { mechanism: 'network-rule', evidence: 'ip' }],
    ['SFTP by address', { protocol: 'sftp', host: 'sftp.acme.example', addresses: ['203.0.113.7/32', '198.51.100.0/24'] },
      { collection: 'allow-network', protocols: ['TCP'], destinationAddresses: ['198.51.100.0/24', '203.0.113.7/32'], destinationPorts: ['22'] },
      { mechanism: 'network-rule', evidence: 'ip' }],
    ['SFTP by name', { protocol: 'sftp', host: 'sftp.acme.example' },
      { collection: 'allow-network', protocols: ['TCP'], destinationFqdns: ['sftp.acme.example'], destinationPorts: ['22'] }, { mechanism: 'network-rule', evidence: 'dns' }],
    ['TLS that is not HTTPS by name', { protocol: 'imaps', host: 'mail.acme.example' },
      { collection: 'allow-network', destinationFqdns: ['mail.acme.example'], destinationPorts: ['993'] }, { mechanism: 'network-rule', evidence: 'dns' }],
    ['a wildcard with addresses by address', { protocol: 'ldaps', host: '*.dc.acme.example', port: 636, network: 'private', addresses: ['10.30.0.0/28'] },
      { collection: 'allow-network', destinationAddresses: ['10.30.0.0/28'], destinationPorts: ['636'] }, { mechanism: 'network-rule', evidence: 'ip' }],
    ['a range of ports in a network rule', { protocol: 'ftp', host: 'ftp.acme.example', addresses: ['203.0.113.9/32'], ports: [21, '40000-40100'] },
      { destinationPorts: ['21', '40000-40100'] }, { mechanism: 'network-rule', evidence: 'ip' }],
    ['IPv4 addresses beside IPv6 ones', { protocol: 'sftp', host: 'sftp.acme.example', addresses: ['2001:db8::/64', '203.0.113.7/32'] },
      { destinationAddresses: ['203.0.113.7/32'] }, { mechanism: 'network-rule', evidence: 'ip' }],
  ];
  it.each(cases)('%s', (_, props, expected, row) => {
    const compilation = compiled(receiver(props));
    expect(codes(compilation)).toEqual([]);
    const rule = ruleOf(compilation, 'receiver-x');
    expect(rule).toMatchObject({ sourceAddresses: PODS, ...expected });
    expect(compilation.rows.filter(({ flow }) => flow === 'receiver/x')).toEqual([{ flow: 'receiver/x', rule: `${rule.collection}/receiver-x`, exact: true, ...row }]);
  });

  it('keeps brokers on different ports apart', () => {
    const compilation = compiled(receiver({ protocol: 'kafka', brokers: ['b1.kafka.example:9093', 'b2.kafka.example:9094'] }));
    expect(ruleOf(compilation, 'receiver-x.9093')).toMatchObject({ destinationFqdns: ['b1.kafka.example'], destinationPorts: ['9093'] });
    expect(ruleOf(compilation, 'receiver-x.9094')).toMatchObject({ destinationFqdns: ['b2.kafka.example'], destinationPorts: ['9094'] });
  });

  it('has one rule and one row for each flow that leaves directly, and none for ingress', () => {
    const compilation = compiled(receiver({ protocol: 'sftp', host: 'sftp.acme.example' }));
    expect(rulesOf(compilation).map(({ name }) => name)).toEqual(expect.arrayContaining(['xsuaa', 'content-deployment', 'registry', 'receiver-x']));
    expect(compilation.rows).toHaveLength(rulesOf(compilation).length);
    expect(compilation.rows.some(({ flow }) => flow.startsWith('ingress'))).toBe(false);
  });

  it.each([
    ['DNS servers by UDP', 'dns', 'UDP', ['10.9.0.4/32'], '53'],
    ['DNS servers by TCP', 'dns.tcp', 'TCP', ['10.9.0.4/32'], '53'],
    ['time servers by address', 'ntp.addresses', 'UDP', ['10.9.0.5/32'], '123'],
  ])('%s', (_, name, protocol, addresses, port) => {
    const compilation = compiled({ cluster: { dns: { upstream: ['10.9.0.4/32'] }, ntp: ['10.9.0.5/32'] } });
    expect(ruleOf(compilation, name)).toMatchObject({ collection: 'allow-network', protocols: [protocol], destinationAddresses: addresses, destinationPorts: [port] });
  });

  it('resolves the names of time servers', () => {
    const ntp = { cluster: { ntp: ['time.acme.example'] } };
    expect(ruleOf(compiled(ntp), 'ntp')).toMatchObject({ protocols: ['UDP'], destinationFqdns: ['time.acme.example'], destinationPorts: ['123'] });
    const { problems } = compiled(ntp, { dnsProxy: false });
    expect(problems).toEqual([expect.objectContaining({ code: 'EIC401', path: 'cluster.ntp', message: expect.stringContaining('give addresses instead of names') })]);
  });
});

describe('what goes through a proxy', () => {
  it('has the rule of the manual proxy', () => {
    const compilation = compiled({
      receivers: { x: { protocol: 'sftp', host: '*.sftp.acme.example', proxy: 'dmz' } },
      proxies: { dmz: { protocol: 'socks5', host: 'dmz.acme.example', port: 1080, addresses: ['10.81.0.9/32'] } },
    }, { dnsProxy: false });
    expect(codes(compilation)).toEqual([]);
    expect(rulesOf(compilation).map(({ name }) => name)).not.toContain('receiver-x');
    expect(ruleOf(compilation, 'proxy-dmz')).toMatchObject({ destinationAddresses: ['10.81.0.9/32'], destinationPorts: ['1080'] });
  });

  it('has the rule of the HTTP proxy, whose sources are pods and nodes', () => {
    const compilation = compiled({ cluster: { egressSources: ['10.244.0.0/16'], httpProxy: { host: 'proxy.acme.example', port: 3128, addresses: ['10.81.0.5/32'] } } });
    expect(rulesOf(compilation).map(({ name }) => name)).toEqual(['http-proxy']);
    expect(ruleOf(compilation, 'http-proxy')).toMatchObject({
      collection: 'allow-network', sourceAddresses: ['10.10.0.0/22', '10.244.0.0/16'], destinationAddresses: ['10.81.0.5/32'], destinationPorts: ['3128'],
    });
  });
});

describe('sources', () => {
  it('are the nodes for what the nodes do, and the egress sources for pods', () => {
    const compilation = compiled({ cluster: { egressSources: ['10.244.128.0/17', '10.244.0.0/17'] } });
    expect(ruleOf(compilation, 'registry').sourceAddresses).toEqual(['10.10.0.0/22']);
    expect(ruleOf(compilation, 'xsuaa').sourceAddresses).toEqual(['10.244.0.0/17', '10.244.128.0/17']);
  });

  it.each([
    ['egress sources', { egressSources: ['10.244.0.0/16', 'fd00:1::/64'] }, 'cluster.egressSources'],
    ['nodes, as egress sources', { nodeCidrs: ['10.10.0.0/22', 'fd00:1::/64'] }, 'cluster.nodeCidrs'],
    ['nodes, beside egress sources', { nodeCidrs: ['10.10.0.0/22', 'fd00:1::/64'], egressSources: ['10.244.0.0/16'] }, 'cluster.nodeCidrs'],
  ])('leave IPv6 of %s out, with a finding', (_, cluster, path) => {
    const compilation = compiled({ cluster });
    expect(codes(compilation)).toEqual([]);
    expect(compilation.findings.filter(({ code }) => code === 'EIC508')).toEqual([expect.objectContaining({ severity: 'info', flow: null, path, accepted: null })]);
    expect(compilation.findings[1]!.message).toContain('fd00:1::/64');
    expect(rulesOf(compilation).flatMap(({ sourceAddresses }) => sourceAddresses).filter((text) => text.includes(':'))).toEqual([]);
  });

  it.each([
    ['egress sources', { egressSources: ['fd00:1::/64'] }, ['EIC401 cluster.egressSources']],
    ['nodes', { nodeCidrs: ['fd00:1::/64'] }, ['EIC401 cluster.nodeCidrs']],
    ['nodes and egress sources', { nodeCidrs: ['fd00:1::/64'], egressSources: ['fd00:2::/64'] }, ['EIC401 cluster.egressSources', 'EIC401 cluster.nodeCidrs']],
  ])('of IPv6 only are a problem: %s', (_, cluster, expected) => {
    const compilation = compiled({ cluster }, { defaultDeny: 'sources' });
    expect(codes(compilation)).toEqual(expected);
    expect(rulesOf(compilation).filter(({ sourceAddresses }) => sourceAddresses.length === 0)).toEqual([]);
  });

  it('are no matter for nodes that do nothing', () => {
    const registry = { services: { registry: { pulledBy: 'edgelm' } } } as const;
    expect(codes(compiled({ ...registry, cluster: { nodeCidrs: ['fd00:1::/64'], egressSources: ['10.244.0.0/16'] } }))).toEqual([]);
  });
});

describe('what Azure cannot express', () => {
  const cases: [string, Receiver, object, string, string[]][] = [
    ['a wildcard that is not HTTP', { protocol: 'imaps', host: '*.mail.acme.example' }, {}, 'EIC401', ['*.mail.acme.example', 'receivers.x.addresses', 'name each host']],
    ['a wildcard without a name on the wire', { protocol: 'sftp', host: '*.sftp.acme.example' }, {}, 'EIC401', ['*.sftp.acme.example', 'receivers.x.addresses']],
    ['a name without DNS proxy', { protocol: 'sftp', host: 'sftp.acme.example' }, { dnsProxy: false }, 'EIC401', ['sftp.acme.example', 'receivers.x.addresses', 'dnsProxy: true']],
    ['a name in a Basic policy', { protocol: 'imaps', host: 'mail.acme.example' }, { tier: 'Basic' }, 'EIC401', ['receivers.x.addresses', 'not with tier: Basic']],
    ['a range of web ports', { protocol: 'https', host: 's4.acme.example', ports: ['8000-8100'] }, {}, 'EIC401', ['8000-8100', 'one by one']],
    ['a high web port', { protocol: 'https', host: 's4.acme.example', port: 64001 }, {}, 'EIC402', ['64001', '64000']],
    ['SMTP to the Internet on port 25', { protocol: 'smtp', host: 'mx.acme.example', port: 25, addresses: ['203.0.113.25/32'] }, {}, 'EIC401', ['587', '465']],
    ['anything to the Internet on port 25', { protocol: 'https', host: 'mx.acme.example', port: 25 }, {}, 'EIC401', ['587', '465']],
    ['port 25 in a range', { protocol: 'tcp', addresses: ['203.0.113.25/32'], ports: ['20-30'] }, {}, 'EIC401', ['20-30']],
    ['IPv6 only', { protocol: 'sftp', host: 'sftp.acme.example', addresses: ['2001:db8::/64'] }, {}, 'EIC401', ['2001:db8::/64', 'IPv4']],
    ['IPv6 only behind a name', { protocol: 'https', host: 's4.acme.example', network: 'private', addresses: ['fd00:9::/64'] }, {}, 'EIC401', ['fd00:9::/64']],
  ];
  it.each(cases)('%s', (_, props, options, code, words) => {
    const { problems } = compiled(receiver(props), options);
    expect(problems).toEqual([expect.objectContaining({ code, path: 'receivers.x', severity: 'error' })]);
    for (const word of ['flow receiver/x', TARGET, ...words]) expect(problems[0]!.message).toContain(word);
  });

  it('is said of every flow at once', () => {
    expect(codes(compiled({
      receivers: {
        a: { protocol: 'imaps', host: '*.mail.acme.example' },
        b: { protocol: 'smtp', host: 'mx.acme.example', port: 25 },
        c: { protocol: 'https', host: 's4.acme.example', ports: ['64000-64001'] },
      },
    }, { dnsProxy: false }))).toEqual(['EIC401 receivers.a', 'EIC401 receivers.b', 'EIC401 receivers.b', 'EIC401 receivers.c', 'EIC402 receivers.c']);
  });

  it('does not hold a relay of the own network back, nor what the edge of a limit allows', () => {
    expect(codes(compiled({
      receivers: {
        relay: { protocol: 'smtp', host: 'relay.acme.example', port: 25, network: 'private', addresses: ['10.20.0.25/32'] },
        high: { protocol: 'https', host: 's4.acme.example', port: 64000 },
      },
    }))).toEqual([]);
  });

  it('names IPv6 addresses that are left out', () => {
    const { findings } = compiled(receiver({ protocol: 'sftp', host: 'sftp.acme.example', addresses: ['203.0.113.7/32', '2001:db8::/64'] }));
    expect(findings).toContainEqual(expect.objectContaining({ code: 'EIC508', flow: 'receiver/x', path: 'receivers.x', message: expect.stringContaining('2001:db8::/64') }));
  });
});
