import { Receiver } from '../../../src/cell/props';
import { compileCluster, ServiceEntryRow } from '../../../src/compile/cluster';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { cellWith } from '../../support/cells';

const compile = (cell: EdgeIntegrationCell) => compileCluster(cell.definition, cell.plan);
const withReceivers = (receivers: Record<string, Receiver>) => cellWith({ receivers });
const entryOf = (cell: EdgeIntegrationCell, host: string): ServiceEntryRow => {
  const found = compile(cell).serviceEntries.filter((row) => row.host === host);
  expect(found).toHaveLength(1);
  return found[0]!;
};
const codes = (cell: EdgeIntegrationCell) => compile(cell).problems.map(({ code, path }) => `${code} ${path}`);

describe('ServiceEntries', () => {
  const named: [string, Receiver, number, 'TLS' | 'HTTP', 'NONE' | 'DNS', string][] = [
    ['https', { protocol: 'https', host: 'a.example.org' }, 443, 'TLS', 'DNS', 'a.example.org'],
    ['https wildcard', { protocol: 'https', host: '*.example.org' }, 443, 'TLS', 'NONE', '*.example.org'],
    ['smtps', { protocol: 'smtps', host: 'mail.example.org' }, 465, 'TLS', 'DNS', 'mail.example.org'],
    ['pop3s', { protocol: 'pop3s', host: 'mail.example.org' }, 995, 'TLS', 'DNS', 'mail.example.org'],
    ['imaps', { protocol: 'imaps', host: 'mail.example.org' }, 993, 'TLS', 'DNS', 'mail.example.org'],
    ['kafka with TLS', { protocol: 'kafka', brokers: ['b1.example.org:9093'] }, 9093, 'TLS', 'DNS', 'b1.example.org'],
    ['amqp with TLS', { protocol: 'amqp', host: 'mq.example.org' }, 5671, 'TLS', 'DNS', 'mq.example.org'],
    ['amqp by WebSocket', { protocol: 'amqp', transport: 'websocket', host: 'mq.example.org' }, 443, 'TLS', 'DNS', 'mq.example.org'],
    ['oftp2 with TLS', { protocol: 'oftp2', host: 'oftp.example.org' }, 6619, 'TLS', 'DNS', 'oftp.example.org'],
    ['http', { protocol: 'http', host: 'plain.example.org' }, 80, 'HTTP', 'DNS', 'plain.example.org'],
  ];
  test.each(named)('%s is told by its name, never by addresses', (_, receiver, number, protocol, resolution, host) => {
    const row = entryOf(withReceivers({ r: { ...receiver, addresses: ['203.0.113.7/32'] } }), host);
    expect(row).toMatchObject({ ports: [{ number, protocol }], resolution, addresses: [], exportTo: ['edge-icell'], namespace: 'edge-icell' });
  });

  const byAddress: [string, Receiver, number][] = [
    ['sftp', { protocol: 'sftp', host: 'r.example.org' }, 22],
    ['smtp with STARTTLS', { protocol: 'smtp', host: 'r.example.org' }, 587],
    ['plain kafka', { protocol: 'kafka', tls: false, brokers: ['r.example.org:9092'] }, 9092],
    ['plain amqp', { protocol: 'amqp', tls: false, port: 5672, host: 'r.example.org' }, 5672],
    ['jdbc', { protocol: 'jdbc', port: 1521, host: 'r.example.org' }, 1521],
    ['ldap', { protocol: 'ldap', port: 389, host: 'r.example.org' }, 389],
  ];
  test.each(byAddress)('%s is told by its addresses', (_, receiver, number) => {
    const row = entryOf(withReceivers({ r: { ...receiver, addresses: ['203.0.113.7/32', '198.51.100.0/28'] } }), 'r.example.org');
    expect(row).toMatchObject({ ports: [{ number, protocol: 'TCP' }], resolution: 'NONE', addresses: ['198.51.100.0/28', '203.0.113.7'] });
  });
  test.each(byAddress)('%s without addresses is refused, never opened to any', (_, receiver) => {
    const cell = withReceivers({ r: receiver });
    expect(codes(cell)).toEqual(['EIC401 receivers.r.addresses']);
    expect(compile(cell).serviceEntries.flatMap(({ ports }) => ports).filter(({ protocol }) => protocol === 'TCP')).toEqual([]);
  });

  test('a receiver by address alone has a name of ours', () => {
    const cell = withReceivers({ mes: { protocol: 'https', addresses: ['10.82.0.7/32'], network: 'private', port: 8443 } });
    expect(entryOf(cell, 'receiver-mes.eic.internal')).toMatchObject({ ports: [{ number: 8443, protocol: 'TCP' }], addresses: ['10.82.0.7'] });
  });

  test('all ports of a host are in one entry', () => {
    const cell = withReceivers({ a: { protocol: 'https', host: 'a.example.org' }, b: { protocol: 'https', host: 'a.example.org', port: 8443 } });
    expect(entryOf(cell, 'a.example.org').ports).toEqual([{ number: 443, protocol: 'TLS' }, { number: 8443, protocol: 'TLS' }]);
    expect(entryOf(cell, 'a.example.org').flows.map(({ id }) => id)).toEqual(['receiver/a', 'receiver/b']);
  });

  test('a host with TLS and SFTP has its name in one entry only', () => {
    const cell = withReceivers({ web: { protocol: 'https', host: 'a.example.org' }, files: { protocol: 'sftp', host: 'a.example.org', addresses: ['203.0.113.7/32'] } });
    expect(entryOf(cell, 'a.example.org').ports).toEqual([{ number: 443, protocol: 'TLS' }]);
    expect(entryOf(cell, 'receiver-files.eic.internal')).toMatchObject({ addresses: ['203.0.113.7'], ports: [{ number: 22 }] });
  });

  test.each([
    ['equal', '203.0.113.7/32', '203.0.113.7/32', true],
    ['nested', '203.0.113.0/28', '203.0.113.7/32', true],
    ['apart', '203.0.113.7/32', '203.0.113.8/32', false],
    ['of other versions', '203.0.113.7/32', '2001:db8::7/128', false],
  ])('two TCP entries on one port with %s addresses', (_, first, second, collide) => {
    const cell = withReceivers({ a: { protocol: 'sftp', host: 'a.example.org', addresses: [first] }, b: { protocol: 'sftp', host: 'b.example.org', addresses: [second] } });
    expect(codes(cell).length > 0).toBe(collide);
    if (collide) expect(codes(cell)[0]).toMatch(/^EIC406 receivers\.[ab]\.addresses$/);
  });

  test('TCP entries on other ports may share addresses', () => {
    const cell = withReceivers({
      a: { protocol: 'sftp', host: 'a.example.org', addresses: ['203.0.113.7/32'] },
      b: { protocol: 'rfc', host: 'b.example.org', ports: [3300, 3600], addresses: ['203.0.113.7/32'] },
    });
    expect(codes(cell)).toEqual([]);
  });

  test('HTTP and TLS on one port of the mesh are refused', () => {
    const cell = withReceivers({ a: { protocol: 'http', host: 'a.example.org', port: 8443 }, b: { protocol: 'https', host: 'b.example.org', port: 8443 } });
    expect(codes(cell).map((text) => text.split(' ')[0])).toEqual(['EIC406']);
  });

  test('port ranges are listed, and long ones refused', () => {
    const ftp = (range: string) => withReceivers({ f: { protocol: 'ftp', host: 'f.example.org', ports: [21, range], addresses: ['203.0.113.7/32'] } });
    expect(entryOf(ftp('40000-40003'), 'f.example.org').ports.map(({ number }) => number)).toEqual([21, 40000, 40001, 40002, 40003]);
    expect(codes(ftp('40000-50000'))).toEqual(['EIC402 receivers.f.ports']);
  });

  test('entries are seen where they are used: lifecycle management in edgelm, shared hosts in both', () => {
    const cell = cellWith({ receivers: { elm: { protocol: 'https', host: 'edge-lifecycle-manager-prod.cfapps.eu10.hana.ondemand.com' } } });
    expect(entryOf(cell, 'connectivitytunnel.cf.eu10.hana.ondemand.com')).toMatchObject({ namespace: 'edgelm', exportTo: ['edgelm'] });
    expect(entryOf(cell, 'edge-lifecycle-manager-prod.cfapps.eu10.hana.ondemand.com')).toMatchObject({ namespace: 'edge-icell', exportTo: ['edge-icell', 'edgelm'] });
  });

  test('pulls of the nodes reach the firewall, never the mesh', () => {
    expect(compile(cellWith()).serviceEntries.map(({ host }) => host)).not.toContain('*.repositories.cloud.sap');
    expect(entryOf(cellWith({ services: { registry: { pulledBy: 'edgelm' } } }), '*.repositories.cloud.sap')).toMatchObject({ namespace: 'edgelm' });
  });

  test('what a proxy carries is told by the addresses of the proxy', () => {
    const cell = cellWith({
      receivers: { r: { protocol: 'sftp', host: 'sftp.other.example', proxy: 'dmz' } },
      proxies: { dmz: { protocol: 'http', host: 'dmz.acme.example', port: 8080, addresses: ['10.81.0.9/32'] } },
    });
    expect(compile(cell).problems).toEqual([]);
    expect(compile(cell).serviceEntries.map(({ host }) => host)).not.toContain('sftp.other.example');
    expect(entryOf(cell, 'dmz.acme.example')).toMatchObject({ addresses: ['10.81.0.9'], ports: [{ number: 8080, protocol: 'TCP' }] });
  });

  test('with a corporate proxy nothing but the proxy is left', () => {
    const cell = cellWith({ cluster: { httpProxy: { host: 'proxy.acme.example', port: 3128, addresses: ['10.81.0.5/32'] } } });
    expect(compile(cell).serviceEntries.map(({ host, exportTo }) => [host, exportTo])).toEqual([['proxy.acme.example', ['edge-icell', 'edgelm']]]);
  });

  test('5,000 receivers', () => {
    const receivers = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`r${index}`,
      { protocol: 'sftp', host: `h${index}.example.org`, addresses: [`198.51.${index % 100}.${Math.floor(index / 100)}/32`] } as Receiver]));
    expect(compile(withReceivers(receivers))).toMatchObject({ problems: [] });
  });
});
