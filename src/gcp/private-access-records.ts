import { Construct } from 'constructs';
import { ComputeRoute, DnsResponsePolicy, DnsResponsePolicyRule } from './bindings';
import { PRIVATE_VIP } from '../catalog';
import { PrivateAccess } from '../compile/gcp';
import { escapeTerraformData } from '../terraform/escape';

export interface PrivateAccessProps {
  readonly access: PrivateAccess;
  readonly project: string;
  readonly network: string;
  readonly responsePolicy?: string;
}

const TTL_SECONDS = 300;

/** DNS answers and the route for the private virtual address of Google APIs. */
export class PrivateAccessRecords extends Construct {
  public constructor(scope: Construct, id: string, { access, project, network, responsePolicy: given }: PrivateAccessProps) {
    super(scope, id);
    const policy = given ?? new DnsResponsePolicy(this, 'ResponsePolicy', { project, responsePolicyName: access.name, networks: [{ networkUrl: network }] }).responsePolicyName;
    for (const { ruleName, dnsName } of escapeTerraformData(access.dnsNames)) {
      new DnsResponsePolicyRule(this, `name.${ruleName}`, {
        project, responsePolicy: policy, ruleName, dnsName, localData: { localDatas: [{ name: dnsName, type: 'A', ttl: TTL_SECONDS, rrdatas: [...PRIVATE_VIP.addresses] }] },
      });
    }
    new ComputeRoute(this, 'Route', { project, name: `${access.name}-google-apis`, network, destRange: PRIVATE_VIP.cidr, nextHopGateway: 'default-internet-gateway' });
  }
}
