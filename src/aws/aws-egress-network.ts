import { Construct } from 'constructs';
import { NetworkfirewallRuleGroup } from './bindings';
import { checkNetworkProps, compileNetwork, platformOf } from './check-network-props';
import { dnsFirewall } from './dns-firewall';
import { firewallLogs } from './firewall-logs';
import { groupConfig } from './group-config';
import { InternetGateway, NetworkfirewallFirewall, NetworkfirewallFirewallPolicy, Vpc } from './network-bindings';
import type { AwsEgressNetworkProps } from './network-props';
import { refuseIn } from './refuse';
import { s3Endpoint } from './s3-endpoint';
import { ZoneNetwork } from './zone-network';
import { AwsCompilation, dnsDomains } from '../compile/aws';
import { TargetRow } from '../compile/target';
import { compareText, Problem } from '../errors';
import { Finding } from '../plan';
import { TerraformResource } from '../terraform/engine';
import { checkEngine } from '../terraform/same-engine';

/** Priorities of our groups in our own policy: what the platform needs is allowed before the cell's deny. */
const PRIORITIES = { platform: 100, rules: 200 } as const;

/**
 * A whole egress network: AWS Network Firewall with an endpoint in each availability zone, in front of NAT gateways with Elastic IPs, symmetric routes,
 * logs with a retention, and optionally Route 53 DNS Firewall and a gateway endpoint for S3. What is given by id is used and never made. Only the cell's
 * flows pass; TLS is never inspected. IPv4 of its workload subnets only. Its public subnets hold NAT gateways only: put load balancers for callers into subnets of their own.
 */
export class AwsEgressNetwork extends Construct {
  /** The VPC; a token where it is made. */
  public readonly vpcId: string;
  /** Id of the firewall; a token. */
  public readonly firewallId: string;
  /** ARN of the firewall; a token. */
  public readonly firewallArn: string;
  /** ARN of the firewall policy; a token. */
  public readonly firewallPolicyArn: string;
  /** ARN of the rule group with the cell's flows and the deny; a token. */
  public readonly ruleGroupArn: string;
  /** ARN of the group with what the platform needs; a token.
   * @default - without `platformEgress` */
  public readonly platformRuleGroupArn?: string;
  /** Public addresses from which the traffic leaves, by zone; tokens. */
  public readonly natAddresses: Readonly<Record<string, string>>;
  /** Endpoints of the firewall by zone; tokens. */
  public readonly endpointIds: Readonly<Record<string, string>>;
  /** Workload subnets by `<zone>/<key>`. */
  public readonly workloadSubnetIds: Readonly<Record<string, string>>;
  /** Route tables of the workload subnets by `<zone>/<key>`. */
  public readonly workloadRouteTableIds: Readonly<Record<string, string>>;
  /** What nodes must wait for (`dependsOn`): without these routes they boot into nothing. */
  public readonly ready: readonly TerraformResource[];
  /** Which rule carries which flow, ordered by flow. */
  public readonly rows: readonly TargetRow[];
  /** What a reviewer should know of this network. */
  public readonly findings: readonly Finding[];

