import { Connection } from '../../../src/verify/connection';
import { NetworkPolicies, PolicyPod } from '../../../src/verify/kubernetes';
import type { NetworkPolicyOptions } from '../../../src/verify/kubernetes';
import { KubernetesObject, ReadObject } from '../../../src/verify/read';

/** An object as it was read. */
export const object = (apiVersion: string, kind: string, namespace: string, spec: object, name = 'policy'): ReadObject =>
  ({ file: 'a.yaml', id: `${kind} ${namespace}/${name}`, value: { apiVersion, kind, metadata: { name, namespace }, spec } as KubernetesObject });

const pod = (namespace: string, name: string, place: number, labels: Readonly<Record<string, string>> = { app: name }): PolicyPod =>
  ({ namespace, name, labels, addresses: [`10.244.0.${place}`, `fd00:244::${place}`], namedPorts: [{ name: 'dns', port: 53, protocol: 'UDP' }] });
const PODS = [pod('blue', 'worker', 1), pod('blue', 'other', 2), pod('red', 'db', 3), pod('kube-system', 'dns', 53, { 'k8s-app': 'kube-dns' })];
const DNS_POD = '10.244.0.53';

/** What DNS answers in these tests. */
export const ANSWERS = { 'api.example.com': '203.0.113.7', 'a.b.example.com': '203.0.113.8', 'store.example.com': '203.0.113.9', 'shared.example.net': '203.0.113.7', 'node.example.com': '10.10.0.9', 'pod.example.com': '10.244.0.2', 'private.example.com': '10.9.9.9' };

export const NAMED: NetworkPolicyOptions = {
  cni: 'cilium', cniVersion: '1.19', nodeNetworks: ['10.10.0.0/22'], answers: Object.entries(ANSWERS),
  dns: { namespace: 'kube-system', selector: { 'k8s-app': 'kube-dns' }, ports: [53] },
};

/** A connection of a pod to an address that was dialled as it is. */
export const dialled = (address: string, port = 443, more: Partial<Connection> = {}): Connection =>
  ({ from: { namespace: 'blue', pod: 'worker', egressAddresses: [] }, to: { host: null, address, port }, protocol: 'tcp', serverName: null, httpHost: null, ...more });
/** The same after a name was looked up. */
export const lookedUp = (host: string, address: string, port = 443, more: Partial<Connection> = {}): Connection => ({ ...dialled(address, port, more), to: { host, address, port } });
/** A question to DNS. */
export const query = (name: string | null, protocol: 'udp' | 'tcp' = 'udp'): Connection => ({ ...dialled(DNS_POD, 53, { protocol }), to: { host: name, address: DNS_POD, port: 53 } });

/** Verdict, reason and place of the rule. */
export const judge = (objects: readonly ReadObject[], asked: Connection, options: NetworkPolicyOptions = NAMED): readonly (string | undefined)[] => {
  const { verdict, code, rule } = new NetworkPolicies(objects, PODS, options).egress(asked);
  return [verdict, code.replace('network-policy/', ''), rule === null ? undefined : `${rule.object.replace(/^\w+ blue\//, '')} ${rule.path}`.trim()];
};
