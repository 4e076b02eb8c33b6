// Start-up, synthesis and verification as ratios, measured in pairs in one run: absolute times of a shared machine mean little.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesBelow, rawProgram } from './bench/raw-program.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const RUNS = Number(process.env.EIC_BENCH_RUNS ?? 15);
const LIMIT = 1.25;
/** Goals of verification: of the whole command to `eic plan`, and of questions and answers to loading the process. */
const VERIFY_GOAL = 1.5;
const JUDGE_GOAL = 1;
const FEWEST_PROBES = 2000;
const cell = 'examples/cells/azure-cluster-btp-aws.yaml';
mkdirSync(join(root, 'out'), { recursive: true });
const work = mkdtempSync(join(root, 'out/bench-'));

function run(args) {
  const started = process.hrtime.bigint();
  start(args, 'ignore');
  return Number(process.hrtime.bigint() - started) / 1e6;
}

function start(args, stdout) {
  const { status, stdout: text, stderr } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', stdout, 'pipe'], encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')}: ${stderr}`);
  return text;
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Runs two programs in turn; the ratio is the median of the ratios pair by pair. */
function compare(name, args, baseName, baseArgs) {
  run(args);
  run(baseArgs);
  const pairs = Array.from({ length: RUNS }, () => [run(args), run(baseArgs)]);
  const ratio = median(pairs.map(([a, b]) => a / b));
  console.log(`${name}: ${ratio.toFixed(2)} x ${baseName} (${median(pairs.map(([a]) => a)).toFixed(0)} ms to ${median(pairs.map(([, b]) => b)).toFixed(0)} ms)`);
  return ratio;
}

/** Says whether a ratio keeps its limit; the run fails where one does not. */
function judged(ratio, limit) {
  console.log(ratio <= limit ? `ok: at most ${limit}` : `too slow: more than ${limit}`);
  if (ratio > limit) process.exitCode = 1;
}

try {
  const bare = ['-e', '0'];
  compare("require('edge-integration-cell')", ['-e', "require('edge-integration-cell')"], 'bare node', bare);
  compare('eic plan', ['bin/eic', 'plan', cell], 'bare node', bare);
  compare("require('edge-integration-cell/azure')", ['-e', "require('edge-integration-cell/azure')"], 'bare node', bare);

  const ours = join(work, 'ours');
  run(['bin/eic', 'synth', cell, '-o', ours]);
  const program = join(work, 'raw.cjs');
  writeFileSync(program, rawProgram(ours));
  const raw = join(work, 'raw');
  run([program, cell, raw]);
  const files = filesBelow(raw);
  const different = files.filter((file) => readFileSync(join(raw, file), 'utf8') !== readFileSync(join(ours, file), 'utf8'));
  if (different.length > 0 || files.length < 7) throw new Error(`the raw program does not write the same bytes: ${different.join(', ')}`);
  const ratio = compare('eic synth of one cell', ['bin/eic', 'synth', cell, '-o', ours], `raw cdk8s and cdktf writing the same ${files.length} files`, [program, cell, raw]);
  judged(ratio, LIMIT);

  const verified = compare('eic verify of the same cell', ['bin/eic', 'verify', cell, '-d', ours], 'eic plan', ['bin/eic', 'plan', cell]);
  judged(verified, VERIFY_GOAL);
  const questions = Array.from({ length: RUNS }, () => JSON.parse(start(['scripts/bench/questions.mjs', cell, ours, String(performance.timeOrigin + performance.now())], 'pipe')));
  const { probes } = questions[0];
  if (probes < FEWEST_PROBES) throw new Error(`${probes} probes say little; at least ${FEWEST_PROBES} are wanted`);
  const share = median(questions.map(({ judged: spent, loaded }) => spent / loaded));
  const [spent, loaded] = [median(questions.map((one) => one.judged)), median(questions.map((one) => one.loaded))];
  console.log(`asking and judging ${probes} probes: ${share.toFixed(2)} x loading the process (${spent.toFixed(0)} ms to ${loaded.toFixed(0)} ms)`);
  judged(share, JUDGE_GOAL);
} finally {
  rmSync(work, { recursive: true, force: true });
}
