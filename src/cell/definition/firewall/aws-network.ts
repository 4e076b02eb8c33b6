import { AWS_REGION, awsTags, capacity, endlessHelloBound } from './aws-shared';
import { boolean, cidr, defaulted, integer, list, object, optional, pattern, record, required } from '../../spec';

const id = (prefix: string, what: string) => pattern(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), `be the id of ${what}: ${prefix}-…`);

const workloadSubnet = object('AwsWorkloadSubnet', 'A subnet of nodes and pods, whose traffic goes through the firewall.', {
  cidr: required(cidr(), 'Its network; replies are routed by it.'),
  subnetId: optional(id('subnet', 'a subnet'), 'The subnet, where it exists.', 'it is made'),
  routeTableId: optional(id('rtb', 'a route table'), 'Its route table, where it exists; it gets the default route.', 'one is made for the subnet'),
});

const zone = object('AwsZone', 'One availability zone: its firewall endpoint, its NAT gateway and what uses them.', {
  firewallSubnetId: optional(id('subnet', 'a subnet'), 'Subnet of the firewall endpoint, where it exists.', '`firewallSubnetCidr`'),
  firewallSubnetCidr: optional(cidr(), 'Network of the subnet of the firewall endpoint, which is made; a /28 is enough.', '`firewallSubnetId`'),
  firewallRouteTableId: optional(id('rtb', 'a route table'), 'Route table of the firewall subnet, where it exists.', 'one is made for the subnet'),
  natSubnetId: optional(id('subnet', 'a subnet'), 'Public subnet for the NAT gateway, where it exists.', '`natSubnetCidr` or `natGatewayId`'),
  natSubnetCidr: optional(cidr(), 'Network of the public subnet for the NAT gateway, which is made; a /28 is enough.', '`natSubnetId` or `natGatewayId`'),
  natGatewayId: optional(id('nat', 'a NAT gateway'), 'NAT gateway, where it exists.', 'one is made'),
  natRouteTableId: optional(id('rtb', 'a route table'), 'Route table of the public subnet, where the subnet or the NAT gateway exists; it gets the routes of replies.', 'one is made for a subnet that is made'),
  elasticIpId: optional(id('eipalloc', 'an Elastic IP'), 'Elastic IP of the NAT gateway, where it exists.', 'one is made'),
  workloadSubnets: required(record(workloadSubnet), 'Subnets of nodes and pods in the zone, by key.'),
});

const logs = object('AwsFirewallLogs', 'Where the firewall logs to.', {
  retentionDays: defaulted(integer(1, 3653), 365, 'Days that CloudWatch keeps the logs; one of the numbers that CloudWatch takes.'),
  kmsKeyArn: optional(pattern(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/, 'be the ARN of a KMS key'), 'Key that encrypts the log groups.', 'the key of CloudWatch'),
  bucket: optional(pattern(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'be the name of a bucket'), 'Bucket that gets the logs instead of CloudWatch.', 'CloudWatch'),
});

/** `network` of `aws`: the props of `AwsEgressNetwork`. */
export const awsNetwork = object('AwsNetwork', 'A whole egress network with AWS Network Firewall; what is given by id is used, never made.', {
  region: required(AWS_REGION, 'AWS Region.'),
  vpcId: optional(id('vpc', 'a VPC'), 'The VPC, where it exists.', 'one is made, with `vpcCidr`'),
  vpcCidr: optional(cidr(), 'Network of the VPC, which is made.', '`vpcId`'),
  internetGatewayId: optional(id('igw', 'an internet gateway'), 'Internet gateway of the VPC, where it exists.', 'one is made'),
  zones: required(record(zone), 'Availability zones by letter: `a` is eu-central-1a in eu-central-1.'),
  capacity,
  endlessHelloBound,
  idleTimeoutSeconds: defaulted(integer(60, 6000), 350, 'Seconds after which the firewall forgets an idle TCP connection; NAT gateways always do after 350.'),
  deletionProtection: defaulted(boolean(), true, 'Must the protection be lifted before the firewall, its subnets or its policy can be taken away?'),
  logs: defaulted(logs, logs.empty(), 'Where the firewall logs to.'),
  dnsFirewall: defaulted(boolean(), false, 'Does Route 53 DNS Firewall resolve the hosts of the plan only, in the whole VPC? It closes DNS as a way out.'),
  dnsDomains: defaulted(list(pattern(/^(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]+$/, 'be a domain, or *. and a domain')), [],
    'More that the VPC may resolve with `dnsFirewall`, such as private zones.'),
  s3Buckets: defaulted(list(pattern(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'be the name of a bucket')), [],
    'Buckets that the workload subnets reach by a gateway endpoint, past the firewall; the policy of the endpoint allows no other.'),
  tags: awsTags,
});
