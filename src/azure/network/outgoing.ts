import { NatGateway, NatGatewayPublicIpPrefixAssociation, PublicIpPrefix, SubnetNatGatewayAssociation } from '../network-bindings';
import { common, NetworkContext } from './network-context';
import { ITerraformDependable } from '../../terraform/engine';

/** The way out: NAT gateway and its addresses. */
export interface Outgoing {
  readonly natGatewayId: string;
  /** Networks from which everything leaves; tokens where they are made or known after apply only. */
  readonly addresses: readonly string[];
  /** What must be there before the firewall. */
  readonly made: readonly ITerraformDependable[];
}

/** The NAT gateway on AzureFirewallSubnet; given or made, and joined to the subnet unless both exist. */
export function outgoing(context: NetworkContext, subnetId: string): Outgoing {
  const { scope, plan: { name, settings, zones } } = context;
  const made: ITerraformDependable[] = [];
  let id = settings.natGatewayId;
  let addresses: readonly string[] = settings.natAddresses;
  if (id === undefined) {
    const gateway = new NatGateway(scope, 'NatGateway', {
      ...common(context), name, skuName: 'Standard', idleTimeoutInMinutes: settings.natIdleTimeoutMinutes, ...(zones.nat.length === 0 ? {} : { zones: [...zones.nat] }),
    });
    const prefix = settings.natPrefixId !== undefined ? undefined : new PublicIpPrefix(scope, 'NatPrefix', {
      ...common(context), name: `${name}-nat`, sku: 'Standard', prefixLength: settings.natPrefixLength, ...(zones.natPrefix.length === 0 ? {} : { zones: [...zones.natPrefix] }),
    });
    if (prefix !== undefined) addresses = [prefix.ipPrefix];
    made.push(new NatGatewayPublicIpPrefixAssociation(scope, 'NatPrefixAssociation', { natGatewayId: gateway.id, publicIpPrefixId: prefix?.id ?? settings.natPrefixId! }));
    id = gateway.id;
  }
  if (settings.natGatewayId === undefined || settings.firewallSubnetId === undefined) {
    made.push(new SubnetNatGatewayAssociation(scope, 'NatAssociation', { subnetId, natGatewayId: id, dependsOn: [...made] }));
  }
  return { natGatewayId: id, addresses, made };
}
