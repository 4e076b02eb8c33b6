import { Construct } from 'constructs';
import { ComputeNetworkFirewallPolicyRule } from './bindings';
import { checkShared, sharedOptions } from './check-props';
import { refuse, takePlaces, unknownRule } from './construct-problems';
import { ComputeAddress, ComputeNetwork, ComputeRouter, ComputeRouterNat, ComputeSubnetwork } from './network-bindings';
import { PolicyRules } from './policy-rules';
import type { GcpSharedProps } from './shared-props';
import { compileGcp, GcpCompilation, GcpDefaultDeny, GcpNetworkCompilation } from '../compile/gcp';
import { TargetRow } from '../compile/target';
import { Finding } from '../plan';
import { escapeTerraformData } from '../terraform/escape';
import { checkEngine } from '../terraform/same-engine';

/** What Cloud NAT logs. */
export type GcpNatLogging = 'ERRORS_ONLY' | 'TRANSLATIONS_ONLY' | 'ALL';

/** Properties of `GcpEgressNetwork`. What is given is not created; ids may be tokens. */
export interface GcpEgressNetworkProps extends GcpSharedProps {
  /** Id of a VPC network that exists.
   * @default - one is created, which evaluates the policy before classic rules */
  readonly network?: string;
  /** Ids of subnets of the cluster that exist.
   * @default - one is created for each IPv4 network of `cluster.nodeCidrs`, with pods and Services as secondary ranges of the first */
  readonly subnetworks?: readonly string[];
  /** Name of a Cloud Router that exists.
   * @default - one is created */
  readonly router?: string;
  /** Ids of reserved addresses that exist.
   * @default - as many as `natAddressCount` are reserved */
  readonly natAddresses?: readonly string[];
  /** Addresses to reserve, 1 to 100.
   * @default 2 */
  readonly natAddressCount?: number;
  /** Ports that a VM has at least; a power of 2 from 32 on.
   * @default 64 */
  readonly minPortsPerVm?: number;
  /** Ports that a VM has at most; a power of 2, more than the least.
   * @default 4096 */
  readonly maxPortsPerVm?: number;
  /** Seconds without traffic after which Cloud NAT forgets a connection, 30 to 86400.
   * @default 1200 */
  readonly tcpEstablishedIdleTimeoutSec?: number;
  /** What Cloud NAT logs.
   * @default `ERRORS_ONLY` */
  readonly natLogging?: GcpNatLogging;
  /** `none`, `sources` (the targets), or `any`: every VM of a network that we create; with `network` it needs targets.
   * @default `any` */
  readonly defaultDeny?: GcpDefaultDeny;
  /** Labels of what can have them.
   * @default - none */
  readonly labels?: { readonly [key: string]: string };
}

/** A whole egress network for a cell: network, subnets, Cloud NAT with reserved addresses, and a firewall policy with the rules of the cell. */
export class GcpEgressNetwork extends Construct {
  /** Id of the network; a token where it is created. */
  public readonly networkId: string;
  /** Ids of the subnets. */
  public readonly subnetworkIds: readonly string[];
  /** Names of the secondary ranges of the first subnet that we create, as GKE takes them; pods first, then Services. */
  public readonly secondaryRangeNames: readonly string[];
  /** Name of the router; a token where it is created. */
  public readonly routerName: string;
  /** Outgoing addresses, to hand to partners; tokens. Where they are given: their ids. */
  public readonly natAddresses: readonly string[];
  /** Name of the policy; a token where it is created. */
  public readonly firewallPolicyName: string;
  /** Names of our rules. */
  public readonly ruleNames: readonly string[];
  /** Which rule carries which flow, ordered by flow. */
  public readonly rows: readonly TargetRow[];
  /** What a reviewer should know. */
  public readonly findings: readonly Finding[];
  private readonly rules: PolicyRules;

