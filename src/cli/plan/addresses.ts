import { OutgoingAddress } from '../../compile/target';
import { compareText } from '../../errors';
import { PlannedCell } from '../planned-cell';
import { Listing } from './listing';

interface Row extends OutgoingAddress {
  readonly cell: string;
  readonly target: string;
}

/** From where the cells leave: what partners are asked to allow. */
export function addressListing(cells: readonly PlannedCell[]): Listing {
  const found = cells.flatMap(({ cell, compiled }) => Object.entries(compiled).flatMap(([target, { addresses = [] }]) =>
    addresses.map((address): Row => ({ cell: cell.definition.name, target, ...address }))))
    .sort((a, b) => compareText(a.cell, b.cell) || compareText(a.target, b.target));
  return {
    columns: ['cell', 'target', 'owner', 'address', 'output'],
    rows: found.map(({ cell, target, owner, address = '', output = '' }) => [cell, target, owner, address, output]),
    none: 'no target decides from where the cells leave: ask who runs the NAT gateway or firewall',
    json: { addresses: found },
  };
}
