import { GcpView } from './view';
import { egressSources } from '../../../cell';
import { Cidr, Port } from '../../../net';
import { Flow } from '../../../plan';
import { AllowedTraffic } from '../../rules';
import { gcpCluster, gke } from '../../wider/firewall-needs';
import { networkOf } from '../../wider/own-objects';
import { Need } from '../../wider/plan-scope';
import { lacking } from '../settings';
import { Lack } from '../wanted';

const EVERY_PORT = Port.of('1-65535');

/** Each thing that cluster and platform need has a rule of ours, though Google may always allow it or another rule may hold it. */
export function coverage(view: GcpView): Lack[] {
  const traffic = ownTraffic(view);
  return ownNeeds(view).flatMap(({ to, ports }: Need) => ports.flatMap((port) => [
    ...to.hosts.map(String).filter((host) => !traffic.some((one) => one.hosts.includes(host) && carries(one, port))),
    ...to.cidrs.filter((cidr) => !traffic.some((one) => holds(one, cidr) && carries(one, port))).map(String),
  ].map((what) => (lacking(`allow what the platform needs by a rule of ours: ${what} on TCP ${String(port)}`, `none in ${view.layer.name}`)))));
}

/** Needs of cluster and platform that rules of ours are to carry. */
function ownNeeds(view: GcpView): readonly Need[] {
  const { wanted: { definition }, target, settings } = view;
  // Without a target it is not known by which of the two Google APIs are reached.
  return [...(denies(view) ? gcpCluster(definition) : []), ...(carriesPlatform(view) && settings !== undefined ? gke(target) : [])];
}

function denies({ rules }: GcpView): boolean {
  return rules.some(({ values: { action } }) => action !== 'allow');
}

/** Are rules of ours to hold what GKE needs: since the definition asks, or since they deny at its VMs? */
export function carriesPlatform(view: GcpView): boolean {
  return view.target?.gcp?.platformEgress === 'gke' || (denies(view) && view.wanted.definition.cluster.platform === 'gke');
}

/** Two flows that share a host or network have a rule each, so that one can be taken away without the other. Nothing is said where no rule has it. */
export function ruleForEachFlow(view: GcpView): Lack[] {
  const carried = new Map<string, AllowedTraffic[]>();
  for (const one of ownTraffic(view)) {
    for (const what of [...one.hosts, ...one.cidrs.map((text) => String(networkOf(text) ?? text))]) carried.set(what, [...carried.get(what) ?? [], one]);
  }
  const shared = new Map<string, { readonly what: string; readonly port: Port; readonly protocol: 'tcp' | 'udp'; readonly flows: Set<Flow> }>();
  for (const flow of view.wanted.flows) {
    const protocol = flow.transport === 'udp' ? 'udp' : 'tcp';
    const hosts = flow.addressBound ? [] : flow.to.hosts.filter(({ wildcard }) => !wildcard);
    for (const port of flow.ports) {
      for (const what of [...hosts, ...flow.to.cidrs].map(String)) {
        const key = `${what} ${protocol} ${String(port)}`;
        const entry = shared.get(key) ?? { what, port, protocol, flows: new Set<Flow>() };
        entry.flows.add(flow);
        shared.set(key, entry);
      }
    }
  }
  return [...shared.values()].flatMap(({ what, port, protocol, flows }) => {
    const count = new Set((carried.get(what) ?? []).filter((one) => carries(one, port, protocol)).map(({ rule }) => rule.object)).size;
    return count === 0 || count >= flows.size ? []
      : [lacking(`have a rule for each of ${[...flows].map(({ key }) => key).join(', ')}`, `${count} in ${view.layer.name} for ${what} on ${protocol.toUpperCase()} ${String(port)}`)];
  });
}

function ownTraffic({ layer, rules, wanted }: GcpView): readonly AllowedTraffic[] {
  const { cluster } = wanted.definition;
  const own = new Set(rules.map(({ address }) => address));
  return layer.allowedFrom([...egressSources(cluster), ...cluster.nodeCidrs, ...cluster.podCidrs]).filter(({ rule }) => own.has(rule.object));
}

/** A rule for every address, as before a proxy, is for nothing in particular. */
function holds({ cidrs }: AllowedTraffic, wanted: Cidr): boolean {
  return cidrs.map((text) => networkOf(text)).some((network) => network !== undefined && network.prefix > 0 && network.contains(wanted));
}

function carries({ ports, protocols }: AllowedTraffic, wanted: Port, protocol = 'tcp'): boolean {
  return (protocols.includes(protocol) || protocols.includes('any'))
    && ports.some((text) => (text === '*' ? EVERY_PORT : Port.read(/^\d+$/.test(text) ? Number(text) : text))?.contains(wanted) === true);
}
