import { Overrides } from '../../../src/cell/overrides';
import { ApplicationRule, AzureCompilation, AzureRuleOptions, compileAzure, NetworkRule } from '../../../src/compile/azure';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { cellWith } from '../../support/cells';

/** Where the options of these tests stand in a definition. */
export const TARGET = 'firewall.hub.azure.rules';

const OPTIONS: AzureRuleOptions = { target: TARGET, priority: 400, tier: 'Standard', dnsProxy: true, defaultDeny: 'none' };

/** A cell compiled for a Standard policy with DNS proxy and without a deny of ours; `options` replaces any of it. */
export function compiledCell(cell: EdgeIntegrationCell, options: Partial<AzureRuleOptions> = {}): AzureCompilation {
  return compileAzure(cell.definition, cell.plan, { ...OPTIONS, ...options });
}

/** The minimal cell with changes, compiled. */
export function compiled(overrides: Overrides = {}, options: Partial<AzureRuleOptions> = {}): AzureCompilation {
  return compiledCell(cellWith(overrides), options);
}

export type RuleInCollection = (NetworkRule | ApplicationRule) & { readonly collection: string };

/** Every rule with the collection it is in. */
export function rulesOf({ networkCollections, applicationCollections }: AzureCompilation): RuleInCollection[] {
  return [...networkCollections, ...applicationCollections].flatMap(({ name: collection, rules }) => rules.map((rule) => ({ ...rule, collection })));
}

/** The rule of a name; fails when there is none. */
export function ruleOf(compilation: AzureCompilation, name: string) {
  const rule = rulesOf(compilation).find((candidate) => candidate.name === name);
  if (rule === undefined) throw new Error(`no rule ${name}, but ${rulesOf(compilation).map((candidate) => candidate.name).join(', ')}`);
  return rule;
}

/** Problems as `CODE path`. */
export function codes({ problems }: AzureCompilation): string[] {
  return problems.map(({ code, path }) => `${code} ${path}`);
}
