// Writes the reviewed output of the examples (`expected/`). `--check` fails instead of writing.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Projects in TypeScript, each with one chart `edge` and one stack `hub`. */
const TYPESCRIPT_EXAMPLES = ['azure-hub', 'gcp-hub'];

const root = fileURLToPath(new URL('..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'eic-golden-'));

function run(program, args, options = {}) {
  const env = { ...process.env, PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`, ...options.env };
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: options.cwd ?? root, env, encoding: 'utf8' });
  if (error || status !== 0) throw new Error(`${program} ${args.join(' ')} failed\n${stdout}${stderr}${error ?? ''}`);
}

function filesBelow(folder, base = folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path, base) : [relative(base, path)];
  }).sort();
}

function differences(actual, expected) {
  const [have, want] = [filesBelow(actual), filesBelow(expected)];
  const changed = have.filter((file) => want.includes(file) && readFileSync(join(actual, file), 'utf8') !== readFileSync(join(expected, file), 'utf8'));
  return [...have.filter((file) => !want.includes(file)).map((file) => `new: ${file}`), ...want.filter((file) => !have.includes(file)).map((file) => `gone: ${file}`), ...changed.map((file) => `changed: ${file}`)];
}

try {
  const cells = readdirSync(join(root, 'examples/cells')).filter((name) => name.endsWith('.yaml')).sort().map((name) => `examples/cells/${name}`);
  run(process.execPath, ['bin/eic', 'synth', ...cells, '-o', join(work, 'cells')]);

  for (const name of TYPESCRIPT_EXAMPLES) {
    const out = join(work, `${name}-out`);
    mkdirSync(out);
    run('ts-node', ['--transpile-only', 'main.ts'], { cwd: join(root, 'examples', name), env: { CDK8S_OUTDIR: join(out, 'dist'), CDKTF_OUTDIR: join(out, 'cdktf.out') } });
    cpSync(join(out, 'dist/edge.k8s.yaml'), join(work, name, 'edge.k8s.yaml'), { recursive: true });
    cpSync(join(out, 'cdktf.out/stacks/hub/cdk.tf.json'), join(work, name, 'cdk.tf.json'));
  }

  const outputs = [[join(work, 'cells'), 'examples/cells/expected'], ...TYPESCRIPT_EXAMPLES.map((name) => [join(work, name), `examples/${name}/expected`])];
  for (const [actual, expected] of outputs) {
    const changes = differences(actual, join(root, expected));
    for (const change of changes) console.log(`${expected}: ${change}`);
    if (changes.length === 0) continue;
    if (process.argv.includes('--check')) process.exitCode = 1;
    else {
      rmSync(join(root, expected), { recursive: true, force: true });
      cpSync(actual, join(root, expected), { recursive: true });
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
