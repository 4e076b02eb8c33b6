import { KINDS } from '../../../errors';
import { applyRules, Check, Place, placeIf, Rule } from '../check';
import { isDnsLabel } from '../host-names';
import { Data, isMap, mapOf, mapsOf, numberOf, textOf } from '../manifest';

interface Policy { readonly path: string; readonly policy: Data }

/** Every traffic policy of a rule: of the host, of its ports and of its subsets. */
function policiesOf(spec: Data): Policy[] {
  const whole = [{ path: 'spec', owner: spec }, ...mapsOf(spec.subsets).map((owner, index) => ({ path: `spec.subsets[${index}]`, owner }))]
    .flatMap(({ path, owner }) => (isMap(owner.trafficPolicy) ? [{ path: `${path}.trafficPolicy`, policy: owner.trafficPolicy }] : []));
  return whole.flatMap(({ path, policy }) => [{ path, policy }, ...mapsOf(policy.portLevelSettings).map((ofPort, index) => ({ path: `${path}.portLevelSettings[${index}]`, policy: ofPort }))]);
}

const eachTls = (broken: (tls: Data, mode: string, path: string) => Place[]) => (spec: Data): Place[] => policiesOf(spec).flatMap(({ path, policy }) =>
  (isMap(policy.tls) ? broken(policy.tls, textOf(policy.tls.mode), `${path}.tls`) : []));

/** What istiod refuses of a DestinationRule (istio/istio: pkg/config/validation/validation.go, validateTrafficPolicy, and agent ValidateTLS). */
const RULES: readonly Rule<Data>[] = [
  {
    kind: KINDS.istioDestinationRule, must: 'say something', wayOut: 'leave the policy out, or give one of its fields',
    broken: (spec) => policiesOf(spec).flatMap(({ path, policy }) => placeIf(Object.keys(policy).every((key) => key === 'port'), path, policy)),
  },
  {
    kind: KINDS.istioDestinationRule, must: 'be a DNS label, once', wayOut: 'rename the subset',
    broken: ({ subsets }) => {
      const seen = new Set<string>();
      return mapsOf(subsets).flatMap((subset, index) => {
        const name = textOf(subset.name);
        const isSeen = seen.has(name);
        seen.add(name);
        return placeIf(isSeen || !isDnsLabel(name), `spec.subsets[${index}].name`, subset.name);
      });
    },
  },
  {
    kind: KINDS.istioDestinationRule, must: 'name a port', wayOut: 'give port.number',
    broken: (spec) => policiesOf(spec).flatMap(({ path, policy }) => placeIf(path.includes('portLevelSettings') && numberOf(mapOf(policy.port).number) === undefined, `${path}.port`, policy.port)),
  },
  {
    kind: KINDS.istioDestinationRule, must: 'be given for MUTUAL', wayOut: 'give credentialName, or clientCertificate and privateKey',
    broken: eachTls((tls, mode, path) => (mode === 'MUTUAL' && textOf(tls.credentialName) === ''
      ? ['clientCertificate', 'privateKey'].flatMap((field) => placeIf(textOf(tls[field]) === '', `${path}.${field}`, tls[field])) : [])),
  },
  {
    kind: KINDS.istioDestinationRule, must: 'be left out beside credentialName', wayOut: 'keep it in the Secret',
    broken: eachTls((tls, mode, path) => (['SIMPLE', 'MUTUAL'].includes(mode) && textOf(tls.credentialName) !== ''
      ? ['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'].flatMap((field) => placeIf(textOf(tls[field]) !== '', `${path}.${field}`, tls[field])) : [])),
  },
  {
    kind: KINDS.istioDestinationRule, must: 'be left out beside insecureSkipVerify', wayOut: 'remove insecureSkipVerify',
    broken: eachTls((tls, mode, path) => (tls.insecureSkipVerify === true && ['SIMPLE', 'MUTUAL'].includes(mode)
      ? ['caCertificates', 'subjectAltNames'].flatMap((field) => placeIf(tls[field] !== undefined && tls[field] !== '', `${path}.${field}`, tls[field])) : [])),
  },
  {
    kind: KINDS.istioDestinationRule, must: 'be CONNECT or POST', wayOut: 'correct it',
    broken: (spec) => policiesOf(spec).flatMap(({ path, policy }) => {
      const { protocol } = mapOf(policy.tunnel);
      return placeIf(protocol !== undefined && !['', 'CONNECT', 'POST'].includes(textOf(protocol)), `${path}.tunnel.protocol`, protocol);
    }),
  },
  {
    kind: KINDS.istioDestinationRule, must: 'be left out beside tunnel', wayOut: 'remove one of the two',
    broken: (spec) => policiesOf(spec).flatMap(({ path, policy }) => placeIf(isMap(policy.tunnel) && isMap(policy.proxyProtocol), `${path}.proxyProtocol`, policy.proxyProtocol)),
  },
];

/** Traffic policies of DestinationRules. */
export const destinationRules: Check = (chart, report) => {
  for (const object of chart.of('networking.istio.io', 'DestinationRule')) applyRules(RULES, object.spec, object, report);
};
