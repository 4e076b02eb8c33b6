import { Fields, fields, labels, list, number, text, texts } from './fields';
import { holds, MESH, RouteTarget, RoutingPlace, targetsOf, VirtualService } from './virtual-services';

/** What an HTTP request shows of itself. */
export interface HttpRequest {
  readonly host: string;
  readonly method: string;
  readonly path: string;
}

/** Where an HTTP rule leads; no targets: an answer of the proxy itself, such as a redirect. `unclear`: it cannot be known whether it matches. */
export interface HttpChoice {
  readonly targets: readonly RouteTarget[];
  readonly path: string;
  readonly isUnclear: boolean;
  /** The request as it is sent on. */
  readonly request: HttpRequest;
}

type Answer = 'yes' | 'no' | 'unclear';

const UNDERSTOOD_MATCH: readonly string[] = ['name', 'uri', 'method', 'authority', 'scheme', 'port', 'gateways', 'sourceLabels', 'sourceNamespace', 'ignoreUriCase', 'statPrefix'];

/** Rules of a VirtualService that this proxy may use at all, on this port; none: the VirtualService has no routes here. */
export function usableRules(virtualService: VirtualService, at: RoutingPlace): readonly number[] {
  return virtualService.http.flatMap((rule, index) => {
    const matches = list(rule.match).map(fields);
    return matches.length === 0 || matches.some((match) => mayHold(match, virtualService.namespace, at)) ? [index] : [];
  });
}

function mayHold(match: Fields, namespace: string, at: RoutingPlace): boolean {
  const gateways = texts(match.gateways).map((name) => (name === MESH || name.includes('/') ? name : `${namespace}/${name}`));
  const port = number(match.port);
  const from = { sourceLabels: labels(match.sourceLabels), sourceNamespace: text(match.sourceNamespace) };
  return holds({ sniHosts: [], port: port === 0 ? undefined : port, gateways, ...from, subnets: [] }, at);
}

/** The first rule that matches the request; undefined: none (404). */
export function chooseRule(virtualService: VirtualService, request: HttpRequest, at: RoutingPlace, name: (host: string) => string): HttpChoice | undefined {
  for (const index of usableRules(virtualService, at)) {
    const rule = virtualService.http[index]!;
    const matches = list(rule.match).map(fields).filter((match) => mayHold(match, virtualService.namespace, at));
    const answers = list(rule.match).length === 0 ? ['yes' as const] : matches.map((match) => matchesRequest(match, request));
    // The first that matches is what a rewriting of the path goes by, so one before it that may match counts.
    const chosen = answers.findIndex((answer) => answer !== 'no');
    if (chosen < 0) continue;
    const isOwn = rule.redirect !== undefined || rule.directResponse !== undefined;
    const sent = rewritten(rule, matches[chosen], request);
    const isUnclear = virtualService.isUnclear || answers[chosen] === 'unclear' || rule.delegate !== undefined || rule.fault !== undefined || sent === undefined;
    return { targets: isOwn ? [] : targetsOf(rule, name), path: `spec.http[${index}]`, isUnclear, request: sent ?? request };
  }
  return undefined;
}

/** The request after the rule's rewriting; undefined: it is not understood. */
function rewritten(rule: Fields, match: Fields | undefined, request: HttpRequest): HttpRequest | undefined {
  const { authority, uri, uriRegexRewrite } = fields(rule.rewrite);
  const headers = Object.keys(fields(fields(fields(rule.headers).request).set)).map((header) => header.toLowerCase());
  if (uriRegexRewrite !== undefined || headers.includes('host') || headers.includes(':authority')) return undefined;
  const host = text(authority) ?? request.host;
  if (uri === undefined) return { ...request, host };
  const { prefix, exact } = fields(match?.uri);
  const from = text(prefix) ?? text(exact) ?? (match?.uri === undefined ? '/' : undefined);
  return from === undefined ? undefined : { ...request, host, path: `${text(uri) ?? ''}${request.path.slice(from.length)}` };
}

function matchesRequest(match: Fields, request: HttpRequest): Answer {
  if (match.scheme !== undefined || Object.keys(match).some((key) => !UNDERSTOOD_MATCH.includes(key))) return 'unclear';
  const lower = match.ignoreUriCase === true ? (word: string): string => word.toLowerCase() : (word: string): string => word;
  const parts = [
    matchesText(match.uri, lower(request.path.split('?')[0]!), lower), matchesText(match.method, request.method), matchesText(match.authority, request.host),
  ];
  return parts.includes('no') ? 'no' : parts.includes('unclear') ? 'unclear' : 'yes';
}

function matchesText(condition: unknown, value: string, lower = (word: string): string => word): Answer {
  if (condition === undefined) return 'yes';
  const { exact, prefix } = fields(condition);
  if (typeof exact === 'string') return lower(exact) === value ? 'yes' : 'no';
  if (typeof prefix === 'string') return value.startsWith(lower(prefix)) ? 'yes' : 'no';
  return 'unclear';
}

