import { Definition } from '../../cell';
import { child } from '../../cell/spec';
import { ConnectivityPlan } from '../../plan';
import type { FirewallTarget } from '../../read-cell';
import { notRendered } from '../not-rendered';
import { Compiled, TargetContext } from '../target';
import { compileAzure } from './compile-azure';
import { AzureCompilation } from './rules';

/** What Azure makes of a cell for `firewall.<key>.azure`. */
export function compileAzureTarget({ path, settings }: TargetContext<NonNullable<FirewallTarget['azure']>>, definition: Definition, plan: ConnectivityPlan): Compiled | AzureCompilation {
  const findings = [
    ...(settings.platformEgress === 'none' ? []
      : [notRendered(child(path, 'platformEgress'), `no rules are written for what ${settings.platformEgress} itself needs`, 'allow it in the firewall yourself')]),
    ...(settings.network === undefined ? [] : [notRendered(child(path, 'network'), 'no egress network is written', 'use rules with an existing firewall policy')]),
  ];
  if (settings.rules === undefined) return { rows: [], problems: [], findings };
  const compiled = compileAzure(definition, plan, { target: child(path, 'rules'), ...settings.rules });
  const place = `azure policy ${settings.rules.firewallPolicyId.toLowerCase()}`;
  return {
    ...compiled,
    findings: [...compiled.findings, ...findings],
    claims: [
      { place, what: 'group', value: compiled.groupName, path: child(path, 'rules'), rule: 'be rendered into one policy once only', remedy: 'remove one of the two' },
      { place, what: 'priority', value: compiled.priority, path: child(path, 'rules.priority'), rule: 'have a priority of its own in the same policy', remedy: 'give each cell its own priority' },
    ],
  };
}
