import { child, closestTo } from '../cell/spec';
import { KINDS, Problem, Problems } from '../errors';
import { isToken } from '../net';

type Kind = 'text' | 'true or false' | 'a list of texts';

const kinds = (kind: Kind, ...names: string[]): [string, Kind][] => names.map((name) => [name, kind]);

/** A provider, and its settings that a definition may give; secrets come from the environment, and what a construct writes is its own. */
interface ProviderSettings {
  readonly provider: string;
  readonly settings: ReadonlyMap<string, Kind>;
}

/** By cloud; `features` of azurerm is ours, and so are tags and labels. */
export const PROVIDER_SETTINGS: Readonly<Record<'azure' | 'aws' | 'gcp', ProviderSettings>> = {
  azure: {
    provider: 'azurerm',
    settings: new Map([
      ...kinds('text', 'adoPipelineServiceConnectionId', 'clientId', 'clientIdFilePath', 'environment', 'metadataHost', 'msiApiVersion', 'msiEndpoint',
        'oidcRequestUrl', 'oidcTokenFilePath', 'partnerId', 'resourceProviderRegistrations', 'subscriptionId', 'tenantId'),
      ...kinds('true or false', 'disableCorrelationRequestId', 'disableTerraformPartnerId', 'storageUseAzuread', 'useAksWorkloadIdentity', 'useCli', 'useMsi', 'useOidc'),
      ...kinds('a list of texts', 'auxiliaryTenantIds', 'resourceProvidersToRegister'),
    ]),
  },
  aws: {
    provider: 'aws',
    settings: new Map([
      ...kinds('text', 'customCaBundle', 'httpProxy', 'httpsProxy', 'noProxy', 'profile', 'region', 'retryMode', 'stsRegion'),
      ...kinds('true or false', 'useDualstackEndpoint', 'useFipsEndpoint'),
      ...kinds('a list of texts', 'allowedAccountIds', 'forbiddenAccountIds', 'sharedConfigFiles', 'sharedCredentialsFiles'),
    ]),
  },
  gcp: {
    provider: 'google',
    settings: new Map([
      ...kinds('text', 'billingProject', 'impersonateServiceAccount', 'project', 'region', 'requestReason', 'requestTimeout', 'universeDomain', 'zone'),
      ...kinds('true or false', 'addTerraformAttributionLabel', 'userProjectOverride'),
      ...kinds('a list of texts', 'impersonateServiceAccountDelegates', 'scopes'),
    ]),
  },
};

/** Settings of the provider that are secrets, beyond those that no definition may hold. */
const SECRETS = ['oidcToken', 'oidcRequestToken', 'accessKey', 'secretKey', 'token', 'accessToken', 'credentials'];

/** What is wrong with the provider settings of a target; `path` is such as `firewall.hub.provider`. */
export function checkProviderSettings(cloud: keyof typeof PROVIDER_SETTINGS, settings: Readonly<Record<string, unknown>>, path: string): readonly Problem[] {
  const known = PROVIDER_SETTINGS[cloud];
  const problems = new Problems();
  for (const [name, value] of Object.entries(settings)) {
    const kind = known.settings.get(name);
    const at = child(path, name);
    if (SECRETS.includes(name)) problems.add(KINDS.secret, at, 'must not be in a definition; Terraform reads it from its environment');
    else if (kind === undefined) unknownSetting(name, at, known, problems);
    else if (!isKind(value, kind)) problems.must(KINDS.wrongType, at, `be ${kind}`, value);
    else if ([value].flat().some(isToken)) problems.must(KINDS.token, at, 'be literal, without tokens or expressions', value);
  }
  return problems.all;
}

function unknownSetting(name: string, path: string, { provider, settings }: ProviderSettings, problems: Problems): void {
  const known = [...settings.keys()].sort();
  const near = closestTo(name, known);
  problems.must(KINDS.unknownKey, path, `be a setting of the ${provider} provider`, name, near === undefined ? `the settings are ${known.join(', ')}` : `did you mean "${near}"?`);
}

function isKind(value: unknown, kind: Kind): boolean {
  if (kind === 'true or false') return typeof value === 'boolean';
  if (kind === 'text') return typeof value === 'string';
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
