import type { Checks } from './checks';
import type { BlockJson } from './provider-schema';
import type { Fields } from './values';

/** What was known before an apply. */
export interface Known {
  /** The planned resource, with what was unknown. */
  readonly planned: Fields;
  /** The provider's configuration. */
  readonly provider: Fields;
}

/** What the schema files do not hold. */
export interface Hooks {
  /** The schema of the provider block. */
  readonly provider: BlockJson;
  /** By resource type or `data.<type>`. */
  readonly validate?: Readonly<Record<string, (checks: Checks) => void>>;
  /**
   * By resource type or `data.<type>`: attributes to use instead of the fake
   * values; what was known when planned stays.
   */
  readonly applied?: Readonly<Record<string, (state: Fields, known: Known) => Fields>>;
}
