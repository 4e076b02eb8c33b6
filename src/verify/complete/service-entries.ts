import { exactlyThese } from './exact';
import { eachPort, isNamed, Lack, lack, missing, Wanted } from './wanted';
import { Cidr } from '../../net';
import { Flow } from '../../plan';
import { fieldsOf, listOf, textsOf } from '../data';
import { ReadObject } from '../read';
import { networkOf } from '../wider/own-objects';

/** Ports of a range that are named one by one. */
const SHOWN = 5;

/** Each host and address of a flow has an entry that its namespaces see, with its ports, outside the mesh, and resolved as its form needs. */
export function serviceEntries(wanted: Wanted): Lack[] {
  const entries = wanted.objects('ServiceEntry');
  const lacks: Lack[] = [];
  for (const flow of wanted.flows.filter(({ transport }) => transport !== 'udp')) {
    const users = wanted.users(flow);
    if (users.length === 0) continue;
    const found = entriesOf(flow, entries);
    if (isNamed(flow)) {
      for (const host of flow.to.hosts) {
        const entry = found.find(({ value }) => textsOf(fieldsOf(value.spec).hosts).includes(String(host)));
        if (entry === undefined) lacks.push(missing(`ServiceEntry of ${String(host)} for ${flow.key}`));
        else lacks.push(...of(entry, flow, wanted, host.wildcard ? wildcardResolutions(wanted) : ['DNS']));
      }
    } else {
      const resolutions = wanted.byGateway ? ['NONE', 'STATIC'] : ['NONE'];
      for (const network of flow.to.cidrs) if (!found.some((entry) => networksOf(entry).some((own) => String(own) === String(network)))) lacks.push(missing(`ServiceEntry of ${String(network)} for ${flow.key}`));
      for (const entry of found) lacks.push(...of(entry, flow, wanted, resolutions));
    }
  }
  return lacks;
}

/** Entries that are the flow's: by its hosts where names are seen; else by its addresses and ports. */
export function entriesOf(flow: Flow, entries: readonly ReadObject[]): readonly ReadObject[] {
  if (flow.transport === 'udp') return [];
  if (isNamed(flow)) {
    const hosts = new Set(flow.to.hosts.map(String));
    return entries.filter((entry) => textsOf(fieldsOf(entry.value.spec).hosts).some((host) => hosts.has(host)));
  }
  return entries.filter((entry) => {
    const networks = networksOf(entry);
    const numbers = portsOf(entry).map(({ number }) => number);
    return networks.some((network) => flow.to.cidrs.some((own) => String(own) === String(network))) && flow.ports.some(({ first, last }) => numbers.some((port) => typeof port === 'number' && first <= port && port <= last));
  });
}

function of(entry: ReadObject, flow: Flow, wanted: Wanted, resolutions: readonly string[]): Lack[] {
  const users = wanted.users(flow);
  // Flows of several namespaces share the entry of a host, which stands in one of them.
  const homes = new Set(wanted.flows.filter((other) => other === flow || entriesOf(other, [entry]).length > 0).flatMap((other) => wanted.users(other)));
  const spec = fieldsOf(entry.value.spec);
  const protocol = flow.transport === 'http' ? 'HTTP' : isNamed(flow) ? 'TLS' : 'TCP';
  const there = new Map(portsOf(entry).map(({ number, protocol: word }) => [number, word]));
  // Entries know no ranges: each port stands for itself, also those between the ends, which no question asks about.
  const absent = eachPort(flow).filter((port) => there.get(port) !== protocol);
  const lacks = [
    ...absent.slice(0, SHOWN).map((port) => lack(entry, 'spec.ports', `have port ${port} as ${protocol} for ${flow.key}`, [...there])),
    ...users.filter((namespace) => !textsOf(spec.exportTo).includes(namespace)).map((namespace) => lack(entry, 'spec.exportTo', `be exported to ${namespace} for ${flow.key}`, spec.exportTo)),
  ];
  if (!homes.has(String(entry.value.metadata.namespace))) lacks.push(lack(entry, 'metadata.namespace', `be in a namespace of ${flow.key}: ${[...homes].join(', ')}`, entry.value.metadata.namespace));
  if (textsOf(spec.hosts).length === 0) lacks.push(lack(entry, 'spec.hosts', 'have a host, without which Istio takes no entry', undefined));
  if (spec.location !== 'MESH_EXTERNAL') lacks.push(lack(entry, 'spec.location', 'be MESH_EXTERNAL', spec.location));
  // What dials itself dials the address of the entry.
  if (spec.resolution === 'STATIC') lacks.push(...exactlyThese(entry, 'spec.endpoints', spec.endpoints, textsOf(spec.addresses).map((address) => ({ address }))));
  if (!resolutions.includes(String(spec.resolution))) lacks.push(lack(entry, 'spec.resolution', `be ${resolutions.join(' or ')}`, spec.resolution));
  return lacks;
}

function wildcardResolutions({ definition, enforced }: Wanted): readonly string[] {
  return enforced && definition.egress.wildcards === 'dynamicDns' ? ['DYNAMIC_DNS', 'NONE'] : ['NONE'];
}

function portsOf({ value }: ReadObject): readonly Readonly<Record<string, unknown>>[] {
  return listOf(fieldsOf(value.spec).ports).map(fieldsOf);
}

function networksOf({ value }: ReadObject): readonly Cidr[] {
  return textsOf(fieldsOf(value.spec).addresses).map(networkOf).filter((network) => network !== undefined);
}
