import { Construct } from 'constructs';
import { NetworkPlan } from '../../compile/azure';
import { isToken } from '../../net';
import { Fn } from '../../terraform/engine';
import { escapeTerraform } from '../../terraform/escape';

/** What every part of a network is made from. */
export interface NetworkContext {
  readonly scope: Construct;
  /** Ready to be written: literal text is escaped, tokens are as they were given. */
  readonly plan: NetworkPlan;
  /** Id of the network for subnets that are made, as it was given. */
  readonly virtualNetworkId: string | undefined;
}

/** The context of a compiled network. */
export function contextOf(scope: Construct, plan: NetworkPlan): NetworkContext {
  return { scope, plan: written(plan), virtualNetworkId: plan.settings.virtualNetworkId };
}

/** Group, region and tags of a resource that is made. */
export function common({ plan: { settings } }: NetworkContext) {
  const { location, tags } = settings;
  return { ...placed(settings), location, ...(Object.keys(tags).length === 0 ? {} : { tags: { ...tags } }) };
}

/** The group alone, for resources that have neither region nor tags. */
export function placed({ resourceGroup }: NetworkPlan['settings']) {
  return { resourceGroupName: resourceGroup };
}

/** A part of an id that may be a token: `/subscriptions/s/resourceGroups/g/providers/p/type/name` has the name at 8. */
export function partOfId(id: string, position: number): string {
  return isToken(id) ? Fn.element(Fn.split('/', id), position) as string : escapeTerraform(id.split('/')[position]!);
}

function written<T>(data: T): T {
  if (typeof data === 'string') return (isToken(data) ? data : escapeTerraform(data)) as T;
  if (Array.isArray(data)) return data.map((entry: unknown) => written(entry)) as T;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, written(value as unknown)])) as T;
}
