import { codes, compiled, rulesOf } from './compiled';
import { Receiver } from '../../../src/cell/props';
import { groupsOf } from '../../../src/compile/azure';

const receiver = (index: number): Receiver => [
  { protocol: 'https', host: `h${index}.acme.example` } as const,
  { protocol: 'sftp', addresses: [`203.0.${Math.floor(index / 256)}.${index % 256}/32`] } as const,
  { protocol: 'kafka', brokers: [`b${index}.kafka.example:9093`] } as const,
][index % 3]!;
const receivers = (count: number): Record<string, Receiver> => Object.fromEntries(Array.from({ length: count }, (_, index) => [`r${index}`, receiver(index)]));
const options = { defaultDeny: 'sources', platform: { platform: 'aks', path: 'p', priority: 399, priorityPath: 'q' } } as const;

describe.each([1, 10, 1000])('%d receivers', (count) => {
  const before = compiled({ receivers: receivers(count) }, options);

  it('have a rule each', () => {
    expect(codes(before)).toEqual([]);
    const flows = new Set(before.rows.map(({ flow }) => flow));
    for (let index = 0; index < count; index++) expect(flows.has(`receiver/r${index}`)).toBe(true);
  });

  it.each(['added', 'a-first', 'z-last'])('and one more (%s) move no other rule, name or priority', (key) => {
    const after = compiled({ receivers: { ...receivers(count), [key]: { protocol: 'https', host: 'new.acme.example' } } }, options);
    expect(rulesOf(after).filter(({ name }) => name !== `receiver-${key}`)).toEqual(rulesOf(before));
    expect(after.rows.filter(({ flow }) => flow !== `receiver/${key}`)).toEqual(before.rows);
    expect(after.platformGroup).toEqual(before.platformGroup);
    const places = groupsOf(after).map((group) => [group.groupName, group.priority, [...group.networkCollections, ...group.applicationCollections].map(({ name, priority }) => [name, priority])]);
    expect(places).toEqual(groupsOf(before).map((group) => [group.groupName, group.priority, [...group.networkCollections, ...group.applicationCollections].map(({ name, priority }) => [name, priority])]));
  });
});
