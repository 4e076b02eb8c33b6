import type { Definition } from '../cell';
import { CLUSTER_TARGET } from '../cell/rules/firewall';
import { compareText } from '../errors';
import { ConnectivityPlan } from '../plan';
import type { FirewallTarget, FirewallTargets } from '../read-cell';
import { AzureCompilation, checkProviderSettings, compileAzure } from './azure';
import { compileCluster } from './cluster';
import { notRenderedOfTarget } from './not-rendered';
import { Compiled } from './target';

/** What every target makes of a plan: `cluster`, then the keys of `firewall` in order. Pure. */
export function compileTargets(definition: Definition, plan: ConnectivityPlan, firewall: FirewallTargets): Readonly<Record<string, Compiled>> {
  const keys = Object.keys(firewall).sort(compareText);
  return {
    [CLUSTER_TARGET]: compileCluster(definition, plan),
    ...Object.fromEntries(keys.map((key) => [key, compileTarget(key, firewall[key]!, definition, plan)])),
  };
}

/** Was this compiled for Azure Firewall? */
export function isAzure(compiled: Compiled | undefined): compiled is AzureCompilation {
  return compiled !== undefined && 'applicationCollections' in compiled;
}

function compileTarget(key: string, target: FirewallTarget, definition: Definition, plan: ConnectivityPlan): Compiled {
  const findings = notRenderedOfTarget(key, target);
  const rules = target.azure?.rules;
  if (rules === undefined) return { rows: [], problems: [], findings };
  const compiled = compileAzure(definition, plan, { target: `firewall.${key}.azure.rules`, ...rules });
  const problems = [...checkProviderSettings(target.provider, `firewall.${key}.provider`), ...compiled.problems];
  return { ...compiled, problems, findings: [...compiled.findings, ...findings] };
}
