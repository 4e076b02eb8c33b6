import { egressSources } from '../../cell';
import { Cidr, Port } from '../../net';
import { Flow } from '../../plan';
import { AllowedTraffic } from '../rules';
import { GcpView } from './gcp-view';
import { Lack } from './wanted';
import { networkOf } from '../wider/own-objects';
import { gcpCluster, gke } from '../wider/firewall-needs';
import { Need } from '../wider/plan-scope';

const EVERY_PORT = Port.of('1-65535');

/** Each thing that cluster and platform need has a rule of ours, though Google may always allow it or another rule may hold it. */
export function coverage(view: GcpView): Lack[] {
  const traffic = ownTraffic(view);
  return ownNeeds(view).flatMap(({ to, ports }: Need) => ports.flatMap((port) => [
    ...to.hosts.map(String).filter((host) => !traffic.some((one) => one.hosts.includes(host) && carries(one, port))),
    ...to.cidrs.filter((cidr) => !traffic.some((one) => holds(one, cidr) && carries(one, port))).map(String),
  ].map((what) => ({ message: `must allow what the platform needs by a rule of ours: ${what} on TCP ${String(port)}, got: none in ${view.layer.name}` }))));
}

/** Needs of cluster and platform that rules of ours are to carry. */
function ownNeeds({ wanted: { definition }, target, settings, rules }: GcpView): readonly Need[] {
  const denies = rules.some(({ values: { action } }) => action !== 'allow');
  const ofPlatform = target?.gcp?.platformEgress === 'gke' || (denies && definition.cluster.platform === 'gke');
  // Without a target it is not known by which of the two Google APIs are reached.
  return [...(denies ? gcpCluster(definition) : []), ...(ofPlatform && settings !== undefined ? gke(target) : [])];
}

/** Two flows that share a host or network have a rule each, so that one can be taken away without the other. Nothing is said where no rule has it. */
export function ruleForEachFlow(view: GcpView): Lack[] {
  const traffic = ownTraffic(view);
  const flows = new Map<string, { readonly what: string; readonly isCarried: (one: AllowedTraffic) => boolean; readonly flows: Set<Flow> }>();
  const add = (flow: Flow, port: Port, what: string, has: (one: AllowedTraffic) => boolean) => {
    const key = `${what} on ${flow.transport === 'udp' ? 'UDP' : 'TCP'} ${String(port)}`;
    const entry = flows.get(key) ?? { what: key, isCarried: (one) => has(one) && carries(one, port, flow.transport === 'udp' ? 'udp' : 'tcp'), flows: new Set<Flow>() };
    entry.flows.add(flow);
    flows.set(key, entry);
  };
  for (const flow of view.wanted.flows) {
    for (const port of flow.ports) {
      if (!flow.addressBound) for (const host of flow.to.hosts.filter(({ wildcard }) => !wildcard).map(String)) add(flow, port, host, (one) => one.hosts.includes(host));
      for (const cidr of flow.to.cidrs) add(flow, port, String(cidr), (one) => one.cidrs.some((text) => String(networkOf(text) ?? '') === String(cidr)));
    }
  }
  return [...flows.values()].flatMap(({ what, isCarried, flows: own }) => {
    const count = new Set(traffic.filter(isCarried).map(({ rule }) => rule.object)).size;
    return count === 0 || count >= own.size ? [] : [{ message: `must have a rule for each of ${[...own].map(({ key }) => key).join(', ')}, got: ${count} in ${view.layer.name} for ${what}` }];
  });
}

function ownTraffic({ layer, rules, wanted }: GcpView): readonly AllowedTraffic[] {
  const { cluster } = wanted.definition;
  const own = new Set(rules.map(({ address }) => address));
  return layer.allowedFrom([...egressSources(cluster), ...cluster.nodeCidrs, ...cluster.podCidrs]).filter(({ rule }) => own.has(rule.object));
}

function holds({ cidrs }: AllowedTraffic, wanted: Cidr): boolean {
  return cidrs.some((text) => networkOf(text)?.contains(wanted) === true);
}

function carries({ ports, protocols }: AllowedTraffic, wanted: Port, protocol = 'tcp'): boolean {
  return (protocols.includes(protocol) || protocols.includes('any'))
    && ports.some((text) => (text === '*' ? EVERY_PORT : Port.read(/^\d+$/.test(text) ? Number(text) : text))?.contains(wanted) === true);
}
