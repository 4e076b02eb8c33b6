import { join } from 'node:path';
import type * as Engine from 'cdktf';
import { TerraformStack } from '../../src/terraform/engine';

const modules = join(__dirname, '../../node_modules');
const load = (name: string) => jest.requireActual<typeof Engine>(join(modules, name, 'lib/index.js'));

/** The engine that these tests do not run on. */
export function otherEngine(): typeof Engine {
  const other = [load('cdktf'), load('cdktn')].find((engine) => engine.TerraformStack !== TerraformStack);
  if (other === undefined) throw new Error('both engines are one');
  return other;
}

/** A second copy of the engine that these tests run on, as two installations of one version give. */
export function secondCopy(): typeof Engine {
  let copy: typeof Engine | undefined;
  const ours = load('cdktf').TerraformStack === TerraformStack ? 'cdktf' : 'cdktn';
  jest.isolateModules(() => {
    copy = load(ours);
  });
  return copy!;
}
