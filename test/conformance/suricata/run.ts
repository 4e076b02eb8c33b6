import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../run-program';
import { temporaryDirectory } from '../temporary';
import { buildFlow, MOST_PROBES } from './flows';
import { pcapFile } from './packets';
import type { Probe, Verdict } from './probe';
import { verdicts, type EveEvent } from './verdict';

const CONFIG = join(__dirname, 'suricata.yaml');

/** What the rules are asked with. */
export interface SuricataSettings {
  /** Networks of `$HOME_NET`. */
  readonly homeNet: readonly string[];
  /** Other address groups that the rules use, by name.
   * @default - none */
  readonly variables?: Readonly<Record<string, readonly string[]>>;
  /** Text of another suricata.yaml.
   * @default - suricata.yaml of this folder */
  readonly config?: string;
}

/** The rules are not fit for a verdict: Suricata refuses them, or evaluates them in another order than AWS. */
export class RulesRefused extends Error {}

/** What is said where it is missing. */
export const SURICATA_MISSING = 'no suricata in the PATH (Debian 13: suricata; Debian 12: suricata of bookworm-backports)';

/** Is it installed? */
export function suricataIsThere(): boolean {
  return spawnSync('suricata', ['-V']).error === undefined;
}

/**
 * What Suricata 7, on which AWS Network Firewall is built, decides on each probe by these rules.
 * @throws RulesRefused also for a pass rule below a deny rule: Suricata tries pass rules first, AWS in STRICT_ORDER by place
 */
export async function runSuricata(rules: string, probes: readonly Probe[], settings: SuricataSettings): Promise<Verdict[]> {
  if (probes.length > MOST_PROBES) throw new Error(`at most ${MOST_PROBES} probes in one run`);
  refuseMisplaced(rules);
  const directory = temporaryDirectory('eic-suricata-');
  const at = (name: string): string => join(directory, name);
  writeFileSync(at('eic.rules'), `${rules}\n`);
  writeFileSync(at('suricata.yaml'), settings.config ?? readFileSync(CONFIG));
  const flows = [];
  for (const [index, probe] of probes.entries()) flows.push(await buildFlow(probe, index));
  writeFileSync(at('probes.pcap'), pcapFile(flows.flatMap(({ packets }) => packets.map(({ bytes }) => bytes))));
  const groups = Object.entries({ HOME_NET: settings.homeNet, ...settings.variables });
  const common = ['-c', at('suricata.yaml'), '-S', at('eic.rules'), '-l', directory, ...groups.flatMap(([name, networks]) => ['--set', `vars.address-groups.${name}=[${networks.join(',')}]`])];
  const run = (args: readonly string[]) => runProgram('suricata', [...common, ...args], { cwd: directory });
  // Without the test first, a bad rule is only skipped.
  const tested = await run(['-T']);
  const complaints = tested.output.split('\n').filter((line) => /^(E|W|Error|Warning):/.test(line));
  if (tested.code !== 0 || complaints.length > 0) throw new RulesRefused(complaints.join('\n') || tested.output);
  const { code, output } = await run(['-r', at('probes.pcap'), '--simulate-ips', '-k', 'none', '--runmode', 'single']);
  if (code !== 0) throw new Error(`suricata ended with ${code}:\n${output}`);
  return verdicts(flows, readFileSync(at('eve.json'), 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as EveEvent));
}

function refuseMisplaced(text: string): void {
  const rules = text.split('\n').filter((line) => /^\s*(pass|drop|reject)\b/.test(line));
  const firstDeny = rules.findIndex((line) => !/^\s*pass\b/.test(line));
  const misplaced = firstDeny < 0 ? undefined : rules.slice(firstDeny).find((line) => /^\s*pass\b/.test(line));
  if (misplaced !== undefined) throw new RulesRefused(`cannot be judged, since a pass rule follows a deny rule: ${misplaced}`);
}
