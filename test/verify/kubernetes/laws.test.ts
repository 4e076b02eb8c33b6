import * as fc from 'fast-check';
import { ownVerdicts } from '../../conformance/cyclonus/own-verdicts';
import { POLICY_WORLDS } from '../../conformance/cyclonus/random-policies';

const RUNS = { numRuns: 60 };

test('a policy that is written twice, or in another order, changes nothing', () => {
  fc.assert(fc.property(POLICY_WORLDS, ({ policies, questions }) => {
    const verdicts = ownVerdicts({ policies, questions });
    const again = policies.map((policy) => ({ ...policy, metadata: { ...(policy as { metadata: object }).metadata, name: 'again' } }));
    expect(ownVerdicts({ policies: [...policies].reverse(), questions })).toEqual(verdicts);
    expect(ownVerdicts({ policies: [...policies, ...again], questions })).toEqual(verdicts);
  }), RUNS);
});

test('an added rule never denies, and its removal never allows', () => {
  fc.assert(fc.property(POLICY_WORLDS, fc.nat(), (world, place) => {
    const verdicts = ownVerdicts(world);
    const policies = world.policies.map((policy, index) => {
      const { spec } = policy as { spec: { egress: object[]; ingress: object[] } };
      return index === place % world.policies.length ? { ...policy, spec: { ...spec, egress: spec.egress.slice(1), ingress: spec.ingress.slice(1) } } : policy;
    });
    ownVerdicts({ ...world, policies }).forEach((verdict, index) => expect([verdict, verdicts[index]]).not.toEqual(['allow', 'deny']));
  }), RUNS);
});

test('where everything is closed, a policy only adds what it allows', () => {
  fc.assert(fc.property(POLICY_WORLDS, (world) => {
    const closed = ['blue', 'green', 'red'].map((namespace) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'closed', namespace }, spec: { podSelector: {}, policyTypes: ['Egress', 'Ingress'] } }));
    const without = ownVerdicts({ ...world, policies: [...closed, ...world.policies.slice(1)] });
    const whole = ownVerdicts({ ...world, policies: [...closed, ...world.policies] });
    whole.forEach((verdict, index) => expect([without[index], verdict]).not.toEqual(['allow', 'deny']));
    expect(ownVerdicts({ ...world, policies: closed }).every((verdict) => verdict === 'deny')).toBe(true);
  }), RUNS);
});

test('without policies everything is allowed, and one policy is judged without doubt', () => {
  fc.assert(fc.property(POLICY_WORLDS, (world) => {
    const [first] = world.policies;
    const alone = ownVerdicts({ ...world, policies: [first!] });
    expect(ownVerdicts({ ...world, policies: [] }).every((verdict) => verdict === 'allow')).toBe(true);
    expect(alone.every((verdict) => verdict === 'allow' || verdict === 'deny')).toBe(true);
  }), RUNS);
});
