// npm start: builds, shows the plan of an example cell and writes its manifests and Terraform stack.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const example = 'examples/cells/azure-cluster-btp-aws.yaml';

for (const args of [['scripts/build.mjs'], ['bin/eic', 'plan', example], ['bin/eic', 'synth', example, '-o', 'out']]) {
  if (args[0] === 'bin/eic') console.log(`\n$ eic ${args.slice(1).join(' ')}\n`);
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
