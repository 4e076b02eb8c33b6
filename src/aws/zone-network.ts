import { Construct } from 'constructs';
import { DataAwsNatGateway, Eip, NatGateway, NetworkfirewallFirewall, Route, RouteTable, RouteTableAssociation, Subnet } from './network-bindings';
import type { AwsZone } from './network-props';
import { compareText } from '../errors';
import { isToken } from '../net';
import { TerraformResource, Token } from '../terraform/engine';

/** What the zones of a network share. */
export interface SharedParts {
  readonly vpcId: string;
  readonly availabilityZone: string;
  /** The internet gateway, where a public subnet is made. */
  readonly internetGatewayId: () => string;
  readonly tags: Readonly<Record<string, string>>;
}

const ANYWHERE = '0.0.0.0/0';

/**
 * One availability zone: subnets, NAT gateway and route tables first, the routes through the firewall once that is there. Each zone has its own
 * endpoint and NAT gateway, and replies come back the way they went: a firewall sees both directions or decides nothing.
 */
export class ZoneNetwork extends Construct {
  /** Subnet of the firewall endpoint. */
  public readonly firewallSubnetId: string;
  /** Public address of the NAT gateway. */
  public readonly natAddress: string;
  /** Workload subnets by key. */
  public readonly workloadSubnetIds: Readonly<Record<string, string>>;
  /** Their route tables by key. */
  public readonly workloadRouteTableIds: Readonly<Record<string, string>>;
  private readonly natRouteTableId: string;

  public constructor(scope: Construct, id: string, private readonly zone: AwsZone, private readonly shared: SharedParts) {
    super(scope, id);
    this.firewallSubnetId = zone.firewallSubnetId ?? this.subnet('Firewall', zone.firewallSubnetCidr!);
    const nat = this.nat();
    this.natAddress = nat.address;
    this.natRouteTableId = nat.routeTableId;
    const routeTableId = zone.firewallRouteTableId ?? this.routeTable('Firewall', this.firewallSubnetId);
    new Route(this, 'FirewallToNat', { routeTableId, destinationCidrBlock: ANYWHERE, natGatewayId: nat.id });
    const subnets = this.workloads.map(([key, { subnetId, cidr }]) => [key, subnetId ?? this.subnet(`Workload.${key}`, cidr)] as const);
    this.workloadSubnetIds = Object.fromEntries(subnets);
    this.workloadRouteTableIds = Object.fromEntries(subnets.map(([key, subnetId]) => [key, zone.workloadSubnets[key]!.routeTableId ?? this.routeTable(`Workload.${key}`, subnetId)]));
  }

  /** Id of the firewall's endpoint in this zone: told by its subnet, since the list has no order. */
  public endpointId(firewall: NetworkfirewallFirewall): string {
    const states = `aws_networkfirewall_firewall.${firewall.friendlyUniqueId}.firewall_status[0].sync_states`;
    return Token.asString(`\${[for state in ${states} : state.attachment[0].endpoint_id if state.attachment[0].subnet_id == ${expressionOf(this.firewallSubnetId)}][0]}`);
  }

  /**
   * Sends the workload subnets through the firewall. Replies from the NAT gateway first: by the VPC's local route they would pass beside the
   * firewall. What must be there before the first packet, such as logging, comes before both.
   */
  public routeThrough(firewall: NetworkfirewallFirewall, before: readonly TerraformResource[]): readonly Route[] {
    const vpcEndpointId = this.endpointId(firewall);
    const replies = this.workloads.map(([key, { cidr }]) =>
      new Route(this, `Reply.${key}`, { routeTableId: this.natRouteTableId, destinationCidrBlock: cidr, vpcEndpointId, dependsOn: [...before] }));
    const routeTables = [...new Map(Object.entries(this.workloadRouteTableIds).map(([key, routeTableId]) => [routeTableId, key])).entries()];
    return routeTables.map(([routeTableId, key]) =>
      new Route(this, `Egress.${key}`, { routeTableId, destinationCidrBlock: ANYWHERE, vpcEndpointId, dependsOn: [...before, ...replies] }));
  }

  private get workloads() {
    return Object.entries(this.zone.workloadSubnets).sort(([a], [b]) => compareText(a, b));
  }

  private nat(): { readonly id: string; readonly address: string; readonly routeTableId: string } {
    const { natGatewayId, natSubnetId, natSubnetCidr, natRouteTableId, elasticIpId } = this.zone;
    if (natGatewayId !== undefined) {
      return { id: natGatewayId, address: new DataAwsNatGateway(this, 'ExistingNat', { id: natGatewayId }).publicIp, routeTableId: natRouteTableId! };
    }
    const subnetId = natSubnetId ?? this.subnet('Nat', natSubnetCidr!);
    const routeTableId = natRouteTableId ?? this.routeTable('Nat', subnetId);
    // A subnet that exists has its way to the Internet already.
    const route = natRouteTableId !== undefined ? []
      : [new Route(this, 'NatToInternet', { routeTableId, destinationCidrBlock: ANYWHERE, gatewayId: this.shared.internetGatewayId() })];
    const gateway = new NatGateway(this, 'Nat', { subnetId, allocationId: elasticIpId ?? this.elasticIp(), connectivityType: 'public', tags: this.tags('nat'), dependsOn: route });
    return { id: gateway.id, address: gateway.publicIp, routeTableId };
  }

  private elasticIp(): string {
    return new Eip(this, 'Address', { domain: 'vpc', tags: this.tags('nat') }).id;
  }

  private subnet(part: string, cidrBlock: string): string {
    const { vpcId, availabilityZone } = this.shared;
    return new Subnet(this, `${part}Subnet`, { vpcId, cidrBlock, availabilityZone, mapPublicIpOnLaunch: false, tags: this.tags(part.toLowerCase()) }).id;
  }

  private routeTable(part: string, subnetId: string): string {
    const table = new RouteTable(this, `${part}Routes`, { vpcId: this.shared.vpcId, tags: this.tags(part.toLowerCase()) });
    new RouteTableAssociation(this, `${part}Association`, { subnetId, routeTableId: table.id });
    return table.id;
  }

  private tags(part: string): Record<string, string> {
    const { tags, availabilityZone } = this.shared;
    return { Name: `eic-${part}-${availabilityZone}`, ...tags };
  }
}

/** An id inside an expression: literal text in quotes, a token or reference as it is. */
function expressionOf(id: string): string {
  const [, reference] = /^\$\{(.*)\}$/s.exec(id) ?? [];
  if (reference !== undefined && !/^TfToken\[/.test(reference)) return reference;
  return isToken(id) ? id : JSON.stringify(id);
}
