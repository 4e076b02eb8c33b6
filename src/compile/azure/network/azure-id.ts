import { isToken } from '../../../net';

/** What the id of an Azure resource says; ids are compared without regard to case, as Azure does. */
export interface AzureIdParts {
  readonly subscription: string;
  readonly resourceGroup: string;
  /** Names on the way, such as network and subnet. */
  readonly names: readonly string[];
}

/** The parts of an id; undefined of a token, which has no value yet, and of no id. */
export function partsOf(id: string | undefined): AzureIdParts | undefined {
  if (id === undefined || isToken(id)) return undefined;
  const [, subscription, resourceGroup, rest] = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/[^/]+\/(.+)$/i.exec(id) ?? [];
  if (subscription === undefined || resourceGroup === undefined || rest === undefined) return undefined;
  return { subscription, resourceGroup, names: rest.split('/').filter((_, index) => index % 2 === 1) };
}

/** Are two names or ids the same to Azure? */
export function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
