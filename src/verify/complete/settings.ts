import { Lack } from './wanted';
import { TerraformResource } from '../read';

const WAY_OUT = 'apply the stack that eic synth writes, or change the definition to what is wanted';

/** What Terraform lacks, in the words of a problem. */
export function lacking(rule: string, got: string, file?: string): Lack {
  return { rule, got, wayOut: WAY_OUT, ...(file === undefined ? {} : { file }) };
}

/** The same of an attribute of a resource. */
export function lackingAt({ file, address }: TerraformResource, path: string, rule: string, got: unknown): Lack {
  return lacking(rule, `${got === undefined || got === null ? 'nothing' : JSON.stringify(got)} in ${address} ${path}`, file);
}

/** Compares attributes of resources with what the definition fixes. */
export class Settings {
  public readonly lacks: Lack[] = [];

  /** The attribute must have the value; lists in any order. */
  public be(resource: TerraformResource, path: string, got: unknown, wanted: unknown, why?: string): void {
    if (text(got) !== text(wanted)) this.lacks.push(lackingAt(resource, path, `be ${JSON.stringify(wanted)}${why === undefined ? '' : `, ${why}`}`, got));
  }

  /** What is said of the resource must hold. */
  public hold(isSo: boolean, resource: TerraformResource, path: string, rule: string, got?: unknown): void {
    if (!isSo) this.lacks.push(lackingAt(resource, path, rule, got));
  }

  /** Something must be there; says so where it is not. */
  public have<T>(found: T | undefined, what: string): T | undefined {
    if (found === undefined) this.lacks.push(lacking('be there', `no ${what}`));
    return found;
  }
}

/** A missing list is an empty one, as plans write it. */
function text(value: unknown): string {
  if (value === undefined || value === null) return '[]';
  return Array.isArray(value) ? JSON.stringify([...(value as readonly unknown[])].map(String).sort()) : JSON.stringify(value);
}
