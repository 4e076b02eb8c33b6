import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldsOf } from './values';

export interface RequiredProvider {
  /** `hashicorp/azurerm` */
  readonly source: string;
  readonly constraint: string;
}

/** `azurerm`, `hashicorp/azurerm` and the same with a registry host in front mean one provider. */
export function shortSource(source: string): string {
  const parts = source.split('/').slice(-2);
  return parts.length === 1 ? `hashicorp/${source}` : parts.join('/');
}

/** A JSON block may be an object or a list of objects. */
const blocks = (value: unknown): unknown[] => (value === undefined ? [] : [value].flat(2));

/** `required_providers` of all *.tf.json files in a directory. */
export function requiredProviders(directory: string): RequiredProvider[] {
  const files = existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith('.tf.json')) : [];
  return files
    .flatMap((name) => readJson(join(directory, name)))
    .flatMap((json) => blocks(fieldsOf(json).terraform))
    .flatMap((terraform) => blocks(fieldsOf(terraform).required_providers))
    .flatMap((required) => Object.entries(fieldsOf(required)))
    .filter(([name]) => name !== '//')
    .map(([name, entry]) => {
      const { source = name, version = '' } = typeof entry === 'string' ? { version: entry } : fieldsOf(entry);
      return { source: shortSource(String(source)), constraint: String(version) };
    });
}

/** Broken JSON is left to Terraform, which reports it better. */
function readJson(file: string): unknown[] {
  try {
    return [JSON.parse(readFileSync(file, 'utf8'))];
  } catch {
    return [];
  }
}

const numbers = (version: string): number[] => version.replace(/^v/, '').split('.').map((part) => Number.parseInt(part, 10) || 0);

export function compareVersions(left: string, right: string): number {
  const [a, b] = [numbers(left), numbers(right)];
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether a version meets a constraint such as `4.55.0`, `~> 4.0` or `>= 6.0, < 7.0`. */
export const satisfies = (version: string, constraint: string): boolean =>
  constraint.split(',').map((part) => part.trim()).filter(Boolean).every((part) => meets(version, part));

function meets(version: string, part: string): boolean {
  const [, operator = '', wanted = ''] = /^([=!<>~]*)\s*(.*)$/.exec(part) ?? [];
  const order = compareVersions(version, wanted);
  switch (operator) {
    case '':
    case '=': return order === 0;
    case '!=': return order !== 0;
    case '>': return order > 0;
    case '>=': return order >= 0;
    case '<': return order < 0;
    case '<=': return order <= 0;
    case '~>': return order >= 0 && numbers(wanted).slice(0, -1).every((number, index) => numbers(version)[index] === number);
    default: throw new Error(`cannot read the version constraint "${part}"`);
  }
}
