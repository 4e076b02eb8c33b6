import { HostPattern } from '../../net';
import { Connection } from '../connection';
import { blockOf, blocksOf, TerraformValues } from '../rules';

interface Answer {
  readonly pattern: HostPattern;
  readonly addresses: readonly string[];
}

/**
 * Names that the network's own DNS answers, such as those of Google APIs with their private address: what looks one up dials that address.
 * Source: Google Cloud, "Response policies and rules" (local data; an exact name comes before a wildcard).
 */
export class PrivateNames {
  private readonly answers: readonly Answer[];

  public constructor(values: TerraformValues) {
    this.answers = values.ofType('google_dns_response_policy_rule').flatMap(({ values: rule }): Answer[] => {
      const name = values.text(rule.dns_name)?.replace(/\.$/, '').toLowerCase();
      const addresses = blocksOf(blockOf(rule.local_data).local_datas).filter(({ type }) => type === 'A').flatMap(({ rrdatas }) => values.texts(rrdatas));
      return name === undefined || name === '' || addresses.length === 0 ? [] : [{ pattern: HostPattern.trusted(name), addresses }];
    }).sort((a, b) => Number(a.pattern.wildcard) - Number(b.pattern.wildcard) || b.pattern.name.length - a.pattern.name.length);
  }

  /** The connection with the address that the network's DNS gives its name; as it is where that has no answer. */
  public resolved(connection: Connection): Connection {
    const { to } = connection;
    if (to.host === null || to.address.includes(':')) return connection;
    const answer = this.answers.find(({ pattern }) => pattern.matches(to.host!));
    return answer === undefined || answer.addresses.includes(to.address) ? connection : { ...connection, to: { ...to, address: answer.addresses[0]! } };
  }
}
