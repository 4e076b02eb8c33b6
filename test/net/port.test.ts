import * as fc from 'fast-check';
import { Port } from '../../src/net';
import { codesOf } from '../support/cells';

test.each<[number | string, number | string]>([[1, 1], [443, 443], [65535, 65535], ['40000-40100', '40000-40100'], ['1-65535', '1-65535'], ['1-2', '1-2']])(
  '%p is a port', (value, json) => {
    expect(Port.of(value).toJSON()).toBe(json);
    expect(Port.of(value).toString()).toBe(String(json));
  });

test.each<[unknown]>([
  [0], [-1], [65536], [70000], [1.5], [NaN], [Infinity], [1e300], ['443'], ['0-5'], ['5-5'], ['6-5'], ['1-65536'], ['01-5'], ['1-05'], ['1 - 5'], ['1-5 '], ['1-5\n'], ['-5'],
  ['1-'], ['1–5'], ['１-５'], ['1e2-1e3'], ['0x1-0x5'], [''], ['any'], [null], [undefined], [true], [[443]], [{}], [443n],
])('%p is none', (value) => {
  expect(Port.read(value)).toBeUndefined();
  expect(codesOf(() => Port.of(value as number))).toEqual(['EIC108 ']);
});

const ports = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.nat(5)).map(([first, more]) => Port.of(more === 0 ? first : `${first}-${first + more}`));
const numbers = (port: Port) => Array.from({ length: port.last - port.first + 1 }, (_, index) => port.first + index);

test('overlaps and contains are those of the sets of numbers', () => {
  fc.assert(fc.property(ports, ports, (a, b) => {
    expect(a.overlaps(b)).toBe(numbers(a).some((port) => numbers(b).includes(port)));
    expect(a.contains(b)).toBe(numbers(b).every((port) => numbers(a).includes(port)));
    expect(a.isSingle).toBe(numbers(a).length === 1);
  }));
});

test('the order is that of the first, then of the last port; written and read again it is the same', () => {
  fc.assert(fc.property(ports, ports, (a, b) => {
    expect(Math.sign(a.compare(b))).toBe(Math.sign(a.first - b.first || a.last - b.last));
    expect(Port.of(a.toJSON())).toEqual(a);
  }));
});
