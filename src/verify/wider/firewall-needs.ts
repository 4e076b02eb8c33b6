import { Need } from './plan-scope';
import { EKS_HOSTS, GKE_CONTROL_PLANE, GKE_NEEDS, METADATA_SERVER, PRIVATE_VIP } from '../../catalog';
import { Definition } from '../../cell';
import { Cidr, HostPattern, Port } from '../../net';
import { FirewallTarget } from '../../read-cell';
import { TerraformConfig } from '../read';
import { LayerKind } from '../sight';

const EVERY_PORT = Port.of('1-65535');
/** A Region of AWS, wherever it stands in a text. */
const REGION = /\b[a-z]{2}(?:-[a-z]+){1,2}-\d\b/g;

/**
 * What a firewall lets through besides the plan, since the definition says so: the needs of the platform (`platformEgress`), and on Google Cloud, which
 * filters at every VM, the cluster's own traffic before a deny. Without a `firewall` section, as in stacks of one's own, it is that of `cluster.platform`.
 */
export function firewallNeeds(kind: LayerKind, definition: Definition, target: FirewallTarget | undefined, config: TerraformConfig): readonly Need[] {
  const { cluster } = definition;
  const platform = target === undefined ? cluster.platform : (target.azure ?? target.aws ?? target.gcp)?.platformEgress;
  if (kind === 'azure-firewall') return platform === 'aks' ? apiServer(definition, []) : [];
  if (kind === 'aws-network-firewall') return platform === 'eks' ? eks(target, config) : [];
  return kind === 'gcp-firewall' ? [...gcpCluster(definition), ...(platform === 'gke' || keepsAlive(definition, target) ? gke(target) : [])] : [];
}

/** Whatever denies or inspects on Google Cloud would stop the nodes of GKE, so what they need is allowed before. */
function keepsAlive({ cluster }: Definition, target: FirewallTarget | undefined): boolean {
  const settings = target?.gcp?.rules ?? target?.gcp?.network;
  return cluster.platform === 'gke' && settings !== undefined && (settings.defaultDeny !== 'none' || settings.wildcards !== 'refuse');
}

function eks(target: FirewallTarget | undefined, config: TerraformConfig): Need[] {
  const declared = target?.aws?.rules?.region ?? target?.aws?.network?.region;
  const regions = declared === undefined ? new Set(JSON.stringify(config.resources).match(REGION)) : [declared];
  return [...regions].flatMap((region) => EKS_HOSTS.map(({ hosts }) => byName(hosts(region), [443])));
}

/** What GKE asks of Google: by name, by the private virtual address, or either where the definition does not say which. */
export function gke(target: FirewallTarget | undefined): Need[] {
  const googleApis = (target?.gcp?.rules ?? target?.gcp?.network)?.googleApis;
  return [
    ...(googleApis === 'public' ? [] : [byAddress([PRIVATE_VIP.cidr], [Port.of(443)])]),
    ...(googleApis === 'privateVip' ? [] : GKE_NEEDS.map(({ hosts, ports }) => byName(hosts, ports))),
  ];
}

/** The cluster's own traffic, which Google Cloud filters at every VM. */
export function gcpCluster(definition: Definition): Need[] {
  const { nodeCidrs, podCidrs, serviceCidrs, platform } = definition.cluster;
  return [
    byAddress([...nodeCidrs, ...podCidrs, ...serviceCidrs, METADATA_SERVER.cidr], [EVERY_PORT]),
    ...apiServer(definition, platform === 'gke' ? GKE_CONTROL_PLANE.ports : []),
  ];
}

function apiServer({ cluster }: Definition, more: readonly number[]): Need[] {
  return cluster.apiServer === undefined ? [] : [byAddress(cluster.apiServer.cidrs, [cluster.apiServer.port, ...more].map((port) => Port.of(port)))];
}

function byName(hosts: readonly string[], ports: readonly number[]): Need {
  return { to: { hosts: hosts.map((host) => HostPattern.trusted(host)), cidrs: [] }, ports: ports.map((port) => Port.of(port)), addressBound: false };
}

function byAddress(cidrs: readonly string[], ports: readonly Port[]): Need {
  return { to: { hosts: [], cidrs: cidrs.map((text) => Cidr.trusted(text)) }, ports, addressBound: true };
}
