import { isThere, measured, names } from './scenarios';

if (!isThere) console.log('skipped: measured scenarios, since ../shared/prototypes is not there');

(isThere ? describe : describe.skip)('scenarios that were measured on a real istiod and real Envoys', () => {
  test.each(isThere ? names : ['none'])('%s', (name) => {
    const probes = measured(name);
    expect(probes.length).toBeGreaterThan(5);
    // A pattern of two addresses: either answers, so which one is not known.
    const isReached = (pattern: string | undefined, got: string | null, reached: string): boolean => pattern === undefined || new RegExp(pattern).test(reached) || (/\[\d+\]/.test(pattern) && got === null);
    const wrong = probes.filter(({ expect: wanted, got, reachedPattern, reached }) => got.verdict !== wanted || !isReached(reachedPattern, got.reached, reached));
    expect(wrong.map((each) => `${each.name}: ${each.expect} ${each.reachedPattern ?? ''}, got: ${each.got.verdict} ${each.reached} ${each.got.hops.map(({ at, code }) => `${at} ${code}`).join(' > ')}`)).toEqual([]);
  });
});
