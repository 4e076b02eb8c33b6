import { KINDS, ProblemKind, Problems } from '../../errors';
import { isToken, TOKEN_RULE } from '../../net';

/** Notes that a value breaks a rule. A token is called one, whatever the field asks for. */
export function refuse(problems: Problems, kind: ProblemKind, path: string, rule: string, value: unknown, wayOut?: string): undefined {
  if (isToken(value)) problems.must(KINDS.token, path, TOKEN_RULE, value, 'pass tokens to the props of constructs');
  else problems.must(kind, path, rule, value, wayOut);
  return undefined;
}

/** What to do about a key without value, which YAML reads as null. */
export function wayOutOfNull(value: unknown, empty: string): string | undefined {
  return value === null ? `leave it out, or write ${empty}` : undefined;
}
