import { Flow, sourceText } from '../../plan';

/** A flow in the words of the views: what stands in one cell of a table, one entry a line. */
export interface FlowText {
  readonly id: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Ports and protocol, such as `443 https`. */
  readonly ports: string;
  readonly evidence: string;
}

/** Words for a flow. */
export function flowText(flow: Flow): FlowText {
  const { hosts, cidrs, component } = flow.to;
  const addresses = cidrs.map((cidr) => (hosts.length > 0 ? `at ${cidr}` : String(cidr)));
  return {
    id: flow.key,
    from: flow.from.map(sourceText),
    to: [...hosts.map(String), ...addresses, ...(component === null ? [] : [`to ${component}`]), ...(flow.via === null ? [] : ['by the proxy'])],
    ports: `${flow.ports.join(', ')} ${flow.protocol}`,
    evidence: flow.evidence,
  };
}

/** Numbers of sources, in the order in which they were asked for. */
export class Footnotes {
  private readonly numbers = new Map<string, number>();

  /** The number of a source, from 1. */
  public number(source: string): number {
    const known = this.numbers.get(source);
    if (known !== undefined) return known;
    this.numbers.set(source, this.numbers.size + 1);
    return this.numbers.size;
  }

  /** All sources with their numbers. */
  public get all(): readonly (readonly [source: string, number: number])[] {
    return [...this.numbers];
  }
}
