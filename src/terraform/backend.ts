import { escapeTerraformData } from './escape';
import { TerraformBackend } from './stack-json';
import { BackendNames, filledSettings } from '../compile/backend';

/** A backend of a definition with its placeholders replaced, so that one `backend` fits every cell and target. */
export function backendOf({ type, config }: TerraformBackend, names: BackendNames): TerraformBackend {
  return { type, config: escapeTerraformData(filledSettings(config, names)) };
}

/** The backend option of a stack for a target of a definition; nothing without a backend. */
export function backendFor(backend: TerraformBackend | undefined, cell: string, target: string): { readonly backend?: TerraformBackend } {
  return backend === undefined ? {} : { backend: backendOf(backend, { cell, target }) };
}
