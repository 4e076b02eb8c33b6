import { liesInside, wildcardsAbove } from './host-names';
import { ChartObject, Data, Labels, labelsOf, listOf, mapOf, mapsOf, textOf, textsOf } from './manifest';

/** Fields of a source that ask for an identity, and those that hold without one. */
const IDENTITY = ['principals', 'namespaces', 'serviceAccounts', 'trustDomains'];
const NO_IDENTITY = ['notPrincipals', 'notNamespaces', 'notServiceAccounts', 'notTrustDomains'];
const ADDRESS = ['ipBlocks', 'notIpBlocks', 'remoteIpBlocks', 'notRemoteIpBlocks'];
const HTTP_OPERATION = ['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'];

/** An AuthorizationPolicy that is enforced. */
export interface Policy {
  readonly object: ChartObject;
  readonly namespace: string;
  readonly selector: Labels;
  readonly action: string;
  readonly rules: readonly Data[];
}

export function policyOf(object: ChartObject): Policy {
  const { spec, namespace } = object;
  return { object, namespace, selector: labelsOf(mapOf(spec.selector).matchLabels), action: textOf(spec.action) || 'ALLOW', rules: mapsOf(spec.rules) };
}

/** Does it only log? */
export function isDryRun({ annotations }: ChartObject): boolean {
  return /^(1|t|true)$/i.test(annotations['istio.io/dry-run'] ?? '');
}

/** Has a rule of a policy fields of HTTP only, as istiod counts them? */
export function isHttpOnlyRule(rule: Data): boolean {
  const sources = mapsOf(rule.from).map(({ source }) => mapOf(source));
  const operations = mapsOf(rule.to).map(({ operation }) => mapOf(operation));
  const tcpFrom = sources.some((source) => [...IDENTITY, ...NO_IDENTITY, ...ADDRESS].some((field) => listOf(source[field]).length > 0));
  const tcpTo = operations.some(({ ports, notPorts }) => listOf(ports).length > 0 || listOf(notPorts).length > 0);
  return (sources.length > 0 && operations.length === 0 && !tcpFrom) || (operations.length > 0 && !tcpTo);
}

/** Outgoing TLS of a pod by port and server name, as a policy sees it: without identity. */
export interface OutgoingTls {
  readonly host: string;
  readonly port: number;
}

/** Does the rule of a DENY certainly stop it? Fields of HTTP count as met there. */
export function denies(rule: Data, tls: OutgoingTls): boolean {
  const sources = mapsOf(rule.from).map(({ source }) => mapOf(source));
  const from = sources.length === 0 || sources.some((source) => isWithoutIdentity(source) && ADDRESS.every((field) => listOf(source[field]).length === 0));
  const operations = mapsOf(rule.to).map(({ operation }) => mapOf(operation));
  const to = operations.length === 0 || operations.some((operation) => isOfPort(operation, tls));
  return from && to && mapsOf(rule.when).every((condition) => holds(condition, tls, { ofHttp: true, ofAddress: false, wider: true }));
}

/** May the rule of an ALLOW let it pass? Fields of HTTP never match; addresses are not known. */
export function mayAllow(rule: Data, tls: OutgoingTls): boolean {
  const sources = mapsOf(rule.from).map(({ source }) => mapOf(source));
  const from = sources.length === 0 || sources.some((source) => isWithoutIdentity(source) && !['requestPrincipals', 'notRequestPrincipals'].some((field) => listOf(source[field]).length > 0));
  const operations = mapsOf(rule.to).map(({ operation }) => mapOf(operation));
  const to = operations.length === 0 || operations.some((operation) => isOfPort(operation, tls) && HTTP_OPERATION.every((field) => listOf(operation[field]).length === 0));
  return from && to && mapsOf(rule.when).every((condition) => holds(condition, tls, { ofHttp: false, ofAddress: true, wider: false }));
}

function isWithoutIdentity(source: Data): boolean {
  return IDENTITY.every((field) => listOf(source[field]).length === 0);
}

function isOfPort({ ports, notPorts }: Data, { port }: OutgoingTls): boolean {
  return (listOf(ports).length === 0 || textsOf(ports).includes(String(port))) && !textsOf(notPorts).includes(String(port));
}

interface Unknown { readonly ofHttp: boolean; readonly ofAddress: boolean; /** Must every name be meant, or is one enough? */ readonly wider: boolean }

function holds(condition: Data, { host, port }: OutgoingTls, { ofHttp, ofAddress, wider }: Unknown): boolean {
  const [key, values, notValues] = [textOf(condition.key), textsOf(condition.values), textsOf(condition.notValues)];
  if (key === 'connection.sni') {
    const names = new Set(values);
    const isNamed = values.length === 0 || [host, ...wildcardsAbove(host), '*'].some((name) => names.has(name)) || (!wider && values.some((name) => liesInside(name, host)));
    return isNamed && !notValues.some((name) => liesInside(host, name));
  }
  if (key === 'destination.port') return isOfPort({ ports: values, notPorts: notValues }, { host, port });
  if (key === 'source.principal' || key === 'source.namespace' || key === 'source.serviceAccount') return values.length === 0;
  return key === 'source.ip' || key === 'remote.ip' || key === 'destination.ip' ? ofAddress : ofHttp;
}
