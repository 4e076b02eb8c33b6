import { RECEIVER_PROTOCOLS } from '../../src/catalog';
import { Receiver, ReceiverProtocolName } from '../../src/cell/props';
import { PROTOCOLS } from '../../src/net';
import { cellWith, codesOf, onlyFlow } from '../support/cells';
import { Row, rowsOf } from '../support/rows';

const host = 'a.acme.example';
const base: Omit<Row, 'key' | 'ports' | 'protocol' | 'transport'> = {
  direction: 'egress', from: ['edge-icell/worker'], hosts: [host], cidrs: [], network: 'internet', via: null, evidence: 'declared',
};
const receiver = (props: Receiver) => rowsOf(cellWith({ receivers: { a: props } }), 'receiver/a');

describe('receivers', () => {
  test.each([
    [{ protocol: 'https' }, 443, 'https'],
    [{ protocol: 'http' }, 80, 'http'],
    [{ protocol: 'sftp' }, 22, 'tcp'],
    [{ protocol: 'ftp' }, 21, 'tcp'],
    [{ protocol: 'ftps' }, 21, 'tcp'],
    [{ protocol: 'smtp' }, 587, 'tcp'],
    [{ protocol: 'smtps' }, 465, 'tls'],
    [{ protocol: 'pop3' }, 110, 'tcp'],
    [{ protocol: 'pop3s' }, 995, 'tls'],
    [{ protocol: 'imap' }, 143, 'tcp'],
    [{ protocol: 'imaps' }, 993, 'tls'],
    [{ protocol: 'amqp' }, 5671, 'tls'],
    [{ protocol: 'amqp', transport: 'tcp' }, 5671, 'tls'],
    [{ protocol: 'amqp', transport: 'websocket' }, 443, 'https'],
    [{ protocol: 'amqp', tls: true, transport: 'websocket' }, 443, 'https'],
    [{ protocol: 'amqp', tls: false, port: 5672 }, 5672, 'tcp'],
    [{ protocol: 'amqp', tls: false, transport: 'websocket', port: 80 }, 80, 'http'],
    [{ protocol: 'aem' }, 55443, 'tls'],
    [{ protocol: 'aem', tls: false }, 55555, 'tcp'],
    [{ protocol: 'oftp2' }, 6619, 'tls'],
    [{ protocol: 'oftp2', tls: false }, 3305, 'tcp'],
    [{ protocol: 'rfc', port: 3300 }, 3300, 'tcp'],
    [{ protocol: 'jdbc', port: 1433 }, 1433, 'tcp'],
    [{ protocol: 'ldap', port: 389 }, 389, 'tcp'],
    [{ protocol: 'ldaps', port: 636 }, 636, 'tls'],
    [{ protocol: 'nfs', port: 2049 }, 2049, 'tcp'],
    [{ protocol: 'ibmmq', port: 1414 }, 1414, 'tcp'],
    [{ protocol: 'tls', port: 8883 }, 8883, 'tls'],
    [{ protocol: 'tcp', port: 7 }, 7, 'tcp'],
  ] as const)('%j', (props, port, transport) => {
    expect(receiver({ ...props, host })).toEqual([{ ...base, key: 'receiver/a', ports: [port], protocol: props.protocol, transport }]);
  });

  test('every protocol is in the table above or is kafka, and its port can be given', () => {
    for (const protocol of RECEIVER_PROTOCOLS.keys() as IterableIterator<ReceiverProtocolName>) {
      if (protocol === 'kafka') continue;
      expect(receiver({ protocol, host, port: 9 })[0]).toMatchObject({ ports: [9], protocol });
      expect(PROTOCOLS.has(protocol)).toBe(true);
    }
  });

  test('several ports and ranges are one row', () => {
    expect(receiver({ protocol: 'rfc', host, ports: ['4800-4802', 3600, 3300, 3300] })[0]?.ports).toEqual([3300, 3600, '4800-4802']);
  });

  test('by address there is no name on the wire', () => {
    expect(receiver({ protocol: 'https', addresses: ['10.82.0.7/32'], network: 'private', port: 8443 })).toEqual([
      { ...base, key: 'receiver/a', hosts: [], cidrs: ['10.82.0.7/32'], network: 'private', ports: [8443], protocol: 'https', transport: 'tcp' },
    ]);
  });

  test('hosts and addresses are canonical and sorted', () => {
    expect(receiver({ protocol: 'https', host: '*.MÜNCHEN.Example', addresses: ['2001:DB8::/32', '10.9.0.0/24', '10.20.0.0/16', '10.9.0.0/24'] })[0])
      .toMatchObject({ hosts: ['*.xn--mnchen-3ya.example'], cidrs: ['10.9.0.0/24', '10.20.0.0/16', '2001:db8::/32'] });
  });

  test('brokers on several ports are a row for each port: no host is opened on the port of another', () => {
    const rows = receiver({ protocol: 'kafka', brokers: ['b2.kafka.example:9093', 'B1.kafka.example:9093', 'b3.kafka.example:9094', 'b1.kafka.example:9093'] });
    const row = { ...base, protocol: 'kafka', transport: 'tls' };
    expect(rows).toEqual([
      { ...row, key: 'receiver/a:9093', hosts: ['b1.kafka.example', 'b2.kafka.example'], ports: [9093] },
      { ...row, key: 'receiver/a:9094', hosts: ['b3.kafka.example'], ports: [9094] },
    ]);
    expect(receiver({ protocol: 'kafka', tls: false, brokers: ['b1.kafka.example:9092'] })[0]).toMatchObject({ key: 'receiver/a:9092', transport: 'tcp' });
  });

  test('come from the components that are named', () => {
    const cell = cellWith({ cluster: { components: { own: { namespace: 'elsewhere' } } }, receivers: { a: { protocol: 'https', host, from: ['policyengine', 'own', 'own'] } } });
    expect(rowsOf(cell, 'receiver/a')[0]?.from).toEqual(['edge-icell/policyengine', 'elsewhere/own']);
  });
});

