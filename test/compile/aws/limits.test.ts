import * as fc from 'fast-check';
import { codes, compiled, compiledCell, found, TARGET } from './compiled';
import { Receiver } from '../../../src/cell/props';
import { rulesString } from '../../../src/compile/aws';
import { capacityFor } from '../../../src/compile/aws/capacity';
import { SID_RANGE, sidOf } from '../../../src/compile/aws/sids';
import { cellWith } from '../../support/cells';

const https = (host: string): Receiver => ({ protocol: 'https', host });
const many = (count: number): Record<string, Receiver> => Object.fromEntries(Array.from({ length: count }, (_, index) => [`r-${index}`, https(`r${index}.acme.example`)]));

describe('capacity', () => {
  it.each([[0, 100], [80, 100], [81, 250], [200, 250], [201, 500], [800, 1000], [8000, 10000], [16000, 20000], [16001, 30000], [30000, 30000], [30001, 30000]])('%i rules: %i', (rules, capacity) => {
    expect(capacityFor(rules).capacity).toBe(capacity);
  });

  it.each([[1, 100], [10, 100], [1000, 2500]])('%i receivers: a group of %i, under its name', (count, capacity) => {
    const compilation = compiled({ receivers: many(count) }, { deny: 'sources' });
    expect(codes(compilation)).toEqual([]);
    expect([compilation.group.capacity, compilation.group.name]).toEqual([capacity, `eic-plant-rules-${capacity}`]);
    expect(compilation.group.rules.length).toBeLessThanOrEqual(capacity);
  });

  it('warns before a step', () => {
    const base = compiled().group.rules.length;
    expect(found(compiled({ receivers: many(70 - base) }))).not.toContain(`EIC520 ${TARGET}.capacity`);
    const near = compiled({ receivers: many(71 - base) });
    expect(found(near)).toContain(`EIC520 ${TARGET}.capacity`);
    expect(near.findings.find(({ code }) => code === 'EIC520')!.message).toContain('after 9 more');
  });

  it('can be given, and holds what it says', () => {
    const base = compiled().group.rules.length;
    expect(compiled({ receivers: many(100 - base) }, { capacity: 100 })).toMatchObject({ problems: [], group: { capacity: 100, name: 'eic-plant-rules-100' } });
    expect(codes(compiled({ receivers: many(101 - base) }, { capacity: 100 }))).toEqual([`EIC402 ${TARGET}.capacity`]);
  });

  it('more than 30,000 rules are refused', () => {
    const brokers = Array.from({ length: 10000 }, (_, index) => `b${index}.kafka.example:9093`);
    const receivers = Object.fromEntries(['a', 'b', 'c'].map((key) => [key, { protocol: 'kafka' as const, brokers: brokers.map((broker) => `${key}${broker}`) }]));
    expect(codes(compiled({ receivers }))).toEqual(expect.arrayContaining([`EIC402 ${TARGET}`]));
  });
});

describe('length', () => {
  const addresses = (count: number) => Array.from({ length: count }, (_, index) => `10.77.${Math.floor(index / 256)}.${index % 256}/32`);

  it('many addresses become several rules, the first with the id it had', () => {
    const of = (count: number) => compiled({ receivers: { r: { protocol: 'sftp', host: 's.acme.example', addresses: addresses(count), network: 'private' } } });
    const sids = (count: number) => of(count).rows.filter(({ flow }) => flow === 'receiver/r').map(({ rule }) => rule);
    expect(sids(100)).toHaveLength(1);
    expect(sids(250)).toHaveLength(3);
    expect(sids(250)).toContain(sids(100)[0]);
    expect(codes(of(250))).toEqual([]);
    for (const { text } of of(250).group.rules) expect(text.length).toBeLessThan(8192);
  });

  it('a rule counts with the addresses of its variables', () => {
    const egressSources = addresses(700);
    const compilation = compiled({ cluster: { egressSources } });
    expect(codes(compilation)).toEqual([`EIC402 ${TARGET}`]);
    expect(compilation.problems[0]!.message).toContain('8192 characters');
    expect(codes(compiled({ cluster: { egressSources: addresses(400) } }))).toEqual([]);
  });

  it('more than 2,000,000 bytes are refused', () => {
    const label = 'l'.repeat(60);
    const brokers = Array.from({ length: 6000 }, (_, index) => `b${index}.${label}.${label}.${label}.example:9093`);
    const compilation = compiled({ receivers: { r: { protocol: 'kafka', brokers } } });
    expect(Buffer.byteLength(rulesString(compilation.group))).toBeGreaterThan(2_000_000);
    expect(codes(compilation)).toEqual([`EIC402 ${TARGET}`]);
  });
});

describe('ids', () => {
  it('are in the reserved range and each once', () => {
    const sids = compiled({ receivers: many(1000) }, { deny: 'sources' }, { region: 'eu-central-1' }).group.rules.map(({ sid }) => sid);
    expect(new Set(sids).size).toBe(sids.length);
    for (const sid of sids) expect(sid >= SID_RANGE.first && sid <= SID_RANGE.last).toBe(true);
  });

  it('two keys with one id are refused, and both are named', () => {
    const [one, other] = collidingKeys('plant');
    const host = (key: string) => https(`${key}.acme.example`);
    const receivers = { [one]: { protocol: 'sftp' as const, host: 'a.acme.example', addresses: ['203.0.113.7/32'] }, [other]: { protocol: 'sftp' as const, host: 'b.acme.example', addresses: ['203.0.113.8/32'] } };
    const compilation = compiled({ receivers });
    expect(codes(compilation)).toEqual([`EIC420 receivers.${[one, other].sort()[1]}`]);
    for (const key of [one, other]) expect(compilation.problems[0]!.message).toContain(`receiver/${key}`);
    expect(codes(compiled({ receivers: { [one]: host(one), [other]: host(other) } }))).toEqual([]);
  });

  it('of two cells differ', () => {
    const sids = (name: string) => compiledCell(cellWith({ name }), { deny: 'sources' }).group.rules.map(({ sid }) => sid);
    expect(sids('one').filter((sid) => sids('other').includes(sid))).toEqual([]);
  });
});

it('one receiver more adds its rule and moves no other; the order of the definition does not matter', () => {
  const receiver = fc.record({ protocol: fc.constant('https' as const), host: fc.stringMatching(/^[a-z]{1,8}$/).map((label) => `${label}.acme.example`), port: fc.integer({ min: 1, max: 65535 }) });
  const receivers = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/), receiver, { minKeys: 1, maxKeys: 8 });
  fc.assert(fc.property(receivers, (all) => {
    const keys = Object.keys(all);
    const texts = (entries: Record<string, Receiver>) => compiled({ receivers: entries }, { deny: 'sources' }).group.rules.map(({ text }) => text);
    const [last, ...rest] = [...keys].reverse();
    const whole = texts(all);
    const less = texts(Object.fromEntries(rest.map((key) => [key, all[key]!])));
    expect(whole.filter((text) => !text.includes(` receiver/${last} `))).toEqual(less);
    expect(texts(Object.fromEntries([...keys].reverse().map((key) => [key, all[key]!])))).toEqual(whole);
  }), { numRuns: 50 });
});

/** Two receiver keys whose rules get one id, found by trying: about 40,000 of a billion ids make a pair likely. */
function collidingKeys(cell: string): [string, string] {
  const seen = new Map<number, string>();
  for (let index = 0; ; index++) {
    const key = `k${index}`;
    const sid = sidOf(cell, `receiver/${key}`, '');
    const other = seen.get(sid);
    if (other !== undefined) return [other, key];
    seen.set(sid, key);
  }
}
