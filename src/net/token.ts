/** `${…}`, `%{…}`, `#{…}` and the unresolved values of cdktf and cdk8s. */
const TOKEN = /[$%#]\{|TfToken\[|Token\[|<unresolved/;

/** cdktf encodes numbers as values below this: -1.9e289 in lists, -8.1e298 alone. */
const NUMERIC_TOKEN = -1e280;

/** Is the value a token of Terraform or the CDK, or an expression that one of them would evaluate? */
export function isToken(value: unknown): boolean {
  if (typeof value === 'string') return TOKEN.test(value);
  if (typeof value === 'number') return Number.isFinite(value) && value < NUMERIC_TOKEN;
  return typeof value === 'object' && value !== null && 'resolve' in value && typeof value.resolve === 'function';
}

/** The rule that tokens break, everywhere in a definition. */
export const TOKEN_RULE = 'be literal, without tokens or expressions';
