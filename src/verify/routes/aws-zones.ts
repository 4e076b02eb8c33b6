import { TerraformResource } from '../read/objects';
import { Block, blockOf, blocksOf, TerraformValues } from '../rules';

/** Subnets, data sources of them too. */
export const SUBNET = 'aws_subnet';

/** Zones of subnets and firewall endpoints. */
export class AwsZones {
  public constructor(private readonly values: TerraformValues) {}

  public ofSubnet(id: unknown): string | undefined {
    return this.values.text(this.values.resource(id, SUBNET)?.values.availability_zone);
  }

  public ofNat(id: unknown): string | undefined {
    return this.ofSubnet(this.values.resource(id, 'aws_nat_gateway')?.values.subnet_id);
  }

  /** Firewalls of the files. */
  public get firewalls(): readonly TerraformResource[] {
    return this.values.ofType('aws_networkfirewall_firewall');
  }

  /**
   * The zone of a firewall endpoint: by what an expression over `firewall_status` selects (`availability_zone == "…"`, `subnet_id == …`), or by the
   * status in a state.
   * Undefined: not an endpoint of a firewall of the files; null: one, in a zone that is not known.
   */
  public ofEndpoint(target: unknown): string | null | undefined {
    if (typeof target !== 'string') return undefined;
    const states = this.firewalls.flatMap(({ values }) => blocksOf(values.firewall_status).flatMap((status) => blocksOf(status.sync_states)));
    const state = states.find((entry) => blockOf(entry.attachment).endpoint_id === target);
    if (state !== undefined) return this.values.text(state.availability_zone) ?? null;
    if (!/\$\{/.test(target) || !this.firewalls.some(({ address }) => target.includes(`${address}.firewall_status`))) return undefined;
    const [, literal, reference] = /availability_zone\s*==\s*(?:\\?"([^"\\]+)\\?"|((?:data\.)?[a-z0-9_]+\.[A-Za-z0-9_-]+\.[a-z_]+))/.exec(target) ?? [];
    const [, subnetId, subnet] = /subnet_id\s*==\s*(?:\\?"([^"\\]+)\\?"|((?:data\.)?aws_subnet\.[A-Za-z0-9_-]+\.id))/.exec(target) ?? [];
    if (subnetId !== undefined || subnet !== undefined) return this.ofSubnet(subnetId ?? `\${${subnet}}`) ?? null;
    const zone = literal ?? (reference === undefined ? undefined : this.values.text(`\${${reference}}`));
    return zone === undefined || zone.includes('${') ? null : zone;
  }
}

/** The kind of a route's target, and what it names. */
export function hopOf(route: Block): { readonly hop: string; readonly target: unknown } {
  const key = HOPS.find((name) => route[name] !== undefined && route[name] !== null && route[name] !== '');
  return { hop: key ?? '', target: key === undefined ? undefined : route[key] };
}

const HOPS = ['vpc_endpoint_id', 'nat_gateway_id', 'egress_only_gateway_id', 'gateway_id', 'transit_gateway_id', 'vpc_peering_connection_id', 'network_interface_id', 'local_gateway_id', 'carrier_gateway_id', 'core_network_arn'];
