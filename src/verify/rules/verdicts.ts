import { LayerDecision, LayerVerdict, RuleReference } from '../verdict';

/** Verdicts of one layer. They say nothing of the connection, so there are few, and each is made once: thousands of questions share them. */
export class Verdicts {
  private readonly made = new Map<RuleReference | null, Map<string, LayerVerdict>>();

  /** @param codes explanations by code; each is a sentence */
  public constructor(private readonly layer: string, private readonly codes: Readonly<Record<string, string>>) {}

  /** @param more what the sentence is to say besides, such as a name that is not understood */
  public of(verdict: LayerDecision, code: string, rule: RuleReference | null, more = ''): LayerVerdict {
    const byCode = this.made.get(rule) ?? new Map<string, LayerVerdict>();
    this.made.set(rule, byCode);
    const key = `${verdict} ${code} ${more}`;
    const known = byCode.get(key);
    if (known !== undefined) return known;
    const text = this.codes[code]!;
    const made: LayerVerdict = { layer: this.layer, verdict, code, text: more === '' ? text : `${text.replace(/\.$/, '')} (${more}).`, rule };
    byCode.set(key, made);
    return made;
  }
}
