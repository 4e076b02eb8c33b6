import type { Definition } from '../cell';
import { CLUSTER_TARGET } from '../cell/rules/firewall';
import { compareText, KINDS, Problem, problemOf, show } from '../errors';
import { ConnectivityPlan } from '../plan';
import type { FirewallTarget, FirewallTargets } from '../read-cell';
import { checkBackend, stateClaims } from './backend';
import { compileCluster } from './cluster';
import { checkProviderSettings } from './provider-settings';
import { Claim, Compiled } from './target';

/** The compiler of a cloud is loaded when a target is of that cloud. */
const aws = () => require('./aws') as typeof import('./aws');
const azure = () => require('./azure') as typeof import('./azure');
const gcp = () => require('./gcp') as typeof import('./gcp');

/** What every target makes of a plan: `cluster`, then the keys of `firewall` in order. Pure. */
export function compileTargets(definition: Definition, plan: ConnectivityPlan, firewall: FirewallTargets): Readonly<Record<string, Compiled>> {
  const keys = Object.keys(firewall).sort(compareText);
  return {
    [CLUSTER_TARGET]: compileCluster(definition, plan),
    ...Object.fromEntries(keys.map((key) => [key, compileTarget(key, firewall[key]!, definition, plan)])),
  };
}

function compileTarget(key: string, target: FirewallTarget, definition: Definition, plan: ConnectivityPlan): Compiled {
  const path = `firewall.${key}`;
  const { provider, backend } = target;
  const [cloud, compiled] = target.azure !== undefined ? ['azure', azure().compileAzureTarget({ path: `${path}.azure`, settings: target.azure, provider }, definition, plan)] as const
    : target.aws !== undefined ? ['aws', aws().compileAwsTarget({ path: `${path}.aws`, settings: target.aws }, definition, plan)] as const
      : ['gcp', gcp().compileGcpTarget({ path: `${path}.gcp`, settings: target.gcp! }, definition, plan)] as const;
  const problems = [...checkProviderSettings(cloud, provider, `${path}.provider`), ...compiled.problems];
  if (backend === undefined) return { ...compiled, problems };
  return {
    ...compiled,
    problems: [...problems, ...checkBackend(backend, `${path}.backend`)],
    claims: [...compiled.claims ?? [], ...stateClaims(backend, { cell: definition.name, target: key }, `${path}.backend`)],
  };
}

/** A claim, and whose it is. */
export interface OwnedClaim extends Claim {
  /** Of which cell and file, for the message of the other one. */
  readonly owner: string;
}

/** Claims that were made before; each is a problem of the later one. Notes the claims in `made`. */
export function claimTwice(claims: readonly OwnedClaim[], made: Map<string, OwnedClaim>): Problem[] {
  return claims.flatMap((claim) => {
    const id = JSON.stringify([claim.place, claim.what, claim.value]);
    const other = made.get(id);
    if (other !== undefined) {
      return [problemOf(KINDS.nameClash, claim.path, `must ${claim.rule}, and ${other.path} of ${other.owner} has it, got: ${show(claim.value)}; ${claim.remedy}`)];
    }
    made.set(id, claim);
    return [];
  });
}
