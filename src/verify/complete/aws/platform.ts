import { AwsFirewall, lackIn } from './groups';
import { countsFrom, passOf } from './rules';
import { Cidr, HostPattern } from '../../../net';
import { addressIn } from '../../addresses';
import type { AwsNetworkFirewall } from '../../aws';
import { Connection } from '../../connection';
import { firewallNeeds } from '../../wider/firewall-needs';
import { Lack, missing, Wanted } from '../wanted';

/** On the Internet, and nobody's: which address a host of AWS has decides nothing. */
const SAMPLES = { 4: '45.0.0.7', 6: '2001:db8::7' } as const;
const PORT = 443;

/** The hosts that nodes of EKS need pass from every network of the nodes: by a rule of the group for them, and by all rules together in their order. */
export function platformRules({ definition }: Wanted, firewall: AwsFirewall): Lack[] {
  const { layer, config, platform, target, asked } = firewall;
  const evaluator = layer.evaluator as AwsNetworkFirewall;
  const [group] = platform;
  // A group that nobody asked for is wider than the plan, which is said there.
  if ((asked?.platformEgress ?? definition.cluster.platform) !== 'eks') return [];
  if (group === undefined) return asked !== undefined ? [missing(`rule group of what the nodes of EKS need in ${layer.name}`)] : [];
  const needs = firewallNeeds('aws-network-firewall', definition, target, { ...config, resources: platform });
  const hosts = needs.flatMap(({ to }) => to.hosts);
  if (hosts.length === 0) return [lackIn(group.file, 'name the hosts that nodes of EKS need', `none of a Region in ${group.address}`)];
  // Without the policy nobody knows which group is asked first.
  const judging = evaluator.knowsOrder ? evaluator : evaluator.ofGroup(group);
  const own = new Set(platform.map(({ address }) => address));
  return definition.cluster.nodeCidrs.flatMap((source) => {
    const there = countsFrom(source, platform, firewall);
    return hosts.flatMap((host): Lack[] => {
      const what = `${String(host)}:${PORT} from the nodes ${source}`;
      if (!there.has(passOf('tls', String(host), '', String(PORT)))) return [lackIn(group.file, 'pass what the nodes of EKS need', `no rule for ${what} in ${group.address}`)];
      const { verdict, code, rule } = judging.judge(hello(host, source));
      // What another group of the policy decides, and is not in the files, is not known.
      const isWrong = verdict === 'deny' || (verdict === 'unknown' && rule !== null && own.has(rule.object));
      return isWrong ? [lackIn(group.file, 'pass what the nodes of EKS need', `${verdict} for ${what} (${code}${rule === null ? '' : `, ${rule.object} ${rule.path}`})`)] : [];
    });
  });
}

function hello({ name, wildcard }: HostPattern, source: string): Connection {
  const network = Cidr.trusted(source);
  const host = wildcard ? `eic-probe.${name}` : name;
  return { from: { egressAddresses: [addressIn(network, 1)] }, to: { host, address: SAMPLES[network.version], port: PORT }, protocol: 'tls', serverName: host, httpHost: null };
}
