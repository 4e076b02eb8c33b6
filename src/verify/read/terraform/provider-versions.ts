/** Major versions of the providers whose resources the evaluators know: azurerm 4.55, aws 6.25, google 6.50, and 7.22, which URL filtering needs. */
const KNOWN: Readonly<Record<string, readonly number[]>> = { azurerm: [4], aws: [6], google: [6, 7] };

/** Why resources of the provider may mean something else than they seem to; undefined: nothing is in the way. */
export function whyOtherVersion(provider: string, version: string): string | undefined {
  const known = KNOWN[provider];
  if (known === undefined) return undefined;
  const others = version.split(',').filter((condition) => !known.some((major) => major === majorOf(condition)));
  if (others.length === 0) return undefined;
  return `the provider ${provider} is asked for as ${JSON.stringify(version)}, and only version ${known.join(' and ')} is known here; its resources may mean something else`;
}

/** The major version that a condition such as `~> 4.1` or `< 5.0` is about. */
function majorOf(condition: string): number | undefined {
  const [, operator, major, rest = ''] = /^\s*(=|!=|>=?|<=?|~>)?\s*v?(\d+)((?:\.\d+)*)[-+.\w]*\s*$/.exec(condition) ?? [];
  if (major === undefined) return undefined;
  return operator === '<' && /^[.0]*$/.test(rest) ? Number(major) - 1 : Number(major);
}

/** Is the provider surely of a version whose resources are not known here? Conditions that a known version may meet as well say nothing. */
export function isOtherVersion(provider: string, version: string): boolean {
  const known = KNOWN[provider];
  return known !== undefined && !known.some((major) => version.split(',').every((condition) => mayBe(major, condition)));
}

function mayBe(major: number, condition: string): boolean {
  const [, operator = '=', text] = /^\s*(=|!=|>=?|<=?|~>)?\s*v?(\d+)/.exec(condition) ?? [];
  if (text === undefined || operator === '!=') return true;
  const other = Number(text);
  if (operator.startsWith('>')) return major >= other;
  if (operator === '<') return major <= (majorOf(condition) ?? other);
  return operator === '<=' ? major <= other : major === other;
}
