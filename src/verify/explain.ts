import { RUNTIME_NAMESPACE } from '../catalog';
import { EdgeIntegrationCell } from '../edge-integration-cell';
import { compareText, KINDS, Problems } from '../errors';
import { carriesName, HostPattern } from '../net';
import { Flow } from '../plan';
import { addressValue } from './addresses';
import { Connection, Wire, WireProtocol } from './connection';
import { layersOf } from './layers';
import { Judge } from './outcome';
import { hasPort, startsAt } from './permissions';
import { EgressAddresses } from './pods';
import { askerOf, Asker } from './probes/collector';
import { Probe } from './probes/probe';
import { QuestionSet, samplesOf } from './probes/question-set';
import { ReadOutput } from './read';
import { ProbeResult } from './verification';

/** One connection that somebody asks about. */
export interface Question {
  /** A component (`worker`), `namespace/component`, or `nodes`. */
  readonly from: string;
  /** `host:port` or `address:port`, an IPv6 address in brackets. */
  readonly to: string;
  /** `tls`, `http`, `tcp`, `udp` or `quic`.
   * @default - that of the flow with this host and port; else tls for a host, tcp for an address */
  readonly protocol?: string;
  /** Server name or Host header that is sent, where it is not the host.
   * @default - the host; none for an address */
  readonly serverName?: string;
  /** Address that is dialled, where it is not that of the host.
   * @default - a sample address of the host, or one that the definition declares for it */
  readonly address?: string;
}

/** The answer to a question: one element of `probes`. */
export interface Explanation extends ProbeResult {
  /** Key of the flow that permits the connection; null: the plan does not. */
  readonly permittedBy: string | null;
}

const PROTOCOLS: readonly string[] = ['tls', 'http', 'tcp', 'udp', 'quic'];

/**
 * What each layer does with one connection, and which rule decides. What the firewalls of a definition file are comes from there, as for `verify`.
 * @throws ValidationError (`EIC728`) when the question cannot be put
 */
export function explain(cell: EdgeIntegrationCell, output: ReadOutput, question: Question): Explanation {
  const { definition, plan } = cell;
  const samples = samplesOf(definition, plan);
  const problems = new Problems();
  const asker = askerFor(question.from, samples, new EgressAddresses(definition.cluster), problems);
  const target = targetOf(question.to, problems);
  checkWords(question, problems);
  problems.throwIfAny('question');
  const wire = wireOf(question, target!, asker!, samples);
  const connection: Connection = { from: asker!.from, ...wire };
  const flow = samples.permissions.permits(asker!.origin, connection);
  const probe: Probe = {
    id: `question/${question.from}/${question.to}`, flow: flow?.key ?? 'question', path: flow?.path ?? '', kind: flow === undefined ? 'question' : 'own', direction: 'egress',
    origin: asker!.origin, connection, wire, expected: flow === undefined ? 'deny' : 'allow',
  };
  const layers = layersOf(definition, samples, output, [], cell.firewall);
  return { ...new Judge(definition, plan, samples.sights, layers).judge(probe), permittedBy: flow?.key ?? null };
}

function askerFor(from: string, { pods }: Pick<QuestionSet, 'pods'>, addresses: EgressAddresses, problems: Problems): Asker | undefined {
  if (from === 'nodes') return { origin: { nodes: true }, from: { egressAddresses: addresses.ofNode() } };
  const [namespace, name] = from.includes('/') ? [from.slice(0, from.indexOf('/')), from.slice(from.indexOf('/') + 1)] : [undefined, from];
  const named = pods.filter((pod) => (pod.component ?? pod.name) === name && (namespace === undefined || pod.namespace === namespace));
  const pod = named.find((one) => one.namespace === RUNTIME_NAMESPACE) ?? named[0] ?? pods.find((one) => one.role === 'other' && one.namespace === namespace && name === '*');
  if (pod !== undefined) return askerOf(pod);
  const known = [...new Set(pods.flatMap(({ component }) => component ?? []))].sort(compareText);
  problems.must(KINDS.badQuestion, 'from', 'be a component, namespace/component, namespace/* or nodes', from, `there are ${known.join(', ')}`);
  return undefined;
}

interface Target {
  readonly host: string | null;
  readonly address: string | null;
  readonly port: number;
}

function targetOf(text: string, problems: Problems): Target | undefined {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const number = Number(port);
  const name = bracketed ?? plain;
  if (name === undefined || number < 1 || number > 65535) {
    problems.must(KINDS.badQuestion, 'to', 'be host:port or address:port, an IPv6 address in brackets', text);
    return undefined;
  }
  if (isAddress(name)) return { host: null, address: name, port: number };
  const refusal = name.startsWith('*') ? 'be one host: a question is about one connection' : HostPattern.refusal(name);
  if (refusal !== undefined && !/cluster/.test(refusal)) {
    problems.must(KINDS.badQuestion, 'to', refusal, text);
    return undefined;
  }
  return { host: name.toLowerCase(), address: null, port: number };
}

function checkWords({ protocol, address }: Question, problems: Problems): void {
  if (protocol !== undefined && !PROTOCOLS.includes(protocol)) problems.must(KINDS.badQuestion, 'protocol', `be one of ${PROTOCOLS.join(', ')}`, protocol);
  if (address !== undefined && !isAddress(address)) problems.must(KINDS.badQuestion, 'address', 'be an IPv4 or IPv6 address', address);
}

function wireOf(question: Question, { host, address, port }: Target, { origin }: Asker, { permissions, book }: Pick<QuestionSet, 'permissions' | 'book'>): Wire {
  const name = question.serverName?.toLowerCase() ?? host;
  const candidates = [...permissions.named(host), ...(address === null ? [] : permissions.addressed(address))].filter((flow) => hasPort(flow, port));
  const flow: Flow | undefined = candidates.find((one) => startsAt(one, origin)) ?? candidates[0];
  const protocol = (question.protocol ?? (flow === undefined ? (host === null && question.serverName === undefined ? 'tcp' : 'tls') : wireProtocol(flow))) as WireProtocol;
  const declared = flow?.addressBound === true ? flow.to.cidrs[0]!.address : undefined;
  const dialled = question.address ?? address ?? declared ?? book.of(host!);
  return {
    to: { host: question.address === undefined ? host : null, address: dialled, port },
    protocol,
    serverName: protocol === 'tls' || protocol === 'quic' ? name : null,
    httpHost: protocol === 'http' ? name : null,
  };
}

function wireProtocol({ transport }: Flow): WireProtocol {
  return transport === 'http' ? 'http' : carriesName(transport) ? 'tls' : transport === 'udp' ? 'udp' : 'tcp';
}

function isAddress(text: string): boolean {
  try {
    addressValue(text);
    return /^(?:\d{1,3}\.){3}\d{1,3}$|:/.test(text);
  } catch {
    return false;
  }
}
