import { Definition } from '../../cell';
import { Cidr } from '../../net';
import { Flow } from '../../plan';
import { FlowSources } from '../flow-sources';

/** Address group of the cell's egress sources. */
export const HOME_NET = '$HOME_NET';
/** Address group of the nodes, where they have other addresses. */
const NODES = '$EIC_NODES';

/** Where flows start from, as address groups of the rules. */
export class RuleSources {
  private readonly sources: FlowSources;
  private readonly same: boolean;

  public constructor(definition: Definition) {
    this.sources = new FlowSources(definition);
    this.same = this.sources.pods.join() === this.sources.nodes.join();
  }

  /** The source of a flow's rules. */
  public of({ from }: Flow): string {
    const nodes = from.some((source) => source.nodes === true);
    if (!nodes || this.same) return HOME_NET;
    return from.some((source) => source.nodes !== true) ? `[${HOME_NET},${NODES}]` : NODES;
  }

  /**
   * The address groups that rules name. `EXTERNAL_NET` is set, since AWS would otherwise make it everything but `HOME_NET`: a rule that somebody
   * adds with it is then not blind to the cell's own networks.
   */
  public sets(rules: readonly { readonly text: string }[]): Readonly<Record<string, readonly string[]>> {
    return {
      ...(rules.some(({ text }) => text.includes(NODES)) ? { [NODES.slice(1)]: texts(this.sources.nodes) } : {}),
      EXTERNAL_NET: ['0.0.0.0/0', '::/0'],
      HOME_NET: texts(this.sources.pods),
    };
  }
}

function texts(cidrs: readonly Cidr[]): readonly string[] {
  return cidrs.map(String);
}
