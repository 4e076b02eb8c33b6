import fc from 'fast-check';
import { codes, compiled, rulesOf, TARGET } from './compiled';
import { Receiver } from '../../../src/cell/props';
import { NetworkRule } from '../../../src/compile/azure';
import { groupSize } from '../../../src/compile/azure/group-size';
import { countPairs } from '../../../src/compile/azure/source-pairs';

const many = (count: number, receiver: (index: number) => Receiver): Record<string, Receiver> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`r${index}`, receiver(index)]));
const sftp = (index: number): Receiver => ({ protocol: 'sftp', host: `s${index}.acme.example` });
const sftpAt = (index: number): Receiver => ({ protocol: 'sftp', addresses: [`203.0.${Math.floor(index / 256)}.${index % 256}/32`] });
const https = (index: number): Receiver => ({ protocol: 'https', host: `system-${index}.partner.example` });

describe('priority', () => {
  it.each([100, 400, 65000])('takes %d', (priority) => expect(compiled({}, { priority }).problems).toEqual([]));

  it.each([99, 65001, 0, -1, 400.5, NaN, Infinity])('refuses %d', (priority) => {
    const { problems } = compiled({}, { priority });
    expect(problems).toEqual([expect.objectContaining({ code: 'EIC402', path: `${TARGET}.priority`, message: expect.stringContaining('100 to 65000') })]);
  });
});

describe('limits of the group', () => {
  it('are 1,000 names in network rules', () => {
    expect(codes(compiled({ receivers: many(1000, sftp) }))).toEqual([]);
    const { problems } = compiled({ receivers: many(1001, sftp) });
    expect(problems).toEqual([expect.objectContaining({ code: 'EIC402', path: TARGET, message: expect.stringMatching(/1000 names.*eic-plant.*1001.*addresses/) })]);
  });

  it('are 20,000 pairs of source and destination in network rules', () => {
    const cluster = { nodeCidrs: ['10.10.0.0/24', '10.10.1.0/24', '10.10.2.0/24', '10.10.4.0/24'] };
    expect(codes(compiled({ cluster, receivers: many(5000, sftpAt) }))).toEqual([]);
    const { problems } = compiled({ cluster, receivers: many(5001, sftpAt) });
    expect(problems).toEqual([expect.objectContaining({ code: 'EIC402', path: TARGET, message: expect.stringMatching(/20000 pairs.*20004/) })]);
  });

  it('are 2 MB', () => {
    const { problems } = compiled({ receivers: many(9900, (index) => ({ protocol: 'https', host: `system-${index}.with-a-rather-long-name.partner.example` })) });
    expect(problems).toEqual([expect.objectContaining({ code: 'EIC402', path: TARGET, message: expect.stringMatching(/2000000 bytes.*got: \d{7}/) })]);
  });

  it('leave room for 5,000 receivers of either kind', () => {
    for (const receiver of [https, sftpAt]) {
      const compilation = compiled({ receivers: many(5000, receiver) }, { defaultDeny: 'sources' });
      expect(codes(compilation)).toEqual([]);
      expect(compilation.rows.filter(({ flow }) => flow.startsWith('receiver/'))).toHaveLength(5000);
    }
  });

  it('are said at once, and soon, for more rules and sources than a text could hold', () => {
    const nodeCidrs = Array.from({ length: 10000 }, (_, index) => `10.${64 + Math.floor(index / 256)}.${index % 256}.0/24`);
    const cluster = { nodeCidrs, podCidrs: ['10.0.0.0/16'] };
    expect(codes(compiled({ cluster, receivers: many(5000, sftpAt) }, { priority: 1 }))).toEqual([`EIC402 ${TARGET}.priority`, `EIC402 ${TARGET}`, `EIC402 ${TARGET}`]);
  });
});

describe('counting', () => {
  const networkRule = (sourceAddresses: readonly string[], destinationAddresses: string[], destinationFqdns: string[]): NetworkRule =>
    ({ name: 'x', protocols: ['TCP'], sourceAddresses, destinationAddresses, destinationFqdns, destinationPorts: ['1'] });
  const texts = (prefix: string, maxLength: number) => fc.uniqueArray(fc.integer({ min: 0, max: 9 }).map((digit) => `${prefix}${digit}`), { maxLength });
  const rules = fc.tuple(texts('s', 5), texts('s', 5), texts('s', 5)).chain((lists) =>
    fc.array(fc.record({ list: fc.constantFrom(...lists), addresses: texts('d', 4), fqdns: texts('f', 4) }), { maxLength: 8 }));

  it('pairs is what counting one by one says', () => {
    fc.assert(fc.property(rules, (given) => {
      const pairs = new Set(given.flatMap(({ list, addresses, fqdns }) => list.flatMap((source) => [...addresses, ...fqdns].map((destination) => `${source} ${destination}`))));
      expect(countPairs(given.map(({ list, addresses, fqdns }) => networkRule(list, addresses, fqdns)))).toBe(pairs.size);
    }));
  });

  it('bytes is what the whole body has', () => {
    for (const receivers of [{}, many(1, https), { ...many(3, sftpAt), web: https(1) }]) {
      const compilation = compiled({ receivers }, { defaultDeny: 'sources' });
      const body = {
        properties: {
          priority: compilation.priority,
          ruleCollections: [...compilation.networkCollections, ...compilation.applicationCollections].map(({ name, priority, action }) => ({
            ruleCollectionType: 'FirewallPolicyFilterRuleCollection',
            name,
            priority,
            action: { type: action },
            rules: rulesOf(compilation).filter(({ collection }) => collection === name).map((rule) => armRule(rule)),
          })),
        },
      };
      const whole = JSON.stringify(body).length;
      expect(groupSize(compilation) - whole).toBeGreaterThanOrEqual(0);
      expect(groupSize(compilation) - whole).toBeLessThanOrEqual(4);
    }
  });
});

/** A rule as the API names its fields. */
function armRule({ collection, ...rule }: ReturnType<typeof rulesOf>[number]): object {
  if (!collection.endsWith('application')) {
    const { protocols, ...rest } = rule;
    return { ruleType: 'NetworkRule', ipProtocols: protocols, ...rest };
  }
  const { protocols, destinationFqdns, ...rest } = rule as unknown as { protocols: { type: string; port: number }[]; destinationFqdns: string[] };
  return { ruleType: 'ApplicationRule', protocols: protocols.map(({ type, port }) => ({ protocolType: type, port })), targetFqdns: destinationFqdns, ...rest };
}
