import { hasHostBits, isMappedIpv4, isStrictlyInside, parseCidr, type Cidr } from './cidr';
import { selectorProblems } from './label-selector';
import { isPort, isPortName, PROTOCOLS } from './ports';
import { fieldsOf, itemsOf, type Path, type Problem } from './problem';

const POLICY_TYPES = ['Ingress', 'Egress'];

/** What the API server checks in a NetworkPolicy beyond its schema. */
export function* networkPolicyProblems(policy: unknown): Generator<Problem> {
  const { podSelector, policyTypes, ingress, egress } = fieldsOf(fieldsOf(policy).spec);
  yield* selectorProblems(podSelector, ['spec', 'podSelector']);
  yield* typeProblems(itemsOf(policyTypes));
  for (const [direction, rules, peers] of [['ingress', ingress, 'from'], ['egress', egress, 'to']] as const) {
    for (const [index, rule] of itemsOf(rules).entries()) {
      const path = ['spec', direction, index];
      for (const [number, port] of itemsOf(fieldsOf(rule).ports).entries()) yield* portProblems(port, [...path, 'ports', number]);
      for (const [number, peer] of itemsOf(fieldsOf(rule)[peers]).entries()) yield* peerProblems(peer, [...path, peers, number]);
    }
  }
}

function* typeProblems(types: readonly unknown[]): Generator<Problem> {
  const path = ['spec', 'policyTypes'];
  for (const [index, type] of types.entries()) {
    if (!POLICY_TYPES.includes(String(type))) {
      yield { path: [...path, index], message: `must be one of ${POLICY_TYPES.join(', ')}, is ${JSON.stringify(type)}` };
    }
  }
  if (new Set(types).size !== types.length) yield { path, message: 'names a direction twice' };
}

function* portProblems(value: unknown, path: Path): Generator<Problem> {
  const { port, endPort, protocol } = fieldsOf(value);
  if (protocol !== undefined && !PROTOCOLS.includes(String(protocol))) {
    yield { path: [...path, 'protocol'], message: `must be one of ${PROTOCOLS.join(', ')}, is ${JSON.stringify(protocol)}` };
  }
  if (typeof port === 'number' && !isPort(port)) yield { path: [...path, 'port'], message: `must be between 1 and 65535, is ${port}` };
  if (typeof port === 'string' && !isPortName(port)) yield { path: [...path, 'port'], message: `"${port}" is not the name of a port` };
  if (endPort === undefined) return;
  if (typeof port !== 'number') {
    yield { path: [...path, 'endPort'], message: 'needs a numeric port' };
  } else if (!isPort(endPort) || endPort < port) {
    yield { path: [...path, 'endPort'], message: `must be between port ${port} and 65535, is ${JSON.stringify(endPort)}` };
  }
}

function* peerProblems(peer: unknown, path: Path): Generator<Problem> {
  const { ipBlock, podSelector, namespaceSelector } = fieldsOf(peer);
  const selectors = podSelector !== undefined || namespaceSelector !== undefined;
  if (ipBlock === undefined && !selectors) yield { path, message: 'needs an ipBlock or a selector' };
  if (ipBlock !== undefined && selectors) yield { path, message: 'ipBlock and selectors exclude each other' };
  yield* selectorProblems(podSelector, [...path, 'podSelector']);
  yield* selectorProblems(namespaceSelector, [...path, 'namespaceSelector']);
  if (ipBlock !== undefined) yield* blockProblems(ipBlock, [...path, 'ipBlock']);
}

function* blockProblems(block: unknown, path: Path): Generator<Problem> {
  const { cidr, except } = fieldsOf(block);
  const outer = yield* cidrProblems(cidr, [...path, 'cidr']);
  for (const [index, text] of itemsOf(except).entries()) {
    const inner = yield* cidrProblems(text, [...path, 'except', index]);
    if (inner && outer && !isStrictlyInside(inner, outer)) {
      yield { path: [...path, 'except', index], message: `${String(text)} is not a part of ${String(cidr)}` };
    }
  }
}

function* cidrProblems(text: unknown, path: Path): Generator<Problem, Cidr | undefined> {
  const cidr = parseCidr(String(text));
  if (cidr === undefined) yield { path, message: `${JSON.stringify(text)} is not a CIDR` };
  else if (hasHostBits(cidr)) yield { path, message: `${String(text)} has host bits, which Kubernetes 1.36 refuses` };
  else if (isMappedIpv4(cidr)) yield { path, message: `${String(text)} is an IPv4 address as IPv6, which Kubernetes 1.36 refuses` };
  return cidr;
}
