import { Construct } from 'constructs';
import { AzureNetworkCompilation, compileNetwork } from '../compile/azure';
import { TargetRow } from '../compile/target';
import { Problem, ValidationError } from '../errors';
import { Finding } from '../plan';
import { FirewallPolicyRuleCollectionGroup } from './bindings';
import { logs } from './network/logs';
import { common, contextOf, NetworkContext } from './network/network-context';
import { AzureEgressNetworkProps } from './network/network-props';
import { outgoing } from './network/outgoing';
import { readProps } from './network/read-props';
import { routes } from './network/routes';
import { subnets } from './network/subnets';
import { Firewall, FirewallPolicy, PublicIp, VirtualNetworkDnsServers } from './network-bindings';
import { ruleGroups } from './rule-groups';
import { checkEngine } from '../terraform/same-engine';

/**
 * A whole egress network for a cell: Azure Firewall with policy, rules and logs, a NAT gateway with stable addresses in front of it, and the
 * route that leads the cluster's subnets to it. Whatever is given by id is used and not made. TLS is never inspected.
 */
export class AzureEgressNetwork extends Construct {
  /** Id of the firewall; a token. */
  public readonly firewallId: string;
  /** Id of the firewall policy, for rules of other cells and teams; a token, or what was given. */
  public readonly firewallPolicyId: string;
  /** Private address of the firewall: next hop of routes, and DNS server of the cluster's network; a token. */
  public readonly privateIp: string;
  /** Networks from which everything leaves, to hand to partners; tokens where they are made, empty where nobody knows them. */
  public readonly natAddresses: readonly string[];
  /** Id of the NAT gateway; a token, or what was given. */
  public readonly natGatewayId: string;
  /** Id of the route table, for further subnets; a token. */
  public readonly routeTableId: string;
  /** Ids of the cluster's subnets by key; tokens, or what was given. */
  public readonly clusterSubnetIds: Readonly<Record<string, string>>;
  /** Id of the Log Analytics workspace; a token, or what was given. */
  public readonly workspaceId: string;
  /** Id of the cell's rule collection group; a token. */
  public readonly ruleCollectionGroupId: string;
  /** The firewall, for what the properties do not offer (`addOverride`, dependencies). */
  public readonly firewall: Firewall;
  /** Which rule carries which flow, ordered by flow. */
  public readonly rows: readonly TargetRow[];
  /** What a reviewer should know of the network and its rules. */
  public readonly findings: readonly Finding[];

  /**
   * @throws ValidationError with all problems: flows that the firewall cannot express (`EIC401`), limits (`EIC402`), subnets (`EIC411`),
   * resources that Azure keeps together (`EIC412`), fields that exclude each other (`EIC302`), properties (`EIC1xx`, `EIC408`), two engines (`EIC903`)
   */
  public constructor(scope: Construct, id: string, props: AzureEgressNetworkProps);
  /** @internal With what `eic` has compiled already. */
  public constructor(scope: Construct, id: string, props: AzureEgressNetworkProps, compiled: AzureNetworkCompilation);
  public constructor(scope: Construct, id: string, props: AzureEgressNetworkProps, compiled?: AzureNetworkCompilation) {
    super(scope, id);
    this.refuse(checkEngine(scope, FirewallPolicyRuleCollectionGroup));
    const compilation = compiled ?? this.compile(props);
    this.refuse(compilation.problems);
    this.rows = Object.freeze([...compilation.rows]);
    this.findings = Object.freeze([...compilation.findings]);

    const context = contextOf(this, compilation.network);
    const { settings, name, zones } = context.plan;
    const { network, firewallSubnetId, clusterSubnetIds, made } = subnets(context);
    const nat = outgoing(context, firewallSubnetId);
    this.firewallPolicyId = settings.firewallPolicyId ?? this.policy(context).id;
    const groups = ruleGroups(this, compilation, this.firewallPolicyId);
    const zoned = (list: readonly string[]) => (list.length === 0 ? {} : { zones: [...list] });
    const publicIpId = settings.publicIpId
      ?? new PublicIp(this, 'PublicIp', { ...common(context), name: `${name}-firewall`, allocationMethod: 'Static', sku: 'Standard', ...zoned(zones.publicIp) }).id;
    this.firewall = new Firewall(this, 'Firewall', {
      ...common(context),
      name,
      skuName: 'AZFW_VNet',
      skuTier: settings.tier,
      firewallPolicyId: this.firewallPolicyId,
      ...zoned(zones.firewall),
      ipConfiguration: [{ name: 'firewall', subnetId: firewallSubnetId, publicIpAddressId: publicIpId }],
      // Changes of subnets come before the firewall, and rules before traffic.
      dependsOn: [...made, ...nat.made, ...groups.all],
    });
    this.firewallId = this.firewall.id;
    this.privateIp = this.firewall.ipConfiguration.get(0).privateIpAddress;
    if (network !== undefined) new VirtualNetworkDnsServers(this, 'DnsServers', { virtualNetworkId: network.id, dnsServers: settings.dnsProxy ? [this.privateIp] : [] });
    const { workspaceId, setting } = logs(context, this.firewall);
    const table = routes(context, this.privateIp, clusterSubnetIds, [...groups.all, setting]);
    this.natGatewayId = nat.natGatewayId;
    this.natAddresses = Object.freeze([...nat.addresses]);
    this.routeTableId = table.id;
    this.clusterSubnetIds = Object.freeze(clusterSubnetIds);
    this.workspaceId = workspaceId;
    this.ruleCollectionGroupId = groups.own.id;
  }

  private compile(props: AzureEgressNetworkProps): AzureNetworkCompilation {
    const { settings, platform, problems } = readProps(props, this.node.id);
    this.refuse(problems);
    return compileNetwork(props.cell.definition, props.cell.plan, settings!, this.node.id, platform);
  }

  private policy(context: NetworkContext): FirewallPolicy {
    const { settings, name, threatIntelligence } = context.plan;
    return new FirewallPolicy(this, 'Policy', {
      ...common(context), name, sku: settings.tier, threatIntelligenceMode: threatIntelligence,
      dns: { proxyEnabled: true, ...(settings.dnsServers.length === 0 ? {} : { servers: [...settings.dnsServers] }) },
    });
  }

  private refuse(problems: readonly Problem[]): void {
    if (problems.length === 0) return;
    throw new ValidationError(`AzureEgressNetwork ${this.node.path}`, problems.map((problem) => ({ ...problem, construct: this.node.path })));
  }
}
