import { child, closestTo } from '../../cell/spec';
import { KINDS, Problem, Problems } from '../../errors';
import { isToken } from '../../net';

type Kind = 'text' | 'true or false' | 'a list of texts';

const kinds = (kind: Kind, ...names: string[]): [string, Kind][] => names.map((name) => [name, kind]);

/** Settings of the azurerm provider that a definition may give; `features` is ours, secrets come from the environment. */
export const PROVIDER_SETTINGS: ReadonlyMap<string, Kind> = new Map([
  ...kinds('text', 'adoPipelineServiceConnectionId', 'clientId', 'clientIdFilePath', 'environment', 'metadataHost', 'msiApiVersion', 'msiEndpoint',
    'oidcRequestUrl', 'oidcTokenFilePath', 'partnerId', 'resourceProviderRegistrations', 'subscriptionId', 'tenantId'),
  ...kinds('true or false', 'disableCorrelationRequestId', 'disableTerraformPartnerId', 'storageUseAzuread', 'useAksWorkloadIdentity', 'useCli', 'useMsi', 'useOidc'),
  ...kinds('a list of texts', 'auxiliaryTenantIds', 'resourceProvidersToRegister'),
]);

/** Settings of the provider that are secrets, beyond those that no definition may hold. */
const SECRETS = ['oidcToken', 'oidcRequestToken'];

/** What is wrong with the provider settings of an Azure target; `path` is such as `firewall.hub.provider`. */
export function checkProviderSettings(settings: Readonly<Record<string, unknown>>, path: string): readonly Problem[] {
  const problems = new Problems();
  for (const [name, value] of Object.entries(settings)) {
    const kind = PROVIDER_SETTINGS.get(name);
    const at = child(path, name);
    if (SECRETS.includes(name)) problems.add(KINDS.secret, at, 'must not be in a definition; Terraform reads it from its environment');
    else if (kind === undefined) unknownSetting(name, at, problems);
    else if (!isKind(value, kind)) problems.must(KINDS.wrongType, at, `be ${kind}`, value);
    else if ([value].flat().some(isToken)) problems.must(KINDS.token, at, 'be literal, without tokens or expressions', value);
  }
  return problems.all;
}

function unknownSetting(name: string, path: string, problems: Problems): void {
  const known = [...PROVIDER_SETTINGS.keys()].sort();
  const near = closestTo(name, known);
  problems.must(KINDS.unknownKey, path, 'be a setting of the azurerm provider', name, near === undefined ? `the settings are ${known.join(', ')}` : `did you mean "${near}"?`);
}

function isKind(value: unknown, kind: Kind): boolean {
  if (kind === 'true or false') return typeof value === 'boolean';
  if (kind === 'text') return typeof value === 'string';
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
