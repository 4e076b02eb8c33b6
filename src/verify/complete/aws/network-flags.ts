import { AwsFirewall, lackIn } from './groups';
import { fieldsOf } from '../../data';
import { TerraformResource } from '../../read';
import { Lack, Wanted } from '../wanted';

/**
 * Switches of a VPC of ours and its subnets, which are told by their names. Nodes of EKS need names in the VPC (Amazon EKS user guide, "Amazon EKS networking
 * requirements": DNS hostnames and DNS resolution); an instance with a public address of its own would not need the NAT gateway's.
 */
export function networkFlags({ definition: { name } }: Wanted, { values }: AwsFirewall): Lack[] {
  const lack = ({ file, address }: TerraformResource, field: string, rule: string, got: unknown): Lack => lackIn(file, rule, `${String(got)} in ${address} ${field}`);
  return [
    ...values.ofType('aws_vpc').filter((vpc) => nameOf(vpc) === `eic-${name}`).flatMap((vpc) => ['enable_dns_support', 'enable_dns_hostnames']
      .filter((field) => String(vpc.values[field]) !== 'true').map((field) => lack(vpc, field, 'give names to what is in the VPC, and resolve them', vpc.values[field]))),
    ...values.ofType('aws_subnet').filter((subnet) => nameOf(subnet).startsWith('eic-') && String(subnet.values.map_public_ip_on_launch) === 'true')
      .map((subnet) => lack(subnet, 'map_public_ip_on_launch', 'give no public addresses', true)),
  ];
}

function nameOf({ values: { tags } }: TerraformResource): string {
  return String(fieldsOf(tags).Name ?? '');
}
