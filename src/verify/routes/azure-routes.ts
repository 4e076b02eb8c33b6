import { TerraformResource } from '../read/objects';
import { blocksOf, isExpression, rangeOf, TerraformValues } from '../rules';
import { RuleReference } from '../verdict';
import { CloudRoutes, isIn, longestMatch, Route, RouteProblem, Way } from './way';

/** Subnets of Azure's own, which have routes of their own. */
const OWN_SUBNETS = new Set(['AzureFirewallSubnet', 'AzureFirewallManagementSubnet', 'GatewaySubnet', 'AzureBastionSubnet', 'RouteServerSubnet']);

interface Workload {
  readonly cidrs: readonly string[];
  readonly table: TerraformResource | undefined;
  readonly reference: RuleReference;
}

/**
 * User-defined routes of Azure: a subnet without a default route of its own leaves directly. Source: Microsoft Learn, "Virtual network traffic
 * routing", "Integrate Azure Firewall with NAT Gateway".
 */
export class AzureRoutes implements CloudRoutes {
  public readonly isPresent: boolean;
  public readonly problems: readonly RouteProblem[];
  private readonly workloads: readonly Workload[];

  public constructor(private readonly values: TerraformValues, private readonly problem: (code: string, rule: RuleReference) => RouteProblem) {
    const tables = values.ofType('azurerm_route_table');
    this.isPresent = tables.length > 0;
    this.workloads = this.isPresent ? this.readWorkloads() : [];
    this.problems = [
      ...this.workloads.flatMap((workload) => this.problemsOf(workload)), ...tables.flatMap((table) => this.learned(table)), ...(this.isPresent ? this.addresses() : []),
    ];
  }

  public ways(source: string | undefined, destination: string): readonly Way[] {
    const own = this.workloads.filter(({ cidrs }) => source !== undefined && isIn(source, cidrs));
    return (own.length > 0 ? own : this.workloads).map((workload) => this.way(workload, destination));
  }

  private way({ table, cidrs, reference }: Workload, destination: string): Way {
    const route = table === undefined ? undefined : longestMatch(this.routes(table), destination);
    if (destination.includes(':')) {
      // A subnet with IPv4 only has no IPv6 way out; one with both leaves by the system route where no route of the table says otherwise.
      const isOpen = cidrs.some((cidr) => cidr.includes(':')) && route?.hop !== 'None';
      return isOpen ? { decision: 'allow', code: 'ipv6-around-firewall', rule: route?.reference ?? reference } : { decision: 'deny', code: 'no-ipv6-way', rule: route?.reference ?? null };
    }
    if (route === undefined) return { decision: 'allow', code: 'around-firewall', rule: table === undefined ? reference : { ...this.at(table), path: '' } };
    switch (route.hop) {
      case 'VirtualAppliance':
        return this.isFirewall(route.target) === false ? { decision: 'unknown', code: 'other-next-hop', rule: route.reference } : { decision: 'allow', code: 'through-firewall', rule: route.reference };
      case 'None':
        return { decision: 'deny', code: 'no-way-out', rule: route.reference };
      case 'Internet':
        return { decision: 'allow', code: 'around-firewall', rule: route.reference };
      default:
        return { decision: 'unknown', code: 'not-understood', rule: route.reference };
    }
  }

  /** Subnets with a table, and subnets of the files without. */
  private readWorkloads(): Workload[] {
    const associations = this.values.ofType('azurerm_subnet_route_table_association').map((association) => ({
      association,
      subnet: this.values.resource(association.values.subnet_id, 'azurerm_subnet'),
      table: this.values.resource(association.values.route_table_id, 'azurerm_route_table'),
    }));
    const isOwn = (subnet: TerraformResource | undefined): boolean => OWN_SUBNETS.has(String(subnet?.values.name));
    const withTable = associations.filter(({ subnet }) => !isOwn(subnet)).map(({ association, subnet, table }) =>
      ({ cidrs: this.values.texts(subnet?.values.address_prefixes), table, reference: this.at(association) }));
    const associated = new Set(associations.map(({ subnet }) => subnet?.address));
    const without = this.values.ofType('azurerm_subnet').filter((subnet) => !isOwn(subnet) && !associated.has(subnet.address))
      .map((subnet) => ({ cidrs: this.values.texts(subnet.values.address_prefixes), table: undefined, reference: this.at(subnet) }));
    const unused = withTable.length + without.length > 0 ? [] : this.values.ofType('azurerm_route_table').map((table) => ({ cidrs: [], table, reference: this.at(table) }));
    return [...withTable, ...without, ...unused];
  }

  private problemsOf(workload: Workload): RouteProblem[] {
    const { decision, code, rule } = this.way(workload, '203.0.113.1');
    return decision === 'allow' && code === 'through-firewall' ? [] : [this.problem(code, rule ?? workload.reference)];
  }

  private learned(table: TerraformResource): RouteProblem[] {
    const { bgp_route_propagation_enabled: enabled, disable_bgp_route_propagation: disabled } = table.values;
    return enabled === false || disabled === true ? [] : [this.problem('learned-routes', this.at(table))];
  }

  /** The addresses behind the firewall, where the files hold it. */
  private addresses(): RouteProblem[] {
    return this.values.ofType('azurerm_public_ip').filter(({ values }) => values.allocation_method === 'Dynamic').map((address) => this.problem('address-not-static', this.at(address)));
  }

  private routes(table: TerraformResource): Route[] {
    const inline = blocksOf(table.values.route).map((block, index) => ({ block, reference: { ...this.at(table), path: `route[${index}]` } }));
    const separate = this.values.ofType('azurerm_route').filter(({ values }) => this.values.text(values.route_table_name) === this.values.text(table.values.name)
      || this.values.resource(values.route_table_name, 'azurerm_route_table') === table).map((route) => ({ block: route.values, reference: this.at(route) }));
    return [...inline, ...separate].map(({ block, reference }) => ({
      range: rangeOf(this.values.text(block.address_prefix) ?? ''), hop: String(block.next_hop_type), target: block.next_hop_in_ip_address, reference,
    }));
  }

  /** Undefined: not known, since neither the address of the firewall nor its subnet is in the files. Azure takes the address from AzureFirewallSubnet. */
  private isFirewall(target: unknown): boolean | undefined {
    const firewalls = this.values.ofType('azurerm_firewall');
    const text = typeof target === 'string' ? target : '';
    if (isExpression(text)) return firewalls.some(({ address }) => text.includes(`${address}.`)) || undefined;
    if (firewalls.length === 0) return undefined;
    const known = firewalls.flatMap(({ values }) => blocksOf(values.ip_configuration)).flatMap(({ private_ip_address: address }) => (typeof address === 'string' && rangeOf(address) !== undefined ? [address] : []));
    if (known.length > 0) return known.includes(text);
    const ranges = this.values.ofType('azurerm_subnet').filter(({ values: { name } }) => name === 'AzureFirewallSubnet').flatMap(({ values }) => this.values.texts(values.address_prefixes));
    return ranges.length === 0 || ranges.some(isExpression) ? undefined : isIn(text, ranges);
  }

  private at({ file, address }: TerraformResource): RuleReference {
    return { file, object: address, path: '' };
  }
}
