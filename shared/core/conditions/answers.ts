// Whether something holds, and until when that stays so if nothing but time changes. Comparisons of
// times and whole trees are put together the same way.

/**
 * `until` is the first instant (epoch ms) at which the answer may be another one; absent where time
 * alone never changes it.
 */
export interface ConditionResult {
  held: boolean;
  until?: number;
}

export const NEVER: ConditionResult = { held: false };
const ALWAYS: ConditionResult = { held: true };
export const answer = (held: boolean): ConditionResult => (held ? ALWAYS : NEVER);

export const opposite = ({ held, until }: ConditionResult): ConditionResult => ({ held: !held, until });

export const earliest = (instants: readonly (number | undefined)[]): number | undefined => {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};

/** The n-th (from 1) of some instants in their order; one that is absent never comes. */
const nth = (answers: readonly ConditionResult[], n: number, from: 'first' | 'last'): number | undefined => {
  const instants = answers.map(({ until }) => until ?? Number.POSITIVE_INFINITY);
  if (instants.every((instant) => instant === Number.POSITIVE_INFINITY)) return undefined;
  instants.sort((a, b) => (from === 'first' ? a - b : b - a));
  const instant = instants[n - 1];
  return instant === Number.POSITIVE_INFINITY ? undefined : instant;
};

/**
 * Whether so many of the answers hold. It goes on while enough of those that hold do; and where
 * they are too few, until as many as are missing may have joined them.
 */
export function atLeast(least: number, answers: readonly ConditionResult[]): ConditionResult {
  if (least <= 0) return ALWAYS;
  const holding = answers.filter(({ held }) => held);
  if (holding.length >= least) return { held: true, until: nth(holding, least, 'last') };
  const others = answers.filter(({ held }) => !held);
  return { held: false, until: nth(others, least - holding.length, 'first') };
}

/** All of none holds. */
export const allOf = (answers: readonly ConditionResult[]): ConditionResult => atLeast(answers.length, answers);
/** Any of none does not. */
export const anyOf = (answers: readonly ConditionResult[]): ConditionResult => atLeast(1, answers);
