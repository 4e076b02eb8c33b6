import * as fc from 'fast-check';
import { Cidr } from '../../src/net';
import { codesOf, problemsOf } from '../support/cells';

describe('taken', () => {
  test.each([
    ['10.20.0.0/16', '10.20.0.0/16'],
    ['203.0.113.7/32', '203.0.113.7/32'],
    ['0.0.0.0/0', undefined],
    ['240.0.0.0/8', '240.0.0.0/8'],
    ['168.63.129.16/32', '168.63.129.16/32'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['2001:0db8:0000:0000:0000:0000:0000:0000/32', '2001:db8::/32'],
    ['2001:db8:0:1:0:0:0:1/128', '2001:db8:0:1::1/128'],
    ['0064:ff9b::/96', '64:ff9b::/96'],
    ['64:ff9b::192.0.2.0/120', '64:ff9b::c000:200/120'],
    ['fd12:3456::/48', 'fd12:3456::/48'],
    ['::2/127', '::2/127'],
  ])('%s as %s', (text, canonical) => {
    if (canonical === undefined) expect(codesOf(() => Cidr.of(text))).toEqual(['EIC107 ']);
    else expect(Cidr.of(text).toString()).toBe(canonical);
  });
});

describe('refused', () => {
  test.each<[string, RegExp]>([
    ['0.0.0.0/0', /not be every address/],
    ['::/0', /not be every address/],
    ['0.0.0.0/1', /not hold/],
    ['128.0.0.0/1', /not hold/],
    ['8000::/1', /not hold/],
    ['0.0.0.0/32', /this network/],
    ['127.0.0.1/32', /loopback/],
    ['127.0.0.0/8', /loopback/],
    ['::1/128', /loopback/],
    ['::/128', /unspecified/],
    ['169.254.0.0/16', /link-local and metadata/],
    ['169.254.169.254/32', /link-local and metadata/],
    ['169.254.20.10/32', /link-local and metadata/],
    ['168.0.0.0/6', /link-local and metadata/],
    ['fe80::/10', /link-local/],
    ['fe80::1/128', /link-local/],
    ['fd00:ec2::254/128', /metadata/],
    ['224.0.0.0/4', /multicast/],
    ['239.1.1.1/32', /multicast/],
    ['ff02::1/128', /multicast/],
    ['255.255.255.255/32', /broadcast/],
    ['240.0.0.0/4', /broadcast/],
    ['::ffff:10.0.0.0/104', /IPv4-mapped/],
    ['::ffff:a00:1/128', /IPv4-mapped/],
    ['::ffff:0:0/96', /IPv4-mapped/],
    ['10.0.0.1/8', /did you mean "10\.0\.0\.0\/8"/],
    ['10.20.30.40/24', /did you mean "10\.20\.30\.0\/24"/],
    ['2001:db8::1/32', /did you mean "2001:db8::\/32"/],
    ['10.0.0.1', /have a prefix.*did you mean "10\.0\.0\.1\/32"/],
    ['2001:DB8::1', /have a prefix.*did you mean "2001:db8::1\/128"/],
    ['10.0.0.0/33', /prefix from 0 to 32/],
    ['10.0.0.0/', /prefix from 0 to 32/],
    ['10.0.0.0/08', /prefix from 0 to 32/],
    ['10.0.0.0/-1', /prefix from 0 to 32/],
    ['10.0.0.0/8/8', /prefix from 0 to 32/],
    ['10.0.0.0/255.0.0.0', /prefix from 0 to 32/],
    ['10.0.0.0/８', /prefix from 0 to 32/],
    ['2001:db8::/129', /prefix from 0 to 128/],
    ['010.0.0.0/8', /leading zeros/],
    ['10.00.0.0/8', /leading zeros/],
    ['0x0a.0.0.0/8', /four decimal parts/],
    ['0xa000000/8', /four decimal parts/],
    ['167772160/8', /four decimal parts/],
    ['10/8', /four decimal parts/],
    ['10.0/16', /four decimal parts/],
    ['10.0.0/24', /four decimal parts/],
    ['10.0.0.0.0/8', /four decimal parts/],
    ['256.0.0.0/8', /four decimal parts/],
    ['１0.0.0.0/8', /four decimal parts/],
    [' 10.0.0.0/8', /four decimal parts/],
    ['64:ff9b::010.2.3.4/128', /four decimal parts/],
    ['64:ff9b::1.2.3/128', /four decimal parts/],
    ['fe80::1%eth0/64', /four decimal parts/],
    ['[2001:db8::]/32', /four decimal parts/],
    ['2001:db8/32', /four decimal parts/],
    ['1::2::3/128', /four decimal parts/],
    ['12345::/16', /four decimal parts/],
    [':/0', /four decimal parts/],
    ['acme.example', /four decimal parts/],
    ['', /four decimal parts/],
    ['/', /four decimal parts/],
    ['10.0.0.0/8\n', /prefix/],
    ['any', /four decimal parts/],
  ])('%p', (text, rule) => {
    const [problem, ...others] = problemsOf(() => Cidr.of(text));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'EIC107', path: '', message: expect.stringMatching(rule) as string });
  });

  test.each(['${var.cidr}', '${TfToken[TOKEN.3]}/32', '%{x}', '#{TfToken[TOKEN.0]}'])('the token %s', (text) => {
    expect(codesOf(() => Cidr.of(text))).toEqual(['EIC110 ']);
  });

  test.each<[unknown]>([[undefined], [null], [10], [{}], [['10.0.0.0/8']]])('%p, which is no text', (value) => {
    expect(codesOf(() => Cidr.of(value as string))).toEqual(['EIC107 ']);
  });
});

