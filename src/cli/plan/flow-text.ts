import { Flow, Reason, sourceText } from '../../plan';

/** A flow in the words of the views: what stands in one cell of a table, one entry a line. */
export interface FlowText {
  readonly id: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Ports and protocol, such as `443 https`. */
  readonly ports: string;
  readonly evidence: string;
  readonly reasons: readonly string[];
}

/** Words for a flow. Sources that are pages become numbers of `notes`. */
export function flowText(flow: Flow, notes: Footnotes): FlowText {
  const { hosts, cidrs, component } = flow.to;
  const addresses = cidrs.map((cidr) => (hosts.length > 0 ? `at ${cidr}` : String(cidr)));
  return {
    id: flow.key,
    from: flow.from.map(sourceText),
    to: [...hosts.map(String), ...addresses, ...(component === null ? [] : [`to ${component}`]), ...(flow.via === null ? [] : ['by the proxy'])],
    ports: `${flow.ports.join(', ')} ${flow.protocol}`,
    evidence: flow.evidence,
    reasons: flow.reasons.map((reason) => reasonText(reason, notes)),
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
  public get all(): readonly string[] {
    return [...this.numbers].map(([source, number]) => `[${number}] ${source}`);
  }
}

/** Paths of the definition stand beside the reason, pages in a list below. */
function reasonText({ text, source }: Reason, notes: Footnotes): string {
  return /^[A-Za-z][\w.-]*$/.test(source) ? `${text} (${source})` : `${text} [${notes.number(source)}]`;
}