  /** @throws ValidationError with all problems, as `GcpFirewallRules`; also overlapping networks (`EIC302`) */
  public constructor(scope: Construct, id: string, props: GcpEgressNetworkProps);
  /** @internal With what `eic` has compiled already. */
  public constructor(scope: Construct, id: string, props: GcpEgressNetworkProps, compiled: GcpCompilation);
  public constructor(scope: Construct, id: string, private readonly props: GcpEgressNetworkProps, compiled?: GcpCompilation) {
    super(scope, id);
    refuse(this, [...checkEngine(scope, ComputeNetworkFirewallPolicyRule), ...checkNetworkProps(props, id)]);
    const { cell, project, region, subnetworks = [], router, network, targetServiceAccounts = [], targetSecureTags = [] } = props;
    const compilation = compiled ?? compileProps(props, id);
    refuse(this, [...compilation.problems, ...takePlaces(this, props, network ?? this.node.path, compilation)]);
    this.rows = Object.freeze([...compilation.rows]);
    this.findings = Object.freeze([...compilation.findings]);
    const name = compilation.name;
    const egress = escapeTerraformData(compilation.egressNetwork!);

    this.networkId = network ?? new ComputeNetwork(this, 'Network', {
      project, name, autoCreateSubnetworks: false, networkFirewallPolicyEnforcementOrder: 'BEFORE_CLASSIC_FIREWALL', routingMode: 'REGIONAL',
    }).id;
    this.subnetworkIds = Object.freeze(subnetworks.length > 0 ? [...subnetworks] : this.addSubnets(egress));
    this.secondaryRangeNames = Object.freeze(egress.subnets.flatMap(({ secondaryRanges }) => secondaryRanges.map((range) => range.name)));
    this.routerName = router ?? new ComputeRouter(this, 'Router', { project, region, name, network: this.networkId }).name;
    const addresses = egress.addressNames.map((address) => new ComputeAddress(this, `address.${address}`, { project, region, name: address, addressType: 'EXTERNAL', ...this.labels() }));
    this.natAddresses = Object.freeze([...props.natAddresses ?? [], ...addresses.map(({ address }) => address)]);
    this.addNat(name, [...props.natAddresses ?? [], ...addresses.map(({ selfLink }) => selfLink)]);
    this.rules = new PolicyRules(this, 'Rules', { ...props, cell: cell.name, network: this.networkId, compilation, targetServiceAccounts, targetSecureTags });
    this.firewallPolicyName = this.rules.policyName;
    this.ruleNames = Object.freeze([...this.rules.ruleNames]);
  }

  /**
   * The resource of a rule, for what the properties do not offer.
   * @throws ValidationError (`EIC407`)
   */
  public rule(name: string): ComputeNetworkFirewallPolicyRule {
    return this.rules.rule(name) ?? unknownRule(this, name, this.ruleNames);
  }

  private addSubnets({ subnets }: GcpNetworkCompilation): string[] {
    const { project, region } = this.props;
    return subnets.map(({ name, range, secondaryRanges }) => new ComputeSubnetwork(this, `subnet.${name}`, {
      project, region, name, network: this.networkId, ipCidrRange: range, privateIpGoogleAccess: true, stackType: 'IPV4_ONLY',
      secondaryIpRange: secondaryRanges.map((secondary) => ({ rangeName: secondary.name, ipCidrRange: secondary.range })),
    }).id);
  }

  /** Only our addresses, for all ranges of the subnets. Dynamic ports and endpoint-independent mapping exclude each other. */
  private addNat(name: string, natIps: string[]): void {
    const { project, region, minPortsPerVm = 64, maxPortsPerVm = 4096, tcpEstablishedIdleTimeoutSec = 1200, natLogging = 'ERRORS_ONLY' } = this.props;
    new ComputeRouterNat(this, 'Nat', {
      project, region, name, router: this.routerName, natIpAllocateOption: 'MANUAL_ONLY', natIps, sourceSubnetworkIpRangesToNat: 'LIST_OF_SUBNETWORKS',
      subnetwork: this.subnetworkIds.map((id) => ({ name: id, sourceIpRangesToNat: ['ALL_IP_RANGES'] })),
      enableDynamicPortAllocation: true, enableEndpointIndependentMapping: false, minPortsPerVm, maxPortsPerVm, tcpEstablishedIdleTimeoutSec,
      logConfig: { enable: true, filter: natLogging },
    });
  }

  private labels(): { labels?: { [key: string]: string } } {
    return this.props.labels === undefined ? {} : { labels: { ...this.props.labels } };
  }
}

function checkNetworkProps(props: GcpEgressNetworkProps, id: string) {
  const check = checkShared(props, id, ['none', 'sources', 'any']);
  check.text('network', 'the id of a VPC network', false);
  check.text('router', 'the name of a Cloud Router', false);
  check.texts('subnetworks', 'ids of subnets');
  check.texts('natAddresses', 'ids of addresses');
  check.number('natAddressCount', 1, 100);
  check.number('minPortsPerVm', 32, 32768);
  check.number('maxPortsPerVm', 64, 65536);
  check.number('tcpEstablishedIdleTimeoutSec', 30, 86400);
  check.word('natLogging', ['ERRORS_ONLY', 'TRANSLATIONS_ONLY', 'ALL']);
  if (props.network === undefined) {
    for (const [name, value] of [['subnetworks', props.subnetworks?.length], ['router', props.router]] as const) {
      if (value !== undefined && value !== 0) check.refuse(name, 'not be given without network: it belongs to a network that exists');
    }
  }
  return check.problems.all;
}

function compileProps(props: GcpEgressNetworkProps, id: string): GcpCompilation {
  const { cell, network, subnetworks = [], natAddresses = [], natAddressCount = 2, minPortsPerVm = 64, maxPortsPerVm = 4096, defaultDeny = 'any' } = props;
  return compileGcp(cell.definition, cell.plan, sharedOptions(props, id, { ownNetwork: network === undefined, defaultDeny }), {
    givenSubnetworks: subnetworks.length > 0, natAddressCount: natAddresses.length > 0 ? 0 : natAddressCount, minPortsPerVm, maxPortsPerVm,
  });
}
