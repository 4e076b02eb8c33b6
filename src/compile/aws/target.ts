import { Definition } from '../../cell';
import { child } from '../../cell/spec';
import { KINDS, problemOf, show } from '../../errors';
import { ConnectivityPlan } from '../../plan';
import type { FirewallTarget } from '../../read-cell';
import { Claim, Compiled, TargetContext } from '../target';
import { compileAws } from './compile-aws';
import { networkAddresses } from './network-addresses';
import { checkNetwork } from './network-checks';
import { checkNetworkSources } from './network-sources';
import { AwsCompilation } from './rules';

type Settings = NonNullable<FirewallTarget['aws']>;

/** What AWS makes of a cell for `firewall.<key>.aws`. */
export function compileAwsTarget({ path, settings }: TargetContext<Settings>, definition: Definition, plan: ConnectivityPlan): Compiled | AwsCompilation {
  const { rules, network, platformEgress } = settings;
  const given = rules ?? network;
  if (given === undefined) return { rows: [], problems: [], findings: [] };
  const target = child(path, rules === undefined ? 'network' : 'rules');
  const platform = platformEgress === 'eks' ? { region: given.region } : undefined;
  const compiled = rules !== undefined
    ? compileAws(definition, plan, { ...rules, target, deny: rules.defaultDeny }, platform)
    : compileAws(definition, plan, { ...network!, target, deny: 'any', policyDefaultActions: [] }, platform);
  const foreign = platformEgress === 'none' || platformEgress === 'eks' ? []
    : [problemOf(KINDS.conflict, child(path, 'platformEgress'), `must be none or eks for AWS, got: ${show(platformEgress)}; nodes of another platform are behind another firewall`)];
  const place = `aws region ${given.region}`;
  const names = [compiled.group, ...(compiled.platform === undefined ? [] : [compiled.platform])];
  const sources = network === undefined ? { problems: [], findings: [] } : checkNetworkSources(definition, plan, network, target);
  return {
    ...compiled,
    findings: [...compiled.findings, ...sources.findings],
    problems: [...compiled.problems, ...foreign, ...(network === undefined ? [] : checkNetwork(network, target)), ...sources.problems],
    claims: names.map(({ name }): Claim => ({
      place, what: 'rule group', value: name, path: target, rule: 'be rendered once only in one Region', remedy: 'remove one of the two, or give each account a definition of its own',
    })),
    ...(network === undefined ? {} : { addresses: networkAddresses(network) }),
  };
}
