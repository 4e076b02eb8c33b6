import { TerraformConfig, TerraformResource } from '../read/objects';

/** A block or object. */
export type Block = Readonly<Record<string, unknown>>;

/** Blocks of a value: a configuration may hold one object where `terraform show -json` has a list. */
export function blocksOf(value: unknown): readonly Block[] {
  const list = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return list.filter((entry): entry is Block => typeof entry === 'object' && entry !== null && !Array.isArray(entry));
}

/** The only block, or an empty one. */
export function blockOf(value: unknown): Block {
  return blocksOf(value)[0] ?? {};
}

export function numberOf(value: unknown, otherwise: number): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : otherwise;
}

/** Text as Terraform means it: `$${` and `%%{` are escapes. */
export function unescaped(text: string): string {
  return text.replace(/\$\$\{/g, '${').replace(/%%\{/g, '%{');
}

/** Does the text hold an expression that is not escaped? */
export function isExpression(value: unknown): value is string {
  return typeof value === 'string' && /(^|[^$])\$\{|(^|[^%])%\{/.test(value);
}

const REFERENCE = /^\$\{(data\.)?([a-z0-9_]+)\.([A-Za-z0-9_-]+)((?:\.[A-Za-z_][A-Za-z0-9_]*|\[\d+\])*)\}$/;

/** Looks up resources, and what expressions that only name an attribute stand for. */
export class TerraformValues {
  private readonly byAddress: ReadonlyMap<string, TerraformResource>;

  public constructor(public readonly config: TerraformConfig) {
    this.byAddress = new Map(config.resources.map((resource) => [resource.address, resource]));
  }

  public ofType(...types: readonly string[]): readonly TerraformResource[] {
    return this.config.resources.filter(({ type, mode }) => mode === 'managed' && types.includes(type));
  }

  /** The resource that a value names: by reference, or by a known `id`, `arn`, `self_link` or `name`. */
  public resource(value: unknown, ...types: readonly string[]): TerraformResource | undefined {
    if (typeof value !== 'string') return undefined;
    const [, data = '', type, name] = REFERENCE.exec(value) ?? [];
    if (type !== undefined) {
      const found = this.byAddress.get(`${data}${type}.${name}`);
      return found !== undefined && types.includes(found.type) ? found : undefined;
    }
    return this.config.resources.find((resource) => types.includes(resource.type) && IDENTITIES.some((attribute) => resource.values[attribute] === value));
  }

  /** A value with its reference followed; an expression that cannot be followed stays its text. */
  public resolved(value: unknown, depth = 0): unknown {
    const match = typeof value === 'string' ? REFERENCE.exec(value) : null;
    if (match === null || depth > 5) return typeof value === 'string' && !isExpression(value) ? unescaped(value) : value;
    const [, data = '', type, name, path = ''] = match;
    let found: unknown = this.byAddress.get(`${data}${type}.${name}`)?.values;
    for (const [step] of path.matchAll(/[A-Za-z_][A-Za-z0-9_]*|\d+/g)) found = member(found, step);
    return found === undefined || found === null ? value : this.resolved(found, depth + 1);
  }

  /** Texts of a list, single value or nothing, with references followed. */
  public texts(value: unknown): readonly string[] {
    const resolved = this.resolved(value);
    if (Array.isArray(resolved)) return (resolved as readonly unknown[]).flatMap((entry) => this.texts(entry));
    return typeof resolved === 'string' ? [resolved] : typeof resolved === 'number' ? [`${resolved}`] : [];
  }

  /** One text, or undefined. */
  public text(value: unknown): string | undefined {
    return this.texts(value)[0];
  }
}

const IDENTITIES = ['id', 'arn', 'self_link', 'name'] as const;

function member(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return (value as readonly unknown[])[Number(step)];
  // A configuration may write a block as an object, and refer to it as the first of a list.
  if (step === '0' && typeof value === 'object' && value !== null) return value;
  return typeof value === 'object' && value !== null ? (value as Block)[step] : undefined;
}
