import { isMap } from '../../data';
import { NotUnderstood, TerraformResource } from '../objects';

/** What one JSON file says of Terraform. */
export interface TerraformDocument {
  readonly kind: 'configuration' | 'plan' | 'state';
  readonly resources: readonly TerraformResource[];
  /** Version of each provider by short name, as the file gives it. */
  readonly providers: Readonly<Record<string, string>>;
  readonly notUnderstood: readonly NotUnderstood[];
}

export { type Data, fieldsOf as mapOf, isMap, listOf } from '../../data';

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** `azurerm` of `registry.terraform.io/hashicorp/azurerm`. */
export function shortName(source: string): string {
  return source.slice(source.lastIndexOf('/') + 1);
}

/** Values of plans and states are literal; in a configuration `${` and `%{` begin an expression unless they are doubled, and readers expect that. */
export function literal(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('{') ? value.replace(/([$%])\{/g, '$1$1{') : value;
  if (Array.isArray(value)) return value.map(literal);
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, literal(inner)])) : value;
}
