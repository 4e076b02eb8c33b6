import { TerraformResource } from '../read/objects';
import { blocksOf, TerraformValues } from '../rules';
import { RuleReference } from '../verdict';
import { CloudRoutes, isIn, RouteProblem, Way } from './way';

const SUBNETWORK = 'google_compute_subnetwork';

/**
 * Cloud NAT: every range of every subnetwork, with reserved addresses. Firewall rules of Google Cloud are at the VM, so no route goes around them.
 * Source: Google Cloud, "Cloud NAT overview", "IP addresses and ports".
 */
export class GcpRoutes implements CloudRoutes {
  public readonly isPresent: boolean;
  public readonly problems: readonly RouteProblem[];
  private readonly nats: readonly TerraformResource[];
  private readonly routers: readonly TerraformResource[];
  private readonly subnetworks: readonly TerraformResource[];

  public constructor(private readonly values: TerraformValues, private readonly problem: (code: string, rule: RuleReference) => RouteProblem) {
    this.nats = values.ofType('google_compute_router_nat');
    // A router that translates nothing is one whose NAT is missing.
    this.routers = values.ofType('google_compute_router');
    this.isPresent = this.nats.length + this.routers.length > 0;
    // Subnetworks for proxies and load balancers hold no VMs.
    this.subnetworks = values.ofType(SUBNETWORK).filter(({ values: { purpose } }) => purpose === undefined || purpose === null || purpose === 'PRIVATE');
    this.problems = !this.isPresent ? [] : [
      ...this.missing(), ...this.nats.flatMap((nat) => this.addresses(nat)), ...this.subnetworks.flatMap((subnetwork) => this.coverage(subnetwork)),
    ];
  }

  public ways(source: string | undefined, destination: string): readonly Way[] {
    const own = this.subnetworks.filter(({ values }) => source !== undefined && isIn(source, this.rangesOf(values)));
    const subnetworks = own.length > 0 ? own : this.subnetworks;
    if (destination.includes(':')) {
      const external = subnetworks.find(({ values }) => values.stack_type === 'IPV4_IPV6' && values.ipv6_access_type === 'EXTERNAL');
      return [external === undefined ? { decision: 'deny', code: 'no-ipv6-way', rule: null } : { decision: 'allow', code: 'ipv6-around-firewall', rule: this.at(external) }];
    }
    if (this.nats.length === 0) return [{ decision: 'unknown', code: 'not-covered-by-nat', rule: this.at(this.routers[0]!) }];
    const open = subnetworks.find((subnetwork) => this.coverage(subnetwork).length > 0);
    return [open === undefined ? { decision: 'allow', code: 'by-nat', rule: this.at(this.nats[0]!) } : { decision: 'unknown', code: 'not-covered-by-nat', rule: this.at(open) }];
  }

  private missing(): RouteProblem[] {
    return this.nats.length > 0 ? [] : this.routers.map((router) => this.problem('not-covered-by-nat', this.at(router)));
  }

  private addresses(nat: TerraformResource): RouteProblem[] {
    const { nat_ip_allocate_option: option, nat_ips: addresses, initial_nat_ips: initial } = nat.values;
    const given = [addresses, initial].some((list) => Array.isArray(list) && list.length > 0)
      || this.values.ofType('google_compute_router_nat_address').some(({ values }) => this.values.resource(values.router_nat, 'google_compute_router_nat') === nat);
    return option === 'MANUAL_ONLY' && given ? [] : [this.problem('address-not-static', this.at(nat))];
  }

  private coverage(subnetwork: TerraformResource): RouteProblem[] {
    const isCovered = this.nats.some((nat) => {
      const ranges = nat.values.source_subnetwork_ip_ranges_to_nat;
      if (ranges === 'ALL_SUBNETWORKS_ALL_IP_RANGES') return true;
      return ranges === 'LIST_OF_SUBNETWORKS' && blocksOf(nat.values.subnetwork).some((entry) =>
        this.values.resource(entry.name, SUBNETWORK) === subnetwork && this.values.texts(entry.source_ip_ranges_to_nat).includes('ALL_IP_RANGES'));
    });
    return isCovered ? [] : [this.problem('not-covered-by-nat', this.at(subnetwork))];
  }

  private rangesOf(values: TerraformResource['values']): readonly string[] {
    return [...this.values.texts(values.ip_cidr_range), ...blocksOf(values.secondary_ip_range).flatMap(({ ip_cidr_range: range }) => this.values.texts(range))];
  }

  private at({ file, address }: TerraformResource): RuleReference {
    return { file, object: address, path: '' };
  }
}
