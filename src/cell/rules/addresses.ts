import { KINDS, Problems } from '../../errors';
import { Cidr } from '../../net';
import type { Definition } from '../definition';
import { child, item } from '../spec';

interface Addressed { readonly addresses?: readonly string[] }

/** Every list of remote addresses in a definition, with its path. */
function addressLists({ btp, cluster, services, receivers, proxies, externalServices, flows }: Definition): [string, readonly string[]][] {
  const within = (path: string, entries: Readonly<Record<string, Addressed | undefined>> = {}): [string, readonly string[]][] =>
    Object.entries(entries).map(([key, entry]) => [child(child(path, key), 'addresses'), entry?.addresses ?? []]);
  return [
    ...within('btp.flows', btp.flows),
    ...within('receivers', receivers),
    ...within('proxies', proxies),
    ...within('externalServices', externalServices),
    ...within('flows', flows),
    ['services.focusedRun.addresses', services.focusedRun?.addresses ?? []],
    ['services.cloudConnector.sources', services.cloudConnector?.sources ?? []],
    ['cluster.httpProxy.addresses', cluster.httpProxy?.addresses ?? []],
    ['cluster.dns.upstream', cluster.dns?.upstream ?? []],
    ['cluster.ntp', cluster.ntp ?? []],
  ];
}

/** No address of a remote system lies in the pod or service range. */
export function checkAddresses(definition: Definition, problems: Problems): void {
  if (problems.touches('cluster.podCidrs') || problems.touches('cluster.serviceCidrs')) return;
  const own = [
    ...definition.cluster.podCidrs.map((text) => ({ range: Cidr.trusted(text), what: 'cluster.podCidrs' })),
    ...definition.cluster.serviceCidrs.map((text) => ({ range: Cidr.trusted(text), what: 'cluster.serviceCidrs' })),
  ];
  for (const [path, addresses] of addressLists(definition)) {
    if (problems.touches(path)) continue;
    addresses.forEach((text, index) => {
      if (!text.includes('/')) return; // a time server by name
      const address = Cidr.trusted(text);
      const clash = own.find(({ range }) => range.overlaps(address));
      if (clash !== undefined) {
        problems.must(KINDS.overlap, item(path, index), `lie outside ${clash.what} (${clash.range})`, text, 'what is outside the cluster has no address inside it');
      }
    });
  }
}
