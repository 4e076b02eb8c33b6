/** `${…}`, `%{…}`, `#{…}` and the unresolved values of cdktf and cdk8s. */
const TOKEN = /[$%#]\{|TfToken\[|Token\[|<unresolved/;

/** cdktf encodes numeric tokens as huge negative numbers. */
const NUMERIC_TOKEN = -1e300;

/** Is the value a token of Terraform or the CDK, or an expression that one of them would evaluate? */
export function isToken(value: unknown): boolean {
  if (typeof value === 'string') return TOKEN.test(value);
  return typeof value === 'number' && value < NUMERIC_TOKEN;
}
