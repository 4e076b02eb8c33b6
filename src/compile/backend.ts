import { child } from '../cell/spec';
import { compareText, KINDS, Problem, Problems } from '../errors';
import type { FirewallTarget } from '../read-cell';
import { Claim } from './target';

/** What the placeholders of a backend's settings stand for. */
export interface BackendNames {
  /** Name of the cell, for `{cell}`. */
  readonly cell: string;
  /** Key of the target, for `{target}`. */
  readonly target: string;
}

type Backend = NonNullable<FirewallTarget['backend']>;

/** Where each type of backend keeps apart what is in one place; source: Terraform's pages of the backends. */
const STATE_KEYS: Readonly<Record<string, readonly string[]>> = {
  azurerm: ['key'], s3: ['key'], gcs: ['prefix'], consul: ['path'], cos: ['prefix', 'key'], oss: ['prefix', 'key'], oci: ['key'], pg: ['schema_name'], http: ['address'],
  kubernetes: ['secret_suffix'], local: ['path', 'workspace_dir'],
};

/** Settings with their placeholders replaced. */
export function filledSettings(config: Backend['config'], { cell, target }: BackendNames): Backend['config'] {
  const filled = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll('{cell}', cell).replaceAll('{target}', target);
    if (Array.isArray(value)) return value.map(filled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, filled(entry)]));
  };
  return filled(config) as Backend['config'];
}

/** Is there one state for each cell and target? `path` is where the backend is. */
export function checkBackend({ type, config }: Backend, path: string): readonly Problem[] {
  const problems = new Problems();
  const fields = STATE_KEYS[type];
  const texts = fields === undefined ? textsOf(config) : textsOf(fields.map((field) => config[field]));
  if (['{cell}', '{target}'].every((placeholder) => texts.some((text) => text.includes(placeholder)))) return [];
  const at = fields === undefined ? child(path, 'config') : child(child(path, 'config'), fields[0]!);
  problems.must(KINDS.stateKey, at, 'hold {cell} and {target}, so that each stack has a state of its own', texts.join(', ') || undefined, 'such as "{cell}/{target}.tfstate"');
  return problems.all;
}

/** The place of the state, of which there is one for each stack. */
export function stateClaims({ type, config }: Backend, names: BackendNames, path: string): Claim[] {
  const place = textsOf(sorted(filledSettings(config, names)));
  return [{
    place: `terraform state ${type}`, what: 'state', value: place.join(' '), path: child(path, 'config'),
    rule: 'keep the state of each stack in a place of its own', remedy: 'separate {cell} and {target} in the key, as in "{cell}/{target}.tfstate"',
  }];
}

function sorted(config: Backend['config']): unknown[] {
  return Object.entries(config).sort(([a], [b]) => compareText(a, b)).map(([key, value]) => [key, value]);
}

/** All texts in settings, in their order. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
