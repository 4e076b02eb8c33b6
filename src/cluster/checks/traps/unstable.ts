import { KINDS } from '../../../errors';
import { applyRules, Check, placeIf, Rule } from '../check';
import { Data, mapOf, mapsOf } from '../manifest';

const KINDS_DENIED = ['EnvoyFilter', 'ProxyConfig', 'WasmPlugin'];

/** Fields that the stable profile denies (istio/istio: manifests/charts/istio-control/istio-discovery/templates/validatingadmissionpolicy.yaml). */
const RULES: readonly Rule<Data>[] = [
  {
    kind: KINDS.unstable, must: 'be left out for the stable profile', wayOut: 'use namespaces or principals',
    broken: ({ rules }) => mapsOf(rules).flatMap(({ from }, index) => mapsOf(from).flatMap(({ source }, place) => ['trustDomains', 'notTrustDomains'].flatMap((field) =>
      placeIf(mapOf(source)[field] !== undefined, `spec.rules[${index}].from[${place}].source.${field}`, mapOf(source)[field])))),
  },
  {
    kind: KINDS.unstable, must: 'be left out for the stable profile', wayOut: 'filter where logs and metrics are read',
    broken: ({ accessLogging, metrics, tracing }) => [
      ...mapsOf(accessLogging).flatMap(({ filter }, index) => placeIf(filter !== undefined, `spec.accessLogging[${index}].filter`, filter)),
      ...mapsOf(metrics).flatMap(({ reportingInterval }, index) => placeIf(reportingInterval !== undefined, `spec.metrics[${index}].reportingInterval`, reportingInterval)),
      ...mapsOf(tracing).flatMap(({ useRequestIdForTraceSampling }, index) => placeIf(useRequestIdForTraceSampling !== undefined, `spec.tracing[${index}].useRequestIdForTraceSampling`, useRequestIdForTraceSampling)),
    ],
  },
];

/** What Istio's stable profile denies. */
export const unstable: Check = (chart, report) => {
  for (const kind of KINDS_DENIED) {
    for (const object of chart.istio(kind)) {
      report.must(KINDS.unstable, object, 'kind', 'be another kind for the stable profile', kind, kind === 'ProxyConfig' ? 'use the annotation proxy.istio.io/config of the pods' : 'it depends on the inside of a version of Envoy');
    }
  }
  for (const kind of ['AuthorizationPolicy', 'Telemetry']) for (const object of chart.istio(kind)) applyRules(RULES, object.spec, object, report);
};
