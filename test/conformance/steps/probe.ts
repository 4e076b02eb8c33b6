import { execFileSync } from 'node:child_process';
import { checkOf, failed, skipped, type Check } from '../check';
import { matrixCells, modelOf } from '../matrix';
import { LocalProbe, probeFilesOf, type ProbeResult, type Weather } from '../probe';

const NAME = 'probe';
const IMAGE = `registry.acme.example/node@sha256:${'b'.repeat(64)}`;
/** A cell whose flows have exact hosts, enforced, so that there is a list of what must fail. */
const CELL = /^aks, .*component, enforce, IPv4, gateway$/;

/** The connectivity probe as it is mounted into its pod, run against servers of this machine: what it says, and how it ends. */
export async function checkProbe(): Promise<Check[]> {
  try {
    execFileSync('openssl', ['version'], { stdio: 'pipe' });
  } catch {
    const reason = 'no openssl in the PATH, which makes the authorities';
    return [process.env.CI === undefined ? skipped(NAME, reason) : failed(NAME, reason)];
  }
  const cell = matrixCells().find(({ name }) => CELL.test(name));
  if (cell === undefined) return [failed(NAME, `no cell ${CELL.source}`)];
  const files = probeFilesOf(modelOf(cell), IMAGE);
  const { mustPass, mustFail } = files.task;
  const [first, second] = [...new Set(mustPass.filter(({ check }) => check === 'tls').flatMap(({ host }) => host ?? []))];
  const leak = mustFail.find(({ check }) => check === 'tls')?.name;
  if (first === undefined || second === undefined || leak === undefined) return [failed(NAME, 'too little to try')];
  const cases: readonly (readonly [string, Weather, Expected])[] = [
    [`${mustPass.length} targets reachable, ${mustFail.length} kept out`, {}, { code: 0, bad: [] }],
    ['a host that is blocked', { blocked: [first] }, { code: 1, bad: ['blocked'] }],
    ['a host behind a TLS inspection', { intercepted: [second] }, { code: 1, bad: ['intercepted'] }],
    ['a target that must fail, and is open', { open: [leak] }, { code: 1, bad: ['open'] }],
    ['all of it at once', { blocked: [first], intercepted: [second], open: [leak] }, { code: 1, bad: ['blocked', 'intercepted', 'open'] }],
  ];
  const probe = new LocalProbe(files);
  try {
    const checks: Check[] = [];
    for (const [what, weather, expected] of cases) checks.push(checkOf(`${NAME}: ${what}: exit ${expected.code}`, reasonsOf(await probe.run(weather), expected)));
    return checks;
  } finally {
    await probe.close();
  }
}

interface Expected {
  readonly code: number;
  /** Verdicts of the targets that are not as planned. */
  readonly bad: readonly string[];
}

function reasonsOf({ code, lines }: ProbeResult, expected: Expected): string[] {
  const bad = [...new Set(lines.flatMap((line) => /^FAILED +([a-z -]+?)  +[^:]+: /.exec(line)?.[1] ?? []))].sort();
  const asPlanned = code === expected.code && bad.join() === [...expected.bad].sort().join();
  return asPlanned ? [] : [`exit ${code}, ${bad.join(', ') || 'nothing bad'}: ${lines.slice(-6).join(' | ')}`];
}
