import { KINDS } from '../../../errors';
import { applyRules, Check, Place, placeIf, Rule } from '../check';
import { isDnsLabel, liesInside, wildcardsAbove } from '../host-names';
import { Data, isMap, listOf, mapOf, mapsOf, textsOf } from '../manifest';
import { destinationsOf, gatewaysOf } from '../routes';

const eachHttp = (broken: (route: Data, path: string, spec: Data) => Place[]) => (spec: Data): Place[] =>
  mapsOf(spec.http).flatMap((route, index) => broken(route, `spec.http[${index}]`, spec));

/** What istiod refuses of a VirtualService (istio/istio: pkg/config/validation/validation.go, ValidateVirtualService, and virtualservice.go). */
const RULES: readonly Rule<Data>[] = [
  {
    kind: KINDS.istioRoute, must: 'route something', wayOut: 'give http, tls or tcp',
    broken: ({ http, tls, tcp }) => placeIf([http, tls, tcp].every((routes) => listOf(routes).length === 0), 'spec', http),
  },
  {
    kind: KINDS.istioRoute, must: 'not be, or lie inside, another host of the VirtualService', wayOut: 'make a VirtualService for each of the two',
    broken: ({ hosts }) => covered(textsOf(hosts)).map((index) => ({ path: `spec.hosts[${index}]`, got: textsOf(hosts)[index] })),
  },
  {
    kind: KINDS.istioRoute, must: 'be a name for the gateway mesh', wayOut: 'name the hosts, or a gateway',
    broken: (spec) => (gatewaysOf(spec).includes('mesh') ? textsOf(spec.hosts).flatMap((host, index) => placeIf(host === '*', `spec.hosts[${index}]`, host)) : []),
  },
  {
    kind: KINDS.istioRoute, must: 'be namespace/name', wayOut: 'name a Gateway, or mesh',
    broken: ({ gateways }) => textsOf(gateways).flatMap((name, index) => {
      const [namespace, own] = name.split('/');
      const isBroken = name === '' || (own !== undefined && (!isDnsLabel(namespace!) || !isDnsLabel(own) || name.split('/').length > 2));
      return placeIf(isBroken, `spec.gateways[${index}]`, name);
    }),
  },
  {
    kind: KINDS.istioRoute, must: 'be left out without hosts, since others delegate to it', wayOut: 'give hosts',
    broken: (spec) => (listOf(spec.hosts).length > 0 ? []
      : ['gateways', 'tls', 'tcp'].flatMap((field) => placeIf(listOf(spec[field]).length > 0, `spec.${field}`, spec[field]))),
  },
  {
    kind: KINDS.istioRoute, must: 'name server names', wayOut: 'give match[].sniHosts',
    broken: ({ tls }) => mapsOf(tls).flatMap(({ match }, index) => [
      ...placeIf(listOf(match).length === 0, `spec.tls[${index}].match`, match),
      ...mapsOf(match).flatMap(({ sniHosts }, place) => placeIf(listOf(sniHosts).length === 0, `spec.tls[${index}].match[${place}].sniHosts`, sniHosts)),
    ]),
  },
  {
    kind: KINDS.istioRoute, must: 'lie inside the hosts of the VirtualService', wayOut: 'name it under hosts too',
    broken: ({ hosts, tls }) => {
      const known = new Set(textsOf(hosts));
      return mapsOf(tls).flatMap(({ match }, index) => mapsOf(match).flatMap(({ sniHosts }, place) => textsOf(sniHosts).flatMap((name, at) =>
        placeIf(!known.has('*') && ![name, ...wildcardsAbove(name)].some((host) => known.has(host)), `spec.tls[${index}].match[${place}].sniHosts[${at}]`, name))));
    },
  },
  {
    kind: KINDS.istioRoute, must: 'lead somewhere', wayOut: 'give a destination',
    broken: ({ tls, tcp }) => Object.entries({ tls, tcp }).flatMap(([field, routes]) => mapsOf(routes).flatMap(({ route }, index) =>
      placeIf(listOf(route).length === 0, `spec.${field}[${index}].route`, route))),
  },
  {
    kind: KINDS.istioRoute, must: 'have a route, redirect, direct response or delegate', wayOut: 'give a destination',
    broken: eachHttp((route, path) => placeIf(listOf(route.route).length === 0 && !['redirect', 'directResponse', 'delegate'].some((field) => isMap(route[field])), path, route)),
  },
  {
    kind: KINDS.istioRoute, must: 'be left out beside redirect', wayOut: 'remove one of the two',
    broken: eachHttp((route, path) => (isMap(route.redirect) ? ['route', 'fault', 'rewrite'].flatMap((field) =>
      placeIf(isMap(route[field]) || listOf(route[field]).length > 0, `${path}.${field}`, route[field])) : [])),
  },
  {
    kind: KINDS.istioRoute, must: 'be given', wayOut: 'name host and port', broken: (spec) => destinationsOf(spec).flatMap(({ host, path }) => placeIf(host === '', `${path}.host`, undefined)),
  },
  {
    kind: KINDS.istioRoute, must: 'be used at gateways only', wayOut: 'name the gateway whose requests have tokens',
    broken: eachHttp((route, path, spec) => (gatewaysOf(spec).includes('mesh') ? mapsOf(route.match).flatMap((match, index) => ['headers', 'withoutHeaders'].flatMap((field) =>
      Object.keys(mapOf(match[field])).flatMap((key) => placeIf(/^@request\.auth\.claims[.[]/.test(key), `${path}.match[${index}].${field}`, key)))) : [])),
  },
  {
    kind: KINDS.istioRoute, must: 'have weights', wayOut: 'give each destination a weight',
    broken: (spec) => ['http', 'tls', 'tcp'].flatMap((field) => mapsOf(spec[field]).flatMap(({ route }, index) =>
      placeIf(listOf(route).length > 1 && mapsOf(route).every(({ weight }) => weight === undefined || weight === 0), `spec.${field}[${index}].route`, route))),
  },
  {
    kind: KINDS.istioRoute, must: 'be a DNS label', wayOut: 'rename the subset',
    broken: (spec) => destinationsOf(spec).flatMap(({ subset, path }) => placeIf(subset !== '' && !isDnsLabel(subset), `${path}.subset`, subset)),
  },
];

/** Hosts and routes of VirtualServices. */
export const virtualServices: Check = (chart, report) => {
  for (const object of chart.of('networking.istio.io', 'VirtualService')) applyRules(RULES, object.spec, object, report);
};

/** Places of hosts that are there twice, or that another one holds. */
function covered(hosts: readonly string[]): number[] {
  const first = new Map<string, number>();
  hosts.forEach((host, index) => { if (!first.has(host)) first.set(host, index); });
  return hosts.flatMap((host, index) => {
    const outer = [...wildcardsAbove(host), ...(host === '*' ? [] : ['*'])].some((wildcard) => first.has(wildcard) && liesInside(host, wildcard));
    return outer || first.get(host) !== index ? [index] : [];
  });
}

