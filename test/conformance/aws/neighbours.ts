import { checkOf, type Check } from '../check';
import { runSuricata, type Verdict } from '../suricata';
import { probesFor, type KindProbe } from './probes';
import { NEIGHBOUR, SAMPLE } from './sample';
import { underTest, type CellRules } from './under-test';

const FOREIGN_SOURCE = '10.99.0.9';

/** Rules of a foreign team in the same policy, for its own network. */
const FOREIGN_RULES = `pass tls 10.99.0.0/16 any -> any 443 (msg:"foreign"; alert; flow:to_server; tls.sni; content:".foreign.example"; endswith; nocase; sid:100; rev:1;)
drop tcp 10.99.0.0/16 any -> any 25 (msg:"foreign deny"; flow:to_server,established; sid:101; rev:1;)`;

/**
 * Two cells and a foreign team in one policy. In strict order a verdict of the first group is final, so each group alone must have no opinion of
 * what comes from others; then no order of the groups can cut or open anything of theirs.
 */
export async function neighbours(): Promise<Check[]> {
  const [one, other] = [underTest(SAMPLE, 'sources')!, underTest(NEIGHBOUR, 'sources')!];
  const foreign = probesFor(one.under.world, 'foreign', () => true).map((probe, index): KindProbe => ({ ...probe, src: foreignSource(probe.src, index) }))
    .filter(({ src, dst }) => src.includes(':') === dst.includes(':'));
  return [
    checkOf('AWS rules: a cell has no opinion of another cell', await opinions(one, fromOwn(other))),
    checkOf('AWS rules: … nor that one of it', await opinions(other, fromOwn(one))),
    checkOf(`AWS rules: a cell has no opinion of a foreign team (${foreign.length} probes)`, await opinions(one, foreign)),
    checkOf('AWS rules: the rules of a foreign team hold beside two cells', await foreignRulesHold([one, other])),
  ];
}

/** An address of the foreign team, another one for each probe: probes without ports are told apart by addresses only. */
function foreignSource(src: string, index: number): string {
  return src.includes(':') ? `fd00:99::${(index + 9).toString(16)}` : `10.99.${Math.floor(index / 200)}.${index % 200 + 9}`;
}

function fromOwn({ under: { world, label } }: CellRules): KindProbe[] {
  const own = probesFor(world, label, () => true);
  return own.filter(({ src }) => src.startsWith('10.42.') || src.startsWith('10.52.') || src.startsWith('10.43.') || src.startsWith('10.53.') || src.startsWith('fd00:'));
}

/** What a group says of connections that are not of its cell: nothing, not even in a log. */
async function opinions({ text, ipSets }: CellRules, probes: readonly KindProbe[]): Promise<string[]> {
  const verdicts = await runSuricata(text, probes, { homeNet: ipSets.HOME_NET!, variables: ipSets });
  // Suricata keeps no flow of GRE that holds nothing it knows, so nothing counts its packets; a drop would still be an event.
  const isUncounted = ({ probe, got }: Verdict): boolean => got === 'unanswered' && probe.protocol === 47;
  const ofEngine = (reason: string): boolean => !/^\d+$/.test(reason);
  return verdicts.filter((verdict) => verdict.by.some((rule) => !ofEngine(rule)) || (verdict.got !== 'pass' && verdict.by.length === 0 && !isUncounted(verdict)))
    .map(({ probe, got, by }) => `${probe.name} is ${got} by ${by.join(', ')}`).slice(0, 8);
}

async function foreignRulesHold(cells: readonly CellRules[]): Promise<string[]> {
  const all = [...cells.map(({ text }, index) => text.replace(/\$([A-Z_]+)/g, `$$$1_${index}`)), FOREIGN_RULES].join('\n').split('\n');
  const ordered = [...all.filter((line) => line.startsWith('pass')), ...all.filter((line) => !line.startsWith('pass'))];
  const variables = Object.fromEntries(cells.flatMap(({ ipSets }, index) => Object.entries(ipSets).map(([name, networks]) => [`${name}_${index}`, networks])));
  const probes = [
    { name: 'foreign allow', kind: 'tls', src: FOREIGN_SOURCE, sni: 'a.foreign.example', expect: 'pass', rule: '100' },
    { name: 'foreign deny', kind: 'tcp', src: FOREIGN_SOURCE, port: 25, data: ['text:EHLO a\r\n'], expect: 'drop', rule: '101' },
    { name: 'foreign team, what nobody speaks of', kind: 'tcp', src: FOREIGN_SOURCE, port: 22, data: ['text:SSH-2.0-a\r\n'], expect: 'pass', rule: undefined },
    { name: 'foreign team, a name that only the cell may reach', kind: 'tls', src: FOREIGN_SOURCE, sni: 'b1.kafka.example', port: 9093, expect: 'pass', rule: undefined },
    { name: 'cell, a name that only the foreign team may reach', kind: 'tls', src: '10.42.0.9', sni: 'a.foreign.example', expect: 'drop', rule: undefined },
    { name: 'cell, a name that only the other cell may reach', kind: 'tls', src: '10.42.0.9', sni: 'api.tax.example', expect: 'drop', rule: undefined },
    { name: 'other cell, its name', kind: 'tls', src: '10.52.0.9', sni: 'api.tax.example', expect: 'pass', rule: undefined },
  ] as const;
  const verdicts = await runSuricata(ordered.join('\n'), probes, { homeNet: ['10.42.0.0/16'], variables });
  return probes.flatMap(({ name, expect, rule }, index) => {
    const { got, by } = verdicts[index]!;
    return got === expect && (rule === undefined || by.includes(rule)) ? [] : [`${name} is ${got} by ${by.join(', ')}, planned: ${expect}`];
  });
}
