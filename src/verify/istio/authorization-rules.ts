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

/** What a rule does with fields of HTTP on a TCP connection: an ALLOW rule then never matches, of any other the field alone is passed over. */
export type Strictness = 'allow' | 'deny';

type Test = (value: string, caller: Caller) => Truth;
/** The caller, and how the rule is read. */
interface Question {
  readonly caller: Caller;
  readonly strictness: Strictness;
  readonly namespace: string;
  readonly trustDomain: string;
}

/** Marks a condition that needs HTTP, in a rule for TCP. */
class NeedsHttp extends Error {}

const truth = (holds: boolean): Truth => (holds ? 'yes' : 'no');
const byPrincipal = (test: (principal: string) => boolean): Test => (value, { principal }) => (principal === null ? 'no' : principal === 'other' ? otherName(value) : truth(test(principal)));
/** A name of a foreign certificate has no path of a mesh identity; what any text can match, it may. */
const otherName = (value: string): Truth => (value.startsWith('*') && !value.includes('/') ? 'maybe' : 'no');
const http = (test: (value: string, request: NonNullable<Caller['http']>) => Truth): Test => (value, caller) => (caller.http === null ? 'maybe' : test(value, caller.http));

/** Tests by attribute; those of HTTP are listed apart. Namespaces and accounts are read from the principal. */
function testOf(key: string, question: Question): Test | undefined {
  const { trustDomain, namespace } = question;
  switch (key) {
    case 'source.principal': return (value, caller) => byPrincipal((principal) => matches(value.replace(/^cluster\.local\//, `${trustDomain}/`), principal))(value, caller);
    case 'source.namespace': return (value, caller) => byPrincipal((principal) => matches(value, /\/ns\/([^/]+)\//.exec(principal)?.[1] ?? ''))(value, caller);
    case 'source.serviceAccount': return (value, caller) => byPrincipal((principal) => principal.endsWith(value.includes('/') ? `/ns/${value.replace('/', '/sa/')}` : `/ns/${namespace}/sa/${value}`))(value, caller);
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
    case 'hosts': return http((value, { host }) => (/:\d+$/.test(host) ? 'maybe' : truth(matches(value.toLowerCase(), host.toLowerCase()))));
    case 'methods': return http((value, { method }) => truth(matches(value, method)));
    case 'paths': return http((value, { path }) => (value.includes('{') ? 'maybe' : truth(matches(value, path.split('?')[0]!))));
    default: return undefined;
  }
}

const SOURCE_KEYS: Readonly<Record<string, string>> = {
  principals: 'source.principal', namespaces: 'source.namespace', serviceAccounts: 'source.serviceAccount', ipBlocks: 'source.ip', remoteIpBlocks: 'remote.ip',
};
const HTTP_SOURCES: readonly string[] = ['requestPrincipals'];
const HTTP_WHEN = /^request\./;

/** Does the rule match? Conditions of one list are alternatives, the lists must all hold. */
export function matchesRule(rule: Fields, caller: Caller, strictness: Strictness, namespace: string, trustDomain: string): Truth {
  const question = { caller, strictness, namespace, trustDomain };
  try {
    const from = list(rule.from).map((each) => part(fields(fields(each).source), question, sourceKey));
    const to = list(rule.to).map((each) => part(fields(fields(each).operation), question, operationKey));
    const when = list(rule.when).map(fields).map((condition) => whenHolds(condition, question));
    return all([from.length === 0 ? 'yes' : any(from), to.length === 0 ? 'yes' : any(to), ...when]);
  } catch (error) {
    if (error instanceof NeedsHttp) return 'no';
    throw error;
  }
}

function whenHolds(condition: Fields, question: Question): Truth {
  const key = String(condition.key);
  return all([...values(key, texts(condition.values), question), ...values(key, texts(condition.notValues), question).map(not)]);
}

/** `principals` and `notPrincipals` as one attribute and its opposite. */
function part(given: Fields, question: Question, keyOf: (name: string) => string): Truth {
  return all(Object.entries(given).flatMap(([field, list_]) => {
    const isNot = /^not[A-Z]/.test(field);
    const name = isNot ? field.charAt(3).toLowerCase() + field.slice(4) : field;
    const found = values(keyOf(name), texts(list_), question);
    return isNot ? found.map(not) : found;
  }));
}

const sourceKey = (name: string): string => SOURCE_KEYS[name] ?? (HTTP_SOURCES.includes(name) ? 'request.auth.principal' : name);
const operationKey = (name: string): string => (name === 'ports' ? 'destination.port' : name);

/** One answer for the alternatives of an attribute; none where the attribute is passed over. */
function values(key: string, alternatives: readonly string[], question: Question): readonly Truth[] {
  if (alternatives.length === 0) return [];
  const test = testOf(key, question);
  if (test !== undefined) return [any(alternatives.map((value) => test(value, question.caller)))];
  const httpTest = httpTestOf(key);
  if (httpTest === undefined && !HTTP_WHEN.test(key)) return ['maybe'];
  if (question.caller.http === null) {
    if (question.strictness === 'allow') throw new NeedsHttp();
    return [];
  }
  return [httpTest === undefined ? 'maybe' : any(alternatives.map((value) => httpTest(value, question.caller)))];
}
