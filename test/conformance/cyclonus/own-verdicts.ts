import { NAMED_PORTS, NAMESPACES, type PolicyWorld, type WorldPeer } from './random-policies';
import type { Connection } from '../../../src/verify/connection';
import { NetworkPolicies, type PolicyPod } from '../../../src/verify/kubernetes';
import type { KubernetesObject, ReadObject } from '../../../src/verify/read/objects';

/** What our evaluator says of each question: both ends must allow it. */
export function ownVerdicts({ policies, questions }: PolicyWorld): string[] {
  const namespaces = Object.entries(NAMESPACES).map(([name, labels]) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }));
  const objects = ([...namespaces, ...policies] as KubernetesObject[]).map((value): ReadObject =>
    ({ file: 'world', id: `${value.kind} ${value.metadata.namespace ?? ''}/${value.metadata.name}`, value }));
  const pods = new Map<string, PolicyPod>();
  for (const peer of questions.flatMap(({ from, to }) => [from, to])) {
    if (peer.pod === undefined) continue;
    const key = `${peer.pod.namespace}/${peer.pod.name}`;
    pods.set(key, { ...peer.pod, namedPorts: NAMED_PORTS, addresses: [...new Set([...pods.get(key)?.addresses ?? [], peer.ip])] });
  }
  // To cyclonus a block may match a pod.
  const evaluator = new NetworkPolicies(objects, [...pods.values()], { cni: 'calico' });
  return questions.map(({ from, to, port, protocol }) => {
    const connection: Connection = { from: originOf(from), to: { host: null, address: to.ip, port }, protocol: protocol === 'TCP' ? 'tcp' : 'udp', serverName: null, httpHost: null };
    const verdicts = [evaluator.egress(connection), evaluator.ingress(connection)].map(({ verdict }) => verdict).filter((verdict) => verdict !== 'absent');
    return verdicts.includes('deny') ? 'deny' : verdicts.every((verdict) => verdict === 'allow') ? 'allow' : verdicts.join(' and ');
  });
}

function originOf({ ip, pod }: WorldPeer): Connection['from'] {
  return pod === undefined ? { egressAddresses: [ip] } : { namespace: pod.namespace, pod: pod.name, podAddresses: [ip], egressAddresses: [] };
}
