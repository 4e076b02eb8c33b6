import { TerraformResource } from '../read/objects';
import { blocksOf, isExpression, rangeOf, TerraformValues } from '../rules';
import { RuleReference } from '../verdict';
import { vpcProblems } from './aws-vpc';
import { AwsZones, hopOf, SUBNET } from './aws-zones';
import { CloudRoutes, isIn, longestMatch, Route, RouteProblem, Way } from './way';

const SAMPLE = '203.0.113.1';

interface Associated {
  readonly subnet: TerraformResource | undefined;
  readonly id: unknown;
  readonly routes: readonly Route[];
  /** Its route table, where that is in the files. */
  readonly table: TerraformResource | undefined;
  readonly reference: RuleReference;
}

/**
 * Routes of an AWS egress network: private subnet → firewall endpoint of its zone → NAT gateway of the zone → Internet gateway, and back from the
 * NAT subnet through the same endpoint. Source: AWS Network Firewall Developer Guide, "Multi zone architecture with an internet gateway and a NAT
 * gateway", "Avoid asymmetric routing".
 */
export class AwsRoutes implements CloudRoutes {
  public readonly isPresent: boolean;
  public readonly problems: readonly RouteProblem[];
  private readonly zones: AwsZones;
  private readonly workloads: readonly Associated[];
  private readonly nats: readonly Associated[];
  /** Subnets of a VPC of the files that no table serves: they have the main one, which leads nowhere. */
  private readonly alone: readonly Associated[];

  public constructor(private readonly values: TerraformValues, private readonly problem: (code: string, rule: RuleReference) => RouteProblem) {
    this.zones = new AwsZones(values);
    const associated = this.readAssociated();
    this.isPresent = associated.length > 0;
    const key = (id: unknown): string => values.resource(id, SUBNET)?.address ?? String(id);
    const ofFirewall = new Set(this.zones.firewalls.flatMap(({ values: firewall }) => blocksOf(firewall.subnet_mapping).map(({ subnet_id: id }) => key(id))));
    const ofNat = new Set(values.ofType('aws_nat_gateway').map((nat) => key(nat.values.subnet_id)));
    const firewalls = associated.filter(({ id }) => ofFirewall.has(key(id)));
    this.nats = associated.filter(({ id }) => ofNat.has(key(id)));
    this.workloads = associated.filter(({ id }) => !ofFirewall.has(key(id)) && !ofNat.has(key(id)));
    this.alone = this.withoutTable(associated);
    this.problems = this.isPresent ? [
      ...this.workloads.flatMap((workload) => this.ofWorkload(workload)),
      ...[...firewalls, ...this.alone.filter(({ subnet }) => ofFirewall.has(subnet!.address))].flatMap((subnet) => this.behindFirewall(subnet)),
      ...[...this.nats, ...this.alone.filter(({ subnet }) => ofNat.has(subnet!.address))].flatMap((nat) => this.behindNat(nat)),
      ...vpcProblems(values, problem),
      ...values.ofType('aws_nat_gateway').filter((nat) => !isGiven(nat.values.allocation_id)).map((nat) => problem('address-not-static', at(nat))),
    ] : [];
  }

  public ways(source: string | undefined, destination: string): readonly Way[] {
    const own = [...this.workloads, ...this.alone].filter(({ subnet }) => source !== undefined && isIn(source, this.cidrs(subnet)));
    return (own.length > 0 ? own : this.workloads).map((workload) => this.way(workload, destination));
  }

  private way(workload: Associated, destination: string): Way {
    const isV6 = destination.includes(':');
    const route = longestMatch(workload.routes, destination);
    if (route === undefined) {
      const open = workload.routes.find(({ range }) => range === undefined);
      if (open !== undefined) return { decision: 'unknown', code: 'not-understood', rule: open.reference };
      return { decision: 'deny', code: isV6 ? 'no-ipv6-way' : 'no-way-out', rule: null };
    }
    if (route.hop !== 'vpc_endpoint_id') {
      const leaves = ['nat_gateway_id', 'egress_only_gateway_id', 'gateway_id'].includes(route.hop);
      if (!leaves) return { decision: 'unknown', code: 'not-understood', rule: route.reference };
      return { decision: 'allow', code: isV6 ? 'ipv6-around-firewall' : 'around-firewall', rule: route.reference };
    }
    const zone = this.zones.ofEndpoint(route.target);
    if (zone === undefined) return { decision: 'unknown', code: 'not-understood', rule: route.reference };
    const missing = isV6 ? undefined : this.returnProblem(workload, route, zone);
    return missing ?? { decision: 'allow', code: 'through-firewall', rule: route.reference };
  }

