// Compiles src to lib, incrementally.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const lib = join(root, 'lib');

// A file whose source is gone would still be loaded, even in place of a folder with its name.
for (const file of existsSync(lib) ? readdirSync(lib, { recursive: true }) : []) {
  const source = /^(.*?)(\.d\.ts|\.js|\.js\.map)$/.exec(file)?.[1];
  if (source !== undefined && !existsSync(join(root, 'src', `${source}.ts`))) rmSync(join(lib, file));
}

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.json', '--incremental', '--tsBuildInfoFile', 'lib/.tsbuildinfo'], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
