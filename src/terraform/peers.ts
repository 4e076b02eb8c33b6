import { KINDS, problemOf, ValidationError } from '../errors';

/** A cloud that a definition can target by Terraform. */
export type TerraformCloud = 'azure' | 'aws' | 'gcp';

/** A package that a cloud needs: what is looked for, and what `npm install` is given; versions are those of our tests. */
interface Peer {
  readonly module: string;
  readonly install: string;
}

const ENGINE: Peer = { module: 'cdktf', install: 'cdktf@0.21.0' };
const CONSTRUCTS: Peer = { module: 'constructs', install: 'constructs@^10.7' };
const PROVIDERS: Readonly<Record<TerraformCloud, Peer>> = {
  azure: { module: '@cdktf/provider-azurerm/lib/provider', install: '@cdktf/provider-azurerm@14.23.1' },
  aws: { module: '@cdktf/provider-aws/lib/provider', install: '@cdktf/provider-aws@21.22.1' },
  gcp: { module: '@cdktf/provider-google/lib/provider', install: '@cdktf/provider-google@16.12.1' },
};

/** Peer packages that are not installed. */
export interface MissingPeers {
  /** Names of the packages. */
  readonly packages: readonly string[];
  /** The command that installs them. */
  readonly command: string;
}

/**
 * What a cloud needs and is not installed; undefined when everything is there. Nothing is loaded.
 * @param resolve finds a module or throws; by default from where this package is
 */
export function missingPeers(cloud: TerraformCloud, resolve: (module: string) => string = require.resolve): MissingPeers | undefined {
  const missing = [ENGINE, PROVIDERS[cloud], CONSTRUCTS].filter(({ module }) => !isThere(module, resolve));
  if (missing.length === 0) return undefined;
  const installs = missing.map(({ install }) => install);
  return { packages: installs.map((text) => text.slice(0, text.lastIndexOf('@'))), command: `npm install ${installs.join(' ')}` };
}

/**
 * Fails when a package that the cloud needs is missing.
 * @throws ValidationError (`EIC902`) with the command that installs what is missing
 */
export function requirePeers(cloud: TerraformCloud): void {
  const missing = missingPeers(cloud);
  if (missing === undefined) return;
  const message = `edge-integration-cell/${cloud} needs ${missing.packages.join(' and ')}: ${missing.command}`;
  throw new ValidationError(`edge-integration-cell/${cloud}`, [problemOf(KINDS.missingPeer, '', message)]);
}

function isThere(module: string, resolve: (module: string) => string): boolean {
  try {
    resolve(module);
    return true;
  } catch {
    return false;
  }
}
