import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { skipped, type Check } from './check';
import { manifestValidator, missingManifestData, sharedData, type Validator } from './kubernetes';
import { findTerraform, startProviders, type Providers } from './terraform';

/** What judges; an engine whose data or program is missing is left out, and said to be. */
export interface Engines {
  readonly validator: Validator | undefined;
  readonly providers: Providers | undefined;
  readonly missing: readonly Check[];
}

export async function startEngines(): Promise<Engines> {
  const data = sharedData();
  if (data === undefined) {
    const missing = ['manifests', 'terraform (init, validate, plan, cdktf deploy)'].map((engine) => skipped(engine, 'no shared data (EIC_SHARED or ../shared)'));
    return { validator: undefined, providers: undefined, missing };
  }
  const missing: Check[] = [];
  const files = missingManifestData(data);
  if (files.length > 0) missing.push(skipped('manifests', `no ${files.join(', ')} in ${data}`));
  const noTerraform = whyNoTerraform(join(data, 'terraform-schemas'));
  if (noTerraform !== undefined) missing.push(skipped('terraform (init, validate, plan, cdktf deploy)', noTerraform));
  return {
    validator: manifestValidator(),
    providers: noTerraform === undefined ? await startProviders(join(data, 'terraform-schemas')) : undefined,
    missing,
  };
}

function whyNoTerraform(schemas: string): string | undefined {
  if (findTerraform() === undefined) return 'no terraform in the PATH';
  return existsSync(schemas) && readdirSync(schemas).some((file) => file.endsWith('.json')) ? undefined : `no provider schemas in ${schemas}`;
}
