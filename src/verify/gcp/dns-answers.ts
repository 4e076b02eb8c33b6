import { blockOf, blocksOf, TerraformValues } from '../rules';

/**
 * What response policies of Cloud DNS answer in a network, whatever the name resolves to elsewhere; of several rules the longest name decides, and a
 * wildcard holds all names below. Source: Google Cloud, "Manage response policies and rules".
 */
export class DnsAnswers {
  private readonly answers = new Map<string, string>();

  public constructor(values: TerraformValues) {
    for (const { values: rule } of values.ofType('google_dns_response_policy_rule')) {
      const name = values.text(rule.dns_name)?.toLowerCase().replace(/\.$/, '');
      const records = blocksOf(blockOf(rule.local_data).local_datas).filter(({ type }) => type === 'A');
      const address = records.flatMap(({ rrdatas }) => values.texts(rrdatas))[0];
      if (name !== undefined && address !== undefined) this.answers.set(name, address);
    }
  }

  /** The address that a name of the files is answered with; undefined: DNS goes on as usual. */
  public of(host: string | null): string | undefined {
    if (host === null || this.answers.size === 0) return undefined;
    const exact = this.answers.get(host);
    if (exact !== undefined) return exact;
    for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      const found = this.answers.get(`*${host.slice(dot)}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
