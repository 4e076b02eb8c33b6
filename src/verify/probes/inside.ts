import { callerNamespaces, Definition } from '../../cell';
import { Cidr } from '../../net';
import { addressIn } from '../addresses';
import { Wire } from '../connection';
import { isOfException, protectedNamespaces, SamplePod } from '../pods';
import { SampleService } from '../services';
import { askerOf, ProbeCollector, Question } from './collector';
import { Probe } from './probe';

const NODE_LOCAL_DNS = '169.254.20.10';
/** A name below which whoever owns it reads what is asked for. */
const TUNNEL = 'eic-probe-secret.tunnel.example';

/** Questions about the inside of the cluster: what it needs to work, and who may call whom. */
export class InsideQuestions {
  private readonly protected: readonly string[];

  public constructor(
    private readonly definition: Definition, private readonly pods: readonly SamplePod[], private readonly services: readonly SampleService[],
    private readonly collector: ProbeCollector,
  ) {
    this.protected = protectedNamespaces(definition);
  }

  public ask(): void {
    for (const pod of this.pods.filter(({ namespace }) => this.protected.includes(namespace))) this.needs(pod);
    for (const pod of this.pods.filter(({ namespace, role }) => this.protected.includes(namespace) && (role === 'component' || role === 'other'))) this.callers(pod);
  }

  /** DNS, control plane, API server and the cell's own pods; and what is beside them. */
  private needs(pod: SamplePod): void {
    const { cluster } = this.definition;
    const role = (wanted: SamplePod['role']) => this.pods.find((other) => other.role === wanted)!;
    const dns = role('dns');
    const istiod = role('istiod');
    for (const address of dns.addresses) {
      for (const port of dns.ports) for (const protocol of ['udp', 'tcp'] as const) this.put(pod, 'cluster/dns', 'cluster-need', `${protocol} ${address}:${port}`, plain(address, port, protocol), 'allow');
      this.put(pod, 'cluster/dns', 'other-port', `${address}:9153`, plain(address, 9153, 'tcp'), 'deny');
      if (pod.role === 'other') this.put(pod, 'cluster/dns', 'dns-tunnel', `${TUNNEL}@${address}`, { ...plain(address, dns.ports[0]!, 'udp'), to: { host: TUNNEL, address, port: dns.ports[0]! } }, 'deny');
    }
    if (cluster.dns.nodeLocal) for (const protocol of ['udp', 'tcp'] as const) this.put(pod, 'cluster/dns', 'cluster-need', `${protocol} ${NODE_LOCAL_DNS}:53`, plain(NODE_LOCAL_DNS, 53, protocol), 'allow');
    for (const address of istiod.addresses) {
      this.put(pod, 'cluster/control-plane', 'cluster-need', `${address}:15012`, plain(address, 15012, 'tcp'), 'allow');
      this.put(pod, 'cluster/control-plane', 'other-port', `${address}:15014`, plain(address, 15014, 'tcp'), 'deny');
    }
    this.apiServer(pod);
    for (const namespace of this.protected) {
      const target = this.pods.find((other) => other.namespace === namespace && other !== pod && (other.role === 'component' || other.role === 'other'))!;
      this.call(pod, target, 'cluster/cell', 'cluster-need', 'allow', 'egress');
    }
    for (const target of this.pods.filter((other) => other.role === 'stranger' || other.role === 'plain-stranger')) this.call(pod, target, 'cluster/cell', 'other-namespace', 'deny', 'egress');
  }

  private apiServer(pod: SamplePod): void {
    const { apiServer } = this.definition.cluster;
    const service = this.services.find(({ name }) => name === 'kubernetes');
    if (apiServer === undefined || service === undefined) return;
    for (const text of apiServer.cidrs) {
      const address = addressIn(Cidr.trusted(text), 0);
      this.put(pod, 'cluster/api-server', 'cluster-need', `${address}:${apiServer.port}`, {
        ...plain(service.clusterIP, 443, 'tls'), to: { host: service.host, address: service.clusterIP, port: 443 }, serverName: service.host,
      }, 'allow', { address, port: apiServer.port });
      this.put(pod, 'cluster/api-server', 'other-port', `${address}:10250`, plain(address, 10250, 'tcp'), 'deny');
    }
  }

  /** Who may call a pod of the cell, and who may not. */
  private callers(target: SamplePod): void {
    const allowed = new Set(callerNamespaces(this.definition.cluster));
    for (const caller of this.pods.filter((pod) => pod !== target && pod.inMesh && pod.role !== 'gateway' && allowed.has(pod.namespace))) {
      if (caller.role === 'component' && target.role === 'component' && caller.namespace === target.namespace && caller.name !== firstOf(this.pods, caller.namespace)) continue;
      this.call(caller, target, `cluster/callers/${target.name}`, 'caller', 'allow', 'inside');
    }
    for (const stranger of this.pods.filter(({ role }) => role === 'stranger')) this.call(stranger, target, `cluster/callers/${target.name}`, 'stranger', 'deny', 'inside');
    for (const plainCaller of this.pods.filter(({ role }) => role === 'plain-stranger')) this.call(plainCaller, target, `cluster/callers/${target.name}`, 'plaintext-caller', 'deny', 'inside');
  }

  private call(from: SamplePod, target: SamplePod, flow: string, kind: Probe['kind'], expected: Probe['expected'], direction: Probe['direction']): void {
    const service = this.services.find(({ pod }) => pod === target);
    for (const { port, targetPort } of service?.ports ?? []) {
      const isOpen = kind === 'plaintext-caller' && this.isException(target, targetPort);
      const wire: Wire = { to: { host: service!.host, address: service!.clusterIP, port }, protocol: 'http', serverName: null, httpHost: service!.host };
      this.put(from, flow, kind, `${target.namespace}/${target.name}:${port}`, wire, isOpen ? 'allow' : expected, { address: target.addresses[0]!, port: targetPort }, direction);
    }
  }

  /** Callers without identity cannot be told apart, so a port without mutual TLS is open to all of them; others have one and are refused by it. */
  private isException(target: SamplePod, port: number): boolean {
    return this.definition.cluster.mtls.exceptions.some((exception) => exception.ports.includes(port) && isOfException(target, exception));
  }

  private put(
    pod: SamplePod, flow: string, kind: Question['kind'], what: string, wire: Wire, expected: Probe['expected'], backend?: Probe['backend'],
    direction: Probe['direction'] = 'egress',
  ): void {
    const path = flow === 'cluster/dns' ? 'cluster.dns' : flow === 'cluster/api-server' ? 'cluster.apiServer' : flow.startsWith('cluster/callers/') ? 'cluster.mtls' : 'cluster';
    this.collector.add({ flow, path, kind, what, asker: askerOf(pod), wire }, direction, expected, backend === undefined ? undefined : { backend });
  }
}

function firstOf(pods: readonly SamplePod[], namespace: string): string | undefined {
  return pods.find((pod) => pod.namespace === namespace && pod.role === 'component')?.name;
}

function plain(address: string, port: number, protocol: Wire['protocol']): Wire {
  return { to: { host: null, address, port }, protocol, serverName: null, httpHost: null };
}
