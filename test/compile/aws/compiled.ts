import { Overrides } from '../../../src/cell/overrides';
import { AwsCompilation, AwsPlatform, AwsRuleOptions, compileAws } from '../../../src/compile/aws';
import { EdgeIntegrationCell } from '../../../src/edge-integration-cell';
import { cellWith } from '../../support/cells';

/** Where the options of these tests stand in a definition. */
export const TARGET = 'firewall.inspection.aws.rules';

const OPTIONS: AwsRuleOptions = { target: TARGET, deny: 'none', policyDefaultActions: [], endlessHelloBound: true };

/** A cell compiled without a deny of ours; `options` replaces any of it. */
export function compiledCell(cell: EdgeIntegrationCell, options: Partial<AwsRuleOptions> = {}, platform?: AwsPlatform): AwsCompilation {
  return compileAws(cell.definition, cell.plan, { ...OPTIONS, ...options }, platform);
}

/** The minimal cell with changes, compiled. */
export function compiled(overrides: Overrides = {}, options: Partial<AwsRuleOptions> = {}, platform?: AwsPlatform): AwsCompilation {
  return compiledCell(cellWith(overrides), options, platform);
}

/** Text of the rules of a flow key, without message and id. */
export function rulesOf({ group }: AwsCompilation, key: string): string[] {
  return group.rules.filter(({ text }) => new RegExp(`msg:"eic \\S+ ${key}[ "]`).test(text)).map(({ text }) => bare(text));
}

/** A rule without message and id. */
export function bare(text: string): string {
  return text.replace(/msg:"[^"]*"; /, '').replace(/; sid:\d+; rev:1;\)$/, ';)');
}

/** Problems as `CODE path`. */
export function codes({ problems }: AwsCompilation): string[] {
  return problems.map(({ code, path }) => `${code} ${path}`);
}

/** Findings as `CODE path`. */
export function found({ findings }: AwsCompilation): string[] {
  return findings.map(({ code, path }) => `${code} ${path}`);
}
