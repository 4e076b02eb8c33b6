import { Subnet, VirtualNetwork } from '../network-bindings';
import { common, NetworkContext, partOfId, placed } from './network-context';

/** The virtual network and the subnets, given or made. */
export interface Subnets {
  /** The network that was made.
   * @default - it was given, or no subnet is made */
  readonly network?: VirtualNetwork;
  readonly firewallSubnetId: string;
  /** By key. */
  readonly clusterSubnetIds: Readonly<Record<string, string>>;
  /** Subnets that are made: whatever changes the network's subnets comes before the firewall. */
  readonly made: readonly Subnet[];
}

/** AzureFirewallSubnet and the cluster's subnets. Made one after the other: Azure changes one subnet of a network at a time. */
export function subnets(context: NetworkContext): Subnets {
  const { scope, virtualNetworkId, plan: { name, settings } } = context;
  const { addressSpace, firewallSubnetId, firewallSubnetCidr, clusterSubnetIds, clusterSubnetCidrs } = settings;
  const network = addressSpace.length === 0 ? undefined
    : new VirtualNetwork(scope, 'Network', { ...common(context), name, addressSpace: [...addressSpace] });
  // Set by a resource of its own, after the firewall has an address.
  network?.addOverride('lifecycle.ignore_changes', ['dns_servers']);
  const place = network !== undefined ? { virtualNetworkName: network.name, ...placed(settings) }
    : virtualNetworkId === undefined ? undefined : { virtualNetworkName: partOfId(virtualNetworkId, 8), resourceGroupName: partOfId(virtualNetworkId, 4) };
  const made: Subnet[] = [];
  const make = (id: string, subnetName: string, cidr: string, more: object) => {
    const subnet = new Subnet(scope, id, { ...place!, name: subnetName, addressPrefixes: [cidr], ...more, ...(made.length === 0 ? {} : { dependsOn: [made.at(-1)!] }) });
    made.push(subnet);
    return subnet.id;
  };
  const firewall = firewallSubnetId ?? make('FirewallSubnet', 'AzureFirewallSubnet', firewallSubnetCidr!, {});
  const cluster = Object.entries(clusterSubnetCidrs).map(([key, cidr]) =>
    [key, make(`ClusterSubnet.${key}`, `${name}-${key}`, cidr, { defaultOutboundAccessEnabled: false })] as const);
  return { ...(network === undefined ? {} : { network }), firewallSubnetId: firewall, clusterSubnetIds: { ...clusterSubnetIds, ...Object.fromEntries(cluster) }, made };
}
