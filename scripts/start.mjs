// npm start: builds, shows the plan of an example cell, writes its manifests and Terraform stack, and proves them against the definition.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const example = 'examples/cells/azure-cluster-btp-aws.yaml';

/** What is run; `shown`: how many lines of its output, where not all. */
const steps = [
  { args: ['scripts/build.mjs'] },
  { args: ['bin/eic', 'plan', example] },
  { args: ['bin/eic', 'synth', example, '-o', 'out'] },
  { args: ['bin/eic', 'verify', example, '-d', 'out'], shown: 11 },
];

for (const { args, shown } of steps) {
  if (args[0] === 'bin/eic') console.log(`\n$ eic ${args.slice(1).join(' ')}\n`);
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, stdio: ['inherit', shown === undefined ? 'inherit' : 'pipe', 'inherit'], encoding: 'utf8' });
  if (shown !== undefined) {
    const lines = stdout.trimEnd().split('\n');
    console.log([...lines.slice(0, shown), ...(lines.length > shown ? [`  … and ${lines.length - shown} more lines`] : [])].join('\n'));
  }
  if (status !== 0) process.exit(status ?? 1);
}
