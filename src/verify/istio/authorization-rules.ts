import { all, any, holdsAddress, matches, not, Truth } from './authorization-values';
import { Fields, fields, list, texts } from './fields';

/** What an AuthorizationPolicy can ask of a connection or request. */
export interface Caller {
  /** `trust domain/ns/namespace/sa/account`; null: no certificate of the mesh. `other`: a certificate with a DNS name. */
  readonly principal: string | null | 'other';
  readonly address: string;
  /** The address of the first sender may be another one, behind a gateway. */
  readonly isForwarded: boolean;
  /** Container port, or for what a pod dials itself the port that is dialled. */
  readonly port: number;
  readonly destination: string | null;
  /** Server name of the TLS that arrives; empty: none. */
  readonly serverName: string;
  /** null: the proxy sees a TCP connection. */
  readonly http: { readonly host: string; readonly method: string; readonly path: string } | null;
}

/** A rule, made ready: whether it matches a caller. */
export type RuleTest = (caller: Caller) => Truth;

/** What a rule does with fields of HTTP on a TCP connection: an ALLOW rule then never matches, of any other the field alone is passed over. */
export type Strictness = 'allow' | 'deny';

/** Where a rule stands. */
interface Place {
  readonly strictness: Strictness;
  readonly namespace: string;
  readonly trustDomain: string;
}

type Test = (value: string, caller: Caller) => Truth;
/** A condition, and whether it cannot be asked of TCP. */
interface Condition {
  readonly isHttp: boolean;
  readonly holds: RuleTest;
}

const truth = (holds: boolean): Truth => (holds ? 'yes' : 'no');
/** A name of a foreign certificate has no path of a mesh identity; what any text can match, it may. */
const otherName = (value: string): Truth => (value.startsWith('*') && !value.includes('/') ? 'maybe' : 'no');
const byPrincipal = (test: (value: string, principal: string) => boolean): Test => (value, { principal }) => (
  principal === null ? 'no' : principal === 'other' ? otherName(value) : truth(test(value, principal)));
const byRequest = (test: (value: string, request: NonNullable<Caller['http']>) => Truth): Test => (value, { http }) => (http === null ? 'maybe' : test(value, http));

/** Tests by attribute; namespaces and accounts are read from the principal. undefined: an attribute of HTTP, or not understood. */
function testOf(key: string, { trustDomain, namespace }: Place): Test | undefined {
  switch (key) {
    case 'source.principal': return byPrincipal((value, principal) => matches(value.replace(/^cluster\.local\//, `${trustDomain}/`), principal));
    case 'source.namespace': return byPrincipal((value, principal) => matches(value, /\/ns\/([^/]+)\//.exec(principal)?.[1] ?? ''));
    case 'source.serviceAccount': return byPrincipal((value, principal) => principal.endsWith(value.includes('/') ? `/ns/${value.replace('/', '/sa/')}` : `/ns/${namespace}/sa/${value}`));
    case 'source.ip': return (value, { address }) => truth(holdsAddress(value, address));
    case 'remote.ip': return (value, { address, isForwarded }) => (isForwarded ? 'maybe' : truth(holdsAddress(value, address)));
    case 'destination.ip': return (value, { destination }) => (destination === null ? 'maybe' : truth(holdsAddress(value, destination)));
    case 'destination.port': return (value, { port }) => truth(Number(value) === port);
    case 'connection.sni': return (value, { serverName }) => truth(matches(value.toLowerCase(), serverName));
    default: return undefined;
  }
}

/** Tests of attributes that only HTTP has; undefined: not understood. */
function httpTestOf(key: string): Test | undefined {
  switch (key) {
    case 'hosts': return byRequest((value, { host }) => (/:\d+$/.test(host) ? 'maybe' : truth(matches(value.toLowerCase(), host.toLowerCase()))));
    case 'methods': return byRequest((value, { method }) => truth(matches(value, method)));
    case 'paths': return byRequest((value, { path }) => (value.includes('{') ? 'maybe' : truth(matches(value, path.split('?')[0]!))));
    default: return undefined;
  }
}

const SOURCE_KEYS: Readonly<Record<string, string>> = {
  principals: 'source.principal',
  namespaces: 'source.namespace',
  serviceAccounts: 'source.serviceAccount',
  ipBlocks: 'source.ip',
  remoteIpBlocks: 'remote.ip',
  requestPrincipals: 'request.auth.principal',
};
const OPERATION_KEYS: Readonly<Record<string, string>> = { ports: 'destination.port' };

/** Makes a rule ready. Conditions of one list are alternatives, the lists must all hold. */
export function ruleTest(rule: Fields, strictness: Strictness, namespace: string, trustDomain: string): RuleTest {
  const place = { strictness, namespace, trustDomain };
  const from = list(rule.from).map((each) => conditions(fields(fields(each).source), SOURCE_KEYS, place));
  const to = list(rule.to).map((each) => conditions(fields(fields(each).operation), OPERATION_KEYS, place));
  const when = list(rule.when).map(fields).flatMap(({ key, values, notValues }) => [
    ...condition(String(key), values, false, place), ...condition(String(key), notValues, true, place),
  ]);
  const isHttp = [...from, ...to, when].some((part) => part.some((each) => each.isHttp));
  return (caller) => {
    // One alternative that needs HTTP takes the whole ALLOW rule away from TCP.
    if (isHttp && caller.http === null && strictness === 'allow') return 'no';
    const holds = (part: readonly Condition[]): Truth => all(part.filter((each) => !each.isHttp || caller.http !== null).map((each) => each.holds(caller)));
    return all([from.length === 0 ? 'yes' : any(from.map(holds)), to.length === 0 ? 'yes' : any(to.map(holds)), holds(when)]);
  };
}

/** `principals` and `notPrincipals` as one attribute and its opposite. */
function conditions(given: Fields, keys: Readonly<Record<string, string>>, place: Place): readonly Condition[] {
  return Object.entries(given).flatMap(([field, alternatives]) => {
    const isNot = /^not[A-Z]/.test(field);
    const name = isNot ? field.charAt(3).toLowerCase() + field.slice(4) : field;
    return condition(keys[name] ?? name, alternatives, isNot, place);
  });
}

/** One condition for the alternatives of an attribute; none where there are none. */
function condition(key: string, given: unknown, isNot: boolean, place: Place): readonly Condition[] {
  const alternatives = texts(given);
  if (alternatives.length === 0) return [];
  const known = testOf(key, place) ?? httpTestOf(key);
  const isHttp = httpTestOf(key) !== undefined || key.startsWith('request.');
  const found: RuleTest = known === undefined ? () => 'maybe' : (caller) => any(alternatives.map((value) => known(value, caller)));
  return [{ isHttp, holds: isNot ? (caller) => not(found(caller)) : found }];
}
