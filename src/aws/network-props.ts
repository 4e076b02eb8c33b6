import { EdgeIntegrationCell } from '../edge-integration-cell';

/** A subnet of nodes and pods, whose traffic goes through the firewall. */
export interface AwsWorkloadSubnet {
  /** Its network; replies are routed by it. May be a token of a subnet that exists. */
  readonly cidr: string;
  /** The subnet, where it exists; may be a token.
   * @default - it is made */
  readonly subnetId?: string;
  /** Its route table, where it exists; it gets the default route. May be a token.
   * @default - one is made for the subnet */
  readonly routeTableId?: string;
}

/** One availability zone: its firewall endpoint, its NAT gateway and what uses them. Ids may be tokens. */
export interface AwsZone {
  /** Subnet of the firewall endpoint, where it exists.
   * @default - `firewallSubnetCidr` */
  readonly firewallSubnetId?: string;
  /** Network of the subnet of the firewall endpoint, which is made; a /28 is enough.
   * @default - `firewallSubnetId` */
  readonly firewallSubnetCidr?: string;
  /** Route table of the firewall subnet, where it exists; it gets the default route.
   * @default - one is made for the subnet */
  readonly firewallRouteTableId?: string;
  /** Public subnet for the NAT gateway, where it exists.
   * @default - `natSubnetCidr` or `natGatewayId` */
  readonly natSubnetId?: string;
  /** Network of the public subnet for the NAT gateway, which is made; a /28 is enough.
   * @default - `natSubnetId` or `natGatewayId` */
  readonly natSubnetCidr?: string;
  /** NAT gateway, where it exists.
   * @default - one is made */
  readonly natGatewayId?: string;
  /** Route table of the public subnet, where that or the NAT gateway exists; it gets the routes of replies.
   * @default - one is made for a subnet that is made */
  readonly natRouteTableId?: string;
  /** Elastic IP (allocation id) of the NAT gateway, where it exists.
   * @default - one is made */
  readonly elasticIpId?: string;
  /** Subnets of nodes and pods in the zone, by key. */
  readonly workloadSubnets: Readonly<Record<string, AwsWorkloadSubnet>>;
}

/** Where the firewall logs to: alerts (with what was denied) and flows. */
export interface AwsFirewallLogs {
  /** Days that CloudWatch keeps the logs; one of the numbers that CloudWatch takes.
   * @default 365 */
  readonly retentionDays?: number;
  /** ARN of the KMS key that encrypts the log groups; may be a token.
   * @default - the key of CloudWatch */
  readonly kmsKeyArn?: string;
  /** Name of the bucket that gets the logs instead of CloudWatch; may be a token. Its policy must let log delivery write.
   * @default - CloudWatch */
  readonly bucket?: string;
}

/** Properties of `AwsEgressNetwork`. What is given by id is used and never made. */
export interface AwsEgressNetworkProps {
  /** The cell whose flows the firewall allows; nothing else passes. */
  readonly cell: EdgeIntegrationCell;
  /** AWS Region, a literal such as `eu-central-1`. */
  readonly region: string;
  /** The VPC, where it exists; may be a token.
   * @default - one is made, with `vpcCidr` */
  readonly vpcId?: string;
  /** Network of the VPC, which is made.
   * @default - `vpcId` */
  readonly vpcCidr?: string;
  /** Internet gateway of the VPC, where it exists; may be a token.
   * @default - one is made when a public subnet is made */
  readonly internetGatewayId?: string;
  /** Availability zones by letter: `a` is eu-central-1a in eu-central-1. */
  readonly zones: Readonly<Record<string, AwsZone>>;
  /** What the Kubernetes platform itself needs, as a group of its own: `none` or `eks`.
   * @default `none` */
  readonly platformEgress?: string;
  /** Rules that the group can hold, 1 to 30000; another number replaces the group.
   * @default - the next of a few coarse steps, with head-room */
  readonly capacity?: number;
  /** Does the deny end a TLS hello that is longer than 8 kB?
   * @default true */
  readonly endlessHelloBound?: boolean;
  /** Seconds after which the firewall forgets an idle TCP connection, 60 to 6000; NAT gateways always do after 350.
   * @default 350 */
  readonly idleTimeoutSeconds?: number;
  /** Must the protection be lifted before the firewall, its subnets or its policy can be taken away?
   * @default true */
  readonly deletionProtection?: boolean;
  /** Where the firewall logs to.
   * @default - CloudWatch, for 365 days */
  readonly logs?: AwsFirewallLogs;
  /** Does Route 53 DNS Firewall resolve the hosts of the plan only, in the whole VPC? It closes DNS as a way out.
   * @default false */
  readonly dnsFirewall?: boolean;
  /** More that the VPC may resolve with `dnsFirewall`, such as `*.corp.example`.
   * @default - nothing */
  readonly dnsDomains?: readonly string[];
  /** Buckets that the workload subnets reach by a gateway endpoint, past the firewall; its policy allows no other.
   * @default - no gateway endpoint */
  readonly s3Buckets?: readonly string[];
  /** Tags of everything that is made; values may be tokens.
   * @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}
