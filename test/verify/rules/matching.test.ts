import fc from 'fast-check';
import { addressList, parseRule, portList } from '../../../src/verify/aws/suricata';
import { AddressSet, NameSet, PortSet, RuleIndex } from '../../../src/verify/rules';

describe('names', () => {
  test.each<[readonly string[], string, string]>([
    [['*.x.example'], 'a.x.example', 'yes'], [['*.x.example'], 'A.B.x.example', 'yes'], [['*.x.example'], 'x.example', 'no'], [['*.x.example'], 'evilx.example', 'no'],
    [['*x.example'], 'evilx.example', 'yes'], [['*x.example'], 'x.example', 'yes'], [['*'], 'anything', 'yes'], [['X.example'], 'x.example', 'yes'],
    [['${var.host}'], 'x.example', 'maybe'], [['a*.example'], 'ab.example', 'maybe'], [['x.example/path'], 'x.example', 'maybe'], [[], 'x.example', 'no'],
  ])('%s has %s: %s', (patterns, name, expected) => expect(new NameSet(patterns).has(name)).toBe(expected));
});

describe('addresses', () => {
  test.each<[readonly string[], string, string]>([
    [['10.0.0.0/8'], '10.255.255.255', 'yes'], [['10.0.0.0/8'], '11.0.0.0', 'no'], [['10.1.2.3/8'], '10.0.0.1', 'yes'], [['10.0.0.5-10.0.0.9'], '10.0.0.9', 'yes'],
    [['10.0.0.5-10.0.0.9'], '10.0.0.10', 'no'], [['::/0'], '10.0.0.1', 'no'], [['0.0.0.0/0'], '2001:db8::1', 'no'], [['*'], '2001:db8::1', 'yes'],
    [['Storage'], '10.0.0.1', 'maybe'], [['10.0.0.0/33'], '10.0.0.0', 'maybe'], [['010.0.0.1'], '10.0.0.1', 'maybe'], [[], '10.0.0.1', 'no'],
  ])('%s has %s: %s', (texts, address, expected) => expect(AddressSet.of(texts).has(address)).toBe(expected));
});

describe('ports', () => {
  test.each<[string, number, string]>([['*', 1, 'yes'], ['443', 443, 'yes'], ['443', 444, 'no'], ['40000-40100', 40100, 'yes'], ['${var.port}', 1, 'maybe']])(
    '%s has %s: %s', (text, port, expected) => expect(PortSet.of([text]).has(port)).toBe(expected));

  test.each<[string, number, string]>([
    ['any', 1, 'yes'], ['1024:', 1023, 'no'], [':1023', 1023, 'yes'], ['[22,80:90]', 85, 'yes'], ['![22,80]', 80, 'no'], ['[1:100,!22]', 22, 'no'], ['[1:100,!22]', 23, 'yes'],
    ['$PORTS', 9093, 'yes'], ['$OTHER', 9093, 'maybe'],
  ])('Suricata %s has %s: %s', (text, port, expected) => expect(portList(text, new Map([['PORTS', ['9093']]]))(port)).toBe(expected));
});

test.each<[string, string, string]>([
  ['$HOME', '10.0.0.1', 'yes'], ['!$HOME', '10.0.0.1', 'no'], ['$EXT', '192.0.2.1', 'yes'], ['[$HOME,!10.0.0.0/24]', '10.0.0.1', 'no'], ['[$HOME,!10.0.0.0/24]', '10.0.1.1', 'yes'],
  ['[[10.0.0.1,10.0.0.2],192.0.2.0/24]', '192.0.2.9', 'yes'], ['$LOOP', '10.0.0.1', 'maybe'], ['@LIST', '10.0.0.1', 'maybe'], ['$NONE', '10.0.0.1', 'maybe'],
])('Suricata %s has %s: %s', (text, address, expected) => {
  const variables = new Map([['HOME', ['10.0.0.0/8']], ['EXT', ['!$HOME']], ['LOOP', ['$LOOP']]]);
  expect(addressList(text, variables).has(address)).toBe(expected);
});

it('the index leaves out no rule that matches', () => {
  const networks = fc.tuple(fc.constantFrom('10.1.2.3', '10.1.0.0', '203.0.113.7', '2001:db8::1'), fc.integer({ min: 0, max: 32 })).map(([address, prefix]) => `${address}/${prefix}`);
  const names = fc.constantFrom('a.x.example', '*.x.example', '*x.example', '*', 'x.example', '*.example');
  const rules = fc.array(fc.record({ addresses: fc.option(fc.array(networks, { minLength: 1, maxLength: 3 })), names: fc.option(fc.array(names, { minLength: 1, maxLength: 2 })) }), { maxLength: 12 });
  fc.assert(fc.property(rules, fc.constantFrom('10.1.2.3', '203.0.113.9', '2001:db8::2', '192.0.2.1'), fc.constantFrom('a.x.example', 'x.example', 'evilx.example', 'b.example'), (list, address, name) => {
    const read = list.map((rule) => ({ addresses: rule.addresses === null ? null : AddressSet.of(rule.addresses), names: rule.names === null ? null : new NameSet(rule.names) }));
    const matches = read.filter((rule) => (rule.addresses === null && rule.names === null) || rule.addresses?.has(address) === 'yes' || rule.names?.has(name) === 'yes');
    const found = new RuleIndex(read, (rule) => ({ addresses: rule.addresses, names: rule.names?.keys ?? null })).candidates(address, [name]);
    expect(found.filter((rule) => matches.includes(rule))).toEqual(matches);
  }));
});

it('a covered set has every member', () => {
  const sets = fc.array(fc.tuple(fc.constantFrom('10.0.0.0', '10.0.1.0', '10.1.0.0'), fc.integer({ min: 8, max: 32 })).map(([address, prefix]) => `${address}/${prefix}`), { minLength: 1, maxLength: 3 });
  fc.assert(fc.property(sets, sets, fc.constantFrom('10.0.0.0', '10.0.0.1', '10.0.1.7', '10.1.0.0', '10.200.0.1'), (outer, inner, address) => {
    if (AddressSet.of(outer).covers(AddressSet.of(inner)) && AddressSet.of(inner).has(address) === 'yes') expect(AddressSet.of(outer).has(address)).toBe('yes');
  }));
});

describe('the grammar of rules', () => {
  it.each(['', 'pass', 'pass tls any any -> any', 'pass tls any any -> any any', 'pass tls any any -> any any (sid:1)', 'pass tls any any -> any any (msg:"a; sid:1;)', 'burn tls any any -> any any (sid:1;)', 'pass tls any any <- any any (sid:1;)', '(', ')('])(
    'refuses %p', (text) => expect(parseRule(text)).toBeUndefined());

  it('keeps what is in quotes', () => {
    expect(parseRule('drop tcp [10.0.0.1, 10.0.0.2] any -> any [80, 443] (msg:"a;b (c) ${d} \\"e\\""; content:!"x"; sid:7;)')).toMatchObject({
      action: 'drop', source: '[10.0.0.1,10.0.0.2]', destinationPorts: '[80,443]',
      options: [{ keyword: 'msg', value: 'a;b (c) ${d} \\"e\\"', negated: false }, { keyword: 'content', value: 'x', negated: true }, { keyword: 'sid', value: '7', negated: false }],
    });
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => { parseRule(`pass tls any any -> any any (${text})`); parseRule(text); }));
  });
});
