import { missingManifestData, readCustomResources, readOpenApi, sharedData } from './shared-data';
import { createValidator, type Validator } from './validator';

export { parseManifests, readManifests, type Manifest } from './manifests';
export { describeObject, describeProblem, dotted, type Path, type Problem } from './problem';
export { missingManifestData, sharedData } from './shared-data';
export { createValidator, type Definitions, type Validator } from './validator';

let cached: Validator | undefined;

/** A validator for Istio, Gateway API and built-in kinds; undefined where the shared data is missing. */
export function manifestValidator(): Validator | undefined {
  const data = sharedData();
  if (data === undefined || missingManifestData(data).length > 0) return undefined;
  cached ??= createValidator({ customResources: readCustomResources(data), openApi: readOpenApi(data) });
  return cached;
}
