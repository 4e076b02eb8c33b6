import { Definition } from '../cell';
import { Cidr } from '../net';
import { addressIn } from './addresses';
import { SamplePod } from './pods';

/** A Service of the cluster that questions go through. */
export interface SampleService {
  readonly namespace: string;
  readonly name: string;
  readonly host: string;
  readonly clusterIP: string;
  readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort: number }[];
  /** Pods behind it; none for the API server, whose endpoints are addresses. */
  readonly pod?: SamplePod;
  readonly endpoints?: readonly string[];
}

/** Where no Service network is declared; RFC 6598 space, which the samples of the Internet leave out. */
const SERVICE_NETWORK = '100.127.0.0/16';

/** Services of the components, of DNS and of the API server. */
export function sampleServices(definition: Definition, pods: readonly SamplePod[]): readonly SampleService[] {
  const { cluster } = definition;
  const network = Cidr.trusted(cluster.serviceCidrs[0] ?? SERVICE_NETWORK);
  const host = (name: string, namespace: string) => `${name}.${namespace}.svc.${cluster.clusterDomain}`;
  const behind = pods.filter(({ role }) => role === 'component' || role === 'other' || role === 'stranger' || role === 'plain-stranger');
  const dns = pods.find(({ role }) => role === 'dns')!;
  return [
    ...behind.map((pod, index): SampleService => ({
      namespace: pod.namespace, name: pod.name, host: host(pod.name, pod.namespace), clusterIP: addressIn(network, 100 + index), pod,
      ports: pod.ports.map((port) => ({ name: `http-${port}`, port, targetPort: port })),
    })),
    {
      namespace: dns.namespace, name: 'kube-dns', host: host('kube-dns', dns.namespace), clusterIP: addressIn(network, 10), pod: dns,
      ports: [{ name: 'dns-tcp', port: 53, targetPort: dns.ports[0]! }],
    },
    ...(cluster.apiServer === undefined ? [] : [{
      namespace: 'default', name: 'kubernetes', host: host('kubernetes', 'default'), clusterIP: addressIn(network, 1),
      ports: [{ name: 'https', port: 443, targetPort: cluster.apiServer.port }],
      endpoints: cluster.apiServer.cidrs.map((text) => addressIn(Cidr.trusted(text), 0)),
    }]),
  ];
}
