import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goProgram, type GoProgram } from '../go-program';

export { prepareCluster, type Cluster } from './cluster';
export type { Client } from './client';
export { isAccepted, messageOf } from './client';
export { dryRunOn, type DryRun } from './dry-run';
export { servedResources, type ServedResource } from './kinds';
export { startServer, type Server } from './server';

const SOURCES = join(__dirname, 'server');
const VERSION = 'k8s.io/component-base/version';

/** kube-apiserver with etcd in one file, built from the published Go modules that `server/go.mod` names. */
export function kubeApiserver(): Promise<GoProgram> {
  const [, version = '', major = '', minor = ''] = /^\s*k8s\.io\/kubernetes (v(\d+)\.(\d+)\.\d+)$/m.exec(readFileSync(join(SOURCES, 'go.mod'), 'utf8')) ?? [];
  return goProgram(SOURCES, Object.entries({ gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' }).map(([key, value]) => `-X ${VERSION}.${key}=${value}`));
}
