import { AwsFirewall, lackIn, networks } from './groups';
import { egressSources } from '../../../cell';
import { blockOf, blocksOf } from '../../rules';
import { Lack, Wanted } from '../wanted';

const EVERYWHERE = networks(['0.0.0.0/0', '::/0']);

/**
 * `HOME_NET` is the cell and nobody else; `EXTERNAL_NET` is every address, since AWS would otherwise leave the cell's own networks out of it (Developer
 * Guide, rule variables); groups of other names hold addresses of the cell and its nodes only.
 */
export function addressGroups({ definition: { cluster } }: Wanted, { rules, platform, values }: AwsFirewall): Lack[] {
  const cell = networks(egressSources(cluster));
  const ours = networks([...cell, ...cluster.nodeCidrs]);
  return [...rules, ...platform].flatMap(({ file, address, values: group }) => {
    const sets = blocksOf(blockOf(blockOf(group.rule_group).rule_variables).ip_sets)
      .map((set) => ({ name: values.text(set.key) ?? '', texts: networks(values.texts(blockOf(set.ip_set).definition)) }));
    const wrong = (name: string, rule: string, texts: readonly string[]): Lack => lackIn(file, rule, `${texts.join(', ') || 'nothing'} in ${address} ${name}`);
    const exactly = (wanted: string, texts: readonly string[], rule: string): Lack[] => {
      const found = sets.find(({ name }) => name === wanted)?.texts ?? [];
      return found.join() === texts.join() ? [] : [wrong(wanted, rule, found)];
    };
    return [
      ...exactly('HOME_NET', cell, `be the addresses of the cell, ${cell.join(', ')}`),
      ...exactly('EXTERNAL_NET', EVERYWHERE, `be every address, ${EVERYWHERE.join(' and ')}`),
      ...sets.filter(({ name, texts }) => !['HOME_NET', 'EXTERNAL_NET'].includes(name) && texts.some((text) => !ours.includes(text)))
        .map(({ name, texts }) => wrong(name, `hold addresses of the cell and its nodes only, ${ours.join(', ')}`, texts)),
    ];
  });
}