describe('proxies of integration flows', () => {
  const proxies = { dmz: { protocol: 'socks5', host: 'dmz.acme.example', port: 1080, addresses: ['10.81.0.9/32'] } } as const;
  const proxyRow = { ...base, key: 'proxy/dmz', hosts: ['dmz.acme.example'], cidrs: ['10.81.0.9/32'], network: 'private', ports: [1080], protocol: 'socks5', transport: 'tcp' };

  test('are reached by all who use them, and the receivers through them', () => {
    const cell = cellWith({
      proxies,
      receivers: {
        a: { protocol: 'sftp', host, proxy: 'dmz', from: ['worker'] },
        b: { protocol: 'ftp', host: 'b.acme.example', proxy: 'dmz', from: ['policyengine', 'worker'] },
        c: { protocol: 'https', host: 'c.acme.example', from: ['esac'] },
      },
    });
    expect(rowsOf(cell, 'proxy/dmz')).toEqual([{ ...proxyRow, from: ['edge-icell/policyengine', 'edge-icell/worker'] }]);
    expect(['a', 'b', 'c'].map((key) => rowsOf(cell, `receiver/${key}`)[0]?.via)).toEqual(['proxy', 'proxy', null]);
    expect(onlyFlow(cell, 'receiver/a').reasons).toEqual([{ text: 'receiver a (sftp)', source: 'receivers.a' }, { text: 'by proxy dmz', source: 'receivers.a.proxy' }]);
  });

  test('that nobody uses are reached by the worker', () => {
    expect(rowsOf(cellWith({ proxies }), 'proxy/dmz')).toEqual([proxyRow]);
  });

  test('of HTTP are TCP to all layers', () => {
    expect(rowsOf(cellWith({ proxies: { dmz: { ...proxies.dmz, protocol: 'http' } } }), 'proxy/dmz')[0]).toMatchObject({ protocol: 'tcp', transport: 'tcp' });
  });
});

describe('external services', () => {
  const service = { ...base, from: ['edge-icell/*'] };
  const addresses = ['10.30.0.0/28'];

  test.each([
    [{ type: 'postgresql', host }, { ports: [5432], protocol: 'postgresql', transport: 'tcp' }],
    [{ type: 'postgresql', host, port: 6432, addresses }, { ports: [6432], protocol: 'postgresql', transport: 'tcp', cidrs: addresses, network: 'private' }],
    [{ type: 'hana', host, port: 443 }, { ports: [443], protocol: 'hana', transport: 'tls' }],
    [{ type: 'hana', host, port: 30015, addresses }, { ports: [30015], protocol: 'hana', transport: 'tcp', cidrs: addresses, network: 'private' }],
  ] as const)('database %j', (database, row) => {
    expect(rowsOf(cellWith({ externalServices: { database } }), 'external-service/database')).toEqual([{ ...service, key: 'external-service/database', ...row }]);
  });

  test('data store by names: a row for each port', () => {
    const cell = cellWith({ externalServices: { dataStore: { type: 'valkey', endpoints: ['r1.acme.example:6379', 'r3.acme.example:6380', 'r2.acme.example:6379'] } } });
    const row = { ...service, protocol: 'valkey', transport: 'tls' };
    expect(rowsOf(cell, 'external-service/data-store')).toEqual([
      { ...row, key: 'external-service/data-store:6379', hosts: ['r1.acme.example', 'r2.acme.example'], ports: [6379] },
      { ...row, key: 'external-service/data-store:6380', hosts: ['r3.acme.example'], ports: [6380] },
    ]);
  });

  test('data store by addresses: one row with the ports of all nodes', () => {
    const cell = cellWith({ externalServices: { dataStore: { type: 'redis', endpoints: ['r.acme.example:6379'], addresses, ports: [26379, 6379] } } });
    expect(rowsOf(cell, 'external-service/data-store')).toEqual([
      { ...service, key: 'external-service/data-store', hosts: ['r.acme.example'], cidrs: addresses, network: 'private', ports: [6379, 26379], protocol: 'redis', transport: 'tcp' },
    ]);
  });
});

