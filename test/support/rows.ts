import { EdgeIntegrationCell } from '../../src/edge-integration-cell';
import { Flow, sourceText } from '../../src/plan';

/** A row of the plan as text, without its reasons. */
export interface Row {
  readonly key: string;
  readonly direction: string;
  readonly from: readonly string[];
  readonly hosts: readonly string[];
  readonly cidrs: readonly string[];
  readonly ports: readonly (number | string)[];
  readonly protocol: string;
  readonly transport: string;
  readonly network: string;
  readonly via: string | null;
  readonly evidence: string;
}

export function rowOf({ key, direction, from, to, ports, protocol, transport, network, via, evidence }: Flow): Row {
  return {
    key,
    direction,
    protocol,
    transport,
    network,
    via,
    evidence,
    from: from.map(sourceText),
    hosts: to.hosts.map(String),
    cidrs: to.cidrs.map(String),
    ports: ports.map((port) => port.toJSON()),
  };
}

/** Rows of one flow id. */
export function rowsOf(cell: EdgeIntegrationCell, id: string): Row[] {
  return cell.plan.flow(id).map(rowOf);
}
