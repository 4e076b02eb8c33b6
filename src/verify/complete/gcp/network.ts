import { GcpNetworkSettings, GcpView, isOfFiles } from './view';
import { Cidr } from '../../../net';
import { TerraformResource } from '../../read';
import { blockOf, blocksOf, isExpression, TerraformValues } from '../../rules';
import { isOwnName } from '../own-names';
import { Settings } from '../settings';
import { Lack } from '../wanted';

const [NETWORK, SUBNETWORK, ROUTER, NAT, ADDRESS] = ['google_compute_network', 'google_compute_subnetwork', 'google_compute_router', 'google_compute_router_nat', 'google_compute_address'] as const;

interface Parts {
  readonly values: TerraformValues;
  readonly settings: GcpNetworkSettings;
  readonly cell: string;
  readonly cluster: GcpView['wanted']['definition']['cluster'];
  readonly found: Settings;
}

/** An egress network of ours is as the definition has it: network, subnetworks with the ranges of the cluster, router, and Cloud NAT with reserved addresses. */
export function gcpNetwork({ wanted: { definition }, values }: GcpView, settings: GcpNetworkSettings): Lack[] {
  // A network of other names is not ours.
  if (!values.ofType(NETWORK, SUBNETWORK, ROUTER, NAT).some(({ values: { name } }) => isOwnName(name, definition.name))) return [];
  const parts: Parts = { values, settings, cell: definition.name, cluster: definition.cluster, found: new Settings() };
  if (settings.network === undefined) ofNetwork(parts);
  if (settings.subnetworks.length === 0) ofSubnetworks(parts);
  const router = settings.router === undefined ? parts.found.have(own(parts, ROUTER), ROUTER) : undefined;
  if (router !== undefined) inNetwork(parts, router);
  const nat = parts.found.have(own(parts, NAT), `${NAT}: nodes without public addresses could not leave`);
  if (nat !== undefined) {
    ofNat(parts, nat, router);
    ofPorts(parts, nat);
  }
  return parts.found.lacks;
}

function ofNetwork(parts: Parts): void {
  const { found } = parts;
  const network = found.have(own(parts, NETWORK), NETWORK);
  if (network === undefined) return;
  found.be(network, 'auto_create_subnetworks', network.values.auto_create_subnetworks, false, 'or Google makes a subnetwork in every region');
  found.be(network, 'network_firewall_policy_enforcement_order', network.values.network_firewall_policy_enforcement_order, 'BEFORE_CLASSIC_FIREWALL', 'or firewall rules of the VPC come before the policy');
}

/** A subnetwork for each network of nodes; the first has the ranges of pods and Services. IPv4 only, as the egress network carries no IPv6. */
function ofSubnetworks(parts: Parts): void {
  const { values, cluster, found } = parts;
  const four = (texts: readonly string[]) => [...new Set(texts)].map((text) => Cidr.trusted(text)).filter(({ version }) => version === 4).sort((a, b) => a.compare(b)).map(String);
  const secondary = [...four(cluster.podCidrs), ...four(cluster.serviceCidrs)];
  for (const [index, range] of four(cluster.nodeCidrs).entries()) {
    const subnetwork = found.have(values.ofType(SUBNETWORK).find(({ values: { ip_cidr_range: given } }) => given === range), `${SUBNETWORK} of ${range}`);
    if (subnetwork === undefined) continue;
    const { private_ip_google_access: access, secondary_ip_range: ranges, stack_type: stack } = subnetwork.values;
    inNetwork(parts, subnetwork);
    found.be(subnetwork, 'private_ip_google_access', access, true, 'or nodes reach Google APIs by the Internet only');
    found.be(subnetwork, 'secondary_ip_range', blocksOf(ranges).map(({ ip_cidr_range: given }) => given), index === 0 ? secondary : []);
    found.be(subnetwork, 'stack_type', stack, 'IPV4_ONLY');
  }
}

function ofNat({ values, settings, found, cluster }: Parts, nat: TerraformResource, router: TerraformResource | undefined): void {
  const { router: of, nat_ips: list, subnetwork: covered } = nat.values;
  const addresses = Array.isArray(list) ? (list as readonly unknown[]) : [];
  if (router !== undefined) found.hold(values.resource(of, ROUTER) === router, nat, 'router', `be on the router ${router.address}`, of);
  else found.be(nat, 'router', of, settings.router);
  if (settings.natAddresses.length > 0) {
    found.be(nat, 'nat_ips', addresses, settings.natAddresses, 'the reserved addresses of the definition');
  } else {
    const reserved = new Set(addresses.map((one) => values.resource(one, ADDRESS)?.address).filter((one) => one !== undefined));
    found.hold(reserved.size === settings.natAddressCount && reserved.size === addresses.length, nat, 'nat_ips', `leave by the ${settings.natAddressCount} reserved addresses of the files, which partners allow`, list);
  }
  for (const id of settings.subnetworks) found.hold(blocksOf(covered).some(({ name }) => name === id || isExpression(name)), nat, 'subnetwork', `cover ${id}`, covered);
  const wanted = settings.subnetworks.length > 0 ? settings.subnetworks.length : cluster.nodeCidrs.filter((text) => !text.includes(':')).length;
  found.hold(blocksOf(covered).length >= wanted || nat.values.source_subnetwork_ip_ranges_to_nat === 'ALL_SUBNETWORKS_ALL_IP_RANGES', nat, 'subnetwork', 'cover every subnetwork of the cluster', covered);
}

/** Ports for each VM: too few, and connections fail when the load grows. */
function ofPorts({ settings, found }: Parts, nat: TerraformResource): void {
  const be = (field: string, wanted: unknown, why?: string) => found.be(nat, field, nat.values[field], wanted, why);
  be('enable_dynamic_port_allocation', true, 'as a VM gets more ports when it needs them');
  be('enable_endpoint_independent_mapping', false, 'as Google refuses it with dynamic ports');
  be('min_ports_per_vm', settings.minPortsPerVm);
  be('max_ports_per_vm', settings.maxPortsPerVm);
  be('tcp_established_idle_timeout_sec', settings.tcpEstablishedIdleTimeoutSec);
  const log = blockOf(nat.values.log_config);
  found.be(nat, 'log_config.enable', log.enable, true, 'or nobody sees that addresses or ports run out');
  found.be(nat, 'log_config.filter', log.filter, settings.natLogging);
}

/** The one with our name, else the first. */
function own({ values, cell }: Parts, type: string): TerraformResource | undefined {
  const all = values.ofType(type);
  return all.find(({ values: { name } }) => isOwnName(name, cell)) ?? all[0];
}

function inNetwork({ values, settings, found }: Parts, resource: TerraformResource): void {
  const { network } = resource.values;
  const given = settings.network;
  const isIn = given === undefined ? isOfFiles(values, network, NETWORK) : isExpression(network) || network === given || String(network).endsWith(`/${given}`);
  found.hold(isIn, resource, 'network', `be in the network ${given ?? 'of the files'}`, network);
}
