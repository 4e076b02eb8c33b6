import { Definition, egressSources } from '../../cell';
import { KINDS, Problems } from '../../errors';
import { Cidr } from '../../net';
import { Finding, Flow } from '../../plan';
import { findingOf } from '../../plan/finding';

/** Addresses that flows start from, as the firewall sees them: IPv4 only, since Azure Firewall carries no IPv6. */
export class Sources {
  /** Of pods: the cell's egress sources. */
  public readonly pods: readonly string[];
  private readonly nodes: readonly string[];
  private readonly both: readonly string[];

  /** Notes what IPv6 leaves without rules: a finding, or a problem where nothing is left. */
  public constructor({ cluster }: Definition, flows: readonly Flow[], problems: Problems, findings: Finding[]) {
    const given = cluster.egressSources !== undefined;
    const withNodes = flows.some(({ from }) => from.some(({ nodes }) => nodes === true));
    this.pods = version4(egressSources(cluster), given ? 'cluster.egressSources' : 'cluster.nodeCidrs', problems, findings);
    this.nodes = given && withNodes ? version4(cluster.nodeCidrs, 'cluster.nodeCidrs', problems, findings) : this.pods;
    this.both = sorted([...this.nodes, ...this.pods].map((text) => Cidr.trusted(text)));
  }

  /** Sources of a flow: the nodes', the pods', or both; the same list each time. */
  public of({ from }: Flow): readonly string[] {
    const nodes = from.some((source) => source.nodes === true);
    const pods = from.some((source) => source.nodes !== true);
    return nodes && pods ? this.both : nodes ? this.nodes : this.pods;
  }
}

function version4(cidrs: readonly string[], path: string, problems: Problems, findings: Finding[]): readonly string[] {
  const all = cidrs.map((text) => Cidr.trusted(text));
  const [v4, v6] = splitVersions(all);
  if (v4.length === 0) {
    problems.must(KINDS.cannotExpress, path, 'hold an IPv4 network: Azure Firewall carries no IPv6, so the cell would have no rule', all.join(', '),
      'give the IPv4 networks that the firewall sees');
  } else if (v6.length > 0) {
    findings.push(findingOf(KINDS.noIpv6, null, path, `Azure Firewall carries no IPv6: ${v6.join(', ')} ${v6.length > 1 ? 'have' : 'has'} no rule`,
      'make sure that the cell has no other way out by IPv6'));
  }
  return sorted(v4);
}

/** IPv4 and IPv6 networks. */
export function splitVersions(cidrs: readonly Cidr[]): [Cidr[], Cidr[]] {
  return [cidrs.filter(({ version }) => version === 4), cidrs.filter(({ version }) => version === 6)];
}

function sorted(cidrs: readonly Cidr[]): string[] {
  return [...new Set([...cidrs].sort((a, b) => a.compare(b)).map(String))];
}
