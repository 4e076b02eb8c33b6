/** Major versions of the providers whose resources the evaluators know: azurerm 4.55, aws 6.25 and google 6.50. */
const KNOWN: Readonly<Record<string, number>> = { azurerm: 4, aws: 6, google: 6 };

/** Why resources of the provider may mean something else than they seem to; undefined: nothing is in the way. */
export function whyOtherVersion(provider: string, version: string): string | undefined {
  const known = KNOWN[provider];
  if (known === undefined) return undefined;
  const others = version.split(',').filter((condition) => majorOf(condition) !== known);
  if (others.length === 0) return undefined;
  return `the provider ${provider} is asked for as ${JSON.stringify(version)}, and only version ${known} is known here; its resources may mean something else`;
}

/** The major version that a condition such as `~> 4.1` or `< 5.0` is about. */
function majorOf(condition: string): number | undefined {
  const [, operator, major, rest = ''] = /^\s*(=|!=|>=?|<=?|~>)?\s*v?(\d+)((?:\.\d+)*)[-+.\w]*\s*$/.exec(condition) ?? [];
  if (major === undefined) return undefined;
  return operator === '<' && /^[.0]*$/.test(rest) ? Number(major) - 1 : Number(major);
}
