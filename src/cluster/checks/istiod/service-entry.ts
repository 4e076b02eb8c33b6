import { KINDS } from '../../../errors';
import { applyRules, Check, placeIf, Rule } from '../check';
import { brokenHostRule, isAddress, isNetwork, isWildcard } from '../host-names';
import { Data, listOf, mapOf, mapsOf, textOf, textsOf } from '../manifest';
import { isHttpProtocol, isTlsProtocol } from '../protocols';
import { resolutionOf } from '../service-entries';

const DNS = ['DNS', 'DNS_ROUND_ROBIN'];
const DYNAMIC_PROTOCOLS = ['HTTP', 'TLS', 'GRPC', 'HTTP2'];

/** What istiod refuses of resolution, hosts, addresses and endpoints (istio/istio: pkg/config/validation/validation.go, ValidateServiceEntry). */
const RULES: readonly Rule<Data>[] = [
  {
    kind: KINDS.istioResolution, must: 'name a host', wayOut: 'give spec.hosts',
    broken: ({ hosts }) => placeIf(listOf(hosts).length === 0, 'spec.hosts', hosts),
  },
  {
    kind: KINDS.istioResolution, must: 'be exact with resolution DNS and without endpoints', wayOut: 'use NONE, DYNAMIC_DNS (Istio 1.30) or exact hosts',
    broken: (spec) => (DNS.includes(resolutionOf(spec)) && listOf(spec.endpoints).length === 0
      ? textsOf(spec.hosts).flatMap((host, index) => placeIf(isWildcard(host), `spec.hosts[${index}]`, host)) : []),
  },
  {
    kind: KINDS.istioResolution, must: 'be a wildcard with resolution DYNAMIC_DNS', wayOut: 'give exact hosts a ServiceEntry of their own, with resolution DNS',
    broken: (spec) => (resolutionOf(spec) === 'DYNAMIC_DNS' ? textsOf(spec.hosts).flatMap((host, index) => placeIf(!isWildcard(host), `spec.hosts[${index}]`, host)) : []),
  },
  {
    kind: KINDS.istioResolution, must: `be ${DYNAMIC_PROTOCOLS.join(', ')} with resolution DYNAMIC_DNS`, wayOut: 'use TLS for HTTPS; TCP carries no name to resolve',
    broken: (spec) => (resolutionOf(spec) === 'DYNAMIC_DNS' ? mapsOf(spec.ports).flatMap(({ protocol }, index) =>
      placeIf(!DYNAMIC_PROTOCOLS.includes(textOf(protocol).toUpperCase()), `spec.ports[${index}].protocol`, protocol)) : []),
  },
  {
    kind: KINDS.istioResolution, must: 'be left out with resolution DYNAMIC_DNS', wayOut: 'remove them: the proxy resolves the name that the pod sends',
    broken: (spec) => (resolutionOf(spec) === 'DYNAMIC_DNS'
      ? ['addresses', 'endpoints'].flatMap((field) => placeIf(listOf(spec[field]).length > 0, `spec.${field}`, spec[field])) : []),
  },
  {
    kind: KINDS.istioResolution, must: 'be left out with resolution NONE', wayOut: 'use STATIC for fixed endpoints',
    broken: (spec) => placeIf(resolutionOf(spec) === 'NONE' && listOf(spec.endpoints).length > 0, 'spec.endpoints', spec.endpoints),
  },
  {
    kind: KINDS.istioResolution, must: 'be a single address unless the resolution is NONE or STATIC', wayOut: 'give single addresses, or another resolution',
    broken: (spec) => (['NONE', 'STATIC'].includes(resolutionOf(spec)) ? []
      : textsOf(spec.addresses).flatMap((address, index) => placeIf(address.includes('/'), `spec.addresses[${index}]`, address))),
  },
  {
    kind: KINDS.istioResolution, must: 'be an IP address or a network', wayOut: 'names go under hosts',
    broken: ({ addresses }) => textsOf(addresses).flatMap((address, index) => placeIf(!isNetwork(address), `spec.addresses[${index}]`, address)),
  },
  {
    kind: KINDS.istioResolution, must: 'be one host with TCP, unless the resolution is NONE', wayOut: 'give each host a ServiceEntry with addresses of its own',
    broken: (spec) => placeIf(resolutionOf(spec) !== 'NONE' && listOf(spec.hosts).length > 1 && mapsOf(spec.ports).some(hasNoName), 'spec.hosts', spec.hosts),
  },
  {
    kind: KINDS.istioResolution, must: 'be at most one with resolution DNS_ROUND_ROBIN', wayOut: 'use DNS',
    broken: (spec) => placeIf(resolutionOf(spec) === 'DNS_ROUND_ROBIN' && listOf(spec.endpoints).length > 1, 'spec.endpoints', spec.endpoints),
  },
  {
    kind: KINDS.istioResolution, must: 'be an IP address with resolution STATIC, an IP address or exact name with DNS', wayOut: 'correct it',
    broken: (spec) => mapsOf(spec.endpoints).flatMap(({ address, network }, index) => placeIf(isBrokenEndpoint(resolutionOf(spec), textOf(address), network), `spec.endpoints[${index}].address`, address)),
  },
  {
    kind: KINDS.istioResolution, must: 'be a port name of the entry', wayOut: 'name one of spec.ports',
    broken: (spec) => {
      const names = new Set(mapsOf(spec.ports).map(({ name }) => name));
      return mapsOf(spec.endpoints).flatMap(({ ports }, index) => Object.keys(mapOf(ports)).flatMap((name) => placeIf(!names.has(name), `spec.endpoints[${index}].ports`, name)));
    },
  },
  {
    kind: KINDS.istioResolution, must: 'be the only one of endpoints and workloadSelector', wayOut: 'remove one of the two',
    broken: ({ endpoints, workloadSelector }) => placeIf(endpoints !== undefined && workloadSelector !== undefined, 'spec.workloadSelector', workloadSelector),
  },
];

export const serviceEntries: Check = (chart, report) => {
  for (const object of chart.istio('ServiceEntry')) applyRules(RULES, object.spec, object, report);
};

function isBrokenEndpoint(resolution: string, address: string, network: unknown): boolean {
  if (address === '') return network === undefined;
  if (address.startsWith('unix://')) return resolution !== 'STATIC';
  if (isAddress(address)) return false;
  return !DNS.includes(resolution) || brokenHostRule(address, { wildcard: false }) !== undefined;
}

function hasNoName({ protocol }: Data): boolean {
  return !isHttpProtocol(textOf(protocol)) && !isTlsProtocol(textOf(protocol));
}