  /**
   * @throws ValidationError with all problems: flows that the firewall cannot express (`EIC401`), limits (`EIC402`), properties (`EIC408`), two rules with
   * one id (`EIC420`), subnets and zones that do not fit (`EIC422`), two Terraform engines (`EIC903`)
   */
  public constructor(scope: Construct, id: string, props: AwsEgressNetworkProps);
  /** @internal With what `eic` has compiled already. */
  public constructor(scope: Construct, id: string, props: AwsEgressNetworkProps, compiled: AwsCompilation);
  public constructor(scope: Construct, id: string, props: AwsEgressNetworkProps, compiled?: AwsCompilation) {
    super(scope, id);
    const refuse = (problems: readonly Problem[]) => refuseIn(this, 'AwsEgressNetwork', problems);
    refuse([...checkEngine(scope, NetworkfirewallRuleGroup), ...checkNetworkProps(props, id)]);
    const compilation = compiled ?? compileNetwork(props, id);
    refuse(compilation.problems);
    this.rows = Object.freeze([...compilation.rows]);
    this.findings = Object.freeze([...compilation.findings]);
    const { cell: { name, definition, plan }, region, tags = {}, logs = {}, dnsFirewall: withDns = false, dnsDomains: moreDomains = [], s3Buckets = [] } = props;

    this.vpcId = props.vpcId ?? this.vpc(props.vpcCidr!, name, tags);
    const zones = this.zones(props, this.vpcId);
    const { groups, policy } = this.policy(props, compilation);
    [this.ruleGroupArn, this.platformRuleGroupArn] = [groups.rules.arn, groups.platform?.arn];
    this.firewallPolicyArn = policy.arn;
    const firewall = this.firewall(props, policy.arn, zones.map(([, zone]) => zone.firewallSubnetId));
    [this.firewallId, this.firewallArn] = [firewall.id, firewall.arn];
    const logging = firewallLogs(this, firewall, name, logs, tags);
    this.ready = Object.freeze(zones.flatMap(([, zone]) => zone.routeThrough(firewall, [firewall, logging])));

    const byZone = (value: (zone: ZoneNetwork) => string) => Object.fromEntries(zones.map(([letter, zone]) => [letter, value(zone)]));
    const bySubnet = (values: (zone: ZoneNetwork) => Readonly<Record<string, string>>) =>
      Object.fromEntries(zones.flatMap(([letter, zone]) => Object.entries(values(zone)).map(([key, value]) => [`${letter}/${key}`, value])));
    this.natAddresses = byZone(({ natAddress }) => natAddress);
    this.endpointIds = byZone((zone) => zone.endpointId(firewall));
    this.workloadSubnetIds = bySubnet(({ workloadSubnetIds }) => workloadSubnetIds);
    this.workloadRouteTableIds = bySubnet(({ workloadRouteTableIds }) => workloadRouteTableIds);

    if (withDns) {
      const domains = dnsDomains(plan, moreDomains, platformOf(props));
      dnsFirewall(this, { cell: name, vpcId: this.vpcId, domains, observe: definition.enforcement === 'observe', tags });
    }
    if (s3Buckets.length > 0) {
      s3Endpoint(this, { region, vpcId: this.vpcId, routeTableIds: Object.values(this.workloadRouteTableIds), buckets: s3Buckets, tags });
    }
  }

  private vpc(cidrBlock: string, cell: string, tags: Readonly<Record<string, string>>): string {
    return new Vpc(this, 'Vpc', { cidrBlock, enableDnsSupport: true, enableDnsHostnames: true, tags: { Name: `eic-${cell}`, ...tags } }).id;
  }

  private zones({ region, zones, internetGatewayId, tags = {} }: AwsEgressNetworkProps, vpcId: string): (readonly [string, ZoneNetwork])[] {
    let made: string | undefined;
    const gateway = () => internetGatewayId ?? (made ??= new InternetGateway(this, 'Internet', { vpcId, tags: { ...tags } }).id);
    return Object.keys(zones).sort(compareText).map((letter) =>
      [letter, new ZoneNetwork(this, `Zone-${letter}`, zones[letter]!, { vpcId, availabilityZone: `${region}${letter}`, internetGatewayId: gateway, tags })] as const);
  }

  private policy({ cell: { name }, idleTimeoutSeconds = 350, tags = {} }: AwsEgressNetworkProps, { group, platform }: AwsCompilation) {
    const groups = {
      rules: new NetworkfirewallRuleGroup(this, 'Group', groupConfig(group, `Egress of edge integration cell ${name}`, tags)),
      platform: platform === undefined ? undefined
        : new NetworkfirewallRuleGroup(this, 'Platform', groupConfig(platform, `What the platform of edge integration cell ${name} needs`, tags)),
    };
    const policy = new NetworkfirewallFirewallPolicy(this, 'Policy', {
      name: `eic-${name}`,
      description: `Egress of edge integration cell ${name}`,
      firewallPolicy: {
        statelessDefaultActions: ['aws:forward_to_sfe'],
        statelessFragmentDefaultActions: ['aws:forward_to_sfe'],
        statefulEngineOptions: { ruleOrder: 'STRICT_ORDER', streamExceptionPolicy: 'DROP', flowTimeouts: { tcpIdleTimeoutSeconds: idleTimeoutSeconds } },
        statefulRuleGroupReference: [
          ...(groups.platform === undefined ? [] : [{ priority: PRIORITIES.platform, resourceArn: groups.platform.arn }]),
          { priority: PRIORITIES.rules, resourceArn: groups.rules.arn },
        ],
      },
      tags: { ...tags },
    });
    return { groups, policy };
  }

  private firewall(props: AwsEgressNetworkProps, firewallPolicyArn: string, subnetIds: readonly string[]): NetworkfirewallFirewall {
    const { cell: { name }, deletionProtection = true, tags = {} } = props;
    return new NetworkfirewallFirewall(this, 'Firewall', {
      name: `eic-${name}`,
      vpcId: this.vpcId,
      firewallPolicyArn,
      subnetMapping: subnetIds.map((subnetId) => ({ subnetId, ipAddressType: 'IPV4' })),
      deleteProtection: deletionProtection,
      subnetChangeProtection: deletionProtection,
      firewallPolicyChangeProtection: deletionProtection,
      tags: { ...tags },
    });
  }
}
