import { escapeTerraformData } from './escape';
import { TerraformBackend } from './stack-json';

/** What the placeholders of a backend's settings stand for. */
export interface BackendNames {
  /** Name of the cell, for `{cell}`. */
  readonly cell: string;
  /** Key of the target, for `{target}`. */
  readonly target: string;
}

/** A backend of a definition with its placeholders replaced, so that one `backend` fits every cell and target. */
export function backendOf({ type, config }: TerraformBackend, { cell, target }: BackendNames): TerraformBackend {
  const filled = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll('{cell}', cell).replaceAll('{target}', target);
    if (Array.isArray(value)) return value.map(filled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, filled(entry)]));
  };
  return { type, config: escapeTerraformData(filled(config)) as TerraformBackend['config'] };
}

/** The backend option of a stack for a target of a definition; nothing without a backend. */
export function backendFor(backend: TerraformBackend | undefined, cell: string, target: string): { readonly backend?: TerraformBackend } {
  return backend === undefined ? {} : { backend: backendOf(backend, { cell, target }) };
}
