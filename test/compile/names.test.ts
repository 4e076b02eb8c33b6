import * as fc from 'fast-check';
import { hostSlug, objectName } from '../../src/compile/cluster/names';
import { keySlug, NameGuard, shortened } from '../../src/compile/names';
import { Problems } from '../../src/errors';
import { HostPattern } from '../../src/net';

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);

describe('names', () => {
  test('keys become slugs that stay apart', () => {
    expect(keySlug('receiver/s4')).toBe('receiver-s4');
    expect(keySlug('receiver/events:9093')).toBe('receiver-events.9093');
    expect(keySlug('receiver/events-9093')).not.toBe(keySlug('receiver/events:9093'));
  });

  test('two hosts never share a slug', () => {
    const host = fc.tuple(fc.boolean(), fc.array(label, { minLength: 2, maxLength: 4 })).map(([wild, labels]) => `${wild ? '*.' : ''}${labels.join('.')}`);
    fc.assert(fc.property(host, host, (a, b) => {
      fc.pre(a !== b);
      expect(hostSlug(HostPattern.trusted(a))).not.toBe(hostSlug(HostPattern.trusted(b)));
    }));
    expect(hostSlug(HostPattern.trusted('*.x.example'))).not.toBe(hostSlug(HostPattern.trusted('any.x.example')));
    expect(hostSlug(HostPattern.trusted('a-b.example'))).not.toBe(hostSlug(HostPattern.trusted('a.b.example')));
  });

  test('object names are RFC 1123 labels of at most 63 characters, whatever the key', () => {
    fc.assert(fc.property(label, fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/), (cell, what) => {
      const name = objectName(cell, what);
      expect(name.length).toBeLessThanOrEqual(63);
      expect(name).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
    }));
  });

  test('shortening keeps texts apart and leaves short ones alone', () => {
    expect(shortened('a'.repeat(63), 63)).toBe('a'.repeat(63));
    const [one, two] = [shortened(`${'a'.repeat(80)}1`, 63), shortened(`${'a'.repeat(80)}2`, 63)];
    expect(one).not.toBe(two);
    expect(one).toHaveLength(63);
  });

  test('a name is claimed once', () => {
    const problems = new Problems();
    const guard = new NameGuard(problems);
    guard.claim('eic-a', 'receiver/a', 'receivers.a');
    guard.claim('eic-a', 'receiver/a', 'receivers.a');
    expect(problems.size).toBe(0);
    guard.claim('eic-a', 'receiver/b', 'receivers.b');
    expect(problems.all).toMatchObject([{ code: 'EIC403', path: 'receivers.b' }]);
  });
});
