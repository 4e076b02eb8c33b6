import { Lack } from './wanted';
import { TerraformResource } from '../read';

/** Compares attributes of resources with what the definition fixes. */
export class Settings {
  public readonly lacks: Lack[] = [];

  /** The attribute must have the value; lists in any order. */
  public be({ file, address }: TerraformResource, path: string, got: unknown, wanted: unknown, why?: string): void {
    if (text(got) === text(wanted)) return;
    const shown = got === undefined || got === null ? 'nothing' : JSON.stringify(got);
    this.lacks.push({ file, message: `must be ${JSON.stringify(wanted)}${why === undefined ? '' : `, ${why}`}, got: ${shown} in ${address} ${path}` });
  }

  /** What is said of the resource must hold. */
  public hold(isSo: boolean, { file, address }: TerraformResource, path: string, rule: string, got?: unknown): void {
    if (!isSo) this.lacks.push({ file, message: `must ${rule}, got: ${got === undefined || got === null ? 'nothing' : JSON.stringify(got)} in ${address} ${path}` });
  }

  /** Something must be there; says so where it is not. */
  public have<T>(found: T | undefined, what: string): T | undefined {
    if (found === undefined) this.lacks.push({ message: `must be there, got: no ${what}` });
    return found;
  }
}

/** A missing list is an empty one, as plans write it. */
function text(value: unknown): string {
  if (value === undefined || value === null) return '[]';
  return Array.isArray(value) ? JSON.stringify([...(value as readonly unknown[])].map(String).sort()) : JSON.stringify(value);
}
