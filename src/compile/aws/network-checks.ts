import { child } from '../../cell/spec';
import { compareText, KINDS, Problem, Problems } from '../../errors';
import { Cidr, isToken } from '../../net';

/** A subnet of nodes and pods; ids may be tokens. */
export interface WorkloadSubnetParts {
  readonly cidr: string;
  readonly subnetId?: string;
  readonly routeTableId?: string;
}

/** One availability zone; ids may be tokens. */
export interface ZoneParts {
  readonly firewallSubnetId?: string;
  readonly firewallSubnetCidr?: string;
  readonly firewallRouteTableId?: string;
  readonly natSubnetId?: string;
  readonly natSubnetCidr?: string;
  readonly natGatewayId?: string;
  readonly natRouteTableId?: string;
  readonly elasticIpId?: string;
  readonly workloadSubnets: Readonly<Record<string, WorkloadSubnetParts>>;
}

/** What a network is checked by; ids and networks may be tokens. */
export interface NetworkParts {
  readonly vpcId?: string;
  readonly vpcCidr?: string;
  readonly internetGatewayId?: string;
  readonly zones: Readonly<Record<string, ZoneParts>>;
  readonly logs?: { readonly retentionDays?: number; readonly kmsKeyArn?: string; readonly bucket?: string };
}

/** Days that CloudWatch takes; API reference, PutRetentionPolicy. */
const RETENTIONS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];
/** Endpoints of one firewall; AWS takes one in each availability zone. */
const MOST_ZONES = 6;

/** What AWS refuses at apply, or what would leave traffic beside the firewall. */
export function checkNetwork(network: NetworkParts, path: string): readonly Problem[] {
  const problems = new Problems();
  const { vpcId, vpcCidr, internetGatewayId, zones, logs } = network;
  one(path, { vpcId, vpcCidr }, problems);
  const keys = Object.keys(zones).sort(compareText);
  if (keys.length === 0 || keys.length > MOST_ZONES) {
    problems.must(KINDS.awsNetwork, child(path, 'zones'), `have 1 to ${MOST_ZONES} zones`, keys.length, 'give each availability zone with nodes: traffic of another one would not reach the firewall');
  }
  for (const key of keys) {
    const at = child(child(path, 'zones'), key);
    if (!/^[a-z]$/.test(key)) problems.must(KINDS.awsNetwork, at, 'have the letter of an availability zone as key, such as a', key);
    checkZone(zones[key]!, at, problems);
  }
  if (vpcId === undefined && internetGatewayId !== undefined) {
    problems.must(KINDS.awsNetwork, child(path, 'internetGatewayId'), 'not be given for a VPC that is made', internetGatewayId, 'leave it out, or give vpcId');
  }
  const retention = logs?.retentionDays;
  if (retention !== undefined && !RETENTIONS.includes(retention)) {
    problems.must(KINDS.awsNetwork, child(child(path, 'logs'), 'retentionDays'), `be one of ${RETENTIONS.join(', ')}`, retention);
  }
  checkSubnets(network, path, problems);
  return problems.all;
}

/** Exactly one of two fields. */
function one(path: string, fields: Readonly<Record<string, unknown>>, problems: Problems): void {
  const given = Object.keys(fields).filter((name) => fields[name] !== undefined);
  if (given.length !== 1) problems.must(KINDS.awsNetwork, path, `have exactly one of ${Object.keys(fields).join(' and ')}`, given.join(', ') || undefined);
}

function checkZone(zone: ZoneParts, path: string, problems: Problems): void {
  const { firewallSubnetId, firewallSubnetCidr, natSubnetId, natSubnetCidr, natGatewayId, natRouteTableId, elasticIpId, firewallRouteTableId } = zone;
  one(path, { firewallSubnetId, firewallSubnetCidr }, problems);
  one(path, { natSubnetId, natSubnetCidr, natGatewayId }, problems);
  const refuse = (name: keyof ZoneParts, rule: string, wayOut: string) => problems.must(KINDS.awsNetwork, child(path, name), rule, zone[name], wayOut);
  if ((natSubnetId ?? natGatewayId) !== undefined && natRouteTableId === undefined) {
    refuse('natRouteTableId', 'be given where the public subnet exists', 'without the routes of replies in it, they pass beside the firewall');
  }
  if (natSubnetCidr !== undefined && natRouteTableId !== undefined) refuse('natRouteTableId', 'not be given for a subnet that is made', 'leave it out: the subnet gets its own');
  if (firewallSubnetCidr !== undefined && firewallRouteTableId !== undefined) refuse('firewallRouteTableId', 'not be given for a subnet that is made', 'leave it out: the subnet gets its own');
  if (natGatewayId !== undefined && elasticIpId !== undefined) refuse('elasticIpId', 'not be given with natGatewayId', 'the NAT gateway has its address already');
  const subnets = child(path, 'workloadSubnets');
  if (Object.keys(zone.workloadSubnets).length === 0) problems.must(KINDS.awsNetwork, subnets, 'have a subnet at least', undefined, 'give the subnets whose traffic the firewall sees');
  for (const [key, { subnetId, routeTableId }] of Object.entries(zone.workloadSubnets)) {
    if (subnetId === undefined && routeTableId !== undefined) {
      problems.must(KINDS.awsNetwork, child(child(subnets, key), 'routeTableId'), 'not be given for a subnet that is made', routeTableId, 'leave it out, or give subnetId');
    }
  }
}

/** Subnets lie in a VPC that is made and share no address; AWS takes /16 to /28. */
function checkSubnets({ vpcCidr, zones }: NetworkParts, path: string, problems: Problems): void {
  const vpc = networkOf(vpcCidr);
  if (vpc !== undefined && !fits(vpc)) problems.must(KINDS.awsNetwork, child(path, 'vpcCidr'), 'be an IPv4 network from /16 to /28', String(vpc));
  const subnets = Object.entries(zones).flatMap(([key, { firewallSubnetCidr, natSubnetCidr, workloadSubnets }]) => {
    const at = child(child(path, 'zones'), key);
    return [
      { path: child(at, 'firewallSubnetCidr'), cidr: networkOf(firewallSubnetCidr) },
      { path: child(at, 'natSubnetCidr'), cidr: networkOf(natSubnetCidr) },
      ...Object.entries(workloadSubnets).map(([name, { cidr }]) => ({ path: child(child(child(at, 'workloadSubnets'), name), 'cidr'), cidr: networkOf(cidr) })),
    ];
  }).flatMap((subnet) => (subnet.cidr === undefined ? [] : [{ path: subnet.path, cidr: subnet.cidr }]));
  const sorted = subnets.sort((a, b) => a.cidr.compare(b.cidr) || compareText(a.path, b.path));
  for (const [index, { path: at, cidr }] of sorted.entries()) {
    if (!fits(cidr)) problems.must(KINDS.awsNetwork, at, 'be an IPv4 network from /16 to /28', String(cidr));
    else if (vpc !== undefined && !vpc.contains(cidr)) problems.must(KINDS.awsNetwork, at, `lie in the VPC, ${vpc}`, String(cidr));
    const before = sorted.slice(0, index).find((other) => other.cidr.overlaps(cidr));
    if (before !== undefined) problems.must(KINDS.awsNetwork, at, `not overlap ${before.path} (${before.cidr})`, String(cidr));
  }
}

function fits({ version, prefix }: Cidr): boolean {
  return version === 4 && prefix >= 16 && prefix <= 28;
}

function networkOf(text: string | undefined): Cidr | undefined {
  if (text === undefined || isToken(text)) return undefined;
  const read = Cidr.read(text);
  return read instanceof Cidr ? read : undefined;
}
