import { Definition } from '../../cell';
import { Cidr } from '../../net';
import { ConnectivityPlan, Flow } from '../../plan';
import { addressIn, lastAddress } from '../addresses';
import { SamplePod } from '../pods';
import { AddressBook } from './address-book';
import { ProbeCollector } from './collector';
import { ProbeKind } from './probe';

/** Questions about who may come in through the gateway. */
export function askIngress(definition: Definition, plan: ConnectivityPlan, pods: readonly SamplePod[], book: AddressBook, collector: ProbeCollector): void {
  const gateway = pods.find(({ role }) => role === 'gateway')!;
  const hosts = new Set(plan.ingress.flatMap(({ to }) => to.hosts.map(String)));
  for (const flow of plan.ingress.filter(({ to }) => to.hosts.length > 0)) {
    const host = String(flow.to.hosts[0]);
    const ask = (kind: ProbeKind, address: string, name: string | null, port: number, expected: 'allow' | 'deny', plaintext = false) => collector.add({
      flow: flow.key, path: flow.path, kind, what: `${name ?? 'no name'}:${port} from ${address}${plaintext ? ' in plain text' : ''}`,
      asker: { origin: { cidr: address }, from: { egressAddresses: [address] } },
      wire: {
        to: { host: name, address: gateway.addresses[0]!, port }, protocol: plaintext ? 'http' : 'tls', serverName: plaintext ? null : name, httpHost: plaintext ? name : null,
      },
    }, 'ingress', expected, { hosts: [host] });
    const { first: port } = flow.ports[0]!;
    for (const address of callersOf(flow, book)) {
      ask('own', address, host, port, 'allow');
      if (flow.id === 'ingress/default' || flow.id === 'ingress/api' || hosts.has(`eic-probe.${host}`)) continue; // SAP's own objects serve those
      ask('subdomain', address, `eic-probe.${host}`, port, 'deny');
      ask('suffix-attack', address, `${host}.evil.example`, port, 'deny');
      ask('look-alike', address, `evil${host}`, port, 'deny');
      ask('no-sni', address, null, port, 'deny');
      ask('plaintext', address, host, port, 'deny', true);
    }
    if (definition.ingress.sources !== undefined && flow.id !== 'ingress/default' && flow.id !== 'ingress/api' && !flow.from.some(({ cidr }) => cidr?.endsWith('/0'))) ask('outside-caller', book.foreign, host, port, 'deny');
  }
}

/** First and last address of each declared network of callers; a stranger where anybody may call. */
function callersOf({ from }: Flow, book: AddressBook): readonly string[] {
  return from.flatMap(({ cidr }) => {
    if (cidr === undefined || cidr.includes(':')) return [];
    if (cidr.endsWith('/0')) return [book.foreign];
    const network = Cidr.trusted(cidr);
    return [...new Set([addressIn(network, 0), lastAddress(network)])];
  });
}
