import { TerraformResource } from '../read/objects';
import { blocksOf, holds, isExpression, overlaps, rangeOf, TerraformValues } from '../rules';
import { RuleReference } from '../verdict';
import { SUBNET } from './aws-zones';
import { RouteProblem } from './way';

const VPC = 'aws_vpc';
/** How ids of AWS begin, by the attribute that takes one; what is longer than the prefix is the account's. */
const PREFIXES: readonly (readonly [type: string, attribute: string, prefix: string])[] = [
  ['aws_nat_gateway', 'allocation_id', 'eipalloc-'], ['aws_nat_gateway', 'subnet_id', 'subnet-'], ['aws_route', 'nat_gateway_id', 'nat-'], ['aws_route', 'route_table_id', 'rtb-'],
  ['aws_route_table_association', 'route_table_id', 'rtb-'], ['aws_route_table_association', 'subnet_id', 'subnet-'],
  ['aws_route_table', 'vpc_id', 'vpc-'], [SUBNET, 'vpc_id', 'vpc-'], ['aws_internet_gateway', 'vpc_id', 'vpc-'], ['aws_networkfirewall_firewall', 'vpc_id', 'vpc-'],
];

type Report = (code: string, rule: RuleReference) => RouteProblem;

/** What AWS itself refuses of a VPC: parts of two VPCs together, subnets that overlap or lie outside, ids of something else. */
export function vpcProblems(values: TerraformValues, problem: Report): RouteProblem[] {
  return [...ids(values, problem), ...mixed(values, problem), ...subnets(values, problem)];
}

/** The VPC that a value names: the address of the resource or the id; undefined where that is not known, as of one that is looked up. */
export function vpcOf(values: TerraformValues, id: unknown): string | undefined {
  const found = values.resource(id, VPC);
  if (found !== undefined) return found.mode === 'managed' || typeof found.values.id === 'string' ? found.address : undefined;
  return typeof id === 'string' && id !== '' && !isExpression(id) ? id : undefined;
}

function ids(values: TerraformValues, problem: Report): RouteProblem[] {
  return PREFIXES.flatMap(([type, attribute, prefix]) => values.ofType(type).flatMap((resource) => {
    const value = resource.values[attribute];
    return typeof value === 'string' && value !== '' && !value.includes('${') && !value.startsWith(prefix) ? [problem('no-such-id', { ...at(resource), path: attribute })] : [];
  }));
}

/** A route table serves subnets of its VPC, and a firewall or internet gateway is in one. */
function mixed(values: TerraformValues, problem: Report): RouteProblem[] {
  const differ = (a: unknown, b: unknown): boolean => {
    const [one, other] = [vpcOf(values, a), vpcOf(values, b)];
    return one !== undefined && other !== undefined && one !== other;
  };
  const subnet = (id: unknown) => values.resource(id, SUBNET)?.values.vpc_id;
  return [
    ...values.ofType('aws_route_table_association').filter(({ values: { subnet_id: id, route_table_id: table } }) => differ(subnet(id), values.resource(table, 'aws_route_table')?.values.vpc_id)),
    ...values.ofType('aws_networkfirewall_firewall').filter((firewall) => blocksOf(firewall.values.subnet_mapping).some(({ subnet_id: id }) => differ(subnet(id), firewall.values.vpc_id))),
    ...values.ofType('aws_route').filter(({ values: { gateway_id: gateway, route_table_id: table } }) =>
      differ(values.resource(gateway, 'aws_internet_gateway')?.values.vpc_id, values.resource(table, 'aws_route_table')?.values.vpc_id)),
  ].map((resource) => problem('other-vpc', at(resource)));
}

function subnets(values: TerraformValues, problem: Report): RouteProblem[] {
  const placed = values.ofType(SUBNET).flatMap((subnet) => {
    const [range, vpc] = [rangeOf(values.text(subnet.values.cidr_block) ?? ''), vpcOf(values, subnet.values.vpc_id)];
    return range === undefined || vpc === undefined ? [] : [{ subnet, range, vpc }];
  });
  return placed.flatMap(({ subnet, range, vpc }, index) => {
    const made = values.ofType(VPC).find(({ address }) => address === vpc);
    const more = values.ofType('aws_vpc_ipv4_cidr_block_association').filter(({ values: { vpc_id: id } }) => vpcOf(values, id) === vpc).map(({ values: { cidr_block: cidr } }) => cidr);
    const whole = [made?.values.cidr_block, ...more].map((cidr) => rangeOf(values.text(cidr) ?? ''));
    const isKnown = made !== undefined && whole.every((one) => one !== undefined);
    return [
      ...(isKnown && !whole.some((one) => holds(one!, range)) ? [problem('outside-vpc', at(subnet))] : []),
      ...(placed.slice(0, index).some((other) => other.vpc === vpc && overlaps(other.range, range)) ? [problem('overlapping-subnets', at(subnet))] : []),
    ];
  });
}

function at({ file, address }: TerraformResource): RuleReference {
  return { file, object: address, path: '' };
}
