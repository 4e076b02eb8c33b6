import { Match } from './match';

/** The rule that decides; `open`: rules before it that could decide otherwise, had they been understood. */
export interface FirstMatch<R> {
  readonly rule: R | undefined;
  readonly open: readonly R[];
}

/** The first rule in order that matches for certain. */
export function firstMatch<R>(rules: readonly R[], matches: (rule: R) => Match): FirstMatch<R> {
  const open: R[] = [];
  for (const rule of rules) {
    const match = matches(rule);
    if (match === 'yes') return { rule, open };
    if (match === 'maybe') open.push(rule);
  }
  return { rule: undefined, open };
}
