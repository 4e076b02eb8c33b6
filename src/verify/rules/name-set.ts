import { Match, matchIf } from './match';

/**
 * Names of a rule, in the form that Azure Firewall and Google's URL filters share: exact, or an asterisk in front of what a name ends with
 * (`*.x` is not `x` itself; `*x` is `evilx` too; `*` is every name).
 */
export class NameSet {
  public readonly patterns: readonly string[];
  private readonly exact: ReadonlySet<string>;
  private readonly endings: readonly string[];
  /** Of the endings those with a leading dot, which most have: looked up instead of tried one by one. */
  private readonly domains: ReadonlySet<string>;
  private readonly otherEndings: readonly string[];
  private readonly open: boolean;

  /** Reads names; an expression, or an asterisk elsewhere, makes the answer `maybe`. */
  public constructor(texts: readonly string[]) {
    this.patterns = texts.map((text) => text.toLowerCase());
    this.exact = new Set(this.patterns.filter(isExactName));
    this.endings = this.patterns.filter(isEnding).map((pattern) => pattern.slice(1));
    this.domains = new Set(this.endings.filter((ending) => ending.startsWith('.')));
    this.otherEndings = this.endings.filter((ending) => !ending.startsWith('.'));
    this.open = this.patterns.some((pattern) => !isExactName(pattern) && !isEnding(pattern));
  }

  public get isExact(): boolean {
    return !this.open;
  }

  /** The patterns as an index takes them: `.x` for `*.x`; other forms match everywhere. */
  public get keys(): readonly string[] {
    return this.patterns.map((pattern) => (pattern.startsWith('*.') ? pattern.slice(1) : pattern));
  }

  /** Does the set hold every name? */
  public get isAny(): boolean {
    return this.endings.includes('');
  }

  public has(name: string): Match {
    const text = name.toLowerCase();
    if (this.exact.has(text) || this.isBelow(text) || this.otherEndings.some((ending) => text.endsWith(ending))) return 'yes';
    return this.open ? 'maybe' : 'no';
  }

  private isBelow(text: string): boolean {
    for (let dot = text.indexOf('.'); dot >= 0 && this.domains.size > 0; dot = text.indexOf('.', dot + 1)) if (this.domains.has(text.slice(dot))) return true;
    return false;
  }

  /** Only the exact names, as where names are resolved. */
  public hasExactly(name: string): Match {
    return this.exact.has(name.toLowerCase()) ? 'yes' : matchIf(false);
  }

  /** Is every name of the other surely in this one? */
  public covers(other: NameSet): boolean {
    if (this === other) return true;
    return other.isExact && other.patterns.every((pattern) =>
      (isEnding(pattern) ? this.endings.some((ending) => pattern.slice(1).endsWith(ending)) : this.has(pattern) === 'yes'));
  }
}

function isExactName(pattern: string): boolean {
  return !/[*${}/]/.test(pattern);
}

function isEnding(pattern: string): boolean {
  return pattern.startsWith('*') && isExactName(pattern.slice(1));
}
