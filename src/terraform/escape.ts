/** Tokens of the CDK inside text: `${TfToken[TOKEN.1]}`, `#{TfToken[…]}`, and numbers such as `-1.8e+289` that stand for one. */
const CDK_TOKEN = /Tf(?=Token\[)|\d(?=e\+?\d{3})/gi;

/**
 * Literal text as a Terraform template that evaluates to it: `${` and `%{` would start an expression, and what looks like a token of the
 * CDK would be resolved by it, so an empty expression is put inside. Never for tokens and expressions that are meant as such.
 */
export function escapeTerraform(text: string): string {
  return text.replace(/[$%](?=\{)/g, '$&$&').replace(CDK_TOKEN, '$&${""}');
}

/** The same for every text in plain data; keys, numbers and booleans stay. */
export function escapeTerraformData<T>(data: T): T {
  if (typeof data === 'string') return escapeTerraform(data) as T;
  if (Array.isArray(data)) return data.map((entry: unknown) => escapeTerraformData(entry)) as T;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, escapeTerraformData(value as unknown)])) as T;
}
