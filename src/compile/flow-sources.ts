import { Definition, egressSources } from '../cell';
import { Cidr } from '../net';
import { Flow } from '../plan';

/** Addresses that flows start from, as a cloud firewall sees them; sorted, without duplicates. */
export class FlowSources {
  /** Of pods: the cell's egress sources. */
  public readonly pods: readonly Cidr[];
  /** Of nodes: where they have other addresses than the pods, as the firewall sees them. */
  public readonly nodes: readonly Cidr[];
  private readonly both: readonly Cidr[];

  public constructor({ cluster }: Definition) {
    this.pods = sorted(egressSources(cluster));
    this.nodes = sorted(cluster.nodeCidrs);
    this.both = sorted([...egressSources(cluster), ...cluster.nodeCidrs]);
  }

  /** Sources of a flow: the nodes', the pods', or both; the same list each time. */
  public of({ from }: Flow): readonly Cidr[] {
    const nodes = from.some((source) => source.nodes === true);
    const pods = from.some((source) => source.nodes !== true);
    return nodes && pods ? this.both : nodes ? this.nodes : this.pods;
  }
}

function sorted(cidrs: readonly string[]): readonly Cidr[] {
  return [...new Set(cidrs)].map((text) => Cidr.trusted(text)).sort((a, b) => a.compare(b));
}