  /** The way in has to be the way out: the endpoint of the subnet's zone, and a route back to it from the NAT of that zone. */
  private returnProblem(workload: Associated, route: Route, zone: string | null): Way | undefined {
    const own = this.zones.ofSubnet(workload.id);
    if (zone !== null && own !== undefined && zone !== own) return { decision: 'unknown', code: 'other-zone', rule: route.reference };
    const cidrs = this.cidrs(workload.subnet).filter((cidr) => !cidr.includes(':'));
    for (const nat of this.nats.filter(({ id }) => own === undefined || this.zones.ofSubnet(id) === own)) {
      for (const cidr of cidrs) {
        // The local route holds the whole VPC: only a route to exactly the subnet, or to a part of it, is more specific.
        const back = nat.routes.find(({ range, hop }) => hop === 'vpc_endpoint_id' && range !== undefined && range.first === rangeOf(cidr)?.first && range.prefix === rangeOf(cidr)?.prefix);
        if (back === undefined) return { decision: 'unknown', code: 'no-return-route', rule: nat.reference };
        const backZone = this.zones.ofEndpoint(back.target);
        if (backZone !== null && own !== undefined && backZone !== own) return { decision: 'unknown', code: 'other-zone', rule: back.reference };
      }
    }
    return undefined;
  }

  private ofWorkload(workload: Associated): RouteProblem[] {
    const way = this.way(workload, SAMPLE);
    const six = this.way(workload, '2001:db8::1');
    return [
      ...(way.code === 'through-firewall' ? [] : [this.problem(way.code, way.rule ?? workload.reference)]),
      ...(six.code === 'ipv6-around-firewall' ? [this.problem(six.code, six.rule ?? workload.reference)] : []),
    ];
  }

  private behindFirewall(subnet: Associated): RouteProblem[] {
    const route = longestMatch(subnet.routes, SAMPLE);
    if (route?.hop !== 'nat_gateway_id') return [this.problem('no-nat', route?.reference ?? subnet.reference)];
    const [own, zone] = [this.zones.ofSubnet(subnet.id), this.zones.ofNat(route.target)];
    return own !== undefined && zone !== undefined && own !== zone ? [this.problem('other-zone', route.reference)] : [];
  }

  /** A NAT gateway with a public address needs the way to the Internet that its subnet has. */
  private behindNat({ id, subnet, table, routes, reference }: Associated): RouteProblem[] {
    const isHere = (one: unknown) => one === id || (subnet !== undefined && this.values.resource(one, SUBNET) === subnet);
    const isPublic = this.values.ofType('aws_nat_gateway').some(({ values }) => isHere(values.subnet_id) && values.connectivity_type !== 'private');
    // What a table that is not in the files says is not known.
    if (!isPublic || (table === undefined && reference.object !== subnet?.address) || routes.some(({ range }) => range === undefined)) return [];
    const route = longestMatch(routes, SAMPLE);
    const leads = route?.hop === 'gateway_id' && (isExpression(route.target) || /^igw-/.test(String(route.target)) || this.values.resource(route.target, 'aws_internet_gateway') !== undefined);
    return leads ? [] : [this.problem('no-internet-gateway', route?.reference ?? reference)];
  }

  private withoutTable(associated: readonly Associated[]): Associated[] {
    // A table that is the main one, or is for a subnet that an expression does not tell, may be the table of any.
    if (this.values.ofType('aws_default_route_table', 'aws_main_route_table_association').length > 0 || associated.some(({ subnet, id }) => subnet === undefined && isExpression(id))) return [];
    const served = new Set(associated.map(({ subnet }) => subnet));
    return this.values.ofType(SUBNET).filter((subnet) => !served.has(subnet) && this.values.resource(subnet.values.vpc_id, 'aws_vpc')?.mode === 'managed')
      .map((subnet) => ({ subnet, id: `\${${subnet.address}.id}`, routes: [], table: undefined, reference: at(subnet) }));
  }

  private readAssociated(): Associated[] {
    return this.values.ofType('aws_route_table_association').filter(({ values }) => values.subnet_id !== undefined && values.subnet_id !== null).map((association) => ({
      subnet: this.values.resource(association.values.subnet_id, SUBNET),
      id: association.values.subnet_id,
      routes: this.routes(association.values.route_table_id),
      table: this.values.resource(association.values.route_table_id, 'aws_route_table'),
      reference: at(association),
    }));
  }

  private routes(id: unknown): Route[] {
    const table = this.values.resource(id, 'aws_route_table');
    const inline = blocksOf(table?.values.route).map((block, index) => ({ block, reference: { ...at(table!), path: `route[${index}]` } }));
    const separate = this.values.ofType('aws_route').filter(({ values }) => (table === undefined ? values.route_table_id === id : this.values.resource(values.route_table_id, 'aws_route_table') === table))
      .map((route) => ({ block: route.values, reference: at(route) }));
    return [...inline, ...separate].map(({ block, reference }) => {
      const destination = ['destination_cidr_block', 'cidr_block', 'destination_ipv6_cidr_block', 'ipv6_cidr_block'].map((name) => this.values.text(block[name])).find((text) => text !== undefined && text !== '');
      return { range: rangeOf(destination ?? ''), ...hopOf(block), reference };
    });
  }

  private cidrs(subnet: TerraformResource | undefined): readonly string[] {
    return [...this.values.texts(subnet?.values.cidr_block), ...this.values.texts(subnet?.values.ipv6_cidr_block)];
  }
}

function at({ file, address }: TerraformResource): RuleReference {
  return { file, object: address, path: '' };
}

/** An allocated address, of the files or of elsewhere. */
function isGiven(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
