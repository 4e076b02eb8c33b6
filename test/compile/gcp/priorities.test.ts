import fc from 'fast-check';
import { codes, compiled, compiledCell, gkeCell, TARGET } from './compiled';
import { Receiver } from '../../../src/cell/props';
import { LAST_PRIORITY, Priorities, RESERVED_PRIORITIES } from '../../../src/compile/gcp/priorities';
import { Problems } from '../../../src/errors';

const key = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
const receivers = fc.dictionary(key, fc.boolean().map((byName): Receiver =>
  (byName ? { protocol: 'sftp', host: 'sftp.acme.example' } : { protocol: 'sftp', addresses: ['203.0.113.7/32'] })), { maxKeys: 8 });

it('adding a receiver moves no other rule', () => {
  fc.assert(fc.property(receivers, key, (given, added) => {
    fc.pre(!Object.hasOwn(given, added));
    const rules = (data: Record<string, Receiver>) => compiled({ receivers: data }, { defaultDeny: 'sources' }).rules;
    const [before, after] = [rules(given), rules({ ...given, [added]: { protocol: 'https', host: 'new.acme.example' } })];
    for (const rule of before) expect(after).toContainEqual(rule);
    expect(after.length).toBe(before.length + 1);
  }), { numRuns: 40 });
});

it('the order of a definition does not matter', () => {
  const forward = { a: { protocol: 'https', host: 'a.acme.example' }, b: { protocol: 'sftp', host: 'b.acme.example' } } as const;
  const backward = { b: forward.b, a: forward.a };
  expect(compiled({ receivers: forward }).rules).toEqual(compiled({ receivers: backward }).rules);
});

it('priorities lie in the reserved range, whatever the base', () => {
  for (const priorityBase of [0, 10000, LAST_PRIORITY - RESERVED_PRIORITIES]) {
    const { rules, problems } = compiled({}, { priorityBase, defaultDeny: 'sources' });
    expect(problems).toEqual([]);
    for (const { priority } of rules) {
      expect(priority).toBeGreaterThanOrEqual(priorityBase);
      expect(priority).toBeLessThanOrEqual(LAST_PRIORITY);
    }
  }
  for (const priorityBase of [-1, 1.5, LAST_PRIORITY - RESERVED_PRIORITIES + 1]) expect(codes(compiled({}, { priorityBase }))).toEqual([`EIC402 ${TARGET}.priorityBase`]);
});

it('two keys with one priority are a problem that names both', () => {
  const slots = new Map<number, string>();
  const probe = new Priorities(0, 'plant', new Problems());
  // By the birthday paradox, two of the million slots for denies are equal soon.
  for (let index = 0; ; index++) {
    const name = `deny/${index}`;
    const priority = probe.of('deny', name, 'x');
    const other = slots.get(priority);
    if (other !== undefined) {
      const problems = new Problems();
      const priorities = new Priorities(0, 'plant', problems);
      priorities.of('deny', other, 'x');
      priorities.of('deny', name, 'receivers.b');
      expect(problems.all).toEqual([expect.objectContaining({ code: 'EIC431', path: 'receivers.b', message: expect.stringContaining(`${other} for ${name}`) })]);
      return;
    }
    slots.set(priority, name);
  }
});

describe.each([1, 10, 1000])('%i receivers', (count) => {
  it('have a rule each, with a name and a priority of its own', () => {
    const given = Object.fromEntries(Array.from({ length: count }, (_, index): [string, Receiver] => [`r${index}`, { protocol: 'https', host: `r${index}.acme.example` }]));
    const started = Date.now();
    const { rules, problems } = compiledCell(gkeCell({ receivers: given }));
    expect(Date.now() - started).toBeLessThan(5000);
    expect(problems).toEqual([]);
    const own = rules.filter(({ name }) => name.includes('receiver'));
    expect(own.length).toBe(count);
    expect(new Set(rules.map(({ priority }) => priority)).size).toBe(rules.length);
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    expect(rules.every(({ name }) => /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name))).toBe(true);
  });
});

describe('limits of one rule', () => {
  it('names are divided by 100', () => {
    const hosts = Array.from({ length: 250 }, (_, index) => `h${index}.acme.example`);
    const { rules } = compiled({ flows: { many: { from: ['worker'], hosts, ports: [443], protocol: 'https', reason: 'test' } } });
    const own = rules.filter(({ name }) => name.includes('flow-many'));
    expect(own.map(({ name, destFqdns }) => [name, destFqdns!.length]).sort()).toEqual([
      ['eic-plant-fqdn-flow-many', 100], ['eic-plant-fqdn-part2-flow-many', 100], ['eic-plant-fqdn-part3-flow-many', 50],
    ]);
    expect(own.flatMap(({ destFqdns }) => destFqdns!).sort()).toEqual([...hosts].sort());
  });

  it('networks are divided by 5,000', () => {
    const addresses = Array.from({ length: 5001 }, (_, index) => `203.${Math.floor(index / 256)}.${index % 256}.0/24`);
    const { rules } = compiled({ receivers: { x: { protocol: 'sftp', addresses } } });
    expect(rules.filter(({ name }) => name.includes('receiver-x')).map(({ destRanges }) => destRanges!.length).sort()).toEqual([1, 5000]);
  });

  it('long keys get names that are cut, and still their own', () => {
    const long = 'k'.repeat(60);
    const { rules } = compiled({ receivers: { [`${long}a`]: { protocol: 'https', host: 'a.acme.example' }, [`${long}b`]: { protocol: 'https', host: 'b.acme.example' } } });
    const names = rules.map(({ name }) => name).filter((name) => name.includes('kkk'));
    expect(new Set(names).size).toBe(2);
    expect(names.every((name) => name.length <= 63)).toBe(true);
  });
});
