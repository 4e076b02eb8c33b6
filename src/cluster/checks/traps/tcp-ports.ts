import { KINDS } from '../../../errors';
import { Check } from '../check';
import { EgressView } from '../egress-view';
import { isNamelessProtocol } from '../protocols';
import { Report } from '../report';
import { Entry, EntryPort } from '../service-entries';

const OWN_ADDRESSES = 'give each host addresses of its own';

/** What Istio cannot tell apart without names: measured in istio-dataplane, scenario overlap. */
export const tcpPorts: Check = ({ egress }, report) => {
  for (const entry of egress.entries) alone(entry, report);
  for (const entries of worlds(egress)) {
    sameAddress(entries, report);
    withoutAddress(entries, report);
  }
};

/** One entry by itself: TCP without addresses is for every address on the port. */
function alone({ object, ports, addresses, resolution, allocated }: Entry, report: Report): void {
  if (addresses.length > 0 || allocated) return;
  ports.forEach((port, index) => {
    if (!isTcp(port) && port.protocol !== '') return;
    const path = `spec.ports[${index}].protocol`;
    if (resolution === 'NONE' && isTcp(port)) {
      report.must(KINDS.openPort, object, path, `not be ${port.protocol} with resolution NONE and without addresses`, port.number,
        `port ${port.number} would be open to every address: give addresses, or use TLS or HTTP`);
    } else {
      report.must(KINDS.tcpWithoutAddresses, object, path, 'not be TCP without addresses', port.protocol === '' ? undefined : port.protocol, `every connection on port ${port.number} ends at this host: give addresses`);
    }
  });
}

/** Two entries with one address and port are one listener; where both send a connection where the pod dialled, nothing changes. */
function sameAddress(entries: readonly Entry[], report: Report): void {
  const first = new Map<string, Entry>();
  for (const entry of entries) {
    for (const { port, index } of tcpPortsOf(entry)) {
      entry.addresses.forEach((address, place) => {
        const key = `${port.number} ${address}`;
        const other = first.get(key);
        if (other === undefined) {
          first.set(key, entry);
        } else if (other !== entry && isOtherHost(entry, other) && (entry.resolution !== 'NONE' || other.resolution !== 'NONE')) {
          report.must(KINDS.tcpCollision, entry.object, `spec.addresses[${place}]`, `not have port ${port.number} in common with ${other.object.construct}`, entry.addresses[place],
            `all connections end at one of the two hosts: ${OWN_ADDRESSES} (spec.ports[${index}])`);
        }
      });
    }
  }
}

function withoutAddress(entries: readonly Entry[], report: Report): void {
  const tcp = new Map<number, Entry>();
  const named = new Map<number, Entry>();
  const bare = entries.filter(({ addresses, allocated }) => addresses.length === 0 && !allocated);
  for (const entry of bare) {
    for (const { number, protocol } of entry.ports) if (number !== undefined && protocol !== '' && !isNamelessProtocol(protocol) && !named.has(number)) named.set(number, entry);
  }
  for (const entry of bare) {
    for (const { port, index } of tcpPortsOf(entry)) {
      const number = port.number!;
      const other = tcp.get(number);
      if (other === undefined) {
        tcp.set(number, entry);
      } else if (isOtherHost(entry, other)) {
        report.must(KINDS.tcpCollision, entry.object, `spec.ports[${index}].number`, `have addresses beside ${other.object.construct}`, number,
          `without them every connection on the port, to any address, ends at one of the two hosts: ${OWN_ADDRESSES}`);
      }
      const withNames = named.get(number);
      if (withNames !== undefined) {
        report.must(KINDS.mixedPort, entry.object, `spec.ports[${index}].number`, `have addresses beside ${withNames.object.construct}, which is told by name`, number,
          'without them every connection with another name, or none, ends at this host: give addresses');
      }
    }
  }
}

/** Entries that one proxy has at once, each set once. */
function worlds(egress: EgressView): ReadonlySet<readonly Entry[]> {
  return new Set(egress.scopes.map((scope) => egress.entriesOf(scope)));
}

function tcpPortsOf({ ports }: Entry): { readonly port: EntryPort; readonly index: number }[] {
  return ports.map((port, index) => ({ port, index })).filter(({ port }) => isTcp(port) && port.number !== undefined);
}

function isTcp({ protocol }: EntryPort): boolean {
  return isNamelessProtocol(protocol);
}

function isOtherHost(a: Entry, b: Entry): boolean {
  return a.hosts.join() !== b.hosts.join();
}
