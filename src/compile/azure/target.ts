import { Definition } from '../../cell';
import { child } from '../../cell/spec';
import { KINDS } from '../../errors';
import { ConnectivityPlan, Finding } from '../../plan';
import { findingOf } from '../../plan/finding';
import type { FirewallTarget } from '../../read-cell';
import { Claim, Compiled, TargetContext } from '../target';
import { compileAzure } from './compile-azure';
import { partsOf } from './network/azure-id';
import { compileNetwork } from './network/compile-network';
import { AzureNetworkCompilation } from './network/network-plan';
import { AzureCompilation, AzurePlatformOptions, groupsOf } from './rules';

/** An Azure target: its rules, and the subscription of its stack where the ids of the definition say it. */
export type AzureTargetCompilation = (AzureCompilation | AzureNetworkCompilation) & {
  /** @default - from the environment of Terraform */
  readonly subscriptionId?: string;
};

type Settings = NonNullable<FirewallTarget['azure']>;

/** What Azure makes of a cell for `firewall.<key>.azure`, which has `rules` or a `network`. */
export function compileAzureTarget({ path, settings, provider }: TargetContext<Settings>, definition: Definition, plan: ConnectivityPlan): Compiled | AzureTargetCompilation {
  const { rules, network } = settings;
  const platform = platformOptions(settings, path);
  const at = child(path, rules === undefined ? 'network' : 'rules');
  if (rules === undefined && network === undefined) return { rows: [], problems: [], findings: [] };
  const compiled: AzureCompilation | AzureNetworkCompilation = rules === undefined ? compileNetwork(definition, plan, network!, at, platform)
    : compileAzure(definition, plan, { target: at, ...rules, ...(platform === undefined ? {} : { platform }) });
  const subscriptionId = subscriptionOf(settings);
  return {
    ...compiled,
    findings: [...compiled.findings, ...noSubscription(provider, subscriptionId, path)],
    claims: [
      ...groupClaims(compiled, settings, at),
      ...(network === undefined ? [] : nameClaims(compiled as AzureNetworkCompilation, subscriptionId ?? textOf(provider?.subscriptionId), at)),
    ],
    ...(subscriptionId === undefined ? {} : { subscriptionId }),
  };
}

function platformOptions({ platformEgress, rules, network }: Settings, path: string): AzurePlatformOptions | undefined {
  const settings = rules ?? network;
  if (platformEgress === 'none' || settings === undefined) return undefined;
  const at = child(path, rules === undefined ? 'network' : 'rules');
  return {
    platform: platformEgress,
    path: child(path, 'platformEgress'),
    priority: settings.platformPriority ?? settings.priority - 1,
    priorityPath: child(at, settings.platformPriority === undefined ? 'priority' : 'platformPriority'),
    ...(settings.platformSources === undefined ? {} : { sources: settings.platformSources }),
  };
}

/** The subscription that the ids of a target name. */
function subscriptionOf({ rules, network }: Settings): string | undefined {
  const ids = rules !== undefined ? [rules.firewallPolicyId] : [network?.virtualNetworkId, network?.firewallSubnetId, network?.publicIpId, network?.natGatewayId];
  return ids.map((id) => partsOf(id)?.subscription).find((subscription) => subscription !== undefined);
}

function noSubscription(provider: Readonly<Record<string, unknown>> | undefined, subscriptionId: string | undefined, path: string): Finding[] {
  if (subscriptionId !== undefined || provider?.subscriptionId !== undefined) return [];
  return [findingOf(KINDS.noSubscription, null, `${path.slice(0, path.lastIndexOf('.'))}.provider`, 'nothing names the subscription of the stack',
    'give provider.subscriptionId, or set ARM_SUBSCRIPTION_ID where Terraform runs')];
}

/** Names and priorities in a policy: each once. A policy that is made is shared with nobody. */
function groupClaims(compiled: AzureCompilation, { rules, network }: Settings, path: string): Claim[] {
  const policyId = rules?.firewallPolicyId ?? network?.firewallPolicyId;
  if (policyId === undefined) return [];
  const place = `azure policy ${policyId.toLowerCase()}`;
  return groupsOf(compiled).flatMap((group): Claim[] => [
    { place, what: 'group', value: group.groupName, path, rule: 'be rendered into one policy once only', remedy: 'remove one of the two' },
    {
      place, what: 'priority', value: group.priority, path: child(path, priorityField(group.groupName, compiled)),
      rule: 'have a priority of its own in the same policy', remedy: 'give each cell its own priority, and room for the group of its platform',
    },
  ]);
}

function priorityField(groupName: string, { platformGroup, denyGroup }: AzureCompilation): string {
  if (groupName === denyGroup?.groupName) return 'denyPriority';
  return groupName === platformGroup?.groupName ? 'platformPriority' : 'priority';
}

/** Resources of a network have one name in their group. */
function nameClaims({ network: { name, settings } }: AzureNetworkCompilation, subscriptionId: string | undefined, path: string): Claim[] {
  return [{
    place: `azure resource group ${(subscriptionId ?? '').toLowerCase()}/${settings.resourceGroup.toLowerCase()}`, what: 'network', value: name.toLowerCase(),
    path: child(path, 'name'), rule: 'have a name of its own in the same resource group', remedy: 'give each network its own name',
  }];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