describe('extra flows', () => {
  const flow = { from: ['worker'], ports: [443], protocol: 'https', reason: 'OEM "adapter" <b>' } as const;

  test('are as they are written', () => {
    const cell = cellWith({ flows: { licence: { ...flow, hosts: [host, '*.b.acme.example'], ports: [444, '500-510'], from: ['worker', 'esac'] } } });
    expect(rowsOf(cell, 'flow/licence')).toEqual([
      { ...base, key: 'flow/licence', from: ['edge-icell/esac', 'edge-icell/worker'], hosts: ['*.b.acme.example', host], ports: [444, '500-510'], protocol: 'https', transport: 'https' },
    ]);
    expect(onlyFlow(cell, 'flow/licence').reasons).toEqual([{ text: 'OEM "adapter" <b>', source: 'flows.licence' }]);
  });

  test('by address carry no name, of whatever protocol', () => {
    for (const [protocol, transport] of [['https', 'tcp'], ['udp', 'udp'], ['tls', 'tcp']] as const) {
      const cell = cellWith({ flows: { licence: { ...flow, protocol, addresses: ['10.95.0.1/32'], network: 'private' } } });
      expect(rowsOf(cell, 'flow/licence')[0]).toMatchObject({ hosts: [], cidrs: ['10.95.0.1/32'], protocol, transport, network: 'private' });
    }
  });
});

describe('one host and port has one protocol', () => {
  const https = { protocol: 'https', host, port: 8443 } as const;
  const flow = { from: ['worker'], hosts: [host], protocol: 'tls', reason: 'x' } as const;
  const codes = (receivers: Record<string, Receiver>, more: object = {}) => codesOf(() => cellWith({ receivers, ...more }));

  test.each<[string, Record<string, Receiver>, object?]>([
    ['two receivers', { a: https, b: { protocol: 'tls', host, port: 8443 } }],
    ['one by another way to write the host', { a: https, b: { protocol: 'tls', host: 'A.ACME.example', port: 8443 } }],
    ['a range of ports', { a: https, b: { protocol: 'tls', host, ports: ['8000-9000'] } }],
    ['wildcards', { a: { ...https, host: '*.acme.example' }, b: { protocol: 'tls', host: '*.acme.example', port: 8443 } }],
  ])('%s', (_, receivers) => {
    expect(codes(receivers)).toEqual(['EIC306 receivers.b']);
  });

  test('a receiver and an extra flow', () => {
    expect(codes({ a: https }, { flows: { f: { ...flow, ports: ['8000-9000'] } } })).toEqual(['EIC306 receivers.a']);
  });

  test.each<[string, Record<string, Receiver>]>([
    ['the same protocol', { a: https, b: https }],
    ['other ports', { a: https, b: { protocol: 'tls', host, port: 8444 } }],
    ['other hosts', { a: https, b: { protocol: 'tls', host: 'b.acme.example', port: 8443 } }],
    ['WebSocket beside HTTPS', { a: { protocol: 'https', host }, b: { protocol: 'amqp', transport: 'websocket', host } }],
    ['by a proxy', { a: https, b: { protocol: 'sftp', host, port: 8443, proxy: 'p' } }],
  ])('%s is no contradiction', (_, receivers) => {
    const proxies = { p: { protocol: 'http', host: 'p.acme.example', port: 8080, addresses: ['10.81.0.9/32'] } } as const;
    expect(cellWith({ receivers, proxies }).plan.flow('receiver/b')).toHaveLength(1);
  });
});
