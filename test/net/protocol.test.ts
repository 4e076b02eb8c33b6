import { RECEIVER_PROTOCOLS } from '../../src/catalog';
import { carriesName, isToken, isWeb, PROTOCOLS } from '../../src/net';

test.each([
  ['https', 'https'], ['wss', 'https'], ['http', 'http'], ['tls', 'tls'], ['tcp', 'tcp'], ['udp', 'udp'],
  ['sftp', 'tcp'], ['ftp', 'tcp'], ['ftps', 'tcp'], ['smtp', 'tcp'], ['pop3', 'tcp'], ['imap', 'tcp'], ['rfc', 'tcp'], ['postgresql', 'tcp'],
  ['smtps', 'tls'], ['pop3s', 'tls'], ['imaps', 'tls'], ['ldaps', 'tls'], ['dns', 'udp'], ['ntp', 'udp'],
])('%s looks like %s', (name, transport) => {
  expect(PROTOCOLS.get(name)).toMatchObject({ name, transport });
});

test('where the server speaks first, nothing can be read of the client\'s first bytes', () => {
  for (const { serverFirst, transport } of PROTOCOLS.values()) expect(serverFirst === true && transport !== 'tcp').toBe(false);
  for (const name of ['sftp', 'ftp', 'ftps', 'smtp', 'pop3', 'imap']) expect(PROTOCOLS.get(name)?.serverFirst).toBe(true);
});

test('every protocol of a receiver is known, and protocols cannot be changed', () => {
  for (const name of RECEIVER_PROTOCOLS.keys()) expect(PROTOCOLS.has(name)).toBe(true);
  for (const protocol of PROTOCOLS.values()) expect(Object.isFrozen(protocol)).toBe(true);
});

test.each([['https', true, true], ['http', true, true], ['tls', false, true], ['tcp', false, false], ['udp', false, false]] as const)(
  '%s is web: %p, carries a name: %p', (transport, web, name) => {
    expect([isWeb(transport), carriesName(transport)]).toEqual([web, name]);
  });

test.each<[unknown, boolean]>([
  ['${var.x}', true], ['a ${b} c', true], ['%{ for x in y }', true], ['#{TfToken[TOKEN.0]}', true], ['&{TfToken[TOKEN.3]}', true], ['Token[AWS.1]', true],
  [-1.8881545897087507e289, true], [-8.109562212591379e298, true], [{ resolve: () => 1 }, true],
  ['$x', false], ['a{b}', false], ['100%', false], ['', false], [0, false], [-1, false], [-1e279, false], [-Infinity, false], [NaN, false], [null, false], [undefined, false],
  [{}, false], [{ resolve: 1 }, false], [[], false], [true, false],
])('%p is a token: %p', (value, token) => {
  expect(isToken(value)).toBe(token);
});
