import type { AzureEgressNetworkProps } from './network-props';
import { azureNetwork } from '../../cell/definition/firewall/azure-network';
import { child, isMap } from '../../cell/spec';
import { AzureNetworkSettings, AzurePlatformOptions } from '../../compile/azure';
import { EdgeIntegrationCell } from '../../edge-integration-cell';
import { KINDS, oneOf, Problem, Problems } from '../../errors';
import { isToken } from '../../net';

/** Properties as settings with defaults, and what is wrong with them. */
export interface ReadProps {
  readonly settings?: AzureNetworkSettings;
  readonly platform?: AzurePlatformOptions;
  readonly problems: readonly Problem[];
}

/** What may be a token: it names what exists in the stack of the user. */
const TOKENS = ['resourceGroup', 'location', 'virtualNetworkId', 'firewallSubnetId', 'firewallPolicyId', 'publicIpId', 'natGatewayId', 'natPrefixId', 'workspaceId'] as const;
const MAPS = ['clusterSubnetIds', 'tags'] as const;
const PLATFORMS = ['none', 'aks'];

/** Reads properties by the grammar of `firewall.<key>.azure.network`; tokens pass it by, where they are taken. */
export function readProps({ cell, platformEgress = 'none', ...own }: AzureEgressNetworkProps, id: string): ReadProps {
  const problems = new Problems();
  if (!EdgeIntegrationCell.isEdgeIntegrationCell(cell)) problems.must(KINDS.badProp, child(id, 'cell'), 'be an EdgeIntegrationCell', cell);
  if (!PLATFORMS.includes(platformEgress)) problems.must(KINDS.badProp, child(id, 'platformEgress'), `be ${oneOf(PLATFORMS)}`, platformEgress);
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  const tokens = Object.fromEntries(TOKENS.filter((name) => isToken(given[name])).map((name) => [name, given[name]]));
  const maps = Object.fromEntries(MAPS.map((name) => [name, split(given[name])]));
  const literals = {
    ...Object.fromEntries(Object.entries(given).filter(([name]) => !(name in tokens))),
    ...Object.fromEntries(MAPS.filter((name) => isMap(given[name])).map((name) => [name, maps[name]!.literal])),
  };
  const found = new Problems();
  const settings = azureNetwork.read(literals, id, found);
  problems.addAll(found.all.filter(({ path }) => !Object.keys(tokens).some((name) => path === child(id, name))));
  if (settings === undefined || problems.size > 0) return { problems: problems.all };
  const whole = {
    ...settings, ...tokens, ...Object.fromEntries(MAPS.map((name) => [name, { ...settings[name], ...maps[name]!.token }])),
  } as AzureNetworkSettings;
  return { settings: whole, problems: [], ...(platformEgress === 'none' ? {} : { platform: platformOf(whole, platformEgress, id) }) };
}

function split(map: unknown): { readonly literal: Readonly<Record<string, unknown>>; readonly token: Readonly<Record<string, unknown>> } {
  const entries = isMap(map) ? Object.entries(map) : [];
  return { literal: Object.fromEntries(entries.filter(([, value]) => !isToken(value))), token: Object.fromEntries(entries.filter(([, value]) => isToken(value))) };
}

function platformOf({ priority, platformPriority, platformSources }: AzureNetworkSettings, platform: 'aks', id: string): AzurePlatformOptions {
  return {
    platform,
    path: child(id, 'platformEgress'),
    priority: platformPriority ?? priority - 1,
    priorityPath: child(id, platformPriority === undefined ? 'priority' : 'platformPriority'),
    ...(platformSources === undefined ? {} : { sources: platformSources }),
  };
}
