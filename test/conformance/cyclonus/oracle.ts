import { spawn } from 'node:child_process';
import type { Pod } from './cell';
import type { Question } from './expected';
import { fieldsOf, itemsOf } from '../kubernetes/problem';

/** NetworkPolicies, and what is asked about them. */
export interface Batch {
  readonly policies: readonly unknown[];
  readonly questions: readonly Question[];
}

/** The verdicts of cyclonus, true for allowed, in the order of the questions. One process for all batches. */
export async function verdictsOf(program: string, batches: readonly Batch[]): Promise<boolean[][]> {
  return ask(program, batches.map(({ policies, questions }) => encoded(policies, questions)));
}

/** The same for batches in the form that `oracle/main.go` reads. */
export async function ask(program: string, batches: readonly object[]): Promise<boolean[][]> {
  return JSON.parse(await piped(program, JSON.stringify(batches))) as boolean[][];
}

/** Peers are written once and named by number. */
function encoded(policies: readonly unknown[], questions: readonly Question[]): object {
  const numbers = new Map<string, number>();
  const numberOf = (peer: object): number => {
    const key = JSON.stringify(peer);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  };
  const asked = questions.map(({ from, to, port, protocol }) =>
    ({ from: numberOf(peerOf(from, undefined, policies)), to: numberOf(peerOf(to.pod, to.address, policies)), port, protocol }));
  return { policies, peers: [...numbers.keys()].map((key) => JSON.parse(key) as unknown), questions: asked };
}

function peerOf(pod: Pod | undefined, address: string | undefined, policies: readonly unknown[]): object {
  // Of a pod that asks, only labels count; cyclonus still wants to read an address.
  const ip = address ?? '192.0.2.1';
  if (pod === undefined) return { ip };
  return { ip, namespace: pod.namespace, namespaceLabels: { 'kubernetes.io/metadata.name': pod.namespace }, podLabels: withAbsent(pod.labels, policies) };
}

const ABSENT = 'eic-absent';

/**
 * To cyclonus `NotIn` does not match where the label is missing, to Kubernetes it does (shared/knowledge/verification.md 3h): the missing label gets
 * a value that nobody else uses, which changes the verdict of `NotIn` alone.
 */
function withAbsent(labels: Readonly<Record<string, string>>, policies: readonly unknown[]): Readonly<Record<string, string>> {
  const expressions = policies.flatMap((policy) => itemsOf(fieldsOf(fieldsOf(fieldsOf(policy).spec).podSelector).matchExpressions).map(fieldsOf));
  if (expressions.some(({ operator }) => operator !== 'In' && operator !== 'NotIn')) throw new Error('Exists and DoesNotExist are not expected in a podSelector');
  const missing = expressions.filter(({ operator, key }) => operator === 'NotIn' && labels[String(key)] === undefined).map(({ key }) => [String(key), ABSENT]);
  return { ...labels, ...Object.fromEntries(missing) as Record<string, string> };
}

function piped(program: string, input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'pipe'] });
    const [output, errors]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(output).toString('utf8'));
      else reject(new Error(`cyclonus: exit ${code}: ${Buffer.concat(errors).toString('utf8').slice(-1000)}`));
    });
    child.stdin.on('error', () => undefined); // it ended first, and says why
    child.stdin.end(input);
  });
}
