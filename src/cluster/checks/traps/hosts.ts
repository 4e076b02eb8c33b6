import { KINDS } from '../../../errors';
import { Check } from '../check';
import { isTlsProtocol } from '../protocols';
import { Report } from '../report';
import { Entry } from '../service-entries';

/** Hosts that stand in two entries, and names that are not looked at. */
export const hostsOfEntries: Check = ({ egress }, report) => {
  for (const entry of egress.entries) addressOnly(entry, report);
  for (const entries of new Set(egress.scopes.map((scope) => egress.entriesOf(scope)))) {
    const byHost = new Map<string, Entry[]>();
    for (const entry of entries) {
      for (const host of new Set(entry.hosts)) {
        const known = byHost.get(host);
        if (known === undefined) byHost.set(host, [entry]);
        else known.push(entry);
      }
    }
    for (const [host, several] of byHost) if (several.length > 1) twice(host, several, report);
  }
};

/** TLS with a single address: any name passes to it (measured: istio-verdicts, hand-tls-addresses). */
function addressOnly({ object, ports, addresses }: Entry, report: Report): void {
  const index = addresses.findIndex((address) => !address.includes('/'));
  if (index < 0 || !ports.some(({ protocol }) => isTlsProtocol(protocol))) return;
  report.must(KINDS.addressOnly, object, `spec.addresses[${index}]`, 'be left out, or be a network, where names are to be checked', addresses[index],
    'the entry is matched by this address alone: any name, none, and plaintext pass');
}

/** Compared with the first entry of the host: one that differs makes the whole unsure. */
function twice(host: string, [first, ...others]: readonly Entry[], report: Report): void {
  const portNames = new Map(first!.ports.map((port) => [port.name, port.number]));
  const protocols = new Map(first!.ports.map((port) => [port.number, port.protocol]));
  for (const entry of others) {
    const { object, resolution, ports } = entry;
    const where = `as ${first!.object.construct} does`;
    const wayOut = 'give all ports of the host in one ServiceEntry';
    if (resolution !== first!.resolution) {
      report.must(KINDS.hostResolvedTwice, object, 'spec.resolution', `resolve ${host} ${where} (${first!.resolution})`, resolution, wayOut);
    } else if (!sameSet(entry.exportTo, first!.exportTo) && ports.some(({ number }) => !protocols.has(number))) {
      report.must(KINDS.hostResolvedTwice, object, 'spec.exportTo', `export ${host} ${where}, since it adds ports`, [...entry.exportTo].join(', '), wayOut);
    }
    ports.forEach(({ name, number, protocol }, index) => {
      if (resolution === 'STATIC' && first!.resolution === 'STATIC' && portNames.has(name) && portNames.get(name) !== number) {
        report.must(KINDS.hostResolvedTwice, object, `spec.ports[${index}].name`, `not be used by ${first!.object.construct} for another port of ${host}`, name, `endpoints would be mixed: rename it, or ${wayOut}`);
      }
      const other = protocols.get(number);
      if (other !== undefined && other !== protocol) {
        report.must(KINDS.hostProtocols, object, `spec.ports[${index}].protocol`, `be ${other} for ${host}, ${where}`, protocol, wayOut);
      }
    });
  }
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}
