// Writes the reviewed output of the examples (`expected/`). `--check` fails instead of writing.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

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

  // Every folder with a main.ts is an example in TypeScript; its stacks go to cdk.tf.json, or with several to <stack>.tf.json.
  const projects = readdirSync(join(root, 'examples')).filter((name) => existsSync(join(root, 'examples', name, 'main.ts'))).sort();
  for (const project of projects) {
    const made = join(work, `${project}-made`);
    mkdirSync(made);
    run('ts-node', ['--transpile-only', 'main.ts'], { cwd: join(root, 'examples', project), env: { CDK8S_OUTDIR: join(made, 'dist'), CDKTF_OUTDIR: join(made, 'cdktf.out') } });
    cpSync(join(made, 'dist/edge.k8s.yaml'), join(work, project, 'edge.k8s.yaml'), { recursive: true });
    const stacks = readdirSync(join(made, 'cdktf.out/stacks')).sort();
    for (const stack of stacks) cpSync(join(made, 'cdktf.out/stacks', stack, 'cdk.tf.json'), join(work, project, stacks.length === 1 ? 'cdk.tf.json' : `${stack}.tf.json`));
  }

  for (const [actual, expected] of [[join(work, 'cells'), 'examples/cells/expected'], ...projects.map((project) => [join(work, project), `examples/${project}/expected`])]) {
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
