import { compareText } from '../../errors';
import { OutgoingAddress } from '../target';

/** The Terraform output with the public address of a zone's NAT gateway. */
export function addressOutput(zone: string): string {
  return `nat_address_${zone}`;
}

/** From where the traffic of an egress network leaves: known after apply only. */
export function networkAddresses({ region, zones }: { readonly region: string; readonly zones: Readonly<Record<string, unknown>> }): readonly OutgoingAddress[] {
  return Object.keys(zones).sort(compareText).map((zone) => ({ owner: `NAT gateway in ${region}${zone}`, output: addressOutput(zone) }));
}
