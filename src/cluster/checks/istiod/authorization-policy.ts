import { KINDS } from '../../../errors';
import { applyRules, Check, Place, placeIf, Rule } from '../check';
import { isNetwork } from '../host-names';
import { Data, isMap, listOf, mapOf, mapsOf, textOf, textsOf } from '../manifest';
import { isHttpOnlyRule } from '../policies';

const SOURCE = ['principals', 'requestPrincipals', 'namespaces', 'ipBlocks', 'remoteIpBlocks', 'serviceAccounts', 'trustDomains'].flatMap(withNegation);
const OPERATION = ['ports', 'methods', 'paths', 'hosts'].flatMap(withNegation);
const IP_BLOCKS = ['ipBlocks', 'remoteIpBlocks'].flatMap(withNegation);
const NO_CUSTOM = ['principals', 'requestPrincipals', 'namespaces', 'serviceAccounts'].flatMap(withNegation);
/** Keys of conditions (istio/istio: pkg/config/security/security.go, ValidateAttribute). */
const CONDITION = /^(source\.(ip|namespace|principal|serviceAccount)|remote\.ip|request\.auth\.(principal|audiences|presenter)|destination\.(ip|port)|connection\.sni)$|^(request\.headers|request\.auth\.claims|experimental\.envoy\.filters\..+)\[.+\]$|^experimental\.envoy\.filters\.|^request\.experimental\./;

interface At { readonly path: string; readonly value: Data; readonly given: boolean }

const sourcesOf = (spec: Data): At[] => partsOf(spec, 'from', 'source');
const operationsOf = (spec: Data): At[] => partsOf(spec, 'to', 'operation');
const conditionsOf = (spec: Data): At[] => mapsOf(spec.rules).flatMap(({ when }, index) => mapsOf(when).map((value, place) => ({ path: `spec.rules[${index}].when[${place}]`, value, given: true })));

const eachText = (parts: (spec: Data) => At[], fields: readonly string[], broken: (text: string) => boolean) => (spec: Data): Place[] =>
  parts(spec).flatMap(({ path, value }) => fields.flatMap((field) => textsOf(value[field]).flatMap((text, index) => placeIf(broken(text), `${path}.${field}[${index}]`, text))));

/** What istiod refuses of an AuthorizationPolicy (istio/istio: pkg/config/validation/validation.go, ValidateAuthorizationPolicy). */
const RULES: readonly Rule<Data>[] = [
  {
    kind: KINDS.istioPolicy, must: 'have rules with DENY and CUSTOM', wayOut: 'give rules: [{}] for every request',
    broken: ({ action, rules }) => placeIf(['DENY', 'CUSTOM'].includes(textOf(action)) && listOf(rules).length === 0, 'spec.rules', rules),
  },
  {
    kind: KINDS.istioPolicy, must: 'be given with CUSTOM, and only there', wayOut: 'name the provider, or leave it out',
    broken: ({ action, provider }) => placeIf((textOf(action) === 'CUSTOM') !== (textOf(mapOf(provider).name) !== ''), 'spec.provider.name', mapOf(provider).name),
  },
  {
    kind: KINDS.istioPolicy, must: 'not be empty', wayOut: 'leave it out, which means anybody or anything',
    broken: ({ rules }) => mapsOf(rules).flatMap((rule, index) => ['from', 'to'].flatMap((field) => placeIf(Array.isArray(rule[field]) && listOf(rule[field]).length === 0, `spec.rules[${index}].${field}`, rule[field]))),
  },
  {
    kind: KINDS.istioPolicy, must: 'say something', wayOut: `give one of ${SOURCE.join(', ')}`,
    broken: (spec) => sourcesOf(spec).flatMap(({ path, value }) => placeIf(SOURCE.every((field) => listOf(value[field]).length === 0), path, value)),
  },
  {
    kind: KINDS.istioPolicy, must: 'say something', wayOut: `give one of ${OPERATION.join(', ')}`,
    broken: (spec) => operationsOf(spec).flatMap(({ path, value }) => placeIf(OPERATION.every((field) => listOf(value[field]).length === 0), path, value)),
  },
  { kind: KINDS.istioPolicy, must: 'not be empty text', wayOut: 'remove it', broken: eachText(sourcesOf, SOURCE, (text) => text === '') },
  { kind: KINDS.istioPolicy, must: 'not be empty text', wayOut: 'remove it', broken: eachText(operationsOf, OPERATION, (text) => text === '') },
  { kind: KINDS.istioPolicy, must: 'be an IP address or a network', wayOut: 'correct it', broken: eachText(sourcesOf, IP_BLOCKS, (text) => text !== '' && !isNetwork(text)) },
  { kind: KINDS.istioPolicy, must: 'be a port from 1 to 65535, in quotes', wayOut: 'names of ports are not known here', broken: eachText(operationsOf, ['ports', 'notPorts'], (text) => text !== '' && !isPort(text)) },
  {
    kind: KINDS.istioPolicy, must: 'not stand beside principals or namespaces', wayOut: 'use one of the two',
    broken: (spec) => sourcesOf(spec).flatMap(({ path, value }) => placeIf(['serviceAccounts', 'notServiceAccounts'].some((field) => value[field] !== undefined)
      && ['principals', 'notPrincipals', 'namespaces', 'notNamespaces'].some((field) => value[field] !== undefined), `${path}.serviceAccounts`, value.serviceAccounts)),
  },
  {
    kind: KINDS.istioPolicy, must: 'be left out with CUSTOM', wayOut: 'use ipBlocks, or let the provider decide',
    broken: (spec) => (textOf(spec.action) === 'CUSTOM' ? sourcesOf(spec).flatMap(({ path, value }) => NO_CUSTOM.flatMap((field) => placeIf(listOf(value[field]).length > 0, `${path}.${field}`, value[field]))) : []),
  },
  {
    kind: KINDS.istioPolicy, must: 'be a key that Istio knows', wayOut: 'such as connection.sni, source.principal, request.headers[x]',
    broken: (spec) => conditionsOf(spec).flatMap(({ path, value }) => placeIf(!CONDITION.test(textOf(value.key)), `${path}.key`, value.key)),
  },
  {
    kind: KINDS.istioPolicy, must: 'have values or notValues', wayOut: 'give one of the two',
    broken: (spec) => conditionsOf(spec).flatMap(({ path, value }) => placeIf(listOf(value.values).length === 0 && listOf(value.notValues).length === 0, path, value)),
  },
  {
    kind: KINDS.denyAllTcp, must: 'name ports beside fields of HTTP', wayOut: 'give to.operation.ports: a DENY of HTTP fields alone stops every TCP connection',
    broken: (spec) => (textOf(spec.action) === 'DENY' ? mapsOf(spec.rules).flatMap((rule, index) => placeIf(isHttpOnlyRule(rule), `spec.rules[${index}]`, rule)) : []),
  },
];

/** Rules of AuthorizationPolicies. */
export const authorizationPolicies: Check = (chart, report) => {
  for (const object of chart.of('security.istio.io', 'AuthorizationPolicy')) applyRules(RULES, object.spec, object, report);
};

function withNegation(field: string): string[] {
  return [field, `not${field[0]!.toUpperCase()}${field.slice(1)}`];
}

function partsOf({ rules }: Data, list: string, part: string): At[] {
  return mapsOf(rules).flatMap((rule, index) => mapsOf(rule[list]).map((entry, place) =>
    ({ path: `spec.rules[${index}].${list}[${place}].${part}`, value: mapOf(entry[part]), given: isMap(entry[part]) })));
}

function isPort(text: string): boolean {
  return /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65535;
}
