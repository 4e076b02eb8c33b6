import type { Verdict } from '../suricata';
import { allowedBy, isExpectedToPass, type World } from './expected';
import type { KindProbe } from './probes';

/** Rules of a cell as they are written, with what is expected of them. */
export interface RulesUnderTest {
  readonly label: string;
  readonly world: World;
  /** Rows of `plan.json`: which rule carries which flow. */
  readonly rows: readonly { readonly flow: string; readonly rule: string }[];
  /** Nothing is denied, and what would be is logged. */
  readonly observe: boolean;
}

/** What is wrong with a verdict; undefined when it is as planned. */
export function wrongOf({ got, leak, by }: Verdict, probe: KindProbe, { world, rows, observe }: RulesUnderTest): string | undefined {
  const flows = allowedBy(probe, world);
  const passes = observe || isExpectedToPass(probe, world);
  const said = `${probe.name} is ${got} by ${by.join(', ') || 'no logged rule'}`;
  if (got !== (passes ? 'pass' : 'drop')) {
    // The engine itself drops data without a connection, and a hello or request that goes on beside its grammar: it names the reason.
    const byEngine = passes && flows.length === 0 && by.some((reason) => !/^\d+$/.test(reason));
    return byEngine ? undefined : `${said}, planned: ${passes ? 'pass' : 'drop'}`;
  }
  if (leak > probe.mayLeak) return `${said} after ${leak} bytes, planned: ${probe.mayLeak} at most`;
  const passedBy = rows.filter(({ rule }) => by.includes(rule.replace('sid:', '')));
  const wrong = passedBy.find(({ flow }) => !flows.some(({ id }) => id === flow));
  if (wrong !== undefined) return `${said}: the rule of ${wrong.flow} passed it`;
  const named = flows.length > 0 && flows.every(({ transport, to }) => transport !== 'tcp' && transport !== 'udp' && to.hosts.length > 0);
  if (named && passedBy.length === 0) return `${said}: no rule of ${flows.map(({ id }) => id).join(', ')} is named`;
  return observe && flows.length === 0 && by.length === 0 && isOurs(probe, world) ? `${said}: what would be denied is not logged` : undefined;
}

/** Would the deny see it? */
function isOurs(probe: KindProbe, world: World): boolean {
  return !isExpectedToPass(probe, { ...world, deny: world.deny === 'any' ? 'any' : 'sources' });
}
