import { CLOUDS } from '../../cell/definition/firewall';
import { KINDS, Problem, problemOf, ValidationError } from '../../errors';
import { missingPeers } from '../../terraform/peers';
import { CellFile } from '../cells';

/** npm installs these with the package, unless it was told not to. */
const CLUSTER_PEERS = { cdk8s: 'cdk8s@^2.68.91', constructs: 'constructs@^10.4.2' };
/** Loaded for personas only. */
const ACCESS_PEERS = { 'cdk8s-plus-28': 'cdk8s-plus-28@^2.5.6' };

/**
 * Is everything installed that the cells need? Nothing is loaded.
 * @throws ValidationError (`EIC902`) with the `npm install` command
 */
export function checkPeers(cells: readonly CellFile[]): void {
  const access = cells.some(({ definition }) => Object.values(definition.personas).some((persona) => persona !== undefined));
  const missing = Object.entries({ ...CLUSTER_PEERS, ...(access ? ACCESS_PEERS : {}) }).filter(([name]) => !isInstalled(name));
  const problems: Problem[] = missing.length === 0 ? [] : [
    problemOf(KINDS.missingPeer, '', `needs ${missing.map(([name]) => name).join(' and ')} for manifests: npm install ${missing.map(([, install]) => install).join(' ')}`),
  ];
  for (const cell of cells) {
    for (const [key, target] of Object.entries(cell.firewall)) {
      for (const cloud of CLOUDS.filter((name) => target[name] !== undefined)) {
        const peers = missingPeers(cloud);
        if (peers === undefined) continue;
        problems.push(...cell.located([problemOf(KINDS.missingPeer, `firewall.${key}.${cloud}`, `needs ${peers.packages.join(' and ')}: ${peers.command}`)]));
      }
    }
  }
  if (problems.length > 0) throw new ValidationError('peer dependencies', problems);
}

function isInstalled(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}
