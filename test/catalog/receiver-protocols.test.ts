import { AMQP_WEBSOCKET_PORT, EXTERNAL_SERVICE_PORTS, RECEIVER_PROTOCOLS } from '../../src/catalog';

test.each([
  ['https', undefined, 443, false, 'documented'],
  ['http', 80, undefined, false, 'inferred'],
  ['sftp', 22, undefined, false, 'documented'],
  ['ftp', 21, undefined, false, 'documented'],
  ['ftps', 21, undefined, false, 'documented'],
  ['smtp', 587, undefined, false, 'documented'],
  ['smtps', undefined, 465, false, 'documented'],
  ['pop3', 110, undefined, false, 'documented'],
  ['pop3s', undefined, 995, false, 'documented'],
  ['imap', 143, undefined, false, 'documented'],
  ['imaps', undefined, 993, false, 'documented'],
  ['kafka', undefined, undefined, true, 'documented'],
  ['amqp', undefined, 5671, true, 'documented'],
  ['aem', 55555, 55443, true, 'documented'],
  ['oftp2', 3305, 6619, true, 'documented'],
  ['rfc', undefined, undefined, false, 'inferred'],
  ['jdbc', undefined, undefined, false, 'inferred'],
  ['ldap', undefined, undefined, false, 'inferred'],
  ['ldaps', undefined, undefined, false, 'inferred'],
  ['nfs', undefined, undefined, false, 'inferred'],
  ['ibmmq', undefined, undefined, false, 'inferred'],
  ['tls', undefined, undefined, false, 'inferred'],
  ['tcp', undefined, undefined, false, 'inferred'],
] as const)('%s: %p, with TLS %p', (name, port, tlsPort, tlsChoice, evidence) => {
  const found = RECEIVER_PROTOCOLS.get(name)!;
  expect([found.name, found.port, found.tlsPort, found.tlsChoice, found.evidence]).toEqual([name, port, tlsPort, tlsChoice, evidence]);
});

test('these are all', () => {
  expect(RECEIVER_PROTOCOLS.size).toBe(23);
  expect(AMQP_WEBSOCKET_PORT).toBe(443);
});

test.each([['postgresql', 5432, 'vendor'], ['redis', 6379, 'vendor'], ['valkey', 6379, 'documented'], ['hana', undefined, 'inferred']])('%s listens on %p', (type, port, evidence) => {
  expect([EXTERNAL_SERVICE_PORTS[type]?.port, EXTERNAL_SERVICE_PORTS[type]?.evidence]).toEqual([port, evidence]);
});
