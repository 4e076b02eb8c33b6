import { readConfiguration } from './configuration';
import { Data, isMap, TerraformDocument } from './document';
import { readPlan, readShownState } from './plan';
import { readState } from './state';

export * from './document';
export { isOtherVersion, whyOtherVersion } from './provider-versions';

const BLOCKS = ['resource', 'data', 'module', 'provider', 'terraform'];

/** Reads a file of Terraform in JSON by what is in it; undefined: it is none that is known. */
export function readTerraform(data: unknown, file: string): TerraformDocument | undefined {
  if (!isMap(data)) return undefined;
  if (/\.(?:tf|tofu)\.json$/.test(file)) return readConfiguration(data, file);
  if (typeof data.format_version === 'string') return readShown(data, file, data.format_version);
  if ('terraform_version' in data && 'version' in data) return data.version === 4 && Array.isArray(data.resources) ? readState(data, file) : undefined;
  return BLOCKS.some((block) => isMap(data[block]) || Array.isArray(data[block])) ? readConfiguration(data, file) : undefined;
}

/** Versions 0 came before Terraform 1.1.1 and differ in nothing that is read here; a higher one may change anything. */
function readShown(data: Data, file: string, version: string): TerraformDocument | undefined {
  if (!/^[01]\.\d+$/.test(version)) return undefined;
  if (isMap(data.planned_values) || Array.isArray(data.resource_changes)) return readPlan(data, file);
  const isState = isMap(data.values) || Object.keys(data).every((key) => key === 'format_version' || key === 'terraform_version');
  return isState ? readShownState(data, file) : undefined;
}