/** A network as the two numbers it lies between, made without the library. */
interface Model { readonly bits: 32 | 128; readonly value: bigint; readonly prefix: number }
const size = ({ bits, prefix }: Model) => 2n ** BigInt(bits - prefix);
const networkOf = (bits: 32 | 128, address: bigint, prefix: number): Model =>
  ({ bits, prefix, value: address - (address % 2n ** BigInt(bits - prefix)) });

function write({ bits, value, prefix }: Model): string {
  const digits = (base: bigint, parts: number) => Array.from({ length: parts }, (_, index) => (value / base ** BigInt(parts - 1 - index)) % base);
  return `${bits === 32 ? digits(256n, 4).join('.') : digits(65536n, 8).map((part) => part.toString(16)).join(':')}/${prefix}`;
}

const v4 = fc.tuple(fc.bigInt(0n, 2n ** 32n - 1n), fc.integer({ min: 0, max: 32 })).map(([address, prefix]) => networkOf(32, address, prefix));
const v6 = fc.tuple(fc.bigInt(0n, 2n ** 128n - 1n), fc.integer({ min: 0, max: 128 })).map(([address, prefix]) => networkOf(128, address, prefix));
const network = fc.oneof(v4, v6);
/** Two networks that often touch: the second begins in the first. */
const pair = fc.oneof(fc.tuple(network, network), network.chain((first) => fc.tuple(
  fc.constant(first),
  fc.tuple(fc.bigInt(first.value, first.value + size(first) - 1n), fc.integer({ min: 0, max: first.bits }))
    .map(([address, prefix]) => networkOf(first.bits, address, prefix)),
)));
const read = (model: Model) => Cidr.trusted(write(model));

describe('laws, against numbers', () => {
  test('overlaps and contains', () => {
    fc.assert(fc.property(pair, ([a, b]) => {
      const [aLast, bLast] = [a.value + size(a) - 1n, b.value + size(b) - 1n];
      expect(read(a).overlaps(read(b))).toBe(a.bits === b.bits && a.value <= bLast && b.value <= aLast);
      expect(read(a).contains(read(b))).toBe(a.bits === b.bits && a.value <= b.value && bLast <= aLast);
    }), { numRuns: 500 });
  });

  test('networks nest or are apart', () => {
    fc.assert(fc.property(pair, ([a, b]) => {
      expect(read(a).overlaps(read(b))).toBe(read(a).contains(read(b)) || read(b).contains(read(a)));
    }));
  });

  test('the order is that of version, address and prefix', () => {
    fc.assert(fc.property(fc.array(network, { maxLength: 8 }), (models) => {
      const expected = [...models].sort((a, b) => a.bits - b.bits || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0) || a.prefix - b.prefix);
      expect(models.map(read).sort((a, b) => a.compare(b)).map(String)).toEqual(expected.map(read).map(String));
    }));
  });

  test('host bits are refused, and the network of the address is meant', () => {
    fc.assert(fc.property(network, fc.bigInt(1n, 2n ** 64n), (model, bits) => {
      fc.pre(size(model) > 1n);
      const inside = { ...model, value: model.value + 1n + (bits % (size(model) - 1n)) };
      expect(Cidr.read(write(inside))).toEqual({ rule: 'be the network address, without host bits', suggestion: read(model).toString() });
    }));
  });

  test('written and read again it is the same', () => {
    fc.assert(fc.property(network, (model) => {
      const cidr = read(model);
      expect(Cidr.trusted(cidr.toString()).toString()).toBe(cidr.toString());
      expect([cidr.version, cidr.prefix, cidr.isSingle]).toEqual([model.bits === 32 ? 4 : 6, model.prefix, model.prefix === model.bits]);
      expect([`${cidr.address}/${cidr.prefix}`, cidr.toJSON()]).toEqual([cidr.toString(), cidr.toString()]);
    }));
  });

  test('a definition may name what touches none of the refused ranges', () => {
    const ranges = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '255.255.255.255/32', '::/127', '::ffff:0:0/96', 'fe80::/10', 'fd00:ec2::/32', 'ff00::/8'].map((text) => Cidr.trusted(text));
    fc.assert(fc.property(network, (model) => {
      expect(Cidr.read(write(model)) instanceof Cidr).toBe(model.prefix > 0 && !ranges.some((range) => range.overlaps(read(model))));
    }), { numRuns: 500 });
  });

  test('no text makes it throw anything but a ValidationError', () => {
    const text = fc.string({ unit: fc.constantFrom('1', '0', '25', '.', ':', '/', 'f', 'x', ' ', '%', '-', '\n', '１') });
    fc.assert(fc.property(fc.oneof(text, fc.string({ unit: 'binary' }), fc.ipV4Extended(), fc.ipV6()), (given) => {
      if (!(Cidr.read(given) instanceof Cidr)) expect(codesOf(() => Cidr.of(given))).toHaveLength(1);
    }), { numRuns: 500 });
  });
});

test('trusted is for our own tables, and no table is wrong', () => {
  expect(() => Cidr.trusted('10.0.0.1/8')).toThrow('10.0.0.1/8 is not a network');
  expect(Cidr.trusted('0.0.0.0/0').contains(Cidr.of('10.0.0.0/8'))).toBe(true);
});
