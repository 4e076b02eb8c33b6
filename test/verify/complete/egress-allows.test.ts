import { away, lacksAfter, Loose } from '../support/changed-output';
import { clusterOutput } from '../support/mutated-outputs';

const { cell, output } = clusterOutput('eks, standard, component, enforce, IPv4 and 6, dynamicDns, Istio 1.31');
const ALLOW = 'AuthorizationPolicy edge-icell/eic-rich-egress-edc';

test('as they are written, each component is allowed its wildcards', () => expect(lacksAfter(cell, output, ALLOW, () => undefined)).toEqual([]));

// Whoever calls the pod is allowed by such a policy what it does not name.
test.each<[string, (object: Loose) => unknown, RegExp]>([
  ['none', away, /^EIC727 must have the AuthorizationPolicy for outgoing TLS of edc in edge-icell/],
  ['another action', ({ spec }) => { spec.action = 'DENY'; }, /must be "ALLOW"/],
  ['no action', ({ spec }) => { delete spec.action; }, /must be "ALLOW", got: nothing/],
  ['every name', ({ spec }) => { delete spec.rules[0].when; }, /spec\.rules\[0\]/],
  ['every port', ({ spec }) => { delete spec.rules[0].to; }, /spec\.rules\[0\]/],
  ['operations without ports', ({ spec }) => { spec.rules[0].to = [{ operation: {} }]; }, /allow port and name 443 \*\.amazonaws\.com/],
  ['a second condition', ({ spec }) => { spec.rules[0].when.push({ key: 'source.ip', values: ['10.0.0.0/8'] }); }, /spec\.rules\[0\]/],
  ['a name more', ({ spec }) => { spec.rules[0].when[0].values.push('*'); }, /allow those alone that the plan names, got: "443 \*"/],
  ['a port more', ({ spec }) => { spec.rules[0].to[0].operation.ports.push('8080'); }, /allow those alone that the plan names, got: "8080 \*\.amazonaws\.com"/],
  ['an empty rule', ({ spec }) => { spec.rules.push({}); }, /spec\.rules\[1\]/],
])('%s: noticed', (_, change, message) => {
  expect(lacksAfter(cell, output, ALLOW, change).filter((text) => message.test(text))).not.toEqual([]);
});
