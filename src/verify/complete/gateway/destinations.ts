import { gatewayPort } from './pods';
import { compareText } from '../../../errors';
import { withPrefix } from '../../../net';
import { Flow } from '../../../plan';
import { fieldsOf, listOf, textsOf } from '../../data';
import { ReadObject } from '../../read';
import { entriesOf } from '../service-entries';
import { eachPort, Wanted } from '../wanted';

/** A host and port that is to be reached by the egress gateway. */
export interface Destination {
  /** The ServiceEntry that tells the mesh of it. */
  readonly entry: ReadObject;
  readonly host: string;
  readonly port: number;
  /** Port of the gateway. */
  readonly gatewayPort: number;
  /** Name by which pods ask the gateway for it: the host, for a wildcard one made of the entry's name (`docs/ids.md`). */
  readonly serverName: string;
  /** Told by address, since the protocol has no names. */
  readonly addresses?: readonly string[];
  readonly isWildcard: boolean;
  readonly flows: readonly Flow[];
}

/** All of them, by the entries that were read: that each flow has its entry is asked elsewhere. */
export function destinationsOf(wanted: Wanted): readonly Destination[] {
  const { name: cell, egress } = wanted.definition;
  const carried = wanted.flows.filter((flow) => wanted.isByGateway(flow) && wanted.namespaces.some((namespace) => wanted.users(flow).includes(namespace)));
  const entries = wanted.objects('ServiceEntry');
  const users = carried.map((flow) => ({ flow, ports: new Set(eachPort(flow)), entries: new Set(entriesOf(flow, entries)) }));
  return entries.flatMap((entry) => {
    const spec = fieldsOf(entry.value.spec);
    const [host = ''] = textsOf(spec.hosts);
    const own = users.filter((one) => one.entries.has(entry));
    const isWildcard = host.startsWith('*.');
    return listOf(spec.ports).map(fieldsOf).flatMap(({ number, protocol }): Destination[] => {
      const flows = own.filter(({ ports }) => ports.has(number as number)).map(({ flow }) => flow);
      if (flows.length === 0 || typeof number !== 'number') return [];
      return [{
        entry, host, port: number, gatewayPort: gatewayPort(number), isWildcard, flows,
        serverName: isWildcard ? `${entry.value.metadata.name.slice(`eic-${cell}-`.length)}.${egress.gateway.namespace}.internal` : host,
        ...(protocol === 'TCP' ? { addresses: textsOf(spec.addresses).map(withPrefix) } : {}),
      }];
    });
  });
}

/** Namespaces whose pods use them, in order. */
export function clientsOf(destinations: readonly Destination[], wanted: Wanted): readonly string[] {
  return wanted.namespaces.filter((namespace) => flowsOf(destinations).some((flow) => wanted.users(flow).includes(namespace))).sort(compareText);
}

export function flowsOf(destinations: readonly Destination[]): readonly Flow[] {
  return [...new Set(destinations.flatMap(({ flows }) => flows))];
}

/** Ports of the gateway for destinations, in order. */
export function gatewayPortsOf(destinations: readonly Destination[]): readonly number[] {
  return [...new Set(destinations.map((one) => one.gatewayPort))].sort((a, b) => a - b);
}
