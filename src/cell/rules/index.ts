import { Problems } from '../../errors';
import type { Definition } from '../definition';
import { checkAddresses } from './addresses';
import { checkBtp } from './btp';
import { checkCluster, checkIngress } from './cluster';
import { checkRemote } from './remote';
import { checkServices } from './services';

/** Rules on several fields, and the fields they read. Each leaves alone what has problems of its own already. */
const RULES: readonly { readonly reads: readonly (keyof Definition)[]; readonly check: (definition: Definition, problems: Problems) => void }[] = [
  { reads: ['btp'], check: checkBtp },
  { reads: ['cluster', 'egress'], check: checkCluster },
  { reads: ['ingress'], check: checkIngress },
  { reads: ['btp', 'cluster', 'services'], check: checkServices },
  { reads: ['cluster', 'receivers', 'proxies', 'externalServices', 'flows'], check: checkRemote },
  { reads: ['btp', 'cluster', 'services', 'receivers', 'proxies', 'externalServices', 'flows'], check: checkAddresses },
];

/** Runs every rule whose fields could be read. */
export function checkDefinition(definition: Definition, problems: Problems): void {
  for (const { reads, check } of RULES) {
    if (reads.every((field) => definition[field] !== undefined)) check(definition, problems);
  }
}

export { documentedHosts, type Landscape, landscapeOf } from './btp';
export { defaultPort } from './remote';
