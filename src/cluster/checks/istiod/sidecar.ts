import { KINDS } from '../../../errors';
import { applyRules, Check, Place, placeIf, Rule } from '../check';
import { isDnsLabel } from '../host-names';
import { Data, isMap, listOf, mapOf, mapsOf, textOf, textsOf } from '../manifest';

const eachHost = (broken: (host: string) => boolean) => ({ egress }: Data): Place[] => mapsOf(egress).flatMap(({ hosts }, index) =>
  textsOf(hosts).flatMap((host, place) => placeIf(broken(host), `spec.egress[${index}].hosts[${place}]`, host)));

/** What istiod refuses of a Sidecar (istio/istio: pkg/config/validation/validation.go, ValidateSidecar). */
const RULES: readonly Rule<Data>[] = [
  {
    kind: KINDS.istioSidecar, must: 'say something', wayOut: 'give egress, ingress, outboundTrafficPolicy or inboundConnectionPool',
    broken: (spec) => placeIf(listOf(spec.egress).length === 0 && listOf(spec.ingress).length === 0
      && spec.outboundTrafficPolicy === undefined && spec.inboundConnectionPool === undefined, 'spec', spec),
  },
  {
    kind: KINDS.istioSidecar, must: 'name a host', wayOut: 'give ["~/*"] to import nothing',
    broken: ({ egress }) => mapsOf(egress).flatMap(({ hosts }, index) => placeIf(listOf(hosts).length === 0, `spec.egress[${index}].hosts`, hosts)),
  },
  { kind: KINDS.istioSidecar, must: 'be namespace/host', wayOut: 'put the namespace of the entry in front, or "*/" or "./"', broken: eachHost((host) => !/^[^/]+\/./.test(host)) },
  {
    kind: KINDS.istioSidecar, must: 'have a namespace, "*", "." or "~" in front', wayOut: 'correct the namespace',
    broken: eachHost((host) => /^[^/]+\/./.test(host) && !/^(\*|\.|~)\//.test(host) && !/^~[^/]/.test(host) && !isDnsLabel(host.slice(0, host.indexOf('/')))),
  },
  {
    kind: KINDS.istioSidecar, must: 'be the last listener, since it has no port', wayOut: 'move it to the end, or give it a port',
    broken: ({ egress }) => mapsOf(egress).flatMap(({ port }, index) => placeIf(port === undefined && index < listOf(egress).length - 1, `spec.egress[${index}]`, mapsOf(egress)[index])),
  },
  {
    kind: KINDS.istioSidecar, must: 'have a port', wayOut: 'give number, name and protocol',
    broken: ({ ingress }) => mapsOf(ingress).flatMap(({ port }, index) => placeIf(!isMap(port), `spec.ingress[${index}].port`, port)),
  },
  {
    kind: KINDS.istioSidecar, must: 'be left out in a Sidecar', wayOut: 'use SIMPLE, MUTUAL or OPTIONAL_MUTUAL with files',
    broken: ({ ingress }) => mapsOf(ingress).flatMap(({ tls }, index) => ['credentialName', 'subjectAltNames', 'httpsRedirect'].flatMap((field) =>
      placeIf(hasValue(mapOf(tls)[field]), `spec.ingress[${index}].tls.${field}`, mapOf(tls)[field]))),
  },
  {
    kind: KINDS.istioSidecar, must: 'be left out unless the mode is ALLOW_ANY', wayOut: 'remove it',
    broken: ({ outboundTrafficPolicy }) => {
      const { egressProxy, mode } = mapOf(outboundTrafficPolicy);
      return placeIf(egressProxy !== undefined && textOf(mode) !== 'ALLOW_ANY', 'spec.outboundTrafficPolicy.egressProxy', egressProxy);
    },
  },
  {
    kind: KINDS.istioWarning, must: 'have labels', wayOut: 'leave it out, since it selects every pod of the namespace',
    broken: ({ workloadSelector }) => placeIf(workloadSelector !== undefined && Object.keys(mapOf(mapOf(workloadSelector).labels)).length === 0, 'spec.workloadSelector', workloadSelector),
  },
  {
    kind: KINDS.istioWarning, must: 'be the only import', wayOut: 'leave out the others: */* is everything',
    broken: ({ egress }) => mapsOf(egress).flatMap(({ hosts }, index) => placeIf(textsOf(hosts).includes('*/*') && listOf(hosts).length > 1, `spec.egress[${index}].hosts`, hosts)),
  },
];

/** The form of Sidecars. */
export const sidecars: Check = (chart, report) => {
  for (const object of chart.of('networking.istio.io', 'Sidecar')) applyRules(RULES, object.spec, object, report);
};

function hasValue(value: unknown): boolean {
  return value !== undefined && value !== '' && value !== false && (!Array.isArray(value) || value.length > 0);
}
