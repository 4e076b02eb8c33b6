/** Capacities that a group gets: few, since another one replaces the group, and a group in use cannot be deleted. */
const STEPS = [100, 250, 500, 1000, 2500, 5000, 10000, 20000, 30000] as const;
/** Most rules of one group, and of one policy. */
export const MOST_RULES = 30000;
/** A step is left when it is filled to this part, so that a group given `capacity` has room left. */
const FULL = 0.8;
/** From this part of a step on, its end is near. */
const NEAR = 0.7;

/** The capacity of so many rules, and how many more it takes until another one is due. */
export function capacityFor(rules: number): { readonly capacity: number; readonly left: number; readonly isNear: boolean } {
  const capacity = STEPS.find((step) => rules <= limitOf(step)) ?? MOST_RULES;
  return { capacity, left: limitOf(capacity) - rules, isNear: rules > capacity * NEAR };
}

function limitOf(step: number): number {
  return step === MOST_RULES ? MOST_RULES : step * FULL;
}
