/** Does a rule match? `maybe`: something in it was not understood, and nothing else rules it out. */
export type Match = 'yes' | 'no' | 'maybe';

/** All conditions of a rule together. */
export function every(...matches: readonly Match[]): Match {
  return matches.includes('no') ? 'no' : matches.includes('maybe') ? 'maybe' : 'yes';
}

/** Alternatives of one condition. */
export function some(...matches: readonly Match[]): Match {
  return matches.includes('yes') ? 'yes' : matches.includes('maybe') ? 'maybe' : 'no';
}

export function matchIf(condition: boolean): Match {
  return condition ? 'yes' : 'no';
}

/** The opposite of a condition. */
export function not(match: Match): Match {
  return match === 'yes' ? 'no' : match === 'no' ? 'yes' : 'maybe';
}
